// Of two utilities that set the same thing the later one is meant, while a style sheet would take the one that it happens to
// have last. A tenth of tailwind-merge, for the utilities that our primitives and those who use them both set; a test
// compares the two on every class of this code base.

type Group = [pattern: RegExp, name: string]

const GROUPS: Group[] = [
  [/^(block|inline|inline-block|flex|inline-flex|grid|inline-grid|table-cell|contents|hidden)$/, 'display'],
  [/^(static|fixed|absolute|relative|sticky)$/, 'position'],
  [/^(visible|invisible)$/, 'visibility'],
  [/^text-(left|center|right)$/, 'text-align'],
  [/^text-(xs|sm|base|lg|xl|2xl)$/, 'text-size'],
  [/^text-(ink|soft|faint|accent|accent-ink|surface|canvas|ok|warn|bad|info|current|transparent)(\/\d+)?$/, 'text-colour'],
  [/^font-(normal|medium|semibold|bold)$/, 'font-weight'],
  [/^whitespace-/, 'whitespace'],
  [/^(leading|tracking|cursor|duration|space-[xy]|grid-cols|items)-/, '$1'],
  [/^animate-(?!in$|out$)/, 'animate'],
  [/^flex-(wrap|nowrap)$/, 'flex-wrap'],
  [/^flex-(row|col)$/, 'flex-direction'],
  [/^flex-(1|auto|none)$/, 'flex'],
  [/^basis-/, 'basis'],
  [/^break-/, 'break'],
  [/^(overflow-[xy])-/, '$1'],
  [/^overflow-/, 'overflow'],
  [/^-?(inset-[xy]|top|right|bottom|left)-/, '$1'],
  [/^-?inset-/, 'inset'],
  [/^justify-(start|center|end|between)$/, 'justify'],
  [/^bg-(?!\[)/, 'bg'],
  [/^rounded(-(none|sm|md|lg|xl|full))?$/, 'rounded'],
  [/^shadow-(card|overlay|none)$/, 'shadow'],
  [/^opacity-/, 'opacity'],
  [/^z-/, 'z'],
  [/^shrink(-0)?$/, 'shrink'],
  [/^size-/, 'size'],
  [/^w-/, 'w'],
  [/^h-/, 'h'],
  [/^(min-w|max-w|min-h|max-h)-/, '$1'],
  [/^-?([pm])-/, '$1'],
  [/^-?([pm][xytrbl])-/, '$1'],
  [/^gap-(?![xy]-)/, 'gap'],
  [/^(gap-[xy])-/, '$1'],
]

/** What a later `p`, `px` or `py` makes void. */
const COVERS: Record<string, string> = {
  ...Object.fromEntries(['p', 'm'].flatMap((a) => [[a, `${a}x ${a}y ${a}t ${a}r ${a}b ${a}l`], [`${a}x`, `${a}r ${a}l`], [`${a}y`, `${a}t ${a}b`]])),
  size: 'w h',
  gap: 'gap-x gap-y',
  overflow: 'overflow-x overflow-y',
  inset: 'inset-x inset-y top right bottom left',
  'inset-x': 'left right',
  'inset-y': 'top bottom',
  'text-size': 'leading',
  flex: 'basis shrink',
}

/** The variants of a class, and what it sets; null where we do not judge it. */
export function readClass(name: string): { variants: string; group: string } | null {
  const bracket = name.indexOf('[')
  const cut = name.lastIndexOf(':', bracket === -1 ? undefined : bracket)
  const variants = name.slice(0, cut + 1)
  const utility = name.slice(cut + 1)
  for (const [pattern, group] of GROUPS) {
    const found = pattern.exec(utility)
    if (found) return { variants, group: group === '$1' ? (found[1] ?? '') : group }
  }
  return null
}

/** Rows of a table ask for the same again and again. */
const merged = new Map<string, string>()
const REMEMBERED = 2_000

/** The classes without those that a later one replaces. */
export function mergeClasses(classes: string): string {
  const known = merged.get(classes)
  if (known !== undefined) return known
  if (merged.size >= REMEMBERED) merged.clear()
  const result = merge(classes)
  merged.set(classes, result)
  return result
}

function merge(classes: string): string {
  const taken = new Set<string>()
  const kept: string[] = []
  for (const name of classes.split(/\s+/).filter(Boolean).reverse()) {
    const read = readClass(name)
    if (read) {
      const { variants, group } = read
      if (taken.has(variants + group)) continue
      for (const covered of [group, ...(COVERS[group]?.split(' ') ?? [])]) taken.add(variants + covered)
    }
    kept.push(name)
  }
  return kept.reverse().join(' ')
}
