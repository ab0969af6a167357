import { posix } from 'node:path'
import type { Import, Source } from './read-source.ts'

export type Reach = { files: string[]; packages: string[] }

/** Every file and package that a file pulls in, through whatever it imports. */
export function reach(sources: readonly Source[], start: string, kinds: readonly Import['kind'][]): Reach {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const files = new Set<string>([start])
  const packages = new Set<string>()

  for (const path of files) {
    const source = byPath.get(path)
    if (!source) throw new Error(`${path} is imported and is not there`)
    for (const { specifier, kind } of source.imports) {
      if (!kinds.includes(kind)) continue
      if (specifier.startsWith('.')) files.add(posix.join(posix.dirname(path), specifier))
      else packages.add(specifier)
    }
  }
  return { files: [...files], packages: [...packages] }
}
