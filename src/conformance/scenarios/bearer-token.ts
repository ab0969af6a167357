import { INTERACTION_NAMES, INTERACTIONS, type InteractionName } from '../interactions.ts'
import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { byDialect, expectRefusal, type Refusal } from '../steps/refusals.ts'
import { SYSTEM } from '../vocabulary.ts'
import { type Answer, headerOf } from '../wire/answer.ts'
import { type Draft, withClaim, withHeader, withinClaim, withToken } from '../wire/draft.ts'
import { probe } from './probes.ts'

const BAD: Refusal = [400, 'BAD_REQUEST']
const INVALID: Refusal = [422, 'INVALID_RESOURCE']
const CLAIMS = [
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'reason_for_request', 'requested_scope'],
  ...['requesting_device', 'requesting_organization', 'requesting_practitioner'],
] as const

type Alter = (draft: Draft, judge: Judge) => Draft
type Row = {
  id: string
  title: string
  refusal?: Refusal | ((judge: Judge) => Refusal)
  alter: Alter
  requirement?: string
  noTokenCame?: boolean
}

const claim =
  (name: string, value: unknown): Alter =>
  (draft) =>
    withClaim(draft, name, value)
const within =
  (name: string, members: Record<string, unknown>): Alter =>
  (draft) =>
    withinClaim(draft, name, members)
const secondsFromNow = (seconds: number) => (judge: Judge) => Math.floor(judge.now().getTime() / 1000) + seconds
const lasting =
  (from: number, until: number): Alter =>
  (draft, judge) =>
    withClaim(withClaim(draft, 'iat', secondsFromNow(from)(judge)), 'exp', secondsFromNow(until)(judge))
const authorization =
  (value: string | undefined): Alter =>
  (draft) => ({ ...withHeader(draft, 'Authorization', value), token: undefined })
const written =
  (write: (header: string, claims: string) => string): Alter =>
  (draft) =>
    withToken(draft, (token) => ({ ...token, write }))
const headed =
  (header: Record<string, unknown>): Alter =>
  (draft) =>
    withToken(draft, (token) => ({ ...token, header }))
const encode = (text: string) => Buffer.from(text).toString('base64url')

const MALFORMED: Row[] = [
  { id: 'missing', title: 'no Authorization header', alter: authorization(undefined), noTokenCame: true },
  { id: 'empty', title: 'an empty Authorization header', alter: authorization(''), noTokenCame: true },
  { id: 'bearer-alone', title: 'Bearer without a token', alter: authorization('Bearer'), noTokenCame: true },
  { id: 'basic', title: 'Basic authorisation', alter: authorization('Basic dXNlcjpwYXNz'), noTokenCame: true },
  { id: 'word', title: 'a token that is a word', alter: authorization('Bearer token') },
  { id: 'two-parts', title: 'a token of two parts', alter: written((header, claims) => `${header}.${claims}`) },
  { id: 'four-parts', title: 'a token of four parts', alter: written((header, claims) => `${header}.${claims}..`) },
  { id: 'signed', title: 'a token with a signature', alter: written((header, claims) => `${header}.${claims}.c2lnbmF0dXJl`) },
  { id: 'not-base64', title: 'claims that are not base64url', alter: written((header) => `${header}.{"iss":1}.`) },
  { id: 'no-json', title: 'claims that are no JSON', alter: written((header) => `${header}.${encode('claims')}.`) },
  { id: 'list', title: 'claims that are a list', alter: written((header) => `${header}.${encode('[]')}.`) },
  { id: 'empty-claims', title: 'claims that are empty', alter: written((header) => `${header}.${encode('{}')}.`) },
  { id: 'no-header', title: 'a token without header', alter: written((_header, claims) => `.${claims}.`) },
  { id: 'hs256', title: 'a header that says HS256', alter: headed({ alg: 'HS256', typ: 'JWT' }) },
  { id: 'rs512', title: 'a header that says RS512', alter: headed({ alg: 'RS512', typ: 'JWT' }) },
  { id: 'no-alg', title: 'a header without algorithm', alter: headed({ typ: 'JWT' }) },
]

