import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { parseConfig } from './config.ts'
import { federationNamed } from './federation-named.ts'
import { CONFIG, givenDesk, gpa } from './given/gpa.ts'
import { UsageFault } from './usage-fault.ts'

const CSV = 'ODS code;name;note;PCN\r\nB86014;The Other One;Lift out of order;North\r\nB86013;The Surgery;;North\r\n'
const JSON_FILE = JSON.stringify({
  kind: 'federation',
  id: 'leeds-hub',
  name: 'Leeds Hub',
  practices: [{ odsCode: 'B86013', name: 'The Surgery' }],
  defaultFilter: { deliveryChannel: 'Telephone', timeOfDay: { from: '18:00' }, weekdays: ['saturday'], minutes: 20 },
})

/** A folder with settings, and `gpa federations` run with them. */
async function givenHome(t: TestContext, settings: object = {}) {
  const home = await mkdtemp(join(tmpdir(), 'gpa-federations-'))
  t.after(() => rm(home, { recursive: true }))
  const config = join(home, 'gpa.json')
  const settingsText = JSON.stringify({ ...CONFIG, ...settings })
  const run = (line: readonly string[], files: Record<string, string> = {}) =>
    gpa(['federations', ...line, '--config', config], {
      files: { [config]: settingsText, 'hub.csv': CSV, 'hub.json': JSON_FILE, ...files },
    })
  const write = async (name: string, text: string) => {
    await mkdir(join(home, 'federations'), { recursive: true })
    await writeFile(join(home, 'federations', name), text)
  }
  return { home, config, settingsText, run, write }
}

