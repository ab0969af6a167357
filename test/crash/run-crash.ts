import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Appointment } from '../../src/consumer/index.ts'
import { TEXTS } from './consumer.ts'
import { type CrashCase, crashCases, textOfCase, type Work } from './crash-case.ts'
import { layOut, NOW, type Stage, sessionOf, type Truth, truthOf } from './crashed-practice.ts'
import { judgeBooking } from './judge-booking.ts'
import { judgeChange } from './judge-change.ts'
import { judgeReschedule } from './judge-reschedule.ts'
import { strike } from './strike.ts'
import { createVerdict } from './verdict.ts'

export type Crashed = { crash: CrashCase; said: string; untrue: readonly string[] }

/** Two at a time. */
const AT_ONCE = 2

/** Strikes each case, follows it up, and looks into the book at the end of all: nothing may have come late. */
export async function runCrash(t: TestContext, of: { seed: number; cases: number; say?: (what: string) => void }): Promise<Crashed[]> {
  const cases = crashCases(of.seed, of.cases)
  const directory = mkdtempSync(join(tmpdir(), 'gp-crash-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const stageOf = await layOut(t, cases)

  const crashed: Crashed[] = []
  const waiting = [...cases.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, crash] = next
      crashed.push(await crashAndFollowUp(await stageOf(index), crash, join(directory, `${index}.json`)))
      if (crashed.length % 50 === 0) of.say?.(`${crashed.length} of ${cases.length}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))

  for (const [index, { work }] of cases.entries()) {
    const late = notAsItShouldEnd(await truthOf(await stageOf(index)), work)
    if (late !== undefined) crashed.push({ crash: cases[index] ?? assert.fail(), said: 'in the end', untrue: [late] })
  }
  return crashed
}

async function crashAndFollowUp(stage: Stage, crash: CrashCase, file: string): Promise<Crashed> {
  const { work } = crash
  const verdict = createVerdict()
  const old = work === 'book' || work === 'register-and-book' ? undefined : await bookOld(stage)
  const wreck = await strike(stage, crash, { old, file })
  if (old === undefined) await judgeBooking(stage, wreck, verdict)
  else if (work === 'amend' || work === 'cancel') await judgeChange(stage, { work, old }, wreck, verdict)
  else await judgeReschedule(stage, old, wreck, verdict)
  return { crash, said: verdict.said(), untrue: verdict.untrue() }
}

async function bookOld(stage: Stage): Promise<Appointment> {
  const booked = await (await sessionOf(stage, NOW)).book(stage.offers[0], { description: TEXTS.description })
  assert.ok(booked.kind === 'booked')
  return booked.appointment
}

/** However it went, the user has brought it to its end: one record, and what was wanted, once. */
function notAsItShouldEnd({ records, live, cancelled }: Truth, work: Work): string | undefined {
  const [wantedLive, wantedCancelled] = { book: [1, 0], 'register-and-book': [1, 0], reschedule: [1, 1], amend: [1, 0], cancel: [0, 1] }[
    work
  ]
  const isSo = records === 1 && live.length === wantedLive && cancelled.length === wantedCancelled
  return isSo ? undefined : `${records} records, ${live.length} appointments and ${cancelled.length} cancelled ones`
}

export function textOfCrashed({ crash, said, untrue }: Crashed): string {
  return [`${textOfCase(crash)}: ${said}`, ...untrue.map((what) => `  not true: ${what}`)].join('\n')
}
