import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createFederationFiles } from './federation-files.ts'
import type { SaveFederationOutcome } from './federation-store.ts'
import { givenFederation } from './given/federation.ts'
import type { SaverOrder } from './given/saver.ts'

const SAVER = fileURLToPath(new URL('./given/saver.ts', import.meta.url))
const hub = givenFederation()

async function givenFolder(t: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), 'federations-'))
  t.after(() => rm(directory, { recursive: true }))
  return { directory, store: createFederationFiles({ directory }) }
}

/** A process that saves in the folder; it ends with the test. */
function givenSaver(t: TestContext, directory: string) {
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SAVER, directory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const { stdin, stdout } = child
  assert.ok(stdin && stdout)
  const answers: Interface = createInterface({ input: stdout })
  const ended = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  t.after(kill)
  const order = async (what: SaverOrder): Promise<unknown> => {
    const answer = once(answers, 'line')
    stdin.write(`${JSON.stringify(what)}\n`)
    const [line]: unknown[] = await Promise.race([answer, ended.then(() => assert.fail('the process ended'))])
    return JSON.parse(String(line))
  }
  return { order, kill }
}

describe('Several processes saving federations', () => {
  test('of those who save at once based on the same version, one succeeds, and the others are told what is there now', async (t) => {
    // Given four processes
    const { directory, store } = await givenFolder(t)
    const savers = Array.from({ length: 4 }, () => givenSaver(t, directory))
    let version: string | undefined

    for (let round = 0; round < 10; round += 1) {
      // When all of them save, each under a name of its own
      const orders = savers.map(({ order }, index) =>
        order({ kind: 'save', federation: { ...hub, name: `Round ${round}, process ${index}` }, basedOn: version }),
      )
      const outcomes = (await Promise.all(orders)) as SaveFederationOutcome[] // what another process of this test wrote

      // Then
      const present = await store.read(hub.id)
      assert.ok(present.kind === 'read')
      version = present.federation.version
      const [winner, ...more] = outcomes.filter(({ kind }) => kind === 'saved')
      assert.equal(more.length, 0)
      assert.deepEqual(winner, { kind: 'saved', federation: present.federation })
      for (const outcome of outcomes.filter((one) => one !== winner)) assert.deepEqual(outcome, { kind: 'changed-meanwhile', present })
    }
  })

  test('nothing that anybody saved is lost, and who reads meanwhile never finds half of it', async (t) => {
    // Given
    const { directory, store } = await givenFolder(t)
    await store.save(hub, undefined)
    const practices = Array.from({ length: 30 }, (_, index) => ({ odsCode: `C${100 + index}`, name: `Practice ${index}` }))
    const added = givenFederation({ practices }).practices
    // When three processes add ten each, and this one reads all the time
    const adding = [0, 10, 20].map((from) =>
      givenSaver(t, directory).order({ kind: 'add', id: hub.id, practices: added.slice(from, from + 10) }),
    )
    let isOver = false
    const all = Promise.all(adding).finally(() => {
      isOver = true
    })
    while (!isOver) assert.deepEqual(await store.list().then(({ federations, damaged }) => [federations.length, damaged]), [1, []])
    await all
    // Then
    const found = await store.read(hub.id)
    assert.ok(found.kind === 'read')
    assert.deepEqual(
      new Set(found.federation.practices.map(({ odsCode }) => odsCode)),
      new Set([...hub.practices, ...added].map(({ odsCode }) => odsCode)),
    )
  })

  test('one that is killed while it has the folder is in nobody’s way', async (t) => {
    // Given a process that holds the folder, while another wants to save
    const { directory, store } = await givenFolder(t)
    const holder = givenSaver(t, directory)
    assert.deepEqual(await holder.order({ kind: 'hold' }), { holds: true })
    let isSaved = false
    const saving = store.save(hub, undefined).then((outcome) => {
      isSaved = true
      return outcome
    })
    for (let reads = 0; reads < 100; reads += 1) await store.list()
    assert.equal(isSaved, false)
    // When
    await holder.kill()
    // Then
    assert.equal((await saving).kind, 'saved')
  })
})
