import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { bookingOf } from '../../test/given/booking.ts'
import { givenCapturedLog } from '../../test/given/captured-log.ts'
import { type Call, type GivenPractice, givenPractice, PATIENT, type Reply, spineCode } from '../../test/given/practice.ts'
import { givenRegistration, givenTrace } from '../../test/given/registration.ts'
import type { InteractionOfProvider } from '../../test/given/request-headers.ts'
import type { Resource } from '../fhir/types.ts'
import { EXTENSIONS, SYSTEMS } from '../fhir/urls.ts'
import { parseXml } from '../fhir/xml/parse-xml.ts'
import { toXml } from '../fhir/xml/to-xml.ts'
import { INTERACTIONS, type Interaction } from './interactions.ts'

const [NINE, TEN] = ['2026-03-02T09:00', '2026-03-02T10:00']
const JSON_TYPE = 'application/fhir+json;charset=utf-8'
const XML_TYPE = 'application/fhir+xml;charset=utf-8'

const given = (t: TestContext) => givenPractice(t, { slots: [NINE, TEN], tracePatient: async () => givenTrace() })

/** Asked for in XML, and read back as JSON would have had it. */
async function callForXml(practice: GivenPractice, name: InteractionOfProvider, path: string, request: Call = {}): Promise<Reply> {
  const reply = await practice.call(name, path, { ...request, headers: { accept: 'application/fhir+xml', ...request.headers } })
  const parsed = parseXml(reply.text)
  assert.ok(parsed.kind === 'parsed', reply.text)
  return { ...reply, body: parsed.value }
}

const sendXml = (
  practice: GivenPractice,
  name: InteractionOfProvider,
  path: string,
  { body, headers }: { body: unknown; headers?: Call['headers'] },
) =>
  callForXml(practice, name, path, {
    body: typeof body === 'string' ? body : toXml(body as Resource),
    // The Content-Type alone says that the answer is to be XML.
    headers: { accept: undefined, 'content-type': 'application/fhir+xml', ...headers },
  })

/** A request for every interaction that only reads. */
function readings(practice: GivenPractice, appointmentId: string): [InteractionOfProvider, string][] {
  const { patients, practitioners, organisationId, locations } = practice
  const ids: Record<string, string | undefined> = {
    Patient: patients[PATIENT],
    Practitioner: practitioners.patel,
    Organization: organisationId,
    Location: locations.main,
    Appointment: appointmentId,
  }
  const queries: Partial<Record<string, string>> = {
    findPatient: `identifier=${SYSTEMS.nhsNumber}|${PATIENT}`,
    findPractitioner: `identifier=${SYSTEMS.sdsUserId}|555000111222`,
    findOrganization: `identifier=${SYSTEMS.odsOrganisationCode}|${practice.odsCode}`,
    searchFreeSlots:
      'start=ge2026-03-02&end=le2026-03-08&status=free&_include=Slot:schedule&_include:recurse=Schedule:actor:Practitioner&_include:recurse=Schedule:actor:Location',
    retrieveAppointments: 'start=ge2026-03-02&start=le2026-03-08',
  }
  const reading = Object.entries<Interaction>(INTERACTIONS).filter(([, { method }]) => method === 'GET')
  return reading.map(([name, { path }]) => {
    const [, type = ''] = path.split('/')
    return [name as InteractionOfProvider, `${path.replace(':id', ids[type] ?? 'unknown')}?${queries[name] ?? ''}`]
  })
}

