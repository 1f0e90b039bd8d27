// The part of node:fs/promises that journal and documents use, in memory, so that a crash can be played: what was
// not synced is gone, but for a torn beginning of it. Tests mock node:fs/promises with this module.
// Renames are taken as durable at once: the store syncs the folder behind each.

type File = { data: Buffer; synced: Buffer | undefined }

const files = new Map<string, File>()
const EMPTY = Buffer.alloc(0)

/** Forgets everything. */
export function clearFiles(): void {
  files.clear()
}

/** What a crash leaves: every file as it was synced, and half of what was written behind it. */
export function crashFiles(torn: Buffer | undefined): void {
  for (const [path, file] of files) {
    if (file.synced === undefined) files.delete(path)
    else file.data = file.synced
    if (torn && path.endsWith('.journal')) file.data = Buffer.concat([file.data, torn])
  }
}

/** Files as text, for telling states apart. */
export function filesText(which: (path: string) => boolean): string {
  return [...files].filter(([path]) => which(path)).map(([path, { data }]) => `${path}:${data.toString('latin1')}`).sort().join('\n')
}

class MemoryHandle {
  #file: File

  constructor(file: File) {
    this.#file = file
  }

  stat() {
    return Promise.resolve({ size: this.#file.data.length })
  }

  read(into: Buffer, at: number, length: number, position: number) {
    return Promise.resolve({ bytesRead: this.#file.data.copy(into, at, position, position + length) })
  }

  write(bytes: Buffer, at: number, length: number) {
    this.#file.data = Buffer.concat([this.#file.data, bytes.subarray(at, at + length)])
    return Promise.resolve({ bytesWritten: length })
  }

  writeFile(body: string) {
    this.#file.data = Buffer.from(body)
    return Promise.resolve()
  }

  truncate(bytes: number) {
    this.#file.data = this.#file.data.subarray(0, bytes)
    return Promise.resolve()
  }

  datasync() {
    this.#file.synced = this.#file.data
    return Promise.resolve()
  }

  sync() {
    return this.datasync()
  }

  close() {
    return Promise.resolve()
  }
}

/** A folder is no file here; its handle serves to be synced. */
function open(path: string, flags: string): Promise<MemoryHandle> {
  let file = files.get(path)
  if (flags === 'w') file = { data: EMPTY, synced: undefined }
  else file ??= { data: EMPTY, synced: undefined }
  if (flags !== 'r') files.set(path, file)
  return Promise.resolve(new MemoryHandle(file))
}

/** Without a stack: a document that is not there yet is nothing unusual. */
const MISSING = { code: 'ENOENT' }

async function readFile(path: string): Promise<string> {
  const file = files.get(path)
  if (!file) throw MISSING
  return file.data.toString('utf8')
}

async function access(path: string): Promise<void> {
  if (!files.has(path)) throw MISSING
}

function writeFile(path: string, body: string): Promise<void> {
  files.set(path, { data: Buffer.from(body), synced: Buffer.from(body) })
  return Promise.resolve()
}

function rename(from: string, to: string): Promise<void> {
  const file = files.get(from)
  if (!file) return Promise.reject(MISSING as unknown as Error)
  files.delete(from)
  files.set(to, file)
  return Promise.resolve()
}

function rm(path: string): Promise<void> {
  for (const name of [...files.keys()]) if (name === path || name.startsWith(`${path}/`)) files.delete(name)
  return Promise.resolve()
}

function readdir(folder: string): Promise<string[]> {
  const inside = [...files.keys()].filter((path) => path.startsWith(`${folder}/`))
  return Promise.resolve(inside.map((path) => path.slice(folder.length + 1)))
}

function stat(path: string) {
  return Promise.resolve({ size: files.get(path)?.data.length ?? 0 })
}

const mkdir = () => Promise.resolve()

const memoryFiles = { open, readFile, access, writeFile, rename, rm, readdir, stat, mkdir }
export default memoryFiles
