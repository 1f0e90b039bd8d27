/** The addresses in a text: one a line, or separated by commas, semicolons or spaces; each once. */
export function splitAddresses(text: string): string[] {
  const parts = text.split(/[\s,;]+/).map((part) => part.replace(/^<|>$/g, '').toLowerCase())
  return [...new Set(parts.filter(Boolean))]
}

/** What is wrong with a list of addresses, naming the first one; null when nothing is. The server judges again. */
export function addressesProblem(addresses: readonly string[]): string | null {
  if (addresses.length === 0) return 'Enter at least one e-mail address.'
  const bad = addresses.find((address) => !/^[^\s@"(),:;<>[\\\]]+@[^\s@]+\.[^\s@.]+$/.test(address))
  return bad === undefined ? null : `“${bad}” is not an e-mail address.`
}

/** A refusal of the server, naming the address that its field points at. */
export function refusalAt(error: { message: string; field?: string }, addresses: readonly string[]): string {
  const at = /^emails\.(\d+)$/.exec(error.field ?? '')?.[1]
  const address = at === undefined ? undefined : addresses[Number(at)]
  return address === undefined ? error.message : `“${address}” is not an e-mail address.`
}
