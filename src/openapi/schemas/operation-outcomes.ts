import { PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { SPINE_ERRORS, type SpineErrorName } from '../../nhs/spine-errors.ts'
import { constant, object, one, type Schema, text } from '../schema.ts'

/** By our name for the situation: BAD_REQUEST is sent with several statuses. */
export const outcomeName = (error: SpineErrorName) => `OperationOutcome.${error}`

function outcome(error: SpineErrorName): Schema {
  const { code, display, issue, status } = SPINE_ERRORS[error]
  return object(
    {
      resourceType: constant('OperationOutcome'),
      meta: object({ profile: one(constant(PROFILES.OperationOutcome)) }),
      issue: one(
        object({
          severity: constant('error'),
          code: constant(issue),
          details: object({
            coding: one(object({ system: constant(SYSTEMS.spineError), code: constant(code), display: constant(display) })),
          }),
          diagnostics: text('For a developer: what was wrong and where. It never holds a name or an NHS number.'),
        }),
      ),
    },
    {},
    { description: `${code}, with status ${status}.` },
  )
}

export function outcomeSchemas(errors: Iterable<SpineErrorName>): Readonly<Record<string, Schema>> {
  return Object.fromEntries(Array.from(errors, (error) => [outcomeName(error), outcome(error)]))
}
