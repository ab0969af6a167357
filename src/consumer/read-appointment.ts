import type { Loose } from '../spine/loose-json.ts'
import { type Appointment, decodeAppointment } from './appointment.ts'
import { isA } from './bundle-reading.ts'
import { type Failure, type Step, unintelligible } from './failure.ts'
import type { PracticeLine } from './practice-line.ts'
import { withNames } from './with-names.ts'

export type ReadAppointmentOutcome = { kind: 'read'; appointment: Appointment } | Failure

/** APT-07: one appointment, by the id it was booked under, with the names that SLOT-11 wants shown. */
export async function readAppointment(line: PracticeLine, id: string): Promise<ReadAppointmentOutcome> {
  const read = await readStored(line, { step: 'read the appointment', id })
  if (read.kind !== 'stored') return read
  const [appointment = read.appointment] = await withNames(line, [read.appointment])
  return { kind: 'read', appointment }
}

/** What the practice holds: read, and as it was sent, for a change starts from that (CON-08). */
export type Stored = { kind: 'stored'; appointment: Appointment; resource: Loose }

export async function readStored(line: PracticeLine, { step, id }: { step: Step; id: string }): Promise<Stored | Failure> {
  const reply = await line.ask({ step, interaction: 'readAppointment', path: `Appointment/${encodeURIComponent(id)}` })
  if (reply.kind === 'failed') return reply.failure

  const { resource } = reply
  const appointment = isA('Appointment', resource) ? decodeAppointment(resource, line.practice) : undefined
  if (!resource || !appointment || appointment.id !== id) return unintelligible({ step, practice: line.practice }, reply.traceId)
  return { kind: 'stored', appointment, resource }
}
