import type { Loose } from '../spine/loose-json.ts'
import { type Appointment, decodeAppointment } from './appointment.ts'
import { isA } from './bundle-reading.ts'
import { type Failure, unintelligible } from './failure.ts'
import type { PracticeLine, PracticeRequest } from './practice-line.ts'
import { decodeLocation, decodePractitioner } from './who-and-where.ts'

export type ReadAppointmentOutcome = { kind: 'read'; appointment: Appointment } | Failure

/** APT-07: one appointment, by the id it was booked under, with the names that SLOT-11 wants shown. */
export async function readAppointment(line: PracticeLine, id: string): Promise<ReadAppointmentOutcome> {
  const at = { step: 'read the appointment', practice: line.practice } as const
  const reply = await line.ask({ ...at, interaction: 'readAppointment', path: `Appointment/${encodeURIComponent(id)}` })
  if (reply.kind === 'failed') return reply.failure

  const appointment = isA('Appointment', reply.resource) ? decodeAppointment(reply.resource, line.practice) : undefined
  if (!appointment || appointment.id !== id) return unintelligible(at, reply.traceId)
  return { kind: 'read', appointment: await withNames(line, appointment) }
}

/** Names are read separately; an appointment is told without them rather than not at all. */
async function withNames(line: PracticeLine, appointment: Appointment): Promise<Appointment> {
  const { practitioner, location } = appointment
  const [practitionerResource, locationResource] = await Promise.all([
    practitioner && read(line, { interaction: 'readPractitioner', path: `Practitioner/${encodeURIComponent(practitioner.id)}` }),
    location && read(line, { interaction: 'readLocation', path: `Location/${encodeURIComponent(location.id)}` }),
  ])
  return {
    ...appointment,
    practitioner: practitioner && decodePractitioner(practitioner.id, practitionerResource),
    location: location && decodeLocation(location.id, locationResource),
  }
}

async function read(line: PracticeLine, request: Pick<PracticeRequest, 'interaction' | 'path'>): Promise<Loose | undefined> {
  const reply = await line.ask({ step: 'read the appointment', ...request })
  return reply.kind === 'answered' ? reply.resource : undefined
}
