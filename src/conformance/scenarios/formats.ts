import type { InteractionName } from '../interactions.ts'
import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { type Answer, headerOf } from '../wire/answer.ts'
import { type Draft, type Format, withHeader, withText } from '../wire/draft.ts'
import { probe } from './probes.ts'

type Wish = { id: string; accept: string | undefined; format?: string; expects: Format }

/** What a GET may ask for, and what it gets. */
const ASKED: Wish[] = [
  { id: 'nothing', accept: undefined, expects: 'json' },
  { id: 'fhir-json', accept: 'application/fhir+json', expects: 'json' },
  { id: 'fhir-xml', accept: 'application/fhir+xml', expects: 'xml' },
  { id: 'fhir-json-charset', accept: 'application/fhir+json;charset=utf-8', expects: 'json' },
  { id: 'fhir-xml-charset-blank', accept: 'application/fhir+xml; charset=utf-8', expects: 'xml' },
  { id: 'old-json', accept: 'application/json+fhir', expects: 'json' },
  { id: 'old-xml', accept: 'application/xml+fhir', expects: 'xml' },
  { id: 'plain-json', accept: 'application/json', expects: 'json' },
  { id: 'plain-xml', accept: 'application/xml', expects: 'xml' },
  { id: 'text-xml', accept: 'text/xml', expects: 'xml' },
  { id: 'anything', accept: '*/*', expects: 'json' },
  { id: 'one-of-two', accept: 'text/html, application/fhir+xml', expects: 'xml' },
  { id: 'xml-preferred', accept: 'application/fhir+json;q=0.5, application/fhir+xml;q=0.9', expects: 'xml' },
  { id: 'json-preferred', accept: 'application/fhir+json;q=0.9, application/fhir+xml;q=0.5', expects: 'json' },
  { id: 'format-json', accept: undefined, format: 'application/fhir+json', expects: 'json' },
  { id: 'format-xml', accept: undefined, format: 'application/fhir+xml', expects: 'xml' },
  { id: 'format-short-json', accept: undefined, format: 'json', expects: 'json' },
  { id: 'format-short-xml', accept: undefined, format: 'xml', expects: 'xml' },
  { id: 'format-text-xml', accept: undefined, format: 'text/xml', expects: 'xml' },
  { id: 'format-xml-beats-accept-json', accept: 'application/fhir+json', format: 'application/fhir+xml', expects: 'xml' },
  { id: 'format-json-beats-accept-xml', accept: 'application/fhir+xml', format: 'application/fhir+json', expects: 'json' },
  { id: 'format-xml-beats-accept-nothing', accept: 'text/html', format: 'xml', expects: 'xml' },
]

function asking(draft: Draft, { accept, format, expects }: Omit<Wish, 'id'>): Draft {
  const query = format === undefined ? draft.query : [...draft.query, ['_format', format] as const]
  return { ...withHeader(draft, 'Accept', accept), query, expects }
}

const inWords = ({ accept, format }: Pick<Wish, 'accept' | 'format'>) =>
  [accept === undefined ? 'no Accept' : `Accept: ${accept}`, ...(format === undefined ? [] : [`_format=${format}`])].join(' and ')

const given: ScenarioSource[] = ASKED.map((wish) => ({
  id: `given-${wish.id}`,
  title: `${inWords(wish)} is answered in ${wish.expects.toUpperCase()}`,
  requirements: ['GEN-03', 'GEN-02'],
  run: async (judge) => {
    const answer = await judge.send(asking(probe(judge, 'readMetadata'), wish))
    judge.expect(answer, { requirement: 'GEN-03', rule: `${inWords(wish)} is understood.`, expected: 200, got: answer.status })
    judge.expect(answer, {
      requirement: 'GEN-03',
      rule: `${inWords(wish)} asks for ${wish.expects}.`,
      expected: wish.expects,
      got: answer.format,
    })
  },
}))

/** Refusals come in the format that was asked for, too (ERR-01). */
const refusalsGiven: ScenarioSource[] = ASKED.map((wish) => ({
  id: `refusal-${wish.id}`,
  title: `a refusal after ${inWords(wish)} comes in ${wish.expects.toUpperCase()}`,
  requirements: ['ERR-01', 'GEN-03'],
  run: async (judge) => {
    const draft = asking(judge.draft('readLocation', { id: '00000000-0000-4000-8000-00000000dead' }), wish)
    const answer = await judge.send(draft)
    expectRefusal(judge, answer, { refusal: [404, 'NO_RECORD_FOUND'], requirement: 'ORG-02', rule: 'An unknown location is not found.' })
    judge.expect(answer, {
      requirement: 'ERR-01',
      rule: 'A refusal comes in the format that was asked for.',
      expected: wish.expects,
      got: answer.format,
    })
  },
}))

