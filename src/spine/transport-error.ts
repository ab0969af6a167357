export type TransportFault =
  | 'not-sent' // no connection was made, or the request could not be written as the directory demands
  | 'timed-out'
  | 'given-up' // the caller's own signal
  | 'broken-off'

/** What a developer has to look at. `certificate-...` is the other side's, `own-certificate-refused` ours. */
export type TransportReason =
  | 'no-such-host'
  | 'no-connection'
  | 'connect-timed-out'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-of-another-name'
  | 'certificate-not-trusted'
  | 'own-certificate-refused'
  | 'own-certificate-unusable' // its file, or that of its key
  | 'tls-failed'
  | 'address-unusable'

export type TransportErrorOptions = ErrorOptions & { reason?: TransportReason | undefined }

/** No answer came. The text says how, never where to or with what: addresses carry NHS numbers. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly fault: TransportFault
  /** Whether the request may have reached the other side, so that a write may have been carried out. */
  readonly ambiguous: boolean
  readonly reason: TransportReason | undefined

  constructor(fault: TransportFault, ambiguous: boolean, { reason, ...options }: TransportErrorOptions = {}) {
    super(`No answer: ${fault}${reason ? `, ${reason}` : ''}${ambiguous ? '' : ' (nothing was sent)'}.`, options)
    this.fault = fault
    this.ambiguous = ambiguous
    this.reason = reason
  }
}

/** Failures that happen before the first byte of a request leaves. Whatever is not listed may have come after it. */
const BEFORE_SENDING: Readonly<Record<string, TransportReason>> = {
  ECONNREFUSED: 'no-connection',
  EHOSTUNREACH: 'no-connection',
  ENETUNREACH: 'no-connection',
  EHOSTDOWN: 'no-connection',
  ENOTFOUND: 'no-such-host',
  EAI_AGAIN: 'no-such-host',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timed-out',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-of-another-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-not-trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-not-trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-not-trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-not-trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-not-trusted',
  CERT_SIGNATURE_FAILURE: 'certificate-not-trusted',
  CERT_UNTRUSTED: 'certificate-not-trusted',
  CERT_REJECTED: 'certificate-not-trusted',
  CERT_REVOKED: 'certificate-not-trusted',
  INVALID_CA: 'certificate-not-trusted',
  INVALID_PURPOSE: 'certificate-not-trusted',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls-failed', // the other side speaks no TLS
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'tls-failed',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls-failed',
}

/**
 * The other side ended the handshake. By TLS 1.3 ours has ended before it, and the request may have been written; but who refuses the
 * connection has read none of it.
 */
const OWN_CERTIFICATE_REFUSED = /^ERR_SSL_\w*ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED)$/
const HANDSHAKE_REFUSED = /^ERR_SSL_\w*ALERT_(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION|INSUFFICIENT_SECURITY)$/

function reasonOf(code: string): TransportReason | undefined {
  if (OWN_CERTIFICATE_REFUSED.test(code)) return 'own-certificate-refused'
  if (HANDSHAKE_REFUSED.test(code)) return 'tls-failed'
  return Object.hasOwn(BEFORE_SENDING, code) ? BEFORE_SENDING[code] : undefined
}

function codesOf(cause: unknown): string[] {
  if (!(cause instanceof Error)) return []
  const own = 'code' in cause && typeof cause.code === 'string' ? [cause.code] : []
  // A host with several addresses fails with one error for each of them.
  const inner = cause instanceof AggregateError ? cause.errors.flatMap(codesOf) : []
  return [...own, ...inner, ...codesOf(cause.cause)]
}

export function transportErrorFrom(cause: unknown): TransportError {
  if (cause instanceof TransportError) return cause
  const reasons = codesOf(cause).map(reasonOf)
  const nothingSent = reasons.length > 0 && !reasons.includes(undefined)
  // The cause is not kept: the libraries below print addresses and headers into theirs.
  return nothingSent ? new TransportError('not-sent', false, { reason: reasons[0] }) : new TransportError('broken-off', true)
}
