// Prisma's own schema engine as WebAssembly, on an empty PostgreSQL in memory: no download, no server.
import { createRequire } from 'node:module'
import fs from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { PrismaPGlite } from 'pglite-prisma-adapter'

const require = createRequire(import.meta.url)

/** The engine for the schema text `datamodel`. */
export async function schemaEngine(datamodel) {
  // The package's entry point imports the .wasm file as a module, which Node 20 cannot: it is instantiated by hand.
  const file = path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm')
  const program = new WebAssembly.Module(fs.readFileSync(file))
  const { exports } = new WebAssembly.Instance(program, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  const factory = new PrismaPGlite(new PGlite())
  factory.connectToShadowDb ??= () => factory.connect()
  return bindings.SchemaEngine.new({ datamodels: [['schema.prisma', datamodel]] }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
}
