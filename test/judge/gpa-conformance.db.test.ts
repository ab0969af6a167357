import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { Command } from 'commander'
import {
  addConformanceCommand,
  type ConformanceDataOptions,
  type ConformanceOptions,
} from '../../src/cli/operator/conformance/conformance-command.ts'
import { type ConformanceDeps, runConformance } from '../../src/cli/operator/conformance/run-conformance.ts'
import { writeJudgeData } from '../../src/cli/operator/conformance/write-judge-data.ts'
import { decodeTarget } from '../../src/conformance/target/decode-target.ts'
import { DATA_NEEDS } from '../../src/conformance/target/needs.ts'
import { decodePracticeFile } from '../../src/dataset/practice-file.ts'
import { decodeSpineFile } from '../../src/dataset/spine-file.ts'
import { ConfigError } from '../../src/nhs/config-error.ts'
import { givenJudged } from './given-judged.ts'
import type { Spoil } from './given-proxy.ts'

const now = () => new Date('2026-03-02T08:00:00Z')

/** What was typed, as the command hands it on. */
function typed(args: readonly string[]): { run?: ConformanceOptions; data?: ConformanceDataOptions } {
  const asked: { run?: ConformanceOptions; data?: ConformanceDataOptions } = {}
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  addConformanceCommand(
    program,
    async (options) => {
      asked.run = options
    },
    async (options) => {
      asked.data = options
    },
  )
  program.parse(['conformance', ...args], { from: 'user' })
  return asked
}

async function givenTerminal(t: TestContext, { spoil }: { spoil?: Spoil } = {}) {
  const { target } = await givenJudged(t, spoil ? { spoil } : {})
  const files = new Map([['data/target.json', JSON.stringify(target)]])
  const printed: string[] = []
  const deps: ConformanceDeps = {
    readFile: async (path) => files.get(path) ?? Promise.reject(Object.assign(new Error('absent'), { code: 'ENOENT' })),
    writeFile: async (path, text) => {
      if (path.startsWith('full/')) throw Object.assign(new Error('There is no room'), { code: 'ENOSPC' })
      files.set(path, text)
    },
    print: (text) => void printed.push(text),
    progress: undefined,
    now,
    newId: randomUUID,
    dataDirectory: 'data',
    signal: AbortSignal.timeout(120_000),
  }
  const gpa = (...args: string[]) => runConformance(deps, typed(args).run ?? { format: 'json', only: [] })
  return { gpa, files, target, printed: () => printed.join('\n') }
}

