import { type Appointment, parseOdsCode } from '../../../../consumer/index.ts'

/** For tests. */
export function givenAppointment(rest: Partial<Appointment> = {}): Appointment {
  const practice = parseOdsCode('B86013')
  if (!practice) throw new Error('This is an ODS code')
  return {
    ...{ practice, id: '17', version: '1', status: 'booked', cancellationReason: undefined },
    ...{ start: '2026-03-02T09:00:00+00:00', end: '2026-03-02T09:10:00+00:00', minutes: 10 },
    ...{ description: 'Cough', comment: undefined, created: '2026-03-01T09:00:00+00:00' },
    ...{ deliveryChannel: 'In-person', slotType: 'GP appointment', sessionType: 'Morning surgery' },
    ...{ practitionerRole: undefined, practitioner: undefined, location: undefined, patientId: '5', slotIds: ['9'] },
    bookedBy: { odsCode: 'RX8', name: 'Urgent Care' },
    ...rest,
  }
}
