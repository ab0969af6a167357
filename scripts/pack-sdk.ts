import { execFileSync } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSdk, packSdk } from './sdk/build-sdk.ts'

/** Packs the SDK as others install it, and has the package judged by those who know how packages go wrong: `npm run pack:sdk`. */
const out = fileURLToPath(new URL('../dist/sdk', import.meta.url))
await rm(out, { recursive: true, force: true })
await mkdir(join(out, 'package'), { recursive: true })
await buildSdk(join(out, 'package'))
const tarball = await packSdk(join(out, 'package'), out)

const judge = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'inherit' })
judge('publint', '--strict', join(out, tarball.filename))
// It is ESM and nothing else: what a require() would get is not asked.
judge('attw', '--profile', 'esm-only', '--format', 'ascii', join(out, tarball.filename))

const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(await readFile(join(out, 'package/package.json'), 'utf8'))
const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`
console.log(`dist/sdk/${tarball.filename}: ${kB(tarball.size)} packed, ${kB(tarball.unpackedSize)} unpacked, ${tarball.entryCount} files`)
console.log(
  `Depends on ${Object.entries(dependencies)
    .map((pin) => pin.join(' '))
    .join(', ')}`,
)
