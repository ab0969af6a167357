import { resourcesOf } from '../../src/fhir/bundle.ts'
import { EXTENSIONS } from '../../src/fhir/urls.ts'
import type { Exchange } from './exchange.ts'
import type { Answer, Asked, Seen } from './history.ts'
import type { AppointmentBody } from './knowledge.ts'

/** The answer as the history keeps it, and the appointments as they were sent. */
export type Decoded = { answer: Answer; bodies: AppointmentBody[] }

export function decodeAnswer(asked: Asked, { status, etag, text }: Exclude<Exchange, string>): Decoded {
  const body: unknown = text.startsWith('{') ? JSON.parse(text) : undefined
  if (status >= 300) return { answer: { status, ...codeIn(body) }, bodies: [] }
  if (asked.kind === 'search') return { answer: { status, offered: resourcesOf(body, 'Slot').map(({ id = '' }) => id) }, bodies: [] }

  const bodies = asked.kind === 'retrieve' ? resourcesOf(body, 'Appointment') : isAppointment(body) ? [body] : []
  const version = /^W\/"(\d+)"$/.exec(etag ?? '')?.[1]
  const isOne = asked.kind !== 'retrieve'
  return { answer: { status, ...(isOne && { etag: Number(version) }), seen: bodies.map(seenIn) }, bodies }
}

function isAppointment(body: unknown): body is AppointmentBody {
  return Object(body).resourceType === 'Appointment'
}

function codeIn(outcome: unknown): { code?: string } {
  const code: unknown = Object(outcome).issue?.[0]?.details?.coding?.[0]?.code
  return typeof code === 'string' ? { code } : {}
}

export function seenIn(body: AppointmentBody): Seen {
  const { id = '', meta, status, description, slot = [], participant = [], extension = [] } = body
  const reason = extension.find(({ url }) => url === EXTENSIONS.appointmentCancellationReason)
  const patient = participant.map(({ actor }) => actor?.reference ?? '').find((reference) => reference.startsWith('Patient/'))
  return {
    id,
    version: Number(meta?.versionId),
    status,
    patient: patient?.slice('Patient/'.length) ?? '',
    slots: slot.map(({ reference = '' }) => reference.slice('Slot/'.length)),
    writtenBy: numberIn(description),
    ...(reason && { cancelledBy: numberIn(reason.valueString) }),
  }
}

/** NaN where there is none. */
function numberIn(text = ''): number {
  return Number(/^Race (\d+)$/.exec(text)?.[1])
}