const WRONG_CLAIMS: Row[] = [
  ...CLAIMS.flatMap((name): Row[] => [
    { id: `${name}-missing`, title: `${name} is missing`, alter: claim(name, undefined) },
    { id: `${name}-null`, title: `${name} is null`, alter: claim(name, null) },
    { id: `${name}-empty`, title: `${name} is empty`, alter: claim(name, name.startsWith('requesting') ? {} : '') },
  ]),
  { id: 'expired', title: 'the token has expired', alter: lasting(-600, -300) },
  { id: 'just-expired', title: 'the token has expired ten seconds ago', alter: lasting(-310, -10) },
  { id: 'too-long', title: 'exp is iat + 301', alter: lasting(0, 301) },
  { id: 'too-short', title: 'exp is iat + 299', alter: lasting(0, 299) },
  { id: 'an-hour', title: 'exp is iat + 3600', alter: lasting(0, 3600) },
  { id: 'exp-text', title: 'exp is a text', alter: (draft, judge) => withClaim(draft, 'exp', String(secondsFromNow(300)(judge))) },
  { id: 'iat-text', title: 'iat is a text', alter: (draft, judge) => withClaim(draft, 'iat', String(secondsFromNow(0)(judge))) },
  {
    id: 'milliseconds',
    title: 'times are in milliseconds',
    alter: (draft, judge) => withClaim(withClaim(draft, 'iat', judge.now().getTime()), 'exp', judge.now().getTime() + 300_000),
  },
  { id: 'secondary-uses', title: 'reason_for_request is secondaryuses', alter: claim('reason_for_request', 'secondaryuses') },
  { id: 'patient-access', title: 'reason_for_request is patientaccess', alter: claim('reason_for_request', 'patientaccess') },
  { id: 'other-host', title: 'aud is another host', alter: claim('aud', 'https://elsewhere.example/A1/STU3/1/gpconnect') },
  {
    id: 'other-practice',
    title: 'aud is another practice',
    alter: (draft, judge) => withClaim(draft, 'aud', judge.target.serviceRoot.replace(/\/[^/]+\/STU3\//, '/X99999/STU3/')),
  },
  { id: 'iss-no-url', title: 'iss is no URL', alter: claim('iss', 'a consumer') },
  { id: 'sub-of-another', title: 'sub is not the id of requesting_practitioner', alter: claim('sub', 'somebody-else') },
  {
    id: 'scope-unknown',
    title: 'requested_scope is nothing known',
    requirement: 'SEC-05',
    alter: claim('requested_scope', 'everything/*.write'),
  },
  { id: 'claims-as-text', title: 'requesting_device is a text', alter: claim('requesting_device', 'a device') },
]

const INVALID_RESOURCES: Row[] = [
  { id: 'device-without-identifier', title: 'the device has no identifier', alter: within('requesting_device', { identifier: undefined }) },
  { id: 'device-without-model', title: 'the device has no model', alter: within('requesting_device', { model: undefined }) },
  { id: 'device-without-version', title: 'the device has no version', alter: within('requesting_device', { version: undefined }) },
  {
    id: 'device-unknown-element',
    title: 'the device has an element that STU3 does not know',
    alter: within('requesting_device', { colour: 'blue' }),
  },
  { id: 'organisation-without-name', title: 'the organisation has no name', alter: within('requesting_organization', { name: undefined }) },
  {
    id: 'organisation-without-code',
    title: 'the organisation has no ODS code',
    alter: within('requesting_organization', { identifier: undefined }),
  },
  {
    id: 'organisation-other-system',
    title: 'the organisation has an identifier of another system',
    alter: within('requesting_organization', { identifier: [{ system: 'https://example.org/Id/other', value: 'A1' }] }),
  },
  {
    id: 'organisation-unknown-element',
    title: 'the organisation has an element that STU3 does not know',
    alter: within('requesting_organization', { colour: 'blue' }),
  },
  { id: 'practitioner-without-name', title: 'the practitioner has no name', alter: within('requesting_practitioner', { name: undefined }) },
  {
    id: 'practitioner-without-identifier',
    title: 'the practitioner has no SDS user id',
    alter: within('requesting_practitioner', { identifier: undefined }),
  },
  {
    id: 'practitioner-unknown-element',
    title: 'the practitioner has an element that STU3 does not know',
    alter: within('requesting_practitioner', { colour: 'blue' }),
  },
].map((row) => ({ ...row, refusal: INVALID }))

const WRONG_TYPES: Row[] = (['requesting_device', 'requesting_organization', 'requesting_practitioner'] as const).map((name) => ({
  id: `${name}-of-another-type`,
  title: `${name} holds a Location`,
  requirement: 'DIFF-07',
  refusal: (judge) => byDialect(judge, { assurance: INVALID, specification: BAD }),
  alter: within(name, { resourceType: 'Location' }),
}))

/** SEC-04: whoever is deployed is let in. */
const LET_IN: { id: string; title: string; alter: Alter }[] = [
  { id: 'trailing-slash', title: 'aud ends in a slash', alter: (draft, judge) => withClaim(draft, 'aud', `${judge.target.serviceRoot}/`) },
  { id: 'fast-clock', title: 'iat lies in the future', alter: lasting(120, 420) },
  { id: 'nearly-expired', title: 'the token expires in half a minute', alter: lasting(-270, 30) },
  {
    id: 'old-ods-system',
    title: "the organisation's code is of the older system",
    alter: (draft, judge) =>
      withinClaim(draft, 'requesting_organization', { identifier: [{ system: SYSTEM.oldOdsCode, value: judge.target.consumer.odsCode }] }),
  },
  {
    id: 'unknown-sds-ids',
    title: 'the SDS ids are UNK',
    alter: within('requesting_practitioner', {
      identifier: [
        { system: SYSTEM.sdsUserId, value: 'UNK' },
        { system: SYSTEM.sdsRoleProfileId, value: 'UNK' },
      ],
    }),
  },
  {
    id: 'no-role-profile',
    title: 'role profile and local identifier are missing',
    alter: within('requesting_practitioner', { identifier: [{ system: SYSTEM.sdsUserId, value: '111222333444' }] }),
  },
  { id: 'more-claims', title: 'there are claims that nobody knows', alter: claim('favourite_colour', 'blue') },
  { id: 'no-typ', title: 'the header has no typ', alter: headed({ alg: 'none' }) },
]

/** RFC 6750's words, without its statuses. */
function expectChallenge(judge: Judge, answer: Answer, noTokenCame: boolean): void {
  const challenge = headerOf(answer, 'www-authenticate') ?? ''
  const expected = noTokenCame ? /^Bearer(?!.*error=)/ : /^Bearer\b.*\berror="(?:invalid_request|invalid_token|insufficient_scope)"/
  const rule = noTokenCame
    ? 'A refusal for want of a token says Bearer, and no error word.'
    : "A refused token is told RFC 6750's error word."
  judge.expect(answer, { requirement: 'SEC-04', rule, expected: true, got: expected.test(challenge) })
}

function refused(
  name: InteractionName,
  { id, title, refusal = BAD, requirement = 'SEC-04', alter, noTokenCame = false }: Row,
): ScenarioSource {
  return {
    id: `refused-${id.replaceAll('_', '-')}`,
    title: `refused: ${title}`,
    requirements: [...new Set([requirement, 'SEC-04'])],
    needs: ['direct'],
    run: async (judge) => {
      const answer = await judge.send(alter(probe(judge, name), judge))
      const expected = typeof refusal === 'function' ? refusal(judge) : refusal
      expectRefusal(judge, answer, { refusal: expected, requirement, rule: `A request is refused: ${title}.` })
      expectChallenge(judge, answer, noTokenCame)
    },
  }
}

const letIn: ScenarioSource[] = LET_IN.map(({ id, title, alter }) => ({
  id: `let-in-${id}`,
  title: `let in: ${title}`,
  requirements: ['SEC-04'],
  needs: ['direct'],
  run: async (judge) => {
    const answer = await judge.send(alter(probe(judge, 'readMetadata'), judge))
    judge.expect(answer, { requirement: 'SEC-04', rule: `A request is let in where ${title}.`, expected: 200, got: answer.status })
  },
}))

/** Each interaction by itself: none may leave the check out, or ask for another scope. */
function onEach(name: InteractionName): ScenarioSource[] {
  const others = (['patient/*.read', 'patient/*.write', 'organization/*.read'] as const).filter(
    (scope) => scope !== INTERACTIONS[name].scope,
  )
  return [
    refused(name, { id: 'missing', title: 'no Authorization header', alter: authorization(undefined), noTokenCame: true }),
    refused(name, { id: 'expired', title: 'the token has expired', alter: lasting(-600, -300) }),
    ...others.map((scope) =>
      refused(name, {
        id: `scope-${scope.replace(/\W+/g, '-')}`,
        title: `requested_scope is ${scope}`,
        requirement: 'SEC-05',
        alter: claim('requested_scope', scope),
      }),
    ),
  ]
}

export const bearerToken: Scenario[] = [
  ...scenariosOf(
    'searchFreeSlots',
    'bearer-token',
    [...MALFORMED, ...WRONG_CLAIMS, ...INVALID_RESOURCES, ...WRONG_TYPES].map((row) => refused('searchFreeSlots', row)),
  ),
  ...scenariosOf('readMetadata', 'bearer-token', letIn),
  ...INTERACTION_NAMES.flatMap((name) => scenariosOf(name, `bearer-token/${name.toLowerCase()}`, onEach(name))),
]
