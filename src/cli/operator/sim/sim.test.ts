import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { Command } from 'commander'
import { decodeSpineValue } from '../../../dataset/spine-file.ts'
import { startSimulator } from '../../../simulator/start-simulator.ts'
import { runSim } from './run-sim.ts'
import { addSimCommands } from './sim-commands.ts'

/** A simulator, and `gpa sim ...` as typed beside it. `files` are by name. */
async function givenSimulator(t: TestContext, files: Record<string, unknown> = {}) {
  const decoded = decodeSpineValue({ kind: 'spine', people: [{ nhsNumber: '9990000018' }] })
  assert.ok('file' in decoded)
  const now = () => new Date('2026-03-02T08:00:00Z')
  const simulator = await startSimulator({
    data: decoded.file,
    now,
    newId: randomUUID,
    host: '127.0.0.1',
    apiPort: 0,
    sspPort: 0,
    controlPort: 0,
    cis2Port: 0,
  })
  t.after(simulator.close)
  const texts = new Map(Object.entries({ ...files, 'data/sim.json': { controlUrl: simulator.controlUrl } }))

  async function gpaSim(...typed: string[]) {
    const written = { stdout: '', stderr: '' }
    const write = (stream: 'stdout' | 'stderr', text: string) => {
      written[stream] += text
    }
    const readFile = async (path: string) => {
      if (!texts.has(path)) throw Object.assign(new Error('none'), { code: 'ENOENT' })
      return JSON.stringify(texts.get(path))
    }
    let exitCode = 0
    const program = new Command('gpa').exitOverride().configureOutput({ writeErr: (text) => write('stderr', text) })
    addSimCommands(program, async (asked, options) => {
      exitCode = await runSim({ fetch, readFile, write, dataDirectory: 'data' }, asked, options)
    })
    await program.parseAsync(['sim', ...typed], { from: 'user' })
    return { exitCode, ...written }
  }
  const askPds = async () => {
    const headers = { 'X-Request-ID': '60e0b220-8136-4ca5-ae46-1d97ef59d068' }
    return (await fetch(`${simulator.apiUrl}/personal-demographics/FHIR/R4/Patient/9990000018`, { headers })).status
  }
  return { gpaSim, askPds, simulator }
}

describe('gpa sim', () => {
  test('a fault is added, played, listed and cleared', async (t) => {
    const { gpaSim, askPds } = await givenSimulator(t)
    assert.equal((await gpaSim('faults', 'list')).stdout, 'Nothing goes wrong.\n')
    const added = await gpaSim('faults', 'add', '--service', 'pds', '--first', '2', 'status', '429')
    assert.deepEqual([added.exitCode, added.stderr], [0, ''])
    assert.deepEqual([await askPds(), await askPds(), await askPds()], [429, 429, 200])
    assert.equal((await gpaSim('faults', 'list')).stdout, 'pds status 429, first 2: played 2 of 3 times\n')
    assert.equal((await gpaSim('faults', 'clear')).stdout, 'Nothing goes wrong.\n')
  })

  test('what is wrong with a rule is said as the simulator says it, and nothing changes', async (t) => {
    const { gpaSim } = await givenSimulator(t)
    const refused = await gpaSim('faults', 'add', '--service', 'pds', '--practice', 'A20047', 'status', '418')
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, /rules\.0\.what\.status/)
    assert.equal((await gpaSim('faults', 'list')).stdout, 'Nothing goes wrong.\n')
  })

  test('a script of faults and a change of the data come from files', async (t) => {
    const rules = [{ where: { practice: 'A20047' }, when: { rate: 0.5 }, what: { kind: 'delay', ms: 10 } }]
    const { gpaSim, askPds } = await givenSimulator(t, { 'faults.json': { kind: 'faults', seed: 3, rules }, 'people.json': { people: [] } })
    assert.match((await gpaSim('faults', 'play', 'faults.json')).stdout, /^A20047 delay 10, rate 0\.5/)
    assert.match((await gpaSim('data', 'change', 'people.json')).stdout, /knows 0 people/)
    assert.equal(await askPds(), 404)
    assert.equal((await gpaSim('data', 'change', 'none.json')).stderr, 'There is no such file.\n')
  })

  test('what a service offers is done, and what none offers is refused by name', async (t) => {
    const { gpaSim } = await givenSimulator(t)
    assert.deepEqual(await gpaSim('do', 'cis2/rotate-keys'), { exitCode: 0, stdout: 'Done.\n', stderr: '' })
    const refused = await gpaSim('do', 'cis2/rotate')
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, /cis2\/rotate-keys/)
  })

  test('without a running simulator it says so', async (t) => {
    const { gpaSim, simulator } = await givenSimulator(t)
    await simulator.close()
    const { exitCode, stderr } = await gpaSim('audit')
    assert.equal(exitCode, 1)
    assert.match(stderr, /does not answer at .*is the sandbox running/)
  })
})
