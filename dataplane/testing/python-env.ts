// The Python interpreters that tests start servers and clients with. Owns no set-up of its own:
// scripts/python-env.mjs makes the environments, here a first use makes what is missing.
import { ensurePythonEnv } from '../../scripts/python-env.mjs'

/** Path of a Python that has milvus-lite and pymilvus 3. Makes the environment first where it is missing. */
export const litePython = (): string => ensurePythonEnv('lite')

/** Path of a Python that has milvus 2.3.5 and pymilvus 2.3. Makes the environment first where it is missing. */
export const milvus23Python = (): string => ensurePythonEnv('milvus23')

/** Path of a Python that has pymilvus-pg, the outside judge. Makes the environment first where it is missing. */
export const pgPython = (): string => ensurePythonEnv('pg')

/** Makes sure that embedded clusters can be started; returns the Python to start them with. */
export const ensureLite = litePython
