// One JSON document on disk, replaced as a whole: a crash leaves the old or the new one, never a part.
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../lib/errors/app-error.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'

/**
 * Writes `value` as JSON so that it is on disk when the promise resolves. Readable by the owner only.
 * Rejects with the file system's error (ENOSPC and the like); the former document stays then.
 */
export async function writeDurable(file: string, value: unknown): Promise<void> {
  const draft = `${file}.${process.pid}.${draftNumber++}.draft`
  const handle = await fs.open(draft, 'w', 0o600)
  try {
    await handle.writeFile(JSON.stringify(value))
    await handle.datasync()
  } finally {
    await handle.close()
  }
  crashPoint('document.after-draft')
  await fs.rename(draft, file)
  crashPoint('document.after-rename')
  await syncFolder(path.dirname(file))
}

let draftNumber = 0

/** Makes the entries of a folder (new names, renames) durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The document, or undefined where there is none. A file that is no JSON is `store.damaged`. */
export async function readDurable(file: string): Promise<unknown> {
  let body: string
  try {
    body = await fs.readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new AppError('store.damaged', `The file "${file}" of the data plane is damaged. Restore it from a backup.`, { cause })
  }
}

/**
 * A document that changes often: `save` returns once the newest value is on disk, and several saves that
 * wait together cost one write.
 */
export class DurableDocument<T> {
  readonly file: string
  #next: { value: T; done: Promise<void> } | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(file: string) {
    this.file = file
  }

  save(value: T): Promise<void> {
    if (this.#next) {
      this.#next.value = value
      return this.#next.done
    }
    const next = { value, done: Promise.resolve() }
    next.done = this.#writing.then(async () => {
      this.#next = undefined
      await writeDurable(this.file, next.value)
    })
    this.#next = next
    this.#writing = next.done.catch(() => undefined)
    return next.done
  }
}
