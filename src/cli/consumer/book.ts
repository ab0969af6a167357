import { type BookOutcome, type Offer, type OpenOutcome, openSession, type Session } from '../../consumer/index.ts'
import type { NhsNumber } from '../../nhs/nhs-number.ts'
import { bookingText } from './booking-text.ts'
import { practiceNamed } from './config.ts'
import { EXIT, type ExitCode, type Io } from './io.ts'
import { paintsFor } from './layout.ts'
import { setUp } from './set-up.ts'
import { offerMeant, type SlotHandle } from './slot-handle.ts'
import { describeFailure, showNhsNumber } from './wording.ts'

export type BookOptions = {
  config?: string
  json?: true
  description: string
  comment?: string
  acceptDifferences?: true
  showNhsNumber?: true
}

type Stopped = Exclude<OpenOutcome, { kind: 'open' }>

/** Traces the patient, makes sure that the slot is still free, then finds or registers them at the practice and books. */
export async function book(io: Io, of: { nhsNumber: NhsNumber; slot: SlotHandle }, options: BookOptions): Promise<ExitCode> {
  const { config, spine, asker } = await setUp(io, options.config)
  const show = (nhsNumber: NhsNumber) => showNhsNumber(nhsNumber, options.showNhsNumber === true)

  const opened = await openSession(spine, { nhsNumber: of.nhsNumber, practice: of.slot.practice, ...asker })
  if (opened.kind !== 'open') return tellStopped(io, opened, { show, json: options.json === true })
  const { session } = opened
  const chosen = await chooseOffer(session, of.slot)
  if (chosen.kind === 'failed') return tellStopped(io, chosen.failure, { show, json: options.json === true })
  if (chosen.kind === 'gone') {
    const advice = `This slot is not free any more. Choose another: gpa slots ${of.slot.practice} --from ${of.slot.date}`
    if (options.json) io.print(JSON.stringify({ kind: 'no-longer-free', advice }, undefined, 2))
    else io.printError(`Nothing was booked. ${advice}`)
    return EXIT.refused
  }

  const { description, comment, acceptDifferences } = options
  const outcome = await session.book(chosen.offer, { description, comment, differencesAccepted: acceptDifferences })
  const practiceName = chosen.offer.practice.name ?? practiceNamed(config, of.slot.practice).name
  const whole = { patient: session.patient, nhsNumber: show(of.nhsNumber), offer: chosen.offer, practiceName }
  if (options.json) io.print(toJson(outcome, whole.nhsNumber))
  else (outcome.kind === 'booked' ? io.print : io.printError)(bookingText(outcome, { ...whole, paints: paintsFor(io) }))
  return exitCodeFor(outcome)
}

type Choice = { kind: 'offer'; offer: Offer } | { kind: 'gone' } | { kind: 'failed'; failure: Stopped }

/** The slot's details are read anew: a handle says which slot is meant, not what it was. */
async function chooseOffer(session: Session, slot: SlotHandle): Promise<Choice> {
  const found = await session.findFreeSlots({ from: slot.date, to: slot.date })
  if (found.kind !== 'offers') return { kind: 'failed', failure: found }
  const offer = offerMeant(slot, found.offers)
  return offer ? { kind: 'offer', offer } : { kind: 'gone' }
}

function tellStopped(io: Io, stopped: Stopped, as: { show: (nhsNumber: NhsNumber) => string; json: boolean }): ExitCode {
  const isSuperseded = stopped.kind === 'stopped' && stopped.because === 'superseded'
  if (as.json) io.print(JSON.stringify(isSuperseded ? { ...stopped, by: as.show(stopped.by) } : stopped, undefined, 2))
  else if (stopped.kind !== 'stopped') io.printError(['Nothing was booked.', ...describeFailure(stopped)].join('\n'))
  else {
    const number = isSuperseded ? ` The new number: ${as.show(stopped.by)} (--show-nhs-number shows it whole).` : ''
    io.printError(`Nothing was booked. ${stopped.advice}${number}`)
  }
  return stopped.kind === 'unavailable' ? EXIT.noAnswer : EXIT.refused
}

function toJson(outcome: BookOutcome, nhsNumber: string): string {
  const patient = outcome.patient && { ...outcome.patient, nhsNumber }
  return JSON.stringify({ ...outcome, ...(patient && { patient }) }, undefined, 2)
}

function exitCodeFor({ kind }: BookOutcome): ExitCode {
  if (kind === 'booked') return EXIT.done
  return kind === 'uncertain' || kind === 'unavailable' ? EXIT.noAnswer : EXIT.refused
}
