// JSON as text that keeps each number's digits: JSON.parse would change an integer of more than 15. Pure.

type Token = { kind: 'open' | 'close' | 'comma' | 'colon' | 'value'; text: string }

const TOKEN = /\s*(?:([{[])|([}\]])|(,)|(:)|("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))\s*/y

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text)
    if (match === null) return null
    const kind = match[1] ? 'open' : match[2] ? 'close' : match[3] ? 'comma' : match[4] ? 'colon' : 'value'
    tokens.push({ kind, text: match[0].trim() })
  }
  return tokens
}

/** Indented by two; what is not JSON stays as it is. */
export function prettyJson(text: string): string {
  const tokens = tokensOf(text)
  if (tokens === null) return text
  let out = ''
  let depth = 0
  const line = () => `\n${'  '.repeat(depth)}`
  tokens.forEach(({ kind, text: sign }, at) => {
    const empty = kind === 'close' && tokens[at - 1]?.kind === 'open'
    if (kind === 'open') {
      depth++
      out += sign + (tokens[at + 1]?.kind === 'close' ? '' : line())
    } else if (kind === 'close') {
      depth = Math.max(0, depth - 1)
      out += (empty ? '' : line()) + sign
    } else out += kind === 'comma' ? sign + line() : kind === 'colon' ? ': ' : sign
  })
  return out
}

/** A value of JSON whose numbers are their digits. */
type Tree = string | Tree[] | Map<string, Tree>

/** Equal for equal JSON, whatever the order of keys and the spaces; the text itself where it is no JSON. */
export function canonicalJson(text: string): string {
  const tokens = tokensOf(text)
  if (tokens === null) return text
  let at = 0
  const read = (): Tree => {
    const token = tokens[at++]
    if (token?.kind === 'value') return scalarText(token.text)
    if (token?.text === '[') {
      const items: Tree[] = []
      while (at < tokens.length && tokens[at]?.text !== ']') {
        items.push(read())
        if (tokens[at]?.kind === 'comma') at++
      }
      at++
      return items
    }
    const entries = new Map<string, Tree>()
    while (at < tokens.length && tokens[at]?.text !== '}') {
      const key = tokens[at]?.text ?? ''
      at += 2
      entries.set(scalarText(key), read())
      if (tokens[at]?.kind === 'comma') at++
    }
    at++
    return entries
  }
  return write(read())
}

/** Strings by what they say, integers by their digits, other numbers by their value. */
function scalarText(text: string): string {
  if (text.startsWith('"')) {
    try {
      return JSON.stringify(JSON.parse(text))
    } catch {
      return text
    }
  }
  return /^-?\d+$/.test(text) || !/^-?\d/.test(text) ? text : String(Number(text))
}

function write(tree: Tree): string {
  if (typeof tree === 'string') return tree
  if (Array.isArray(tree)) return `[${tree.map(write).join(',')}]`
  const entries = [...tree].sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, value]) => `${key}:${write(value)}`).join(',')}}`
}
