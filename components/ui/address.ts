/** `path` with these parameters changed and all others kept; null takes one away. */
export function addressWith(path: string, params: URLSearchParams | { toString(): string }, changes: Record<string, string | null>): string {
  const next = new URLSearchParams(params.toString())
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name)
    else next.set(name, value)
  }
  const query = next.toString()
  return query === '' ? path : `${path}?${query}`
}
