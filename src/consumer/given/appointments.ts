import { givenPractice, type PracticeRequest, searchset } from './practice.ts'

/** As a practice sends it: of the one patient whom `givenPractice` knows, unless told; `at` is local, in winter. */
export function givenStoredAppointment(id: string, at: string, more: object = {}): object {
  const start = `${at}:00+00:00`
  return {
    resourceType: 'Appointment',
    id,
    meta: { versionId: '1' },
    status: 'booked',
    start,
    end: new Date(Date.parse(start) + 10 * 60_000).toISOString(),
    participant: [{ actor: { reference: 'Patient/patient-1' } }],
    ...more,
  }
}

/** A practice that has a record of the patient, and lists these. */
export function givenPracticeWith(
  appointments: readonly object[],
  intercept?: (request: PracticeRequest) => Promise<Response> | undefined,
) {
  return givenPractice({
    intercept: (request) => intercept?.(request) ?? (request.path.endsWith('/Appointment') ? searchset(appointments) : undefined),
  })
}

/** Answers never, and fails when it is given up. */
export function neverAnswers({ signal }: PracticeRequest): Promise<Response> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}
