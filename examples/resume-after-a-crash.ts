import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type Asker, type ConsumerDeps, type Offer, openPractice, readBookingInDoubt, type Session } from '../src/consumer/index.ts'

/** Books, and notes each write before it is sent: what is in the file afterwards is in doubt. */
export async function bookNoting(session: Session, file: string, offer: Offer) {
  const keep = async (inDoubt: object) => {
    writeFileSync(`${file}.new`, JSON.stringify(inDoubt), { mode: 0o600, flush: true })
    renameSync(`${file}.new`, file)
  }
  const outcome = await session.book(offer, { description: 'Rash', keep })
  if (outcome.kind !== 'uncertain') rmSync(file, { force: true })
  return outcome.kind
}

/** The next start of the program: tells what became of the booking that the last one left. */
export async function resume(spine: ConsumerDeps, asker: Asker, file: string) {
  const inDoubt = readBookingInDoubt(JSON.parse(readFileSync(file, 'utf8')))
  if (!inDoubt) return 'This is no note of a booking.'
  const settled = await openPractice(spine, { ...asker, practice: inDoubt.practice }).settle(inDoubt)
  if (settled.kind !== 'cannot-tell-yet') rmSync(file)
  return settled.kind === 'booked' ? `Booked for ${settled.appointment.start}.` : settled.advice
}
