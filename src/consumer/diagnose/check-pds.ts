import { ConfigError } from '../../nhs/config-error.ts'
import { parseNhsNumber } from '../../nhs/nhs-number.ts'
import { type AccessTokenDeps, type Authorize, createAccessToken } from '../../spine/access-token.ts'
import { ACCESS_FAULTS, type AccessFault } from '../../spine/access-token-faults.ts'
import { createPds } from '../../spine/pds.ts'
import type { PdsDeps } from '../../spine/pds-call.ts'
import { UnavailableError } from '../../spine/unavailable.ts'
import { type Clocks, howFarOff } from './clocks.ts'
import { explainUnavailable } from './explain-unavailable.ts'
import { bad, good, type Verdict } from './finding.ts'

/** The range of 999 is never issued: whatever PDS says of it, it is of nobody. */
const NOBODY = '9998765439'

export type TokenChecked = { verdict: Verdict; authorize?: Authorize }

/** What each refusal of the token endpoint asks to be done. */
const TO_DO: Partial<Record<AccessFault, string>> = {
  'key-id-unknown':
    'Compare pds.token.keyId with the `kid` in the JWKS that is registered for the application. After a change, wait an hour.',
  'key-id-missing': 'Set pds.token.keyId.',
  'audience-refused': 'Write pds.token.url as the platform does: https://{environment}/oauth2/token, no slash at the end.',
  'api-key-unknown': 'Compare pds.token.apiKey with that of the application, in the environment of pds.token.url.',
  'signature-refused': 'Name in pds.token.privateKeyFile the key whose public part is registered under pds.token.keyId.',
  'public-key-missing': 'Register the public key (JWKS) for the application.',
  'public-key-unreachable': 'Make the registered address of the JWKS reachable from the internet.',
  'not-approved': 'Have the application approved for this environment.',
  'api-not-granted': 'Have the PDS FHIR API (application-restricted) added to the application.',
  'token-missing': 'Set pds.token: url, apiKey, keyId and privateKeyFile.',
  'token-refused': 'Take pds.url and pds.token.url from one environment.',
  'asid-missing': 'Ask for an ASID to be added to the application: it cannot be mended here.',
  'not-permitted': 'Have the PDS FHIR API (application-restricted) added to the application.',
  'assertion-expired': 'Have the clock of this machine set by NTP.',
  'expiry-refused': 'Have the clock of this machine set by NTP.',
}
const ASK_SUPPORT = 'Give the code below to the support of the API platform.'

/** Asks for one access token. */
export async function checkToken(deps: AccessTokenDeps, clocks: Clocks): Promise<TokenChecked> {
  let authorize: Authorize
  try {
    authorize = createAccessToken(deps)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { verdict: bad(error.faults.join(' '), 'Check pds.token.privateKeyFile.') }
  }
  try {
    await authorize()
    return { verdict: good('was issued'), authorize }
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    const { fault, reason } = error.outcome
    const details = { host: new URL(deps.tokenUrl).host, code: fault ?? reason }
    if (fault === undefined) return { verdict: explainUnavailable('The token endpoint', error.outcome, details) }
    const ahead = clocks.aheadOf(deps.tokenUrl)
    const byTheClock = fault === 'assertion-expired' || fault === 'expiry-refused'
    const howFar = byTheClock && ahead !== undefined && ahead !== 0 ? ` By its own it is ${howFarOff(ahead)}.` : ''
    return { verdict: bad(`${ACCESS_FAULTS[fault]}${howFar}`, TO_DO[fault] ?? ASK_SUPPORT, details) }
  }
}

/** Asks for somebody who does not exist: nobody is disclosed. */
export async function checkPds(
  deps: PdsDeps,
  endUserOrganisation: Parameters<ReturnType<typeof createPds>['retrieve']>[1],
): Promise<Verdict> {
  const nobody = parseNhsNumber(NOBODY)
  if (nobody === undefined) throw new Error('The number of nobody is not well formed.')
  const answer = await createPds(deps).retrieve(nobody, endUserOrganisation)
  if (answer.kind !== 'unavailable') return good('answers')
  const details = { host: new URL(deps.baseUrl).host, code: answer.fault ?? answer.reason }
  if (answer.fault === undefined) return explainUnavailable('PDS', answer, details)
  return bad(ACCESS_FAULTS[answer.fault], TO_DO[answer.fault] ?? ASK_SUPPORT, details)
}