const NOT_THERE: Wish[] = [
  { id: 'html', accept: 'text/html', expects: 'json' },
  { id: 'pdf', accept: 'application/pdf', expects: 'json' },
  { id: 'made-up', accept: 'application/fhir+yaml', expects: 'json' },
  { id: 'neither', accept: 'application/fhir+json;q=0, application/fhir+xml;q=0', expects: 'json' },
  { id: 'format-html', accept: undefined, format: 'text/html', expects: 'json' },
  { id: 'format-made-up', accept: undefined, format: 'yaml', expects: 'json' },
  { id: 'format-html-beside-xml', accept: 'application/fhir+xml', format: 'text/html', expects: 'xml' },
]

const notThere: ScenarioSource[] = NOT_THERE.map((wish) => ({
  id: `unsupported-${wish.id}`,
  title: `refused with 415 BAD_REQUEST: ${inWords(wish)}`,
  requirements: ['GEN-03', 'ERR-02'],
  run: async (judge) => {
    const answer = await judge.send(asking(probe(judge, 'readMetadata'), wish))
    expectRefusal(judge, answer, {
      refusal: [415, 'BAD_REQUEST'],
      requirement: 'GEN-03',
      rule: `A format that is not there is refused: ${inWords(wish)}.`,
    })
  },
}))

type Sent = { id: string; contentType: string | undefined; body: Format; accept?: string; format?: string; expects: Format }

/** A body that is refused as a resource (422) was read in its format; in which the refusal comes is for the rest of the request. */
const SENT: Sent[] = [
  { id: 'json', contentType: 'application/fhir+json', body: 'json', expects: 'json' },
  { id: 'xml', contentType: 'application/fhir+xml', body: 'xml', expects: 'xml' },
  { id: 'json-charset', contentType: 'application/fhir+json;charset=utf-8', body: 'json', expects: 'json' },
  { id: 'json-charset-blank', contentType: 'application/fhir+json; charset=UTF-8', body: 'json', expects: 'json' },
  { id: 'xml-charset-blank', contentType: 'application/fhir+xml; charset=utf-8', body: 'xml', expects: 'xml' },
  { id: 'old-json', contentType: 'application/json+fhir', body: 'json', expects: 'json' },
  { id: 'old-xml', contentType: 'application/xml+fhir', body: 'xml', expects: 'xml' },
  { id: 'plain-json', contentType: 'application/json', body: 'json', expects: 'json' },
  { id: 'text-xml', contentType: 'text/xml', body: 'xml', expects: 'xml' },
  { id: 'json-accept-json', contentType: 'application/fhir+json', body: 'json', accept: 'application/fhir+json', expects: 'json' },
  { id: 'json-accept-xml', contentType: 'application/fhir+json', body: 'json', accept: 'application/fhir+xml', expects: 'xml' },
  { id: 'xml-accept-json', contentType: 'application/fhir+xml', body: 'xml', accept: 'application/fhir+json', expects: 'json' },
  { id: 'xml-accept-xml', contentType: 'application/fhir+xml', body: 'xml', accept: 'application/fhir+xml', expects: 'xml' },
  { id: 'json-format-xml', contentType: 'application/fhir+json', body: 'json', format: 'application/fhir+xml', expects: 'xml' },
  { id: 'xml-format-json', contentType: 'application/fhir+xml', body: 'xml', format: 'application/fhir+json', expects: 'json' },
  {
    id: 'json-accept-json-format-xml',
    contentType: 'application/fhir+json',
    body: 'json',
    accept: 'application/fhir+json',
    format: 'xml',
    expects: 'xml',
  },
  {
    id: 'xml-accept-xml-format-json',
    contentType: 'application/fhir+xml',
    body: 'xml',
    accept: 'application/fhir+xml',
    format: 'json',
    expects: 'json',
  },
]

const BODIES = {
  json: '{"resourceType":"Appointment","status":"booked","participant":[{"status":"accepted"}]}',
  xml: '<Appointment xmlns="http://hl7.org/fhir"><status value="booked"/><participant><status value="accepted"/></participant></Appointment>',
} as const

