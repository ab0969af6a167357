import { readOperationOutcome } from '../fhir/operation-outcome.ts'
import { redactNhsNumbers } from '../nhs/redact-nhs-numbers.ts'
import type { HttpAnswer } from './http.ts'

/** `unknown`: something on the way answered, and not in FHIR. */
export type RefusingParty = 'ssp' | 'provider' | 'unknown'

export type Refusal = {
  by: RefusingParty
  status: number
  /** A Spine code from the provider; the name of the failed check from the SSP. */
  code: string | undefined
  diagnostics: string | undefined
  /** Whether a write may have been carried out nevertheless. */
  mayHaveActed: boolean
}

/** Nobody says of these that nothing was done: not the SSP that lost its connection, nor a provider that failed half-way. */
function mayHaveActed(status: number): boolean {
  return status === 408 || status === 444 || status === 499 || (status >= 500 && status !== 501)
}

/** CON-11: reads who refused from what they sent; the SSP has codes of its own, and some bodies are no FHIR. */
export function refusalFrom(answer: HttpAnswer): Refusal {
  const outcome = answer.body.kind === 'json' ? readOperationOutcome(answer.body.value) : undefined
  const common = { status: answer.status, mayHaveActed: mayHaveActed(answer.status) }
  if (!outcome) return { ...common, by: 'unknown', code: undefined, diagnostics: undefined }

  const { refusedBy, code, diagnostics } = outcome
  if (refusedBy === 'ssp') return { ...common, by: 'ssp', code: nameOfSspCheck(diagnostics) ?? code, diagnostics: undefined }
  const by = refusedBy === 'provider' ? 'provider' : 'unknown'
  // Providers do print the number that was asked for; it shall go no further than here.
  return { ...common, by, code, diagnostics: diagnostics && redactNhsNumbers(diagnostics) }
}

/**
 * The SSP builds its diagnostics from a name in capitals and the values that failed, among them the whole target URL, in which a patient
 * search has the NHS number: only the name is kept.
 */
function nameOfSspCheck(diagnostics: string | undefined): string | undefined {
  if (diagnostics === undefined) return undefined
  if (diagnostics.startsWith('ENDPOINT_')) return 'ENDPOINT_VARIES_FROM_TARGETURL'
  return /^[A-Z]+(?:_[A-Z]+)+(?=[_:]|$)/i.exec(diagnostics)?.[0].replace(/_URL(?:_https?)?$/, '')
}
