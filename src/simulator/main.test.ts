import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { COMPILED_MODULES } from '../../test/given/compiled-modules.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

async function givenDataFile(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spine-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'spine.json')
  await writeFile(path, text)
  return path
}

function givenProcess(
  t: TestContext,
  env: Record<string, string>,
  channel: 'ipc' | 'ignore' = 'ignore',
): ChildProcess & { stderrText: () => string } {
  const child = spawn(process.execPath, [MAIN], { env: { ...COMPILED_MODULES, ...env }, stdio: ['ignore', 'pipe', 'pipe', channel] })
  t.after(() => child.kill('SIGKILL'))
  let errors = ''
  child.stderr?.on('data', (chunk) => {
    errors += chunk
  })
  return Object.assign(child, { stderrText: () => errors })
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  assert.ok(stdout)
  const [line] = await once(createInterface(stdout), 'line')
  return line
}

async function statusOf(apiUrl: string, nhsNumber: string): Promise<number> {
  const headers = { 'X-Request-ID': '60e0b220-8136-4ca5-ae46-1d97ef59d068' }
  return (await fetch(`${apiUrl}/personal-demographics/FHIR/R4/Patient/${nhsNumber}`, { headers })).status
}

const settings = (path: string) => ({ SIMULATOR_DATA: path, SIMULATOR_HOST: '127.0.0.1', SIMULATOR_API_PORT: '0', SIMULATOR_SSP_PORT: '0' })
const dataOf = (...numbers: string[]) => JSON.stringify({ kind: 'spine', people: numbers.map((nhsNumber) => ({ nhsNumber })) })

describe('Simulator process', () => {
  test('it says in one JSON line where it is, reads its data again on SIGHUP, and ends cleanly on SIGTERM', async (t) => {
    // Given
    const path = await givenDataFile(t, dataOf('9990000018'))
    const child = givenProcess(t, settings(path))
    const { apiUrl, sspUrl } = JSON.parse(await firstLine(child))
    assert.equal((await fetch(sspUrl)).status, 400)
    assert.deepEqual([await statusOf(apiUrl, '9990000018'), await statusOf(apiUrl, '9990000026')], [200, 404])

    // When its data change, and then are spoilt
    await writeFile(path, dataOf('9990000026'))
    child.kill('SIGHUP')
    while ((await statusOf(apiUrl, '9990000026')) !== 200) assert.equal(child.exitCode, null)
    await writeFile(path, '{"kind":"spine","people":[{}]}')
    child.kill('SIGHUP')
    while (!child.stderrText().includes('people[0].nhsNumber')) await once(child.stderr ?? child, 'data')

    // Then the last good data stay in use
    assert.equal(await statusOf(apiUrl, '9990000026'), 200)
    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [0, null])
  })

  test('it ends with whoever started it over a channel, and on SIGTERM all the same', async (t) => {
    const path = await givenDataFile(t, dataOf())
    const [left, told] = [givenProcess(t, settings(path), 'ipc'), givenProcess(t, settings(path), 'ipc')]
    await Promise.all([firstLine(left), firstLine(told)])
    left.disconnect()
    told.kill('SIGTERM')
    assert.deepEqual(await Promise.all([once(left, 'exit'), once(told, 'exit')]), [
      [0, null],
      [0, null],
    ])
  })

  test('it does not start with bad data, and names every fault', async (t) => {
    const path = await givenDataFile(t, JSON.stringify({ kind: 'spine', people: [{ nhsNumber: '1' }, { nhsNumber: '2' }] }))
    const child = givenProcess(t, settings(path))
    assert.deepEqual(await once(child, 'close'), [1, null])
    assert.match(child.stderrText(), /people\[0\]\.nhsNumber.*\n.*people\[1\]\.nhsNumber/)
  })

  test('it does not start without settings, a readable file or a free port', async (t) => {
    const path = await givenDataFile(t, dataOf())
    const busy = givenProcess(t, settings(path))
    const { port } = new URL(JSON.parse(await firstLine(busy)).apiUrl)
    const cases: [env: Record<string, string>, told: RegExp][] = [
      [{}, /SIMULATOR_DATA is missing.*SIMULATOR_HOST.*SIMULATOR_API_PORT.*SIMULATOR_SSP_PORT/s],
      [settings(`${path}.none`), /cannot be read \(ENOENT\)/],
      [{ ...settings(path), SIMULATOR_SSP_PORT: port }, /EADDRINUSE/],
    ]
    for (const [env, told] of cases) {
      const child = givenProcess(t, env)
      assert.deepEqual(await once(child, 'close'), [1, null])
      assert.match(child.stderrText(), told)
    }
  })
})
