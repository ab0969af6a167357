import { toOperationOutcome } from '../fhir/operation-outcome.ts'
import { SPINE_ERRORS, type SpineErrorName } from '../nhs/spine-errors.ts'
import type { Interaction } from '../provider/interactions.ts'
import { headersNamed, STANDING } from './headers.ts'
import type { Examples } from './interactions.ts'
import { mediaTypes } from './media-types.ts'
import { ref } from './schema.ts'
import { outcomeName } from './schemas/operation-outcomes.ts'

/** When an interaction is refused with what. */
export type Refusals = { readonly [Error in SpineErrorName]?: string }

const SHARED: Refusals = {
  BAD_REQUEST:
    'A Spine header is missing, empty or not for this interaction or practice; or the token is missing, malformed, expired, or lacks the scope; or the query does not decode.',
  ACCESS_DENIED: 'The practice has GP Connect, or Appointment Management, switched off.',
  NO_RECORD_FOUND: 'No practice has this service root.',
  UNSUPPORTED_MEDIA_TYPE: 'Accept or _format asks for neither FHIR JSON nor FHIR XML.',
  INVALID_RESOURCE: 'A resource within the token is not valid STU3, or lacks what is needed of it.',
  INTERNAL_SERVER_ERROR: 'Something failed at the provider. After a write, read back what has become of it.',
}

const WITH_BODY: Refusals = {
  BAD_REQUEST: 'The body is missing, cut off or not well-formed.',
  BODY_TOO_LARGE: 'The body is larger than this provider takes.',
  UNSUPPORTED_MEDIA_TYPE: 'The body is neither FHIR JSON nor FHIR XML in UTF-8, or is compressed.',
  INVALID_RESOURCE: 'The body is not the resource described: diagnostics names every fault and its place.',
}

/** As this provider words them. */
const DIAGNOSTICS: Refusals = {
  BAD_REQUEST: 'Header Ssp-TraceID is missing or empty.',
  ACCESS_DENIED: 'Appointment Management is not enabled at this practice.',
  INVALID_IDENTIFIER_SYSTEM: 'Search parameter identifier must be of the system https://fhir.nhs.uk/Id/nhs-number.',
  INVALID_IDENTIFIER_VALUE: 'Search parameter identifier must have a value.',
  INVALID_NHS_NUMBER: 'Search parameter identifier does not hold a valid NHS number.',
  INVALID_PATIENT_DEMOGRAPHICS: 'The name and date of birth sent do not agree with PDS for this NHS number.',
  INVALID_PARAMETER: 'Search parameter start must begin with `ge`.',
  INVALID_RESOURCE: 'Appointment.slot: must hold at least one Slot; Appointment.description: must be sent.',
  PATIENT_NOT_FOUND: 'This practice has no active patient with that id.',
  PRACTITIONER_NOT_FOUND: 'This practice has no Practitioner with that id.',
  ORGANISATION_NOT_FOUND: 'The only Organization here is the practice itself; it has another id.',
  NO_RECORD_FOUND: 'This practice has no Appointment with that id.',
  REFERENCE_NOT_FOUND: 'Appointment.slot: this practice has no such Slot.',
  DUPLICATE_REJECTED: 'A slot asked for is no longer free: search again and choose another.',
  FHIR_CONSTRAINT_VIOLATION: 'If-Match: the appointment has version 3 now. Read it again.',
  BODY_TOO_LARGE: 'The body is larger than this provider takes.',
  UNSUPPORTED_MEDIA_TYPE: 'Accept must ask for application/fhir+json or application/fhir+xml.',
}

/** In the order of the catalogue. */
export function errorsOf(interaction: Interaction, own: Refusals): SpineErrorName[] {
  return namesOf(SPINE_ERRORS).filter((error) => whensOf(error, interaction, own).length > 0)
}

function whensOf(error: SpineErrorName, { method, alwaysAnswered }: Interaction, own: Refusals): string[] {
  const isShared = !(alwaysAnswered && error === 'ACCESS_DENIED')
  return [isShared ? SHARED : {}, method === 'GET' ? {} : WITH_BODY, own].flatMap((refusals) => refusals[error] ?? [])
}

/** The answers of an interaction that are refusals, by status. */
export function refusalResponses(interaction: Interaction, own: Refusals): Record<string, unknown> {
  const sayWhen = (error: SpineErrorName) => `**${SPINE_ERRORS[error].code}**: ${whensOf(error, interaction, own).join(' ')}`
  const errors = errorsOf(interaction, own)
  const byStatus = Map.groupBy(errors, (error) => SPINE_ERRORS[error].status)
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map(sayWhen).join('\n\n'),
        headers: headersNamed([...STANDING, ...(status === 400 || status === 422 ? ['WWW-Authenticate'] : [])]),
        content: mediaTypes(oneOfOutcomes(ofStatus), Object.fromEntries(ofStatus.map((error) => [error, exampleRef(error)]))),
      },
    ]),
  )
}

function oneOfOutcomes(errors: readonly SpineErrorName[]) {
  const schemas = errors.map((error) => ref(outcomeName(error)))
  return schemas.length === 1 && schemas[0] ? schemas[0] : { oneOf: schemas }
}

const exampleRef = (error: SpineErrorName) => ({ $ref: `#/components/examples/${error}` })

/** What a refusal looks like, once for each code, whatever the interaction. */
export function refusalExamples(errors: Iterable<SpineErrorName>): Examples {
  return Object.fromEntries(
    Array.from(errors, (error) => {
      const { code, display } = SPINE_ERRORS[error]
      return [error, { summary: code, value: toOperationOutcome(error, DIAGNOSTICS[error] ?? `${display}.`) }]
    }),
  )
}

function namesOf<Table extends object>(table: Table): (keyof Table)[] {
  // Object.keys forgets that a constant table has no other keys.
  return Object.keys(table) as (keyof Table)[]
}
