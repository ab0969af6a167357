import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CONFIG } from './given/gpa.ts'
import { processIo } from './process-io.ts'
import { UsageFault } from './usage-fault.ts'

const BIN = fileURLToPath(new URL('../../../bin/gpa.js', import.meta.url))

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

  test('SEC-07 of a private file that could not be written nothing is left', async (t) => {
    const directory = join(await givenHome(t), 'in-doubt')
    // Where the file is to be there is a directory, which is found out only once it is written.
    await mkdir(join(directory, 'a.json'), { recursive: true })
    await assert.rejects(processIo.writeFile(join(directory, 'a.json'), 'patient data', { isPrivate: true }), UsageFault)
    assert.deepEqual(await readdir(directory), ['a.json'])
  })

  test('where nothing can be written it says so', async (t) => {
    const home = await givenHome(t)
    await writeFile(join(home, 'file'), '')
    for (const options of [undefined, { isPrivate: true } as const]) {
      await assert.rejects(processIo.writeFile(join(home, 'file', 'a.json'), 'x', options), UsageFault)
    }
  })

  test('a fault of the program itself is never taken for a refusal: it exits 4, as what is not known does', async (t) => {
    const home = await givenHome(t)
    await writeFile(join(home, 'gpa.json'), JSON.stringify(CONFIG))
    const environment = { ...process.env, GPA_CONFIG: join(home, 'gpa.json'), GPA_STATE: join(home, 'gpa.json') }
    const { status, stderr } = spawnSync(process.execPath, [BIN, 'settle'], { env: environment, encoding: 'utf8' })
    assert.equal(status, 4, stderr)
    assert.match(stderr, /ENOTDIR/)
  })

  test('whoever reads no more of the output ends nothing with a fault', () => {
    // `true` is gone long before anything is written.
    execFileSync('bash', ['-o', 'pipefail', '-c', `'${process.execPath}' '${BIN}' completion bash | true`], { stdio: 'pipe' })
  })
})
