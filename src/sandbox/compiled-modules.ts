import { enableCompileCache, getCompileCacheDir } from 'node:module'
import { fileURLToPath } from 'node:url'

const DIRECTORY = fileURLToPath(new URL('../../node_modules/.cache/gp-appointments/compiled', import.meta.url))

/** From now on modules are read as they were compiled by an earlier start. Where nothing can be written there it is as without. */
export function keepCompiledModules(): void {
  enableCompileCache(DIRECTORY)
}

/** For the environment of a process that this one starts. */
export function compiledModules(): Record<string, string> {
  const directory = getCompileCacheDir()
  return directory === undefined ? {} : { NODE_COMPILE_CACHE: directory }
}