describe('gpa conformance', () => {
  test('says what it will do, does it, and writes the reports', async (t) => {
    const { gpa, files, printed } = await givenTerminal(t)
    const exitCode = await gpa(
      '--only',
      'book-appointment/booked',
      '--only',
      'ADM-04',
      '--json',
      'r.json',
      '--junit',
      'r.xml',
      '--html',
      'r.html',
    )
    assert.equal(exitCode, 0, printed())
    assert.match(printed(), /^\d+ scenarios against http.*\n2 of them book, one slot at once at most, and cancel again/)
    const all = Number(/^\d+/.exec(printed())?.[0])
    assert.match(printed(), new RegExp(`${all} passed, 0 failed, 0 skipped; \\d+ requirements, \\d+ requests`))
    assert.deepEqual(JSON.parse(files.get('r.json') ?? '').counts, { passed: all, failed: 0, skipped: 0, broken: 0 })
    assert.match(files.get('r.xml') ?? '', new RegExp(`tests="${all}" failures="0"`))
    assert.match(files.get('r.html') ?? '', /^<!doctype html>/)
  })

  test('a provider that is wrong is exit code 1, and told by rule, expected and got', async (t) => {
    const { gpa, printed } = await givenTerminal(t, { spoil: ({ headers }) => ({ headers: { ...headers, 'cache-control': 'public' } }) })
    assert.equal(await gpa('--only', 'read-metadata/answers-json'), 1)
    assert.match(printed(), /GEN-05 Every answer says Cache-Control: no-store\.\n {4}expected no-store\n {4}got {6}public/)
  })

  test('a report that cannot be written loses neither the summary nor the other reports', async (t) => {
    const { gpa, files, printed } = await givenTerminal(t)
    const judged = gpa('--only', 'read-metadata/answers-json', '--json', 'full/r.json', '--junit', 'r.xml')
    await assert.rejects(
      judged,
      (error) => error instanceof ConfigError && /full\/r\.json cannot be written \(ENOSPC\)/.test(error.message),
    )
    assert.match(printed(), /1 passed, 0 failed/)
    assert.match(files.get('r.xml') ?? '', /tests="1"/)
  })

  test('--dry-run lists the scenarios and sends nothing', async (t) => {
    let asked = 0
    const { gpa, printed } = await givenTerminal(t, {
      spoil: () => {
        asked += 1
        return undefined
      },
    })
    assert.equal(await gpa('--dry-run', '--only', 'APT-05'), 0)
    assert.match(printed(), /book-appointment\/race {2}of ten bookings/)
    assert.equal(asked, 0)
  })

  test('how many people would be registered is said beforehand', async (t) => {
    const { gpa, printed } = await givenTerminal(t)
    assert.equal(await gpa('--dry-run', '--only', 'register-patient/registered'), 0)
    assert.match(printed(), /\n2 people are registered at most, as temporary: that cannot be undone from here\./)
  })

  test('--read-only sends nothing but GET', async (t) => {
    const methods = new Set<string>()
    const { gpa } = await givenTerminal(t, {
      spoil: (_answer, { method }) => {
        methods.add(method)
        return undefined
      },
    })
    assert.equal(await gpa('--read-only'), 0)
    assert.deepEqual([...methods], ['GET'])
  })

  test('--url needs no file: what needs data is skipped, and says so', async (t) => {
    const { gpa, target, printed } = await givenTerminal(t)
    assert.equal(
      await gpa('--url', target.serviceRoot, '--asid', target.asid, '--plain-http', '--only', 'searchFreeSlots', '--rate', '1000'),
      0,
    )
    assert.match(printed(), /\d+: the target names no data "free-slots"/)
  })

  const wrong: [string, string[], RegExp][] = [
    ['a target that is not there', ['--target', 'nowhere.json'], /There is no nowhere\.json/],
    ['a URL without its ASID', ['--url', 'https://provider.example/A1/STU3/1/gpconnect'], /--url needs --asid/],
    ['plain HTTP that was not asked for', ['--url', 'http://127.0.0.1/A1', '--asid', '200000000222'], /plainHttp/],
    ['what no scenario is named by', ['--only', 'nothing'], /No scenario fits/],
  ]
  for (const [what, args, says] of wrong) {
    test(`refuses ${what}`, async (t) => {
      const { gpa } = await givenTerminal(t)
      await assert.rejects(gpa(...args), (error) => error instanceof ConfigError && says.test(error.message))
    })
  }
})

describe('gpa conformance data', () => {
  test('writes files that can be imported, and a target that names every need but those of the connection', async () => {
    // Given
    const files = new Map<string, string>()
    const options = typed([
      'data',
      'out',
      '--practice',
      'a9j01',
      '--root',
      'https://provider.example/',
      '--first-asid',
      '200000990001',
    ]).data
    assert.ok(options)

    // When
    await writeJudgeData({ now, writeFile: async (path, text) => void files.set(path, text), print: () => undefined }, options)

    // Then
    for (const code of ['A9J01', 'A9J02', 'A9J03', 'A9J04'])
      assert.ok('file' in decodePracticeFile(files.get(`out/practice-${code}.json`) ?? ''), code)
    assert.ok('file' in decodeSpineFile(files.get('out/spine.json') ?? ''))
    const decoded = decodeTarget(files.get('out/target.json') ?? '')
    assert.ok('target' in decoded)
    const { data } = decoded.target
    assert.deepEqual(
      DATA_NEEDS.filter((need) => data[need] === undefined),
      // The provider gives them: gpa conformance-ids.
      ['sensitive-id', 'inactive-id', 'deceased-id', 'unreleased-slot', 'visit-slot', 'embargoed-slot', 'beyond-window-slot'],
    )
    assert.equal(decoded.target.serviceRoot, 'https://provider.example/A9J01/STU3/1/gpconnect')
  })

  test('refuses codes that are none, all at once', async () => {
    const options = typed(['data', 'out', '--practice', '!', '--other', 'A9J03', '--first-asid', '1']).data
    assert.ok(options)
    const written = writeJudgeData({ now, writeFile: async () => undefined, print: () => undefined }, options)
    await assert.rejects(written, (error) => error instanceof ConfigError && error.faults.length === 3)
  })
})
