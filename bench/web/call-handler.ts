import { setTimeout as wait } from 'node:timers/promises'
import type { Page, Visitor } from './visitor.ts'

export type CallHandler = {
  visitor: Visitor
  name: RegExp
  /** What this one's appointments are about, and nobody else's. */
  about: string
  patients: readonly string[]
  /** From 0 to below 1, from a fixed seed. */
  random: () => number
  thinks: { leastMs: number; mostMs: number }
  failed: (error: unknown) => void
}

/** What was done, and how often; `taken` is a slot that somebody else was faster for. */
export type Done = { calls: number; booked: number; cancelled: number; taken: number }

/** Calls, one after the other, until there is no time for another page. */
export async function takeCalls(handler: CallHandler, goOn: () => boolean, done: Done): Promise<void> {
  const { visitor, name, random, thinks } = handler
  await visitor.press(await visitor.open('/sign-in/start'), name)
  const think = () => wait(thinks.leastMs + random() * (thinks.mostMs - thinks.leastMs))
  while (goOn()) {
    await takeCall(handler, think, done).catch(handler.failed)
    done.calls += 1
  }
  visitor.leave()
}

/** A patient is found, a slot looked for (each fourth time at all practices about), booked, looked up again and cancelled: the book does not fill. */
async function takeCall({ visitor, about, patients, random }: CallHandler, think: () => Promise<void>, done: Done): Promise<void> {
  const nhsNumber = patients[Math.floor(random() * patients.length)] ?? ''
  const found = await visitor.press(await visitor.open('/find-patient'), /^Find patient$/, { nhsNumber })
  await think()
  const { url } = await visitor.press(found, /^Yes, this is the patient$/)
  const patient = url.pathname
  await think()
  const slots = done.calls % 4 === 3 ? await searchAbout(visitor, patient) : await visitor.open(`${patient}/slots`)
  await think()
  const check = await visitor.press(slots, /^\d\d:\d\d/, {}, (buttons) => Math.floor(random() * buttons))
  await think()
  if (!/Book this appointment/.test(check.html)) {
    done.taken += 1
    return
  }
  const booked = await settled(visitor, await visitor.press(check, /^Book this appointment$/, { description: about }))
  if (headingOf(booked) === 'That slot has just been taken') {
    done.taken += 1
    return
  }
  if (headingOf(booked) !== 'Booked') throw new Error(`A booking ended with: ${headingOf(booked)}`)
  done.booked += 1
  await think()
  await cancel(visitor, { patient, about, think })
  done.cancelled += 1
}

async function searchAbout(visitor: Visitor, patient: string): Promise<Page> {
  return visitor.press(await visitor.open(`${patient}/slots/where`), /^Look about here$/, { postcode: 'LS17 6PZ' })
}

async function cancel(visitor: Visitor, of: { patient: string; about: string; think: () => Promise<void> }): Promise<void> {
  const list = await visitor.open(`${of.patient}/appointments`)
  const [card = ''] = list.html.split('<div class="app-appointment">').filter((text) => text.includes(`About: ${of.about}<`))
  const link = /href="([^"]*\/appointments\/[0-9a-f]{16})"/.exec(card)?.[1]
  if (!link) throw new Error('What was booked is not in the list')
  await of.think()
  await visitor.open(link)
  await of.think()
  const ended = await settled(visitor, await visitor.press(await visitor.open(`${link}/cancel`), /^Yes, cancel/, { reason: 'Bench' }))
  if (headingOf(ended) !== 'Cancelled') throw new Error(`A cancellation ended with: ${headingOf(ended)}`)
  await of.think()
  await visitor.press(ended, /^Finish with this patient$/)
}

/** Where the practice takes longer than a second there is a page to wait on, which asks for itself again. */
async function settled(visitor: Visitor, page: Page): Promise<Page> {
  let last = page
  for (let asked = 0; asked < 20 && /http-equiv="refresh"/.test(last.html); asked += 1) {
    await wait(1_000)
    last = await visitor.open(last.url.pathname)
  }
  return last
}

const headingOf = ({ html }: Page) => (/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? '').replace(/<[^>]*>/g, '').trim()
