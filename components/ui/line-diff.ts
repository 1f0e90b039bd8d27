export type DiffLine = { kind: 'same' | 'removed' | 'added'; text: string }

/** Lines that differ at the same place, the old one before the new one: for two texts that were made by one template. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, next] = [before.split('\n'), after.split('\n')]
  return Array.from({ length: Math.max(old.length, next.length) }, (_, at) => at).flatMap((at): DiffLine[] => {
    if (old[at] === next[at]) return [{ kind: 'same', text: old[at]! }]
    const line = (kind: 'removed' | 'added', text: string | undefined): DiffLine[] => (text === undefined ? [] : [{ kind, text }])
    return [...line('removed', old[at]), ...line('added', next[at])]
  })
}
