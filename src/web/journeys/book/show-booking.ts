import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Appointment, type Difference, LONGEST_COMMENT, LONGEST_DESCRIPTION } from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import type { TracedPatient } from '../../encounter/encounters.ts'
import { type Acting, actingIn } from '../../request.ts'
import { day, moment, nhsNumber } from '../../views/filters.ts'
import { NO_APPOINTMENT, toProblem } from '../../views/to-problem.ts'
import { type Page, sendPage } from '../../views/views.ts'
import { toPatientShown } from '../find-patient/patient-shown.ts'
import { placeAndPerson } from '../find-slot/choose/handler.ts'
import { slotHandle } from '../find-slot/slot-handle.ts'
import { factsOf, longWhen, shortWhen, whereToGo, whoIsSeen } from '../offer-words.ts'
import type { InHand } from '../patient-in-hand.ts'
import type { BookingDraft, BookingState } from './draft.ts'
import type { TypedBooking } from './read-booking.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }
type Drafted = { inHand: InHand; draft: BookingDraft }

const FIELDS = { family: 'Last name', given: 'First names', gender: 'Gender', birthDate: 'Date of birth' } as const

/** The page of how far it has come. `typed`: the check page again, with what is wrong. */
export async function showBooking(deps: WebDeps, of: Of, { inHand, draft }: Drafted, typed?: TypedBooking): Promise<FastifyReply> {
  const { encounter, traced } = inHand
  const acting = actingIn(of.request)
  const { organisation } = acting.asker
  const patient = toPatientShown(traced.demographics)
  return sendPage(deps, of, {
    section: 'find-patient',
    patient,
    id: encounter.id,
    booking: draft.id,
    slot: slotHandle(draft.offer, draft.offer.minutes),
    practiceName: draft.practiceName,
    when: longWhen(draft.offer),
    facts: factsOf(draft.offer, draft.practiceName),
    texts: draft.texts,
    at: draft.state.at,
    ...pageOf(deps, draft, typed),
    ...(draft.state.at === 'checking' && { unfinished: await unfinishedFor(deps, acting, traced) }),
    patientText: `${patient.name}, NHS number ${nhsNumber(patient.nhsNumber).replaceAll(' ', '\u00a0')}`,
    bookedBy: organisation.name,
  })
}

/** Of the same patient, from another tab or another call: what was begun, and is not certain. */
async function unfinishedFor({ work, now }: WebDeps, { owner }: Acting, { demographics }: TracedPatient): Promise<string[]> {
  const items = await work.recent(owner, now())
  const open = items.filter(
    ({ state, content }) => state === 'open' && content.inDoubt && content.patient.nhsNumber === demographics.nhsNumber,
  )
  return open.map(({ content }) => `${content.summary}, ${content.practice.name}`)
}

function pageOf(deps: WebDeps, draft: BookingDraft, typed: TypedBooking | undefined): Page {
  const { state } = draft
  switch (state.at) {
    case 'checking':
      return draft.look.isKnown || draft.registrationAgreed ? checkPage(draft, typed) : registerPage(draft)
    case 'sending':
      return { template: 'journeys/book/waiting.njk', title: 'Booking' }
    case 'booked':
      return bookedPage(draft, state)
    case 'gone':
      return gonePage(state)
    case 'uncertain':
      return { template: 'journeys/book/waiting.njk', title: 'It is not known yet whether this was booked', ...uncertain(deps, state) }
    case 'too-late-to-tell':
      return { template: 'journeys/book/not-booked.njk', title: 'Ring the practice', advice: state.advice, traceId: state.traceId }
    case 'not-booked':
      return { template: 'journeys/book/not-booked.njk', title: 'Nothing was booked', advice: state.advice, chooseAgain: true }
    case 'registration-uncertain':
      return failedPage({ ...state.because, advice: state.advice }, NO_APPOINTMENT)
    case 'failed':
      return { ...failedPage(state.failure, state.registeredNow ? NO_APPOINTMENT : undefined), registeredNow: state.registeredNow }
  }
}