describe('gpa federations', () => {
  test('CON-02 a spreadsheet is imported, listed, shown and exported in its order', async (t) => {
    // Given
    const { run, home } = await givenHome(t)
    // When
    const imported = await run(['import', 'hub.csv', '--name', 'Leeds & York'])
    // Then
    assert.deepEqual([imported.exitCode, imported.output], [0, 'Saved leeds-york: "Leeds & York", 2 practices.'])
    assert.equal(imported.errors, 'Columns that were not taken over: PCN.')
    assert.deepEqual((await readdir(join(home, 'federations'))).sort(), ['.lock', 'leeds-york.json'])
    assert.match((await run(['list'])).output, /^Id +Name +Practices +Default filter *\nleeds-york +Leeds & York +2/)
    assert.match((await run(['show', 'leeds & york'])).output, /B86014 +The Other One +Lift out of order *\nB86013 +The Surgery/)
    const csv = await run(['export', 'leeds-york', '--csv'])
    assert.equal(csv.output, '\uFEFFODS code,name,note\r\nB86014,The Other One,Lift out of order\r\nB86013,The Surgery,')
    const again = await run(['import', 'exported.csv', '--name', 'Leeds & York'], { 'exported.csv': csv.output })
    assert.deepEqual([again.exitCode, again.output], [0, 'leeds-york is as this file says already.'])
  })

  test('what is exported as JSON is all of it, and can be imported elsewhere', async (t) => {
    const [here, there] = [await givenHome(t), await givenHome(t, { federations: 'lists/shared' })]
    await here.run(['import', 'hub.json'])
    const exported = await here.run(['export', 'leeds-hub', '-o', 'copy.json'])
    assert.deepEqual([exported.exitCode, exported.output, exported.errors], [0, '', 'Wrote 1 practice to copy.json.'])
    const text = String(exported.held.get('copy.json'))
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON_FILE))

    assert.equal((await there.run(['import', 'copy.json'], { 'copy.json': text })).exitCode, 0)
    assert.equal(await readFile(join(there.home, 'lists/shared/leeds-hub.json'), 'utf8'), text)
    const shown = JSON.parse((await there.run(['show', 'Leeds Hub', '--json'])).output)
    assert.deepEqual(shown.defaultFilter.weekdays, ['saturday'])
    assert.match((await there.run(['list'])).output, /Telephone; 18:00 to 24:00; saturday; 20 minutes or more/)
  })

  test('a file’s name says what is written, and that CSV holds no filter is said', async (t) => {
    const { run } = await givenHome(t)
    await run(['import', 'hub.json'])
    const { held, errors } = await run(['export', 'leeds-hub', '-o', 'hub.CSV'])
    assert.equal(held.get('hub.CSV'), '\uFEFFODS code,name,note\r\nB86013,The Surgery,\r\n')
    assert.match(errors, /The default filter is not in it/)
    assert.equal((await run(['export', 'leeds-hub', '--csv', '--json'])).exitCode, 2)
  })

  test('one that is there is replaced only when that is wanted, and what changes is told', async (t) => {
    // Given
    const { run } = await givenHome(t)
    await run(['import', 'hub.json'])
    const before = (await run(['export', 'leeds-hub'])).output
    const changed = {
      'leeds-hub.csv': 'ods code,practice\nB86015,=New\nB86013,"The Surgery, moved"\n',
      'reordered.csv': 'code,name\nB86013,"The Surgery, moved"\nB86015,=New\n',
    }
    // When it is not said that it may be replaced
    const refused = await run(['import', 'leeds-hub.csv'], changed)
    // Then
    assert.equal(refused.exitCode, 1)
    assert.deepEqual(refused.errors.split('\n'), [
      'There is a federation leeds-hub already. After this it is:',
      '  with B86015 =New',
      '  B86013 called "The Surgery, moved" and not "The Surgery"',
      'Nothing was changed: add --replace to have it so, or give another --name.',
    ])
    assert.equal((await run(['export', 'leeds-hub'])).output, before)

    // When it is
    const replaced = await run(['import', 'leeds-hub.csv', '--replace'], changed)
    // Then what a spreadsheet does not say stays
    assert.deepEqual([replaced.exitCode, replaced.output], [0, 'Replaced leeds-hub: "Leeds Hub", 2 practices.'])
    const { name, defaultFilter, practices } = JSON.parse((await run(['show', 'leeds-hub', '--json'])).output)
    assert.deepEqual([name, defaultFilter, practices.length], ['Leeds Hub', JSON.parse(JSON_FILE).defaultFilter, 2])

    const reordered = await run(['import', 'reordered.csv', '--name', 'Leeds HUB'], changed)
    assert.match(reordered.errors, /called "Leeds HUB" and not "Leeds Hub"\n {2}in another order\nNothing/)
    const back = await run(['import', 'hub.json', '--replace'])
    assert.match(back.errors, /without B86015 =New\n {2}B86013 called "The Surgery" and not "The Surgery, moved"$/)
  })

  test('a file with faults is refused with all of them, and nothing is imported', async (t) => {
    const { run, home } = await givenHome(t)
    const faulty = {
      'a.csv': 'ODS code,name\nb86013,\nB86014,x\nB86014,y\n',
      'b.json': '{ "kind": "federation", "name": "" }',
      'c.json': 'x',
    }
    const csv = await run(['import', 'a.csv'], faulty)
    assert.deepEqual(
      [csv.exitCode, csv.errors.split('\n')],
      [
        1,
        [
          'a.csv: refused, and nothing of it was imported.',
          '  line 2, ODS code: must be an ODS code: 3 to 12 capital letters and digits',
          '  line 2, name: must not be blank',
          '  line 4, ODS code: repeats the code of line 3',
          '3 faults.',
        ],
      ],
    )
    assert.match((await run(['import', 'b.json'], faulty)).errors, /name: must not be blank\n {2}practices: is missing\n2 faults\.$/)
    assert.match((await run(['import', 'c.json'], faulty)).errors, /line 1, column 1: expected a value\n1 fault\.$/)
    assert.match((await run(['import', 'hub.csv', '--name', '!'])).errors, /id: is missing, and cannot be made from the name/)
    assert.equal((await run(['import', 'nowhere.csv'])).exitCode, 2)
    assert.deepEqual(await readdir(home), [])
  })

  test('a damaged one is told by its file, hides no other, and can be replaced or removed', async (t) => {
    // Given
    const { run, write } = await givenHome(t)
    await run(['import', 'hub.json'])
    await write('broken.json', '{ "kind": "federation", "colour": 1 }')
    // When, Then
    const listed = await run(['list'])
    assert.equal(listed.exitCode, 1)
    assert.match(listed.output, /leeds-hub/)
    assert.match(listed.errors, /federations\/broken\.json cannot be used:\n {2}name: is missing\n {2}practices: is missing\n {2}colour: /)
    assert.equal(JSON.parse((await run(['list', '--json'])).output).damaged.length, 1)
    for (const line of [
      ['show', 'broken'],
      ['export', 'broken'],
      ['import', 'hub.csv', '--name', 'broken'],
    ]) {
      const { exitCode, errors } = await run(line)
      assert.equal(exitCode, 1)
      assert.match(errors, /broken\.json cannot be used/)
    }
    assert.equal((await run(['import', 'hub.csv', '--name', 'broken', '--replace'])).exitCode, 0)
    await write('broken.json', '')
    assert.equal((await run(['remove', 'broken', '--yes'])).output, 'Removed broken.')
    assert.equal((await run(['list'])).exitCode, 0)
  })

  test('one is removed only by who means it', async (t) => {
    const { run } = await givenHome(t)
    await run(['import', 'hub.json'])
    const asked = await run(['remove', 'leeds hub'])
    assert.equal(asked.exitCode, 2)
    assert.match(asked.errors, /^This would remove leeds-hub: "Leeds Hub", 1 practice\nNothing was removed: add --yes\.$/)
    assert.equal((await run(['remove', 'leeds hub', '--yes'])).exitCode, 0)
    assert.match((await run(['list'])).output, /^No federation is saved in .+federations\. /)
    assert.match((await run(['show', 'leeds-hub'])).errors, /There is no federation "leeds-hub" in .+ There is none at all\./)
  })

  test('a folder that cannot be written is told, and not thrown', async (t) => {
    const { run, home } = await givenHome(t)
    await writeFile(join(home, 'federations'), 'a file in its place')
    const { exitCode, errors } = await run(['import', 'hub.json'])
    assert.equal(exitCode, 1)
    assert.match(errors, /federations.* cannot be read or written \(E[A-Z]+\)\.$/)
  })
})

