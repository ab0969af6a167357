import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { federationIdFor } from './federation.ts'
import { createFederationFiles } from './federation-files.ts'
import type { SaveFederationOutcome } from './federation-store.ts'
import { givenFederation, givenFederationFile } from './given/federation.ts'

async function givenFolder(t: TestContext) {
  const directory = join(await mkdtemp(join(tmpdir(), 'federations-')), 'federations')
  t.after(() => rm(join(directory, '..'), { recursive: true }))
  const store = createFederationFiles({ directory })
  const write = async (name: string, content: object | string) => {
    await mkdir(directory, { recursive: true })
    await writeFile(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return { directory, store, write }
}

function saved(outcome: SaveFederationOutcome) {
  assert.ok(outcome.kind === 'saved', outcome.kind)
  return outcome.federation
}

const hub = givenFederation()

describe('Federations in a folder', () => {
  test('what was saved is read and listed, by name', async (t) => {
    // Given
    const { store } = await givenFolder(t)
    const wakefield = saved(await store.save(givenFederation({ id: 'a-hub', name: 'Wakefield' }), undefined))
    const leeds = saved(await store.save(givenFederation({ id: 'z-hub', name: 'Leeds', defaultFilter: { minutes: 20 } }), undefined))
    // When, Then
    assert.deepEqual(await store.list(), { federations: [leeds, wakefield], damaged: [] })
    assert.deepEqual(await store.read(leeds.id), { kind: 'read', federation: leeds })
    assert.equal(leeds.defaultFilter.minutes, 20)
  })

  test('a folder that is not there holds none, and is made by the first that is saved', async (t) => {
    const { store, directory } = await givenFolder(t)
    assert.deepEqual(await store.list(), { federations: [], damaged: [] })
    assert.deepEqual(await store.read(hub.id), { kind: 'unknown' })
    assert.deepEqual(await store.remove(hub.id, 'any'), { kind: 'changed-meanwhile', present: { kind: 'unknown' } })
    await assert.rejects(readdir(directory), /ENOENT/)
    saved(await store.save(hub, undefined))
    assert.deepEqual(
      (await readdir(directory)).filter((name) => !name.startsWith('.')),
      ['leeds-hub.json'],
    )
  })

  test('nobody overwrites what they have not seen', async (t) => {
    // Given two who saw the same
    const { store } = await givenFolder(t)
    const first = saved(await store.save(hub, undefined))
    // When one of them has saved
    const second = saved(await store.save({ ...hub, name: 'Leeds North' }, first.version))
    // Then the other is told, and so is who thought it was new
    const changed = { kind: 'changed-meanwhile', present: { kind: 'read', federation: second } }
    assert.notEqual(first.version, second.version)
    assert.deepEqual(await store.save({ ...hub, name: 'Leeds South' }, first.version), changed)
    assert.deepEqual(await store.save(hub, undefined), changed)
    assert.deepEqual(await store.remove(hub.id, first.version), changed)
    assert.deepEqual(await store.read(hub.id), changed.present)
  })

  test('one that is removed is gone, and who still has it cannot save it by mistake', async (t) => {
    const { store } = await givenFolder(t)
    const { version } = saved(await store.save(hub, undefined))
    assert.deepEqual(await store.remove(hub.id, version), { kind: 'removed' })
    assert.deepEqual(await store.list(), { federations: [], damaged: [] })
    assert.deepEqual(await store.save(hub, version), { kind: 'changed-meanwhile', present: { kind: 'unknown' } })
  })

  test('a change by hand is a change', async (t) => {
    const { store, write } = await givenFolder(t)
    const { version } = saved(await store.save(hub, undefined))
    await write('leeds-hub.json', givenFederationFile({ name: 'By hand' }))
    const outcome = await store.save(hub, version)
    assert.ok(outcome.kind === 'changed-meanwhile' && outcome.present.kind === 'read')
    assert.equal(outcome.present.federation.name, 'By hand')
  })

  test('a file written by hand needs no id', async (t) => {
    const { store, write } = await givenFolder(t)
    await write('north.json', givenFederationFile({ id: undefined }))
    const { federations } = await store.list()
    assert.deepEqual(
      federations.map(({ id, name }) => [id, name]),
      [['north', 'Leeds Hub']],
    )
  })

  test('a damaged file is told by its name, and hides no other', async (t) => {
    // Given
    const { store, write, directory } = await givenFolder(t)
    const sound = saved(await store.save(hub, undefined))
    await write('cut.json', '{ "kind": "federation", "na')
    await write('empty.json', '')
    await write('wrong.json', givenFederationFile({ id: 'wrong', name: '', colour: 'blue' }))
    await write('copied.json', givenFederationFile({ id: 'leeds-hub' }))
    await write('Not An Id.json', givenFederationFile())
    await mkdir(join(directory, 'folder.json'))
    await write('notes.txt', 'of no concern')
    // When
    const { federations, damaged } = await store.list()
    // Then
    assert.deepEqual(federations, [sound])
    const told = damaged.map(({ keptAs, faults }) => [keptAs, ...faults.map(({ place, message }) => `${place}: ${message}`)])
    assert.deepEqual(told, [
      [join(directory, 'Not An Id.json'), '(file): has a name that is no id: small letters, digits and hyphens, as "leeds-hub.json"'],
      [join(directory, 'copied.json'), 'id: says "leeds-hub", and its file\'s name "copied": the two must be the same'],
      [join(directory, 'cut.json'), 'line 1, column 28: expected a closing double quote'],
      [join(directory, 'empty.json'), 'line 1, column 1: expected a value'],
      [join(directory, 'folder.json'), '(file): cannot be read (EISDIR)'],
      [join(directory, 'wrong.json'), 'name: must not be blank', 'colour: is not a property that this format knows'],
    ])
  })

  test('a damaged file can be replaced, and removed, by who has seen that it is', async (t) => {
    const { store, write } = await givenFolder(t)
    await write('leeds-hub.json', '{')
    const found = await store.read(hub.id)
    assert.ok(found.kind === 'damaged')
    assert.deepEqual(await store.save(hub, undefined), { kind: 'changed-meanwhile', present: found })
    saved(await store.save(hub, found.damaged.version))

    await write('leeds-hub.json', '{')
    assert.deepEqual(await store.remove(hub.id, found.damaged.version), { kind: 'removed' })
  })

  test('what could not be read back is refused, and leaves everything as it was', async (t) => {
    const { store } = await givenFolder(t)
    const { version } = saved(await store.save(hub, undefined))
    const [practice] = hub.practices
    assert.ok(practice)
    for (const wrong of [{ name: '' }, { practices: [practice, practice] }, { defaultFilter: { timeOfDay: { from: '9 am' } } }]) {
      await assert.rejects(store.save({ ...hub, ...wrong }, version), /TypeError: This federation could not be read back: /)
    }
    assert.deepEqual(await store.read(hub.id), { kind: 'read', federation: { ...hub, version } })
  })

  test('what is no id names no file', async (t) => {
    const { store } = await givenFolder(t)
    const outside = '../outside' as typeof hub.id // as a program without types would
    for (const work of [store.read(outside), store.remove(outside, ''), store.save({ ...hub, id: outside }, undefined)]) {
      await assert.rejects(work, TypeError)
    }
  })

  test('a draft that a crash left behind is no federation, and in nobody’s way', async (t) => {
    const { store, write, directory } = await givenFolder(t)
    const { version } = saved(await store.save(hub, undefined))
    await write('.leeds-hub.json.draft', '{ "kind": "fed')
    assert.equal((await store.list()).damaged.length, 0)
    const again = saved(await store.save({ ...hub, name: 'Leeds North' }, version))
    assert.deepEqual((await store.list()).federations, [again])
    assert.deepEqual((await readdir(directory)).sort(), ['.lock', 'leeds-hub.json'])
  })

  test('many that are saved at once in one process wait for one another', async (t) => {
    const { store } = await givenFolder(t)
    const names = Array.from({ length: 12 }, (_, index) => `Hub ${index}`)
    const outcomes = await Promise.all(names.map((name) => store.save({ ...hub, name }, undefined)))
    assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), [...Array(11).fill('changed-meanwhile'), 'saved'])
    const others = await Promise.all(names.map((name) => store.save({ ...hub, name, id: federationIdFor(name) ?? hub.id }, undefined)))
    assert.equal(
      others.every(({ kind }) => kind === 'saved'),
      true,
    )
    assert.equal((await store.list()).federations.length, 13)
  })
})
