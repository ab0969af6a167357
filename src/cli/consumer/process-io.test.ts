import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { processIo } from './process-io.ts'
import { UsageFault } from './usage-fault.ts'

async function givenHome(t: TestContext): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'gpa-io-'))
  t.after(() => rm(home, { recursive: true }))
  return home
}

describe('The files of gpa', () => {
  test('SEC-07 a private file is for its owner alone, its directory too, and nothing else is left there', async (t) => {
    const directory = join(await givenHome(t), 'in-doubt')
    assert.deepEqual(await processIo.listFiles(directory), [])
    const path = join(directory, 'a.json')
    await processIo.writeFile(path, 'one', { isPrivate: true })
    await processIo.writeFile(path, 'another', { isPrivate: true })
    assert.deepEqual([(await stat(path)).mode & 0o777, (await stat(directory)).mode & 0o777], [0o600, 0o700])
    assert.deepEqual([await readdir(directory), await processIo.readFile(path)], [['a.json'], 'another'])
    await processIo.removeFile(path)
    await processIo.removeFile(path)
    assert.deepEqual([await processIo.listFiles(directory), await processIo.readFile(path)], [[], undefined])
  })

  test('where nothing can be written it says so', async (t) => {
    const home = await givenHome(t)
    await writeFile(join(home, 'file'), '')
    for (const options of [undefined, { isPrivate: true } as const]) {
      await assert.rejects(processIo.writeFile(join(home, 'file', 'a.json'), 'x', options), UsageFault)
    }
  })

  test('whoever reads no more of the output ends nothing with a fault', () => {
    const bin = fileURLToPath(new URL('../../../bin/gpa.js', import.meta.url))
    // `true` is gone long before anything is written.
    execFileSync('bash', ['-o', 'pipefail', '-c', `'${process.execPath}' '${bin}' completion bash | true`], { stdio: 'pipe' })
  })
})
