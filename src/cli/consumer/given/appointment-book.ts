import type { PracticeRequest } from '../../../consumer/given/practice.ts'
import { refusal, searchset } from '../../../consumer/given/practice.ts'

export function givenAppointment(more: object = {}) {
  return {
    resourceType: 'Appointment',
    id: 'a1',
    meta: { versionId: '1' },
    status: 'booked',
    description: 'Foot',
    start: '2026-03-05T09:00:00+00:00',
    end: '2026-03-05T09:10:00+00:00',
    slot: [{ reference: 'Slot/slot-8' }],
    participant: [{ actor: { reference: 'Patient/patient-1' } }, { actor: { reference: 'Location/place-1' } }],
    ...more,
  }
}

/** Lists, reads and changes appointments, as the `intercept` of a practice; everything else is the practice's. */
export function givenAppointmentBook(appointments: readonly ReturnType<typeof givenAppointment>[] = [givenAppointment()]) {
  const held = new Map<string, object & { meta?: { versionId: string } }>(appointments.map((one) => [one.id, one]))
  const puts: PracticeRequest[] = []

  function intercept(request: PracticeRequest): Response | undefined {
    const [type, id = '', rest] = request.path.split('/')
    if (type === 'Patient' && rest === 'Appointment') return searchset([...held.values()])
    if (type !== 'Appointment' || request.method === 'POST') return undefined
    const stored = held.get(id)
    if (request.method === 'GET') return stored && Response.json(stored)
    puts.push(request)
    const version = stored?.meta?.versionId ?? ''
    if (request.headers['If-Match'] !== `W/"${version}"`) return refusal(409, 'FHIR_CONSTRAINT_VIOLATION')
    const changed = { ...(request.body as object), meta: { versionId: String(Number(version) + 1) } }
    held.set(id, changed)
    return Response.json(changed)
  }

  /** Somebody else's change. */
  function change(id: string, more: object): void {
    const stored = held.get(id)
    held.set(id, { ...stored, ...more, meta: { versionId: String(Number(stored?.meta?.versionId) + 1) } })
  }
  return { intercept, puts, change, held }
}
