// Which projects can be renamed and deleted. Pure: the page says the same as the server.

/** Made with the organization; it stays, under this name. */
export const DEFAULT_PROJECT = 'Default Project'

/** Why a project cannot be renamed; null when it can. */
export function renameBlockedOf({ name }: { name: string }): string | null {
  return name === DEFAULT_PROJECT ? `"${DEFAULT_PROJECT}" cannot be renamed.` : null
}

/** Why a project cannot be deleted; null when it can. */
export function deleteBlockedOf({ name, clusterCount }: { name: string; clusterCount: number }): string | null {
  if (name === DEFAULT_PROJECT) return `"${DEFAULT_PROJECT}" cannot be deleted.`
  if (clusterCount === 0) return null
  return `Project "${name}" has ${clusterCount === 1 ? 'a cluster' : `${clusterCount} clusters`}. Delete ${clusterCount === 1 ? 'it' : 'them'} first.`
}