function checkPage({ look, offer, note, registrationAgreed }: BookingDraft, typed: TypedBooking | undefined): Page {
  const faults = typed?.faults ?? []
  return {
    template: 'journeys/book/check.njk',
    ...(faults.length > 0 && { status: 400, errors: faults }),
    title: 'Check, then book',
    back: undefined,
    faults: Object.fromEntries(faults.map(({ field, text }) => [field, text])),
    differences: look.differences.map(toDifferenceShown),
    accepted: typed?.accepted === true,
    overlapping: look.clashes.overlapping.map(toClashShown),
    sameDay: look.clashes.sameDay.map(toClashShown),
    notKnownAt: look.notKnownAt,
    registers: registrationAgreed && !look.isKnown,
    several: offer.slotIds.length,
    note,
    longest: { description: LONGEST_DESCRIPTION, comment: LONGEST_COMMENT },
  }
}

const toDifferenceShown = ({ field, onPds, atPractice }: Difference) => {
  const shown = (text: string) => (field === 'birthDate' && text ? day(text) : text) || 'Nothing'
  return { name: FIELDS[field], onPds: shown(onPds), atPractice: shown(atPractice) }
}

const toClashShown = (appointment: Appointment) =>
  [longWhen(appointment), appointment.deliveryChannel ?? 'channel not said', whoIsSeen(appointment), whereToGo(appointment.location)].join(
    ', ',
  )

const registerPage = ({ practiceName, note }: BookingDraft): Page => ({
  template: 'journeys/book/register.njk',
  title: `${practiceName} has no record of this patient`,
  note,
})

function bookedPage({ practiceName, offer, texts }: BookingDraft, state: Extract<BookingState, { at: 'booked' }>): Page {
  const { appointment, registeredNow, traceId } = state
  const booked = { ...appointment, location: appointment.location ?? offer.location }
  return {
    template: 'journeys/book/booked.njk',
    title: 'Booked',
    when: longWhen(appointment),
    facts: [
      ...factsOf({ ...booked, service: offer.service }, practiceName),
      { name: 'About', text: appointment.description ?? texts.description },
      ...(appointment.comment ? [{ name: 'Comment', text: appointment.comment }] : []),
    ],
    readAloud: aloud(booked, practiceName),
    registeredNow,
    traceId,
  }
}

/** In one sentence, as it is said on the telephone. */
function aloud(appointment: Appointment, practiceName: string): string {
  const { deliveryChannel, practitioner, location } = appointment
  const how = { Telephone: 'by telephone', Video: 'by video', 'In-person': 'in person' }[deliveryChannel ?? ''] ?? ''
  const who = practitioner?.name ? ` with ${practitioner.name}` : ''
  const place = deliveryChannel === 'Telephone' || deliveryChannel === 'Video' ? '' : `, at ${whereToGo(location)}`
  const atPractice = location?.name === practiceName && place ? '' : ` (${practiceName})`
  return `Your appointment is on ${shortWhen(appointment)}${how && `, ${how}`}${who}${place}${atPractice}.`
}

function gonePage({ instead, registeredNow, traceId }: Extract<BookingState, { at: 'gone' }>): Page {
  const odsCodes = new Set(instead.offers.map(({ practice }) => practice.odsCode))
  return {
    template: 'journeys/book/gone.njk',
    title: 'That slot has just been taken',
    offers: instead.offers.map((offer) => ({
      handle: slotHandle(offer, offer.minutes),
      when: shortWhen(offer),
      minutes: offer.minutes,
      ...placeAndPerson(offer),
    })),
    several: odsCodes.size > 1,
    couldNotBeAsked: instead.couldNotBeAsked.map(({ practice }) => practice.name),
    fromText: day(instead.from),
    toText: day(instead.to),
    registeredNow,
    traceId,
  }
}

const uncertain = ({ now }: Pick<WebDeps, 'now'>, { askAgainAt, traceId }: Extract<BookingState, { at: 'uncertain' }>) => ({
  knownBy: Date.parse(askAgainAt) > now().getTime() ? moment(new Date(askAgainAt)).slice(0, 5) : undefined,
  traceId,
})

const failedPage = (...said: Parameters<typeof toProblem>): Page => ({
  template: 'journeys/book/failed.njk',
  title: 'Nothing was booked',
  problem: toProblem(...said),
})
