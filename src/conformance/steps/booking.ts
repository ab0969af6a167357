import { isJsonObject, type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import type { Judge } from '../scenario.ts'
import { EXTENSION, PROFILE_OF, SYSTEM } from '../vocabulary.ts'
import type { Answer } from '../wire/answer.ts'
import { givenPatientId } from './patients.ts'
import { insistOnStatus } from './refusals.ts'
import { type FreeSlot, givenFreeSlot, type Searcher } from './search.ts'

export const DESCRIPTION = 'Conformance run'

/** APT-01: what a well-behaved consumer sends to book these slots. */
export function bookingOf(judge: Judge, { slots, patientId }: { slots: readonly FreeSlot[]; patientId: string }): JsonObject {
  const [first, last] = [slots[0], slots.at(-1)]
  return {
    resourceType: 'Appointment',
    meta: { profile: [PROFILE_OF.Appointment] },
    contained: [bookingOrganisationOf(judge)],
    extension: [{ url: EXTENSION.bookingOrganisation, valueReference: { reference: '#1' } }],
    status: 'booked',
    description: DESCRIPTION,
    start: first?.start,
    end: last?.end,
    slot: slots.map(({ id }) => ({ reference: `Slot/${id}` })),
    // Not now: that is what a provider would write that does not keep what was sent.
    created: new Date(judge.now().getTime() - 60_000).toISOString().replace(/\.\d+Z$/, '+00:00'),
    comment: 'Booked to judge conformance. It is cancelled again.',
    participant: [
      { actor: { reference: `Patient/${patientId}` }, status: 'accepted' },
      { actor: { reference: first?.location }, status: 'accepted' },
    ],
  }
}

/** The type only where it was sent as a filter (CON-12). */
export function bookingOrganisationOf({ target }: Pick<Judge, 'target'>): JsonObject {
  const { odsCode, name, type } = target.consumer
  return {
    resourceType: 'Organization',
    id: '1',
    meta: { profile: [PROFILE_OF.Organization] },
    identifier: [{ system: SYSTEM.odsCode, value: odsCode }],
    ...(type !== undefined && { type: [{ coding: [{ system: SYSTEM.organisationType, code: type }] }] }),
    name,
    telecom: [{ system: 'phone', value: '0300 303 5678' }],
  }
}

/** The booking organisation as sent counts, whatever the token says (APT-03). */
export function bookedBy(body: JsonObject, { type, odsCode }: Searcher): JsonObject {
  const [organisation = {}] = Array.isArray(body.contained) ? body.contained : []
  const members = {
    identifier: [{ system: SYSTEM.odsCode, value: odsCode }],
    type: type === undefined ? undefined : [{ coding: [{ system: SYSTEM.organisationType, code: type }] }],
  }
  return { ...body, contained: [withMembers(organisation, members)] }
}

/** Members in place of those there; undefined leaves a member out. */
export function withMembers(resource: JsonObject, members: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries({ ...resource, ...members }).filter(([, value]) => value !== undefined))
}

export function book(judge: Judge, body: JsonObject): Promise<Answer> {
  return judge.send(judge.draft('bookAppointment', { body }))
}

export type Booked = { id: string; version: string; appointment: JsonObject; answer: Answer; slots: readonly FreeSlot[] }

/** A booking to change: it is cancelled when the scenario has ended. */
export async function givenBooking(judge: Judge, slots?: readonly FreeSlot[]): Promise<Booked> {
  const patientId = await givenPatientId(judge)
  const taken = slots ?? [await givenFreeSlot(judge)]
  const answer = await book(judge, bookingOf(judge, { slots: taken, patientId }))
  insistOnStatus(judge, answer, { status: 201, requirement: 'APT-01', rule: 'A free slot can be booked.' })
  return { ...appointmentIn(answer), answer, slots: taken }
}

export function appointmentIn({ resource = {} }: Answer): { id: string; version: string; appointment: JsonObject } {
  return { id: String(resource.id), version: versionOf(resource), appointment: resource }
}

export function versionOf({ meta }: JsonObject): string {
  return String(isJsonObject(meta) ? meta.versionId : undefined)
}

/** CON-08: the appointment as it was read, cancelled for this reason. */
export function cancelled(appointment: JsonObject, reason: string | undefined = 'Patient has got better'): JsonObject {
  return {
    ...appointment,
    status: 'cancelled',
    extension: [...objectsOf(appointment.extension), { url: EXTENSION.cancellationReason, valueString: reason }],
  }
}
