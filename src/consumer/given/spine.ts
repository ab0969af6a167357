import { parseAsid } from '../../nhs/asid.ts'
import { type NhsNumber, parseNhsNumber } from '../../nhs/nhs-number.ts'
import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'
import type { Fetch } from '../../spine/http.ts'
import { connectToSpine, type SpineConnection } from '../connect-to-spine.ts'
import type { EventOptions } from '../events.ts'
import type { Asker } from '../practice-line.ts'
import { givenPractice, type PracticeRequest } from './practice.ts'

/** A Spine of one's own for a test, behind `fetch`: PDS, SDS and an SSP that leads to `practices`. Nothing leaves the process. */
export type GivenSpine = {
  /** By NHS number, what PDS answers; a number that is missing is unknown to it. */
  people?: Record<string, object | (() => Response)>
  practices?: Record<string, ReturnType<typeof givenPractice>>
  /** Practices that the directory does not know. */
  notEnabled?: readonly string[]
  sds?: () => Response
  now?: string
  events?: EventOptions
  circuits?: SpineConnection['circuits']
}

export type Sent = PracticeRequest & { practice: string }

export const NOW = '2026-03-02T08:00:00Z'

export function givenSpine(given: GivenSpine = {}) {
  /** Every request that reached a practice, in order. */
  const sent: Sent[] = []
  const asked: string[] = []
  let ids = 0
  const practices = given.practices ?? { B86013: givenPractice() }

  const fetch: Fetch = async (url, { method, headers, body, signal }) => {
    asked.push(url)
    if (signal.aborted) throw signal.reason
    const { host, pathname, searchParams } = new URL(url)
    if (host === 'pds.test') return askPds(given.people, pathname)
    if (host === 'sds.test') return given.sds?.() ?? askSds(given.notEnabled, pathname, searchParams)

    const [practice = '', ...path] = pathname.replace('/https://provider.test/', '').replace('/STU3/1/gpconnect', '').split('/')
    const json: unknown = body === undefined ? undefined : JSON.parse(body)
    const request = { practice, method, path: path.join('/'), query: searchParams, headers, body: json, signal }
    sent.push(request)
    return practices[practice]?.(request) ?? new Response('', { status: 502 })
  }

  const now = () => new Date(given.now ?? NOW)
  const newId = () => {
    ids += 1
    return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`
  }
  const application = {
    issuer: 'https://hub.test',
    device: { system: 'https://hub.test/Id/device', value: 'd', model: 'Hub', version: '1' },
  }
  const urls = { pdsUrl: 'https://pds.test', sdsUrl: 'https://sds.test', sdsApiKey: 'k', sspUrl: 'https://ssp.test' }
  const spine = connectToSpine({
    fetch,
    now,
    newId,
    application,
    timeoutMs: 2000,
    ...urls,
    ...given.events,
    ...(given.circuits && { circuits: given.circuits }),
  })
  return { fetch, now, newId, spine, sent, asked, asker: givenAsker() }
}

function askPds(people: GivenSpine['people'], pathname: string): Response {
  const number = pathname.split('/').at(-1) ?? ''
  const person = people ? people[number] : givenPerson(number)
  if (typeof person === 'function') return person()
  const unknown = { resourceType: 'OperationOutcome', issue: [{ details: { coding: [{ code: 'RESOURCE_NOT_FOUND' }] } }] }
  return person ? Response.json(person) : Response.json(unknown, { status: 404 })
}

function askSds(notEnabled: GivenSpine['notEnabled'], pathname: string, query: URLSearchParams): Response {
  const practice = query.get('organization')?.split('|')[1] ?? ''
  const partyKey = { system: 'https://fhir.nhs.uk/Id/nhsMhsPartyKey', value: `${practice}-1` }
  const asid = { system: 'https://fhir.nhs.uk/Id/nhsSpineASID', value: '200000000985' }
  const address = `https://provider.test/${practice}/STU3/1/gpconnect`
  const resource =
    pathname === '/Endpoint'
      ? { resourceType: 'Endpoint', address, identifier: [partyKey] }
      : { resourceType: 'Device', identifier: [asid, partyKey] }
  return Response.json({ resourceType: 'Bundle', entry: notEnabled?.includes(practice) ? [] : [{ resource }] })
}

export const NHS_NUMBER = givenNhsNumber('9000000009')

export function givenPerson(nhsNumber: string = NHS_NUMBER, more: object = {}): object {
  return {
    resourceType: 'Patient',
    id: nhsNumber,
    meta: { security: [{ code: 'U' }] },
    name: [{ use: 'usual', family: 'Smith', given: ['Jane'], prefix: ['Mrs'] }],
    gender: 'female',
    birthDate: '1980-10-22',
    generalPractitioner: [{ identifier: { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'B86013' } }],
    address: [{ use: 'home', line: ['1 Boar Lane', 'Leeds'], postalCode: 'LS1 6AE' }],
    telecom: [
      { system: 'phone', use: 'home', value: '01130000001' },
      { system: 'phone', use: 'home', value: '01130000002' },
      { system: 'email', value: 'jane@example.org' },
    ],
    ...more,
  }
}

export function givenNhsNumber(text: string): NhsNumber {
  const number = parseNhsNumber(text)
  if (!number) throw new TypeError('no NHS number')
  return number
}

export function givenOdsCode(text: string): OdsCode {
  const code = parseOdsCode(text)
  if (!code) throw new TypeError('no ODS code')
  return code
}

function givenAsker(): Asker {
  const asid = parseAsid('200000000001')
  if (!asid) throw new TypeError('no ASID')
  return {
    user: { id: 'u1', family: 'Jones', given: ['Claire'], localIdentifier: { system: 'https://hub.test/Id/user', value: 'cj' } },
    organisation: {
      odsCode: givenOdsCode('Y00001'),
      name: 'Leeds Hub',
      asid,
      type: 'urgent-care',
      telecom: [{ system: 'phone', value: '0113' }],
    },
  }
}
