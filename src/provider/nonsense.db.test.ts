import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bookingOf } from '../../test/given/booking.ts'
import { givenCapturedLog } from '../../test/given/captured-log.ts'
import { type Call, type GivenPractice, givenPractice, type Reply } from '../../test/given/practice.ts'
import { givenRegistration, givenTrace } from '../../test/given/registration.ts'
import type { InteractionOfProvider } from '../../test/given/request-headers.ts'
import { INTERACTIONS } from './interactions.ts'

const SLOT = '2026-03-02T09:00'
const AGENT = new Agent({ keepAlive: true })

function assertRefused(reply: Reply, of: string): void {
  assert.ok((reply.status >= 400 && reply.status < 500) || reply.status === 501, `${reply.status} for ${of}: ${reply.text}`)
  assert.equal(reply.body?.resourceType, 'OperationOutcome', of)
  assert.equal(reply.headers['content-type'], 'application/fhir+json;charset=utf-8')
  assert.equal(reply.headers['cache-control'], 'no-store')
}

const withLog = async (t: Parameters<typeof givenPractice>[0]) => {
  const captured = givenCapturedLog()
  const practice = await givenPractice(t, { slots: [SLOT], log: captured.log, tracePatient: async () => givenTrace() })
  return { practice, failures: () => captured.lines().filter(({ msg }) => msg === 'unexpected failure') }
}

/** Byte for byte as it is given: what parses URLs on the way would refuse some of them, or mend them. */
function overHttp(practice: GivenPractice, url: string, { method, path }: { method: string; path: string }): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = practice.headersFor('searchFreeSlots')
    const sent = request({ host: '127.0.0.1', port: new URL(url).port, method, path, headers, agent: AGENT }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString('utf8')
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers as Reply['headers'],
        text,
        body: text.startsWith('{') ? JSON.parse(text) : undefined,
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** A value of the body, somewhere in it, replaced by any JSON value or taken out. */
function mutated(body: unknown): fc.Arbitrary<unknown> {
  const paths: (string | number)[][] = []
  const walk = (value: unknown, path: (string | number)[]) => {
    paths.push(path)
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index])
    else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) walk(item, [...path, key])
  }
  walk(body, [])
  return fc
    .tuple(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constant(undefined)))
    .map(([path, value]) => {
      const copy = structuredClone({ root: body })
      const keys = ['root', ...path]
      const last = keys.pop() ?? 'root'
      const parent = keys.reduce<unknown>((node, key) => Reflect.get(Object(node), key), copy)
      Reflect.set(Object(parent), last, value)
      return copy.root
    })
}

const send = (practice: GivenPractice, name: InteractionOfProvider, path: string, request: Call) => practice.call(name, path, request)

describe('Nonsense', () => {
  test('ERR-05 any body at all is answered, and never with a 500', async (t) => {
    const { practice, failures } = await withLog(t)
    const bodies = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom(
        'null',
        '[]',
        '""',
        '{"resourceType":"Appointment"}',
        '{"resourceType":null}',
        '['.repeat(50_000),
        '{"a":'.repeat(50_000),
      ),
    )
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom('bookAppointment' as const, 'registerPatient' as const), async (body, name) => {
        assertRefused(await send(practice, name, INTERACTIONS[name].path, { body }), `${name} ${JSON.stringify(body).slice(0, 200)}`)
      }),
      { numRuns: 200 },
    )
    assert.deepEqual(failures(), [])
  })

  test('ERR-05 a well-formed request with one thing replaced by anything is taken or refused, and never a 500', async (t) => {
    const { practice, failures } = await withLog(t)
    const cases = [
      ['bookAppointment', bookingOf(practice, [SLOT])],
      ['registerPatient', givenRegistration('9990000026')],
    ] as const
    for (const [name, body] of cases) {
      await fc.assert(
        fc.asyncProperty(mutated(body), async (mutant) => {
          const reply = await send(practice, name, INTERACTIONS[name].path, { body: JSON.stringify(mutant) ?? '' })
          if (reply.status !== 200 && reply.status !== 201) assertRefused(reply, JSON.stringify(mutant))
        }),
        { numRuns: 300 },
      )
    }
    assert.deepEqual(failures(), [])
  })

  test('ERR-05 SEC-03 any path, verb and query is answered with an OperationOutcome', async (t) => {
    const { practice, failures } = await withLog(t)
    const url = await practice.app.listen({ host: '127.0.0.1', port: 0 })
    const segments = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom('Patient', 'Slot', 'Appointment', '$gpc.registerpatient', '%00', '%', '..', '', '*', 'metadata'),
      ),
      { maxLength: 4 },
    )
    const queries = fc.array(
      fc.tuple(
        fc.constantFrom('start', 'end', 'status', '_include', 'identifier', 'searchFilter', '_format', 'x'),
        fc.oneof(fc.string(), fc.string({ unit: 'binary' })),
      ),
      { maxLength: 5 },
    )
    const verbs = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS') as fc.Arbitrary<NonNullable<Call['method']>>
    await fc.assert(
      fc.asyncProperty(segments, queries, verbs, fc.boolean(), async (path, query, method, encoded) => {
        const encode = encoded ? encodeURIComponent : (text: string) => text.replace(/[^\x21-\x7e]|#/g, '_')
        const target = `/${path.map((part) => (encoded && part !== '%' ? encodeURIComponent(part) : encode(part))).join('/')}?${query.map(([name, value]) => `${name}=${encode(value)}`).join('&')}`
        const reply = await overHttp(practice, url, { method, path: `/${practice.odsCode}/STU3/1/gpconnect${target}` })
        if (reply.status !== 200) assertRefused(reply, `${method} ${target}`)
      }),
      { numRuns: 300 },
    )
    assert.deepEqual(failures(), [])
  })

  test('SEC-02 SEC-04 any headers are answered with an OperationOutcome', async (t) => {
    const { practice, failures } = await withLog(t)
    const value = fc.option(
      fc.string().map((text) => text.replace(/[^\x20-\x7e]/g, '')),
      { nil: undefined },
    )
    const names = [
      'ssp-traceid',
      'ssp-from',
      'ssp-to',
      'ssp-interactionid',
      'authorization',
      'accept',
      'content-type',
      'if-match',
      'prefer',
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), value, async (name, text) => {
        const reply = await send(practice, 'readMetadata', '/metadata', { headers: { [name]: text } })
        if (reply.status !== 200) assertRefused(reply, `${name}: ${text}`)
      }),
      { numRuns: 300 },
    )
    assert.deepEqual(failures(), [])
  })

  test('ERR-06 a body of ten megabytes is refused over real HTTP, and the next request is answered', async (t) => {
    const { practice } = await withLog(t)
    const url = await practice.app.listen({ host: '127.0.0.1', port: 0 })
    const reply = await fetch(`${url}/${practice.odsCode}/STU3/1/gpconnect/Appointment`, {
      method: 'POST',
      headers: { ...practice.headersFor('bookAppointment'), 'content-type': 'application/fhir+json' },
      body: 'x'.repeat(10_000_000),
    })
    assert.equal(reply.status, 413)
    assert.equal(((await reply.json()) as { resourceType: string }).resourceType, 'OperationOutcome')
    const next = await fetch(`${url}/${practice.odsCode}/STU3/1/gpconnect/metadata`, { headers: practice.headersFor('readMetadata') })
    assert.equal(next.status, 200)
  })
})