describe('XML and JSON', () => {
  test('GEN-02 every interaction that reads answers in XML what it answers in JSON', async (t) => {
    const practice = await given(t)
    const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [NINE]) })
    const answered: string[] = []
    for (const [name, path] of readings(practice, booked.body.id)) {
      // When
      const json = await practice.call(name, path)
      const xml = await callForXml(practice, name, path)

      // Then
      assert.deepEqual(xml.body, json.body, name)
      assert.deepEqual([xml.status, xml.headers.etag], [json.status, json.headers.etag])
      assert.deepEqual([xml.headers['content-type'], json.headers['content-type']], [XML_TYPE, JSON_TYPE])
      if (json.status === 200) answered.push(json.body.resourceType)
    }
    for (const type of ['Bundle', 'Patient', 'Practitioner', 'Organization', 'Location', 'Appointment', 'CapabilityStatement']) {
      assert.ok(answered.includes(type), type)
    }
  })

  test('GEN-02 APT-01 APT-09 APT-10 an appointment is booked, amended and cancelled in XML', async (t) => {
    const practice = await given(t)

    const booked = await sendXml(practice, 'bookAppointment', '/Appointment', {
      body: bookingOf(practice, [NINE], { comment: 'a < b\n& "c"' }),
    })
    assert.deepEqual([booked.status, booked.headers['content-type'], booked.body.comment], [201, XML_TYPE, 'a < b\n& "c"'])
    const path = `/Appointment/${booked.body.id}`
    assert.deepEqual((await practice.call('readAppointment', path)).body, booked.body)

    const change = (name: InteractionOfProvider, body: object, version: string) =>
      sendXml(practice, name, path, { body, headers: { 'if-match': version } })
    const amended = await change('amendAppointment', { ...booked.body, description: 'Worse' }, 'W/"1"')
    assert.deepEqual([amended.status, amended.body.description], [200, 'Worse'])

    const extension = [...amended.body.extension, { url: EXTENSIONS.appointmentCancellationReason, valueString: 'Better' }]
    const cancelled = await change('cancelAppointment', { ...amended.body, status: 'cancelled', extension }, 'W/"2"')
    assert.deepEqual([cancelled.status, cancelled.body.status], [200, 'cancelled'])
  })

  test('GEN-02 REG-01 a patient is registered in XML', async (t) => {
    const practice = await given(t)
    const registered = await sendXml(practice, 'registerPatient', '/Patient/$gpc.registerpatient', {
      body: givenRegistration('9990000026'),
    })
    assert.equal(registered.status, 200, registered.text)
    const { resource } = registered.body.entry[0]
    assert.deepEqual((await practice.call('readPatient', `/Patient/${resource.id}`)).body, resource)
  })

  test('GEN-03 the format of the request and that of the answer may differ', async (t) => {
    const practice = await given(t)
    const body = bookingOf(practice, [NINE])
    const forXml = await callForXml(practice, 'bookAppointment', '/Appointment', { body })
    assert.deepEqual([forXml.status, forXml.headers['content-type']], [201, XML_TYPE])

    const headers = { 'content-type': 'text/xml; charset=UTF-8', accept: 'application/fhir+xml' }
    const inXml = toXml(bookingOf(practice, [TEN]) as unknown as Resource)
    const forJson = await practice.call('bookAppointment', '/Appointment?_format=json', { body: inXml, headers })
    assert.deepEqual([forJson.status, forJson.headers['content-type']], [201, JSON_TYPE], forJson.text)
  })

  test('GEN-20 the same faults are named in both', async (t) => {
    const practice = await given(t)
    const bodies = [
      bookingOf(practice, [NINE], { status: 'Booked', participant: [{ status: 'accepted' }] }),
      bookingOf(practice, [NINE], { description: 'x'.repeat(101), id: '1' }),
      { resourceType: 'Slot' },
    ]
    for (const body of bodies) {
      const json = await practice.call('bookAppointment', '/Appointment', { body })
      const xml = await sendXml(practice, 'bookAppointment', '/Appointment', { body })
      assert.equal(json.status, 422)
      assert.deepEqual([xml.status, xml.body], [json.status, json.body])
    }
  })

  test('ERR-01 ERR-03 a body that is no XML is 400, one that is not FHIR 422, and the answer is XML', async (t) => {
    const practice = await given(t)
    const unknownElement = toXml(bookingOf(practice, [NINE]) as unknown as Resource).replace('<status ', '<colour value="blue"/><status ')
    for (const [body, status, code, says] of [
      ['<Appointment', 400, 'BAD_REQUEST', /not well-formed XML: line 1, column \d+: /],
      ['{"resourceType":"Appointment"}', 400, 'BAD_REQUEST', /not well-formed XML/],
      ['<!DOCTYPE a [<!ENTITY b "c">]><Appointment xmlns="http://hl7.org/fhir"/>', 400, 'BAD_REQUEST', /document type/],
      ['', 400, 'BAD_REQUEST', /needs a body/],
      ['<html xmlns="http://www.w3.org/1999/xhtml"/>', 422, 'INVALID_RESOURCE', /html: expected the namespace/],
      ['<Patient xmlns="http://hl7.org/fhir"/>', 422, 'INVALID_RESOURCE', /Appointment.resourceType/],
      [unknownElement, 422, 'INVALID_RESOURCE', /Appointment.colour: expected only elements/],
    ] as [string, number, string, RegExp][]) {
      const reply = await sendXml(practice, 'bookAppointment', '/Appointment', { body })
      assert.deepEqual([reply.status, spineCode(reply), reply.headers['content-type']], [status, code, XML_TYPE], body)
      assert.match(reply.body.issue[0].diagnostics, says)
    }
  })

  test('ERR-01 every refusal is in the format asked for, by whichever step it is refused', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE], config: { bodyLimitBytes: 2048 } })
    const cases: [InteractionOfProvider, string, Call, number][] = [
      ['readLocation', '/Location/unknown', {}, 404],
      ['readLocation', '//A99999/STU3/1/gpconnect/Location/1', {}, 404],
      ['readLocation', '/Medication', {}, 501],
      ['readLocation', '/Patient/%ZZ', {}, 400],
      ['searchFreeSlots', '/Slot?start=%ZZ', {}, 400],
      ['searchFreeSlots', '/Slot?start=x', {}, 400],
      ['readMetadata', '/metadata', { headers: { 'ssp-to': '1' } }, 400],
      ['readMetadata', '/metadata', { headers: { authorization: undefined } }, 400],
      ['bookAppointment', '/Appointment', { body: 'x'.repeat(4096) }, 413],
      ['bookAppointment', '/Appointment', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415],
      ['bookAppointment', '/Appointment', { body: '{}', headers: { 'content-type': ';;' } }, 415],
      ['bookAppointment', '/Appointment', { body: '{' }, 400],
      ['bookAppointment', '/Appointment', { body: {} }, 422],
    ]
    for (const [name, path, request, status] of cases) {
      const xml = await callForXml(practice, name, path, request)
      const json = await practice.call(name, path, { ...request, headers: { accept: 'application/fhir+json', ...request.headers } })
      assert.deepEqual([xml.status, xml.headers['content-type']], [status, XML_TYPE], path)
      assert.deepEqual([json.status, json.headers['content-type']], [status, JSON_TYPE], path)
      assert.deepEqual(xml.body, json.body)
    }
  })

  test('GEN-03 what is asked for and not there is 415, in what is named besides or JSON', async (t) => {
    const practice = await given(t)
    const asking = (query: string, headers: NonNullable<Call['headers']>) => practice.call('readMetadata', `/metadata${query}`, { headers })
    for (const [reply, type] of [
      [await asking('', { accept: 'image/png' }), JSON_TYPE],
      [await asking('', { accept: 'text/turtle', 'content-type': 'application/fhir+xml' }), XML_TYPE],
      [await asking('?_format=ttl', { accept: 'application/fhir+xml' }), XML_TYPE],
      [await asking('?_format=ttl', {}), JSON_TYPE],
    ] as const) {
      assert.deepEqual([reply.status, reply.headers['content-type']], [415, type], reply.text)
      assert.match(reply.text, /not-supported/)
    }
  })

  test('GEN-03 a body of another type, another charset, or of none is 415', async (t) => {
    const practice = await given(t)
    const body = bookingOf(practice, [NINE])
    for (const contentType of [
      undefined,
      '',
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/fhir+json; charset=iso-8859-1',
      'json/fhir',
      ';',
    ]) {
      const reply = await practice.call('bookAppointment', '/Appointment', { body, headers: { 'content-type': contentType } })
      assert.deepEqual([reply.status, spineCode(reply)], [415, 'BAD_REQUEST'], contentType)
    }
    const first = await practice.call('bookAppointment', '/Appointment', {
      body,
      headers: { 'content-type': 'application/json+fhir; charset="UTF-8"' },
    })
    assert.equal(first.status, 201, first.text)
  })

  test('ORG-04 GEN-02 the capability statement lists both', async (t) => {
    const practice = await given(t)
    const { body } = await practice.call('readMetadata', '/metadata')
    assert.deepEqual(body.format, ['application/fhir+json', 'application/fhir+xml'])
  })

  test('ERR-05 a damaged XML body is taken or refused, and never a 500', async (t) => {
    const { log, lines } = givenCapturedLog()
    const practice = await givenPractice(t, { slots: [NINE], log, tracePatient: async () => givenTrace() })
    const damage = fc.constantFrom(
      '',
      '<',
      '>',
      '"',
      '/',
      '&',
      '\u0001',
      'x',
      '<x/>',
      '<status/>',
      ' x=""',
      ' xmlns=""',
      '&#x10ffff;',
      '\ud800',
      '<![CDATA[x]]>',
    )
    for (const [name, resource] of [
      ['bookAppointment', bookingOf(practice, [NINE])],
      ['registerPatient', givenRegistration('9990000026')],
    ] as const) {
      const xml = toXml(resource as unknown as Resource)
      await fc.assert(
        fc.asyncProperty(fc.nat(xml.length), fc.nat(8), damage, async (at, removed, junk) => {
          const body = `${xml.slice(0, at)}${junk}${xml.slice(at + removed)}`
          const { status, headers } = await sendXml(practice, name, INTERACTIONS[name].path, { body })
          assert.ok(status < 500, `${status} for ${body}`)
          assert.equal(headers['content-type'], XML_TYPE)
        }),
        { numRuns: 150 },
      )
    }
    assert.deepEqual(
      lines().filter(({ msg }) => msg === 'unexpected failure'),
      [],
    )
  })
})
