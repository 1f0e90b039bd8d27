// The mails of a migration, as text and HTML. Pure. Names come from people, so HTML is escaped.

export const MAIL_KINDS = ['caught_up', 'differs', 'succeeded', 'failed'] as const
export type MailKind = (typeof MAIL_KINDS)[number]

export type MailFacts = {
  sourceName: string
  targetName: string
  /** Paths of the console. */
  progressPath: string
  connectPath: string
  /** Why it failed, or what differs. */
  reason: string | null
}

export type Mail = { title: string; body: string; linkText: string; path: string }

const MAILS: Record<MailKind, (facts: MailFacts) => Mail> = {
  caught_up: ({ sourceName, targetName, progressPath }) => ({
    title: `Ready to stop the data sync: ${sourceName} to ${targetName}`,
    body: `The new cluster "${targetName}" is less than 10 seconds behind "${sourceName}". When it suits you, stop writing to "${sourceName}" and stop the data sync in the Migration Progress dialog. Until then everything goes on being synced, for at most 7 days.`,
    linkText: 'Open Migration Progress',
    path: progressPath,
  }),
  differs: ({ sourceName, targetName, progressPath, reason }) => ({
    title: `Verification found differences: ${sourceName} to ${targetName}`,
    body: `A comparison of "${sourceName}" with "${targetName}" found entities that are not the same${reason ? `: ${reason}` : ''}. The migration goes on and "${sourceName}" keeps serving. Look at what differs, re-sync it and verify again before you stop the data sync.`,
    linkText: 'See what differs',
    path: progressPath,
  }),
  succeeded: ({ sourceName, targetName, connectPath }) => ({
    title: `Migration successful: ${sourceName} to ${targetName}`,
    body: `"${targetName}" is running and has all data of "${sourceName}". Switch the endpoint and the token in your application code. Collections of the new cluster must be loaded before they are searched. "${sourceName}" is kept; delete it when you no longer need it.`,
    linkText: 'View Connection Details',
    path: connectPath,
  }),
  failed: ({ sourceName, targetName, progressPath, reason }) => ({
    title: `Migration failed: ${sourceName} to ${targetName}`,
    body: `${reason ?? 'The reason is not known.'} "${sourceName}" goes on as before and is no longer locked. "${targetName}" is kept for a look; it may hold only a part of the data.`,
    linkText: 'See what happened',
    path: progressPath,
  }),
}

/** The mail of this kind. */
export function composeMail(kind: MailKind, facts: MailFacts): Mail {
  return MAILS[kind](facts)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

/** The parts of the message; `baseUrl` is where people reach the console. */
export function renderMail(mail: Mail, baseUrl: string): { subject: string; text: string; html: string } {
  const link = `${baseUrl.replace(/\/+$/, '')}${mail.path}`
  return {
    subject: mail.title.replace(/[\r\n]+/g, ' '),
    text: `${mail.body}\n\n${mail.linkText}: ${link}\n`,
    html: `<!doctype html><html><body style="margin:0;background:#f5f6f8;font-family:Inter,Segoe UI,Arial,sans-serif;color:#1c2230">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" style="max-width:560px;background:#ffffff;border:1px solid #e3e6ec;border-radius:8px" cellpadding="0" cellspacing="0"><tr><td style="padding:28px 32px">
<h1 style="margin:0 0 12px;font-size:18px;line-height:26px">${escape(mail.title)}</h1>
<p style="margin:0 0 24px;font-size:14px;line-height:22px">${escape(mail.body)}</p>
<a href="${escape(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#175cd3;color:#ffffff;text-decoration:none;font-size:14px">${escape(mail.linkText)}</a>
</td></tr></table></td></tr></table></body></html>`,
  }
}
