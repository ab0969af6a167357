import type { IncomingMessage } from 'node:http'
import { redactNhsNumbers } from '../../nhs/redact-nhs-numbers.ts'
import { type ApiReply, headerOf } from '../api-request.ts'
import type { SpineRecords } from '../spine-records.ts'
import { methodNotAllowed, sspOutcome } from './ssp-outcomes.ts'

const SSP_HEADERS = ['Ssp-TraceID', 'Ssp-From', 'Ssp-To', 'Ssp-InteractionID'] as const
const METHODS = ['GET', 'POST', 'PUT']
// Which media types the proxy refuses is not published: ours are those that no FHIR server reads.
const MEDIA_TYPE = /^(?:application|text)\/(?:fhir\+)?(?:json|xml)(?:\+fhir)?\s*(?:;|$)/i

export type Allowed = { target: string; practice: string; interaction: string }

/** The URL after the proxy's own first slash, as sent: nothing decoded, merged or normalised. */
export function embeddedUrl(request: IncomingMessage): string {
  return (request.url ?? '').slice(1)
}

/** How the proxy names the target in its own words: without the query, which may hold a patient's number. */
export function namedTarget(target: string): string {
  return redactNhsNumbers(target.split('?')[0] ?? '')
}

/** The root byte for byte, and then a path, a query or nothing: `.../gpconnect2` is not under `.../gpconnect`. */
function isUnder(root: string, target: string): boolean {
  return target.startsWith(root) && (root.endsWith('/') || /^(?:[/?]|$)/.test(target.slice(root.length)))
}

export type CheckDeps = {
  records: SpineRecords
  newId: () => string
  /** Undefined over plain HTTP. */
  certificate: { fqdn: string | undefined } | undefined
}

/** Headers, sender and its certificate, receiver, pair, URL, method, media type: the first that fails is told. */
export function checkSspRequest({ records, newId, certificate }: CheckDeps, request: IncomingMessage): Allowed | { refusal: ApiReply } {
  const refuse = (status: number, issue: string, saying: string) => ({ refusal: sspOutcome({ status, issue, saying }, newId()) })
  const [, from, to, interaction] = SSP_HEADERS.map((name) => headerOf(request.headers, name.toLowerCase()))
  const missing = SSP_HEADERS.find((name) => headerOf(request.headers, name.toLowerCase()) === undefined)
  // What the proxy says of a missing header is not published.
  if (missing !== undefined || from === undefined || to === undefined || interaction === undefined) {
    return refuse(400, 'invalid', `MISSING_HEADER_${missing}`)
  }

  const sender = records.asRecord(from)
  if (!sender?.interactions.includes(interaction)) return refuse(403, 'forbidden', `ASID_CHECK_FAILED_MESSAGESENDER_${from}`)
  // The rule is published and the words are not (SEC-01).
  if (certificate && sender.fqdn !== undefined && sender.fqdn !== certificate.fqdn)
    return refuse(403, 'forbidden', `CERTIFICATE_FQDN_CHECK_FAILED_MESSAGESENDER_${from}`)
  const receiver = records.mhsRecords({ asid: to }).find((record) => record.interaction === interaction)
  if (!receiver) return refuse(403, 'forbidden', `PARTYKEY_INTERACTION_CHECK_FAILED_MESSAGERECEIVER_${to}`)
  if (!records.maySend({ from, to })) return refuse(403, 'forbidden', `FOT_CHECK_FAILED_MESSAGESENDER_${from}_MESSAGERECEIVER_${to}`)

  const target = embeddedUrl(request)
  const { serviceRoot, cpaId } = receiver
  if (serviceRoot === undefined || !isUnder(serviceRoot, target)) {
    return refuse(400, 'invalid', `ENDPOINT_${serviceRoot ?? ''}_CPAID_${cpaId}_VARIES_FROM_TARGETURL_${namedTarget(target)}`)
  }

  if (!METHODS.includes(request.method ?? '')) return { refusal: methodNotAllowed() }
  const mediaType = request.headers['content-type']
  if (mediaType !== undefined && !MEDIA_TYPE.test(mediaType)) return refuse(415, 'not-supported', 'Unsupported_Media_Type')
  return { target, practice: receiver.odsCode, interaction }
}