describe('A federation by its name', () => {
  const named = async (t: TestContext, name: string, more: Record<string, string> = {}) => {
    const { config, settingsText, run, write } = await givenHome(t)
    await run(['import', 'hub.json'])
    for (const [file, text] of Object.entries(more)) await write(file, text)
    const desk = givenDesk({ files: { [config]: settingsText } })
    const io = { ...desk.io, fetch, now: () => new Date(), newId: () => '' }
    return federationNamed(io, { config: parseConfig(settingsText), path: config }, name)
  }

  test('CON-02 is found by its id or its name, in any case', async (t) => {
    for (const name of ['leeds-hub', 'LEEDS-HUB', ' Leeds hub ']) assert.equal((await named(t, name)).id, 'leeds-hub')
  })

  test('is not guessed', async (t) => {
    const twin = { 'twin.json': JSON_FILE.replace('"leeds-hub"', '"twin"') }
    assert.match(await messageOf(named(t, 'Leeds')), /^There is no federation "Leeds" in .+federations\. There are: leeds-hub\.$/)
    assert.match(
      await messageOf(named(t, 'Leeds Hub', twin)),
      /^Several federations are called "Leeds Hub": give an id instead, of leeds-hub, twin\.$/,
    )
    assert.equal((await named(t, 'twin', twin)).id, 'twin')
    assert.match(await messageOf(named(t, 'cut', { 'cut.json': '{' })), /cut\.json cannot be used:\n {2}line 1, column 2: expected/)
  })
})

async function messageOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof UsageFault)
  return error.message
}
