import type { Loose } from '../spine/loose-json.ts'
import type { Appointment } from './appointment.ts'
import type { PracticeLine, PracticeRequest } from './practice-line.ts'
import { decodeLocation, decodePractitioner } from './who-and-where.ts'

/**
 * SLOT-11: appointments come with the ids of practitioner and location alone. Each is read once, however many appointments name it; an
 * appointment is told without names rather than not at all.
 */
export async function withNames(line: PracticeLine, appointments: readonly Appointment[]): Promise<Appointment[]> {
  const [practitioners, locations] = await Promise.all([
    readEach(line, { interaction: 'readPractitioner', type: 'Practitioner' }, idsIn(appointments, 'practitioner')),
    readEach(line, { interaction: 'readLocation', type: 'Location' }, idsIn(appointments, 'location')),
  ])
  return appointments.map((appointment) => {
    const { practitioner, location } = appointment
    return {
      ...appointment,
      practitioner: practitioner && decodePractitioner(practitioner.id, practitioners.get(practitioner.id)),
      location: location && decodeLocation(location.id, locations.get(location.id)),
    }
  })
}

function idsIn(appointments: readonly Appointment[], who: 'practitioner' | 'location'): string[] {
  return [...new Set(appointments.flatMap((appointment) => appointment[who]?.id ?? []))]
}

async function readEach(
  line: PracticeLine,
  what: Pick<PracticeRequest, 'interaction'> & { type: string },
  ids: readonly string[],
): Promise<Map<string, Loose | undefined>> {
  const read = async (id: string): Promise<[string, Loose | undefined]> => {
    const path = `${what.type}/${encodeURIComponent(id)}`
    const reply = await line.ask({ step: 'read the appointment', interaction: what.interaction, path })
    return [id, reply.kind === 'answered' ? reply.resource : undefined]
  }
  return new Map(await Promise.all(ids.map(read)))
}
