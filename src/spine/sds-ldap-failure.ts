import { transportErrorFrom } from './transport-error.ts'
import { type Unavailable, type UnavailableReason, unavailable, unavailableAfter } from './unavailable.ts'

/** RFC 4511, 4.1.9. What is not listed is an answer that this client has no use for. */
const BY_RESULT_CODE: Readonly<Record<number, UnavailableReason>> = {
  3: 'timed-out', // timeLimitExceeded
  7: 'not-authorised', // authMethodNotSupported
  8: 'not-authorised', // strongerAuthRequired
  11: 'failed', // adminLimitExceeded
  13: 'not-authorised', // confidentialityRequired
  48: 'not-authorised', // inappropriateAuthentication
  49: 'not-authorised', // invalidCredentials
  50: 'not-authorised', // insufficientAccessRights
  51: 'failed', // busy
  52: 'failed', // unavailable
  53: 'failed', // unwillingToPerform
  80: 'failed', // other
}

/** The directory said no, in LDAP. */
export function unavailableByCode(code: number): Unavailable {
  return unavailable(BY_RESULT_CODE[code] ?? 'unexpected-answer')
}

/**
 * Why there is no connection. A server that ends a `secured` connection before it has said anything has refused this client's
 * certificate: from TLS 1.3 on that happens after the client's side of the handshake, and not all servers send an alert first.
 */
export function unavailableByConnection(error: unknown, { secured }: { secured: boolean }): Unavailable {
  const failure = transportErrorFrom(error)
  return secured || failure.reason === 'own-certificate-refused' ? unavailable('not-authorised') : unavailableAfter(failure)
}
