import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import {
  type Appointment,
  type Asker,
  type ConsumerEvent,
  connectToSpine,
  type NhsNumber,
  type Offer,
  openSession,
  reschedule,
} from '../../src/consumer/index.ts'
import type { Kill, Work } from './crash-case.ts'

export type ConsumerTask = {
  work: Work
  kill: Kill | undefined
  now: Date
  urls: { pdsUrl: string; sdsUrl: string; sspUrl: string }
  asker: Asker
  nhsNumber: NhsNumber
  offer: Offer
  /** What is moved, amended or cancelled. */
  old: Appointment | undefined
  file: string
}

export const TEXTS = { description: 'Cough', amended: 'Cough, and a letter', reason: 'Cannot come' } as const

/** A consumer in a process of its own, which is killed where it is told to be, or tells how its work ended. */
process.on('message', async (task: ConsumerTask) => {
  process.send?.({ kind: await workOn(task) })
  process.disconnect()
})

async function workOn(task: ConsumerTask): Promise<string> {
  const { work, kill, now, urls, asker, nhsNumber, offer, old, file } = task
  const die = dyingAt(kill)
  const device = { system: 'https://hub.example/Id/device', value: 'desk-1', model: 'Hub', version: '1' }
  const spine = connectToSpine({
    fetch,
    now: () => now,
    newId: randomUUID,
    timeoutMs: 10_000,
    application: { issuer: 'https://hub.example/', device },
    ...urls,
    sdsApiKey: 'key',
    onEvent: die.atEvent,
  })
  const opened = await openSession(spine, { ...asker, nhsNumber, practice: offer.practice.odsCode })
  if (opened.kind !== 'open') return opened.kind
  const { session } = opened

  const keep = async (inDoubt: unknown) => {
    die.before('keeping')
    write(file, JSON.stringify(inDoubt))
    die.before('kept')
  }
  if (old === undefined) return (await session.book(offer, { description: TEXTS.description, keep })).kind
  if (work === 'amend') return (await session.amend(old, { description: TEXTS.amended })).kind
  if (work === 'cancel') return (await session.cancel(old, TEXTS.reason)).kind
  const moved = { old, offer, booking: { description: TEXTS.description }, reason: TEXTS.reason, keep }
  return (await reschedule({ old: session, new: session }, moved)).kind
}

/** Whole or not at all, and on the disk. */
function write(file: string, text: string): void {
  const descriptor = openSync(`${file}.new`, 'w')
  writeSync(descriptor, text)
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(`${file}.new`, file)
}

function dyingAt(kill: Kill | undefined) {
  const met = new Map<string, number>()
  const meet = (what: string) => {
    const times = (met.get(what) ?? 0) + 1
    met.set(what, times)
    return times
  }
  const die = () => process.kill(process.pid, 'SIGKILL')
  return {
    before(at: 'keeping' | 'kept') {
      if (meet(at) === kill?.nth && at === kill.at) die()
    },
    atEvent(event: ConsumerEvent) {
      if (!kill || !('interaction' in kill) || !('interaction' in event) || event.interaction !== kill.interaction) return
      const at = kill.at === 'under-way' ? 'asking' : kill.at
      if (event.kind !== at || meet(`${at} ${event.interaction}`) !== kill.nth) return
      if (kill.at === 'under-way') setTimeout(die, kill.afterMs)
      else die()
    },
  }
}
