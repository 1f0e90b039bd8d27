'use client'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

/** Migrations > In Other Organization: says why it is not offered, and what is. */
export function OtherOrganization({ onClose, onInstead }: { onClose: () => void; onInstead: () => void }) {
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title="In Other Organization"
      description="This is not offered here."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" onClick={onInstead}>
            In Current Organization
          </Button>
        </>
      }
    >
      <div className="space-y-2 text-sm text-soft">
        <p>
          A zero downtime migration moves a cluster within one organization: one console has to be allowed to lock the source and to open the target.
        </p>
        <p>
          To move data from elsewhere, register the other Milvus here by its address and token, let its applications connect through the endpoint that it gets, and migrate it in this organization.
        </p>
      </div>
    </Dialog>
  )
}
