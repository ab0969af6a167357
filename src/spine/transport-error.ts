export type TransportFault =
  | 'not-sent' // no connection was made, or the request could not be written as the directory demands
  | 'timed-out'
  | 'given-up' // the caller's own signal
  | 'broken-off'

/** No answer came. The text says how, never where to or with what: addresses carry NHS numbers. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly fault: TransportFault
  /** Whether the request may have reached the other side, so that a write may have been carried out. */
  readonly ambiguous: boolean

  constructor(fault: TransportFault, ambiguous: boolean, options?: ErrorOptions) {
    super(`No answer: ${fault}${ambiguous ? '' : ' (nothing was sent)'}.`, options)
    this.fault = fault
    this.ambiguous = ambiguous
  }
}

/** Failures that happen before the first byte of a request leaves. Whatever is not listed may have come after it. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

function codesOf(cause: unknown): string[] {
  if (!(cause instanceof Error)) return []
  const own = 'code' in cause && typeof cause.code === 'string' ? [cause.code] : []
  // A host with several addresses fails with one error for each of them.
  const inner = cause instanceof AggregateError ? cause.errors.flatMap(codesOf) : []
  return [...own, ...inner, ...codesOf(cause.cause)]
}

export function transportErrorFrom(cause: unknown): TransportError {
  const codes = codesOf(cause)
  const nothingSent = codes.length > 0 && codes.every((code) => BEFORE_SENDING.has(code))
  // The cause is not kept: the libraries below print addresses and headers into theirs.
  return nothingSent ? new TransportError('not-sent', false) : new TransportError('broken-off', true)
}
