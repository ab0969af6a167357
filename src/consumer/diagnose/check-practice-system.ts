import { isObject, type Loose, objectAt, objectsAt, textAt } from '../../spine/loose-json.ts'
import type { SpineAddress } from '../../spine/sds.ts'
import type { Ssp, SspAnswer } from '../../spine/ssp.ts'
import { isA } from '../bundle-reading.ts'
import { type Failure, failureFrom } from '../failure.ts'
import type { Asker } from '../practice-line.ts'
import { bad, type Details, good, type Verdict } from './finding.ts'

const BY = {
  consumer: 'This program did not send the request.',
  ssp: 'The SSP refused the request.',
  provider: "The practice's system refused the request.",
  unknown: 'Something between here and the practice answered in its stead.',
  pds: 'PDS refused the request.',
  sds: 'SDS refused the request.',
} as const satisfies Record<Failure['by'], string>

/** What the SSP checks, and which setting or register that is about. */
const SAID: Readonly<Record<string, readonly [says: string, advice: string]>> = {
  ASID_CHECK_FAILED_MESSAGESENDER: [
    'The SSP refused: organisation.asid is not registered for this interaction.',
    'Set organisation.asid to what the directory has for this system (the line "Own ASID"), or have GP Connect registered for it.',
  ],
  PARTYKEY_INTERACTION_CHECK_FAILED_MESSAGERECEIVER: [
    "The SSP refused: the practice's system is not registered for this interaction.",
    'The directory and the SSP disagree about the practice: tell its supplier.',
  ],
  CERTIFICATE_FQDN_CHECK_FAILED_MESSAGESENDER: [
    'The SSP refused: the certificate is not the one registered with organisation.asid.',
    'Use the certificate whose FQDN was registered for this ASID, or have its FQDN registered.',
  ],
  FOT_CHECK_FAILED_MESSAGESENDER: [
    'The SSP refused: there is no data-sharing agreement between your organisation and this practice.',
    'Nothing is wrong with this system. The practice and your organisation have to agree on sharing; --practice tries another one.',
  ],
  ENDPOINT_VARIES_FROM_TARGETURL: [
    "The SSP refused: the practice's address is not the one it has in its own directory.",
    'Try again in a few minutes. If it stays so, take SDS and SSP from one environment.',
  ],
  ERROR_COMMUNICATING_TO_ENDPOINT: [
    "The SSP could not reach the practice's system.",
    'Nothing is wrong on this side: it is down, or the two do not take each other’s certificates. Tell the practice’s supplier; --practice tries another one.',
  ],
  TIMEOUT_COMMUNICATING_TO_ENDPOINT: [
    "The practice's system did not answer the SSP in time.",
    'Nothing is wrong on this side. Try again in a few minutes, then tell the practice’s supplier; --practice tries another one.',
  ],
  'HTTP 495': [
    "A certificate was refused behind the SSP, which took this system's.",
    'The practice’s system does not take the SSP’s certificate: tell the practice’s supplier.',
  ],
}

/** Asks for the capability statement, which a practice gives whatever it has switched off (ORG-04). */
export async function checkPracticeSystem(
  ssp: Ssp,
  of: { asker: Asker; address: SpineAddress },
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  const { asker, address } = of
  const answer = await ssp.send({ interaction: 'readMetadata', path: 'metadata', from: asker, to: address, signal })
  if (answer.kind === 'unanswered') return explainSilence(answer)
  if (answer.kind === 'refused') return explainRefusal(failureFrom({ step: 'ask the practice', practice: undefined }, answer))

  const { value } = answer.body.kind === 'json' ? answer.body : { value: undefined }
  const trace = { 'trace id': answer.traceId }
  if (!isObject(value) || !isA('CapabilityStatement', value)) {
    return bad("The practice's system answered with something else than its capabilities.", 'Tell the practice’s supplier.', trace)
  }
  const interactions = interactionsOf(value)
  const software = objectAt(value, 'software')
  const names = [textAt(software, 'name'), textAt(software, 'version')].filter((name) => name !== undefined)
  const version = textAt(value, 'version')
  return good(`answers: ${names.join(' ') || 'it does not name itself'}, ${interactions.length} interactions`, {
    'FHIR version': textAt(value, 'fhirVersion') ?? 'not told',
    ...(version !== undefined && { 'GP Connect version': version }),
    interactions: interactions.join(', '),
    ...trace,
  })
}

function explainSilence({ fault, reason, traceId }: Extract<SspAnswer, { kind: 'unanswered' }>): Verdict {
  const details = { code: reason ?? fault, 'trace id': traceId }
  if (reason === 'address-unusable') {
    const advice = 'It has to be corrected in the directory: tell the practice’s supplier.'
    return bad("The practice's address in the directory cannot be sent as it is (CON-04), so nothing was sent.", advice, details)
  }
  return bad(
    fault === 'timed-out' ? 'No answer came through the SSP in the time allowed.' : 'The SSP ended the connection without an answer.',
    "The SSP takes this system's calls (the line above), so it is the practice's system, or the way to it. --practice tries another one.",
    details,
  )
}

function explainRefusal({ by, code = '', diagnostics, advice, traceId }: Failure): Verdict {
  const known = SAID[code]
  const trace: Details = { by, code, ...(traceId !== undefined && { 'trace id': traceId }) }
  if (known) return bad(...known, trace)
  return bad(`${BY[by]}${code ? ` It said ${code}.` : ''}`, advice, { ...trace, ...(diagnostics !== undefined && { diagnostics }) })
}

function interactionsOf(statement: Loose): string[] {
  const rest = objectsAt(statement, 'rest')
  const ofResources = rest
    .flatMap((one) => objectsAt(one, 'resource'))
    .flatMap((resource) => objectsAt(resource, 'interaction').map((one) => `${textAt(resource, 'type')} ${textAt(one, 'code')}`))
  return [...ofResources, ...rest.flatMap((one) => objectsAt(one, 'operation')).map((one) => `$${textAt(one, 'name')}`)]
}
