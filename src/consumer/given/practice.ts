const STRUCTURE = 'https://fhir.nhs.uk/STU3/StructureDefinition'

export type PracticeRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: unknown
  signal: AbortSignal
}

export type GivenPractice = {
  name?: string
  slots?: readonly object[]
  /** The patients it has a record of. */
  patients?: readonly object[]
  appointments?: readonly object[]
  /** Answers before the practice does; undefined leaves it to the practice. */
  intercept?: (request: PracticeRequest) => Response | Promise<Response> | undefined
}

/** A practice's system as the wire shows it, with canned answers and next to no rules: those are for the journeys. */
export function givenPractice(given: GivenPractice = {}) {
  const patients = [...(given.patients ?? [givenPatient()])]
  const appointments = [...(given.appointments ?? [])]

  return async (request: PracticeRequest): Promise<Response> => {
    const intercepted = await given.intercept?.(request)
    if (intercepted) return intercepted

    const [type = '', id] = request.path.split('/')
    if (request.method === 'POST') return id ? register(patients, request.body) : book(appointments, request.body)
    if (type === 'Slot') return searchset([...(given.slots ?? [givenSlot()]), ...givenSurroundings(given.name)])
    if (type === 'Patient') return searchset(patients)
    if (type === 'metadata')
      return Response.json({ resourceType: 'CapabilityStatement', fhirVersion: '3.0.1', software: { name: 'Book', version: '2' } })
    const stored = [...appointments, ...givenSurroundings(given.name)].find((resource) => 'id' in resource && resource.id === id)
    return stored ? Response.json(stored) : refusal(404, 'NO_RECORD_FOUND')
  }
}

function register(patients: object[], body: unknown): Response {
  const [parameter] = (body as { parameter: { resource: object }[] }).parameter
  const patient = { ...parameter?.resource, id: 'registered-1' }
  patients.push(patient)
  return searchset([patient])
}

function book(appointments: object[], body: unknown): Response {
  const appointment = {
    ...(body as object),
    id: 'appointment-1',
    serviceType: [{ text: 'Routine' }],
    meta: { versionId: '1' },
  }
  appointments.push(appointment)
  const Location = 'https://provider.test/B86013/STU3/1/gpconnect/Appointment/appointment-1/_history/1'
  return Response.json(appointment, { status: 201, headers: { Location } })
}

export function searchset(resources: readonly object[]): Response {
  return Response.json({ resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) })
}

export function refusal(status: number, code: string, diagnostics = 'Because.'): Response {
  const details = { coding: [{ system: 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1', code }] }
  const meta = { profile: [`${STRUCTURE}/GPConnect-OperationOutcome-1`] }
  return Response.json(
    { resourceType: 'OperationOutcome', meta, issue: [{ severity: 'error', code: 'invalid', details, diagnostics }] },
    { status },
  )
}

export function givenSlot(more: object = {}): object {
  return {
    resourceType: 'Slot',
    id: 'slot-1',
    extension: [{ url: `${STRUCTURE}/Extension-GPConnect-DeliveryChannel-2`, valueCode: 'In-person' }],
    serviceType: [{ text: 'Routine' }],
    schedule: { reference: 'Schedule/schedule-1' },
    status: 'free',
    start: '2026-03-02T09:00:00+00:00',
    end: '2026-03-02T09:10:00+00:00',
    ...more,
  }
}

/** What slots lead to: a schedule of a GP, and the surgery; also a schedule that names no place. */
export function givenSurroundings(name = 'The Surgery'): object[] {
  const role = { coding: [{ system: 'x', code: 'R0260', display: 'General Medical Practitioner' }] }
  const organisation = { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'B86013' }
  return [
    {
      resourceType: 'Schedule',
      id: 'schedule-1',
      extension: [{ url: `${STRUCTURE}/Extension-GPConnect-PractitionerRole-1`, valueCodeableConcept: role }],
      serviceCategory: { text: 'Morning surgery' },
      actor: [{ reference: 'Practitioner/gp-1' }, { reference: 'Location/place-1' }],
    },
    { resourceType: 'Schedule', id: 'schedule-nowhere', actor: [{ reference: 'Practitioner/gp-1' }] },
    { resourceType: 'Practitioner', id: 'gp-1', name: [{ prefix: ['Dr'], given: ['Sarah'], family: 'Black' }], gender: 'female' },
    {
      resourceType: 'Location',
      id: 'place-1',
      name: 'Main surgery',
      address: { line: ['2 Mill Street'], city: 'Leeds', postalCode: 'LS2 1AA' },
      managingOrganization: { reference: 'Organization/org-1' },
    },
    { resourceType: 'Organization', id: 'org-1', identifier: [organisation], name },
  ]
}

export function givenPatient(more: object = {}): object {
  return {
    resourceType: 'Patient',
    id: 'patient-1',
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9000000009' }],
    name: [{ use: 'official', family: 'SMITH', given: ['Jane'], prefix: ['Mrs'] }],
    gender: 'female',
    birthDate: '1980-10-22',
    ...more,
  }
}