const sent: ScenarioSource[] = SENT.map(({ id, contentType, body, expects, accept, format }) => ({
  id: `sent-${id}`,
  title: `a body as ${contentType}, with ${inWords({ accept, ...(format !== undefined && { format }) })}, is read, and answered in ${expects.toUpperCase()}`,
  requirements: ['GEN-02', 'GEN-03'],
  writes: true,
  run: async (judge) => {
    const draft = withText(judge.draft('bookAppointment'), BODIES[body], contentType)
    const answer = await judge.send(asking(draft, { accept, ...(format !== undefined && { format }), expects }))
    expectRefusal(judge, answer, {
      refusal: [422, 'INVALID_RESOURCE'],
      requirement: 'GEN-02',
      rule: 'The body is read, and refused for what it holds.',
    })
    judge.expect(answer, { requirement: 'GEN-03', rule: `The answer comes in ${expects}.`, expected: expects, got: answer.format })
  },
}))

const UNREADABLE = [
  ['text', 'text/plain'],
  ['form', 'application/x-www-form-urlencoded'],
  ['pdf', 'application/pdf'],
  ['made-up', 'application/fhir+yaml'],
  ['latin-1', 'application/fhir+json;charset=iso-8859-1'],
  ['none', undefined],
] as const

const unreadable = (name: InteractionName) =>
  UNREADABLE.map(
    ([id, contentType]): ScenarioSource => ({
      id: `sent-unsupported-${id}`,
      title: `refused with 415 BAD_REQUEST: a body ${contentType === undefined ? 'without Content-Type' : `as ${contentType}`}`,
      requirements: ['GEN-03'],
      // An SSP refuses these by itself.
      needs: ['direct'],
      writes: true,
      run: async (judge) => {
        const draft = withText(probe(judge, name), BODIES.json, contentType)
        const answer = await judge.send(asking(draft, { accept: undefined, expects: 'json' }))
        expectRefusal(judge, answer, {
          refusal: [415, 'BAD_REQUEST'],
          requirement: 'GEN-03',
          rule: 'A body in a format that is not there is refused.',
        })
      },
    }),
  )

const compressed: ScenarioSource[] = [
  {
    id: 'gzip',
    title: 'an answer is compressed where gzip is accepted',
    requirements: ['GEN-04'],
    run: async (judge) => {
      const answer = await judge.send(withHeader(probe(judge, 'readMetadata'), 'Accept-Encoding', 'gzip'))
      judge.expect(answer, {
        requirement: 'GEN-04',
        rule: 'The answer is compressed.',
        expected: 'gzip',
        got: headerOf(answer, 'content-encoding'),
      })
      judge.expect(answer, {
        requirement: 'GEN-04',
        rule: 'It is what it would be otherwise.',
        expected: 'CapabilityStatement',
        got: answer.resource?.resourceType,
      })
    },
  },
  {
    id: 'not-compressed',
    title: 'an answer is not compressed where nothing was said of it',
    requirements: ['GEN-04'],
    run: async (judge) => {
      const answer = await judge.send(probe(judge, 'readMetadata'))
      judge.expect(answer, {
        requirement: 'GEN-04',
        rule: 'The answer is as it is.',
        expected: undefined,
        got: headerOf(answer, 'content-encoding'),
      })
    },
  },
  {
    id: 'chunked',
    title: 'a body may be sent in chunks',
    requirements: ['GEN-04'],
    writes: true,
    run: async (judge) => {
      const draft = withText(judge.draft('bookAppointment'), BODIES.json, 'application/fhir+json')
      const answer: Answer = await judge.send({ ...withHeader(draft, 'Transfer-Encoding', 'chunked'), expects: judge.format })
      expectRefusal(judge, answer, {
        refusal: [422, 'INVALID_RESOURCE'],
        requirement: 'GEN-04',
        rule: 'The body is read, and refused for what it holds.',
      })
    },
  },
]

export const formats: Scenario[] = [
  ...scenariosOf('readMetadata', 'formats', [...given, ...notThere, ...compressed.slice(0, 2)]),
  ...scenariosOf('readLocation', 'formats', refusalsGiven),
  ...scenariosOf('bookAppointment', 'formats', [...sent, ...unreadable('bookAppointment'), ...compressed.slice(2)]),
  ...(['registerPatient', 'amendAppointment'] as const).flatMap((name) =>
    scenariosOf(name, `formats/${name.toLowerCase()}`, unreadable(name)),
  ),
]
