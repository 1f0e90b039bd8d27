// Runs every_shape.py and compare_shapes.py: collections of every kind, made and read back by clients that share no
// code with the product.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { litePython } from './python-env.ts'

export type ShapeDifference = { where: string; what: string; a: string; b: string }
export type ShapeComparison = { collections: number; entities: number; differences: ShapeDifference[] }

const run = promisify(execFile)
const script = (name: string) => path.join(import.meta.dirname, name)

/** Makes these shapes (functions of every_shape.py); resolves with the entities of each. */
export async function makeShapes(python: string, uri: string, token: string, shapes: readonly string[]): Promise<Record<string, number>> {
  const { stdout } = await run(python, ['-W', 'ignore', script('every_shape.py'), uri, token, ...shapes])
  return JSON.parse(stdout) as Record<string, number>
}

/** Compares everything that two clusters describe and hold. Nobody may write meanwhile. */
export async function compareShapes(a: { uri: string; token: string }, b: { uri: string; token: string }): Promise<ShapeComparison> {
  const { stdout } = await run(litePython(), ['-W', 'ignore', script('compare_shapes.py'), a.uri, a.token, b.uri, b.token], { maxBuffer: 64 << 20 })
  return JSON.parse(stdout) as ShapeComparison
}

/** Drops collections with their aliases. */
export async function dropCollections(python: string, uri: string, token: string, names: readonly string[]): Promise<void> {
  const program = `import sys
from pymilvus import connections, utility
connections.connect("default", uri=sys.argv[1], token=sys.argv[2])
for name in sys.argv[3:]:
    for alias in utility.list_aliases(name):
        utility.drop_alias(alias)
    utility.drop_collection(name)`
  await run(python, ['-W', 'ignore', '-c', program, uri, token, ...names])
}
