import { INTERACTIONS } from '../../../../provider/interactions.ts'
import { type Context, goodClaims, type InteractionName } from '../asked.ts'
import { type HttpRequest, parseHttpRequest } from '../http-request.ts'
import { lintRequest } from '../lint-request.ts'

export const NOW = new Date('2026-03-02T08:00:00Z')
export const ROOT = 'https://provider.example/A20047/STU3/1/gpconnect'
export const ASID = '200000000222'

const CONTEXT: Context = {
  baseUrl: 'https://provider.example',
  routingSegment: 'gpconnect',
  odsCode: 'A20047',
  serviceRoot: ROOT,
  asid: ASID,
  additionalAudiences: [],
  dialect: 'assurance',
  serviceFiltering: false,
  now: NOW,
  interaction: undefined,
}

type Given = {
  interaction?: InteractionName
  target?: string
  headers?: Record<string, string | undefined>
  claims?: Record<string, unknown>
  /** In place of the whole token. */
  token?: string
  body?: unknown
}

const PATHS: Partial<Record<InteractionName, string>> = {
  findPatient: '/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018',
  searchFreeSlots: '/Slot?start=ge2026-03-02&end=le2026-03-03&status=free&_include=Slot:schedule',
  amendAppointment: '/Appointment/a1',
  cancelAppointment: '/Appointment/a1',
  retrieveAppointments: '/Patient/p1/Appointment?start=ge2026-03-02&start=le2026-03-03',
}

/** The text of a request that is good but for what is given; an undefined header is left out. */
export function givenRequest({ interaction = 'readMetadata', target, headers = {}, claims = {}, token, body }: Given = {}): string {
  const { id, method, path } = INTERACTIONS[interaction]
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const all = { ...goodClaims({ ...CONTEXT, interaction }), ...claims }
  const sent: Record<string, string | undefined> = {
    'Ssp-TraceID': 'a4b1c2d3-0000-4000-8000-000000000001',
    'Ssp-From': '200000000111',
    'Ssp-To': ASID,
    'Ssp-InteractionID': id,
    Authorization: token ?? `Bearer ${encode({ alg: 'none', typ: 'JWT' })}.${encode(all)}.`,
    ...(body !== undefined && { 'Content-Type': 'application/fhir+json' }),
    ...headers,
  }
  const lines = Object.entries(sent).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return [`${method} ${target ?? `${ROOT}${PATHS[interaction] ?? path}`} HTTP/1.1`, ...lines, '', text].join('\r\n')
}

/** What lint finds in it. */
export function lint(given: Given | string, options: Partial<Parameters<typeof lintRequest>[1]> = {}) {
  const request = parseHttpRequest(typeof given === 'string' ? given : givenRequest(given))
  if ('expected' in request) throw new Error(`It is no request: ${request.expected}`)
  return lintRequest(request, { asid: ASID, dialect: 'assurance', serviceFiltering: false, now: NOW, ...options })
}

export const BOOKING = {
  resourceType: 'Appointment',
  meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Appointment-1'] },
  contained: [
    {
      resourceType: 'Organization',
      id: '1',
      identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'X99998' }],
      name: 'Consumer organisation',
      telecom: [{ system: 'phone', value: '03003030300' }],
    },
  ],
  extension: [
    { url: 'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-GPConnect-BookingOrganisation-1', valueReference: { reference: '#1' } },
  ],
  status: 'booked',
  description: 'Blood pressure check',
  start: '2026-03-03T09:00:00+00:00',
  end: '2026-03-03T09:10:00+00:00',
  slot: [{ reference: 'Slot/1' }],
  created: '2026-03-02T08:00:00+00:00',
  participant: [
    { actor: { reference: 'Patient/1' }, status: 'accepted' },
    { actor: { reference: 'Location/1' }, status: 'accepted' },
  ],
}

export type { HttpRequest }
