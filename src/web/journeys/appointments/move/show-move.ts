import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Appointment, type Difference, LONGEST_COMMENT, LONGEST_DESCRIPTION } from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import { day } from '../../../views/filters.ts'
import { type Page, sendPage } from '../../../views/views.ts'
import type { BookingDraft } from '../../book/draft.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { factsOf, longWhen } from '../../offer-words.ts'
import type { InHand } from '../../patient-in-hand.ts'
import { factsOfAppointment, lineOf } from '../appointment-words.ts'
import { LONGEST_REASON } from '../cancel/read-reason.ts'
import type { Moving } from './moving.ts'
import type { TypedMove } from './start-move.ts'
import { toldPage } from './told-page.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }

/** The page of how far it has come. `typed`: the check page again, with what is wrong. */
export async function showMove(
  deps: WebDeps,
  of: Of,
  { inHand, moving }: { inHand: InHand; moving: Moving },
  typed?: TypedMove,
): Promise<FastifyReply> {
  const { encounter, traced } = inHand
  const { draft } = encounter.content
  const { state } = moving
  if (state.at === 'choosing' && !draft) return of.reply.redirect(`${deps.config.root}/patient/${encounter.id}/slots`, 303)
  return sendPage(deps, of, {
    section: 'find-patient',
    patient: toPatientShown(traced.demographics),
    id: encounter.id,
    mark: moving.mark,
    moving: moving.id,
    oldWhen: longWhen(moving.old),
    oldPracticeName: moving.oldPracticeName,
    ...(draft && { newWhen: longWhen(draft.offer), practiceName: draft.practiceName }),
    ...pageOf(moving, { draft, typed }),
  })
}

function pageOf(moving: Moving, { draft, typed }: { draft: BookingDraft | undefined; typed: TypedMove | undefined }): Page {
  const { state } = moving
  if (state.at === 'told') return toldPage(moving, state.told)
  if (state.at === 'sending') return { template: 'journeys/appointments/move/steps.njk', title: 'Moving the appointment', step: state.step }
  if (!draft) throw new Error('A slot has been chosen')
  return draft.look.isKnown || draft.registrationAgreed ? checkPage(moving, { draft, typed }) : registerPage(moving, draft)
}

/** The booking journey's page, whose form comes back here. */
const registerPage = ({ state }: Moving, draft: BookingDraft): Page => ({
  template: 'journeys/book/register.njk',
  title: `${draft.practiceName} has no record of this patient`,
  booking: draft.id,
  when: longWhen(draft.offer),
  note: state.at === 'choosing' ? state.note : undefined,
})

const FIELDS = { family: 'Last name', given: 'First names', gender: 'Gender', birthDate: 'Date of birth' } as const

function checkPage(moving: Moving, { draft, typed }: { draft: BookingDraft; typed: TypedMove | undefined }): Page {
  const { old, oldPracticeName, texts, reason, state } = moving
  const { look, offer, practiceName, registrationAgreed } = draft
  const faults = [...(typed?.fault ? [typed.fault] : []), ...(typed?.faults ?? [])]
  const isOther = (one: Appointment) => one.id !== old.id || one.practice !== old.practice
  return {
    template: 'journeys/appointments/move/check.njk',
    ...(faults.length > 0 && { status: 400, errors: faults }),
    title: 'Check, then move',
    faults: Object.fromEntries(faults.map(({ field, text }) => [field, text])),
    oldFacts: factsOfAppointment(old, oldPracticeName),
    newFacts: factsOf(offer, practiceName),
    differences: look.differences.map(toDifferenceShown),
    accepted: typed?.accepted === true,
    clashes: [...look.clashes.overlapping, ...look.clashes.sameDay].filter(isOther).map(lineOf),
    notKnownAt: look.notKnownAt,
    registers: registrationAgreed && !look.isKnown,
    note: state.at === 'choosing' ? state.note : undefined,
    ...{ texts, reason },
    longest: { description: LONGEST_DESCRIPTION, comment: LONGEST_COMMENT, reason: LONGEST_REASON },
  }
}

function toDifferenceShown({ field, onPds, atPractice }: Difference) {
  const shown = (text: string) => (field === 'birthDate' && text ? day(text) : text) || 'Nothing'
  return { name: FIELDS[field], onPds: shown(onPds), atPractice: shown(atPractice) }
}
