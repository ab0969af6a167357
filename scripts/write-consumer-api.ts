import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiPage } from './sdk/api-page.ts'
import { buildSdk } from './sdk/build-sdk.ts'

/** Writes docs/consumer-api.md again after the SDK's types or comments have changed: `node scripts/write-consumer-api.ts`. */
const folder = await mkdtemp(join(tmpdir(), 'sdk-'))
try {
  await buildSdk(folder)
  await writeFile(new URL('../docs/consumer-api.md', import.meta.url), apiPage(join(folder, 'dist')))
} finally {
  await rm(folder, { recursive: true })
}
