import { INTERACTIONS } from '../../../provider/interactions.ts'
import { type Context, claimsOf, goodClaims, withClaims } from './asked.ts'
import { asAdvice, type Found, type Row } from './explanation.ts'
import type { HttpRequest } from './http-request.ts'

/** Claims in place of those that were sent; the others stay. */
const mending = (claims: Record<string, unknown>) => (request: HttpRequest) => withClaims(request, { ...claimsOf(request), ...claims })

/** The whole token anew: nothing could be read of the one that was sent. */
const anew = (context: Context) => (request: HttpRequest) => withClaims(request, { ...goodClaims(context), ...claimsOf(request) })

function token(instead: string, mend: Found['mend']): Found {
  return { at: 'header Authorization', instead, ...(mend && { mend }) }
}

function claim(name: string, instead: string, context: Context): Found {
  return { at: `claim ${name}`, instead, mend: mending({ [name]: goodClaims(context)[name] }) }
}

/** What the form of a claim is, where it is missing or of another type. */
function formOf(name: string, context: Context): string {
  const good = goodClaims(context)
  switch (name) {
    case 'iss':
      return 'the URL of the token endpoint of your system'
    case 'sub':
      return 'the id of the user, which requesting_practitioner has as its id too'
    case 'exp':
    case 'iat':
      return 'a number: seconds since 1970, no text and no milliseconds; exp is iat + 300'
    case 'requesting_device':
    case 'requesting_organization':
    case 'requesting_practitioner':
      return JSON.stringify(good[name])
    default:
      return JSON.stringify(good[name] ?? 'a value')
  }
}

const UNSECURED = 'The token is an unsecured JWT: two base64url parts, a header with alg none and the claims, each followed by a full stop.'
const CLAIMS = 'Every claim is there, and none is null or empty.'

export const TOKEN_ROWS: readonly Row[] = [
  {
    says: /^Header Authorization must be sent/,
    requirement: 'SEC-04',
    rule: 'Every request carries Authorization: Bearer and a token, new for each request.',
    explain: (_found, _request, context) =>
      token('Authorization: Bearer {base64url of {"alg":"none","typ":"JWT"}}.{base64url of the claims}.', anew(context)),
  },
  {
    says: /^Authorization: the token must have three parts/,
    requirement: 'SEC-04',
    rule: UNSECURED,
    explain: (_found, _request, context) => token('{header}.{claims}. with both full stops, the last one too', anew(context)),
  },
  {
    says: /^Authorization: the token must be unsecured/,
    requirement: 'SEC-04',
    rule: UNSECURED,
    explain: (_found, _request, context) =>
      token('{"alg":"none","typ":"JWT"} as the header, and nothing after the last full stop', anew(context)),
  },
  {
    says: /^Authorization: the token (?:is not base64url|does not hold JSON)/,
    requirement: 'SEC-04',
    rule: UNSECURED,
    explain: (_found, _request, context) =>
      token('both parts as JSON objects, encoded as base64url (- and _ instead of + and /)', anew(context)),
  },
  {
    says: /^Authorization: a claim is missing, empty or of the wrong type: (.*)\.$/,
    requirement: 'SEC-04',
    rule: CLAIMS,
    explain: ([, names = ''], _request, context) => names.split(', ').map((name) => claim(name, formOf(name, context), context)),
  },
  {
    says: /^Authorization: iss must be/,
    requirement: 'SEC-04',
    rule: 'iss is a URL.',
    explain: (_found, _request, context) => claim('iss', formOf('iss', context), context),
  },
  {
    says: /^Authorization: exp must be iat/,
    requirement: 'SEC-04',
    rule: 'A token lives exactly 300 seconds: exp is iat + 300, both in seconds.',
    explain: (_found, _request, context) => {
      const { exp, iat } = goodClaims(context)
      return { at: 'claims exp and iat', instead: 'exp = iat + 300', mend: mending({ exp, iat }) }
    },
  },
  {
    says: /^Authorization: the token has expired/,
    requirement: 'SEC-04',
    rule: 'A token is taken until its exp. A request that was kept for later needs a new one.',
    explain: (_found, _request, context) => {
      const { exp, iat } = goodClaims(context)
      return {
        at: 'claim exp',
        instead: 'a new token for each request (CON-05); for a request of earlier, say --at and the time',
        mend: mending({ exp, iat }),
      }
    },
  },
  {
    says: /^Authorization: reason_for_request must be/,
    requirement: 'SEC-04',
    rule: 'GP Connect is for direct care alone.',
    explain: (_found, _request, context) => claim('reason_for_request', '"directcare"', context),
  },
  {
    says: /^Authorization: aud must be/,
    requirement: 'SEC-04',
    rule: 'aud is the service root URL of the practice that is asked, with or without a slash at its end, whatever SSP the request passes.',
    explain: (_found, _request, context) => claim('aud', JSON.stringify(context.serviceRoot), context),
  },
  {
    says: /^Authorization: requested_scope must be (\S+) for/,
    requirement: 'SEC-05',
    rule: 'requested_scope fits the interaction: patient/*.read, patient/*.write or organization/*.read.',
    explain: ([, scope = ''], _request, { interaction }) => ({
      at: 'claim requested_scope',
      instead: `${JSON.stringify(scope)}${interaction ? ` for ${INTERACTIONS[interaction].method} ${INTERACTIONS[interaction].path}` : ''}`,
      mend: mending({ requested_scope: scope }),
    }),
  },
  {
    says: /^Authorization: sub must be the id/,
    requirement: 'SEC-04',
    rule: 'sub and the id of requesting_practitioner name the same user.',
    explain: (_found, request) => {
      const { id } = Object(claimsOf(request).requesting_practitioner)
      return { at: 'claim sub', instead: "requesting_practitioner's id", mend: mending({ sub: typeof id === 'string' ? id : 'user-1' }) }
    },
  },
  {
    says: /^requesting_\w+/,
    requirement: 'SEC-04',
    rule: 'Device, organisation and practitioner are valid STU3 resources and say who asks: DIFF-07 where one is of another type.',
    explain: ({ input }, _request, context) => {
      const good = goodClaims(context)
      return input
        .replace(/\.$/, '')
        .split(/; (?=requesting_)/)
        .map((said) => {
          const [, path = '', message = ''] = /^(requesting_\w+(?:: [\w.[\]()?]+|[\w.[\]()?]*)): (.*)$/.exec(said) ?? [said, said, '']
          const [name = ''] = /^requesting_[a-z]+/.exec(path) ?? []
          const keepsId = name === 'requesting_practitioner' ? { sub: 'user-1' } : {}
          return {
            at: `claim ${path}`,
            instead: `${asAdvice(message)}; for example ${JSON.stringify(good[name])}`,
            mend: mending({ [name]: good[name], ...keepsId }),
          }
        })
    },
  },
]
