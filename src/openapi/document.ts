import type { SpineErrorName } from '../nhs/spine-errors.ts'
import { HEADERS, headersNamed, STANDING } from './headers.ts'
import { type Described, interactionOf, pathOf } from './interactions.ts'
import { mediaTypes, xmlSchema } from './media-types.ts'
import { appointmentOperations } from './operations/appointments.ts'
import { directoryOperations } from './operations/directory.ts'
import { metadataOperations } from './operations/metadata.ts'
import { patientOperations } from './operations/patients.ts'
import { slotOperations } from './operations/slots.ts'
import { PARAMETERS, parametersOf } from './parameters.ts'
import { errorsOf, refusalExamples, refusalResponses } from './refusals.ts'
import type { Schema } from './schema.ts'
import { appointmentSchemas } from './schemas/appointment.ts'
import { claimSchemas } from './schemas/bearer-claims.ts'
import { bundleSchemas } from './schemas/bundles.ts'
import { capabilitySchemas } from './schemas/capability-statement.ts'
import { directorySchemas } from './schemas/directory.ts'
import { extensionSchemas } from './schemas/extensions.ts'
import { outcomeSchemas } from './schemas/operation-outcomes.ts'
import { patientSchemas } from './schemas/patient.ts'
import { slotSchemas } from './schemas/slots.ts'
import { vocabularySchemas } from './schemas/vocabularies.ts'
import { DESCRIPTION, TAGS } from './texts.ts'

const OPERATIONS = [...patientOperations, ...slotOperations, ...appointmentOperations, ...directoryOperations, ...metadataOperations]

const ANY_SERVER = {
  url: '{baseUrl}/{odsCode}/STU3/1/gpconnect',
  description: "A practice's service root. Consumers reach it through the Spine Secure Proxy, whose URL comes before this one.",
  variables: {
    baseUrl: { default: 'https://provider.example', description: 'Where the provider is' },
    odsCode: { default: 'A20047', description: 'The ODS code of the practice' },
  },
}

type Server = { url: string; description?: string; variables?: Record<string, { default: string; description?: string; enum?: string[] }> }

export type ApiDocument = {
  openapi: '3.1.1'
  info: Record<string, unknown>
  servers: Server[]
  tags: unknown[]
  security: unknown[]
  paths: Record<string, Record<string, unknown>>
  components: Record<'schemas' | 'examples' | 'headers' | 'parameters' | 'securitySchemes', Record<string, unknown>>
}

/** The direct-care API of GP Connect as this provider serves it, in OpenAPI 3.1. */
export function apiDocument({ servers = [ANY_SERVER] }: { servers?: Server[] } = {}): ApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'GP Connect: Foundations and Appointment Management',
      version: '1.2.9',
      summary: 'Booking into GP practices, over FHIR STU3',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers,
    tags: TAGS,
    security: [{ bearer: [] }],
    paths: pathsOf(OPERATIONS),
    components: {
      schemas: titled({
        ...patientSchemas,
        ...slotSchemas,
        ...appointmentSchemas,
        ...directorySchemas,
        ...bundleSchemas,
        ...capabilitySchemas,
        ...extensionSchemas,
        ...vocabularySchemas,
        ...claimSchemas,
        ...xmlSchema,
        ...outcomeSchemas(refusalsUsed()),
      }),
      examples: refusalExamples(refusalsUsed()),
      headers: HEADERS,
      parameters: PARAMETERS,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An unsecured token (alg none, and an empty third part), made anew for each call. BearerClaims says what it holds.',
        },
      },
    },
  }
}

/** So that whoever shows a schema shows its name, too. */
function titled(schemas: Readonly<Record<string, Schema>>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([title, schema]) => [title, { title, ...schema }]))
}

function pathsOf(operations: readonly Described[]): ApiDocument['paths'] {
  const paths: ApiDocument['paths'] = {}
  for (const operation of operations) {
    const interaction = interactionOf(operation.interactions[0])
    const path = pathOf(interaction)
    paths[path] = { ...paths[path], [interaction.method.toLowerCase()]: operationOf(operation) }
  }
  return paths
}

function operationOf(described: Described): Record<string, unknown> {
  const { operationId, tag, summary, description, parameters = [], body, answer, refusals } = described
  const interactions = described.interactions.map(interactionOf)
  const [first] = interactions
  if (!first) throw new Error(`${operationId} names no interaction.`)
  return {
    operationId,
    tags: [tag],
    summary,
    description: `${description}\n\nThe token's scope: \`${first.scope}\`.`,
    parameters: parametersOf(interactions, parameters),
    ...(body && { requestBody: { required: true, content: mediaTypes(body.schema, body.examples) } }),
    responses: {
      [answer.status]: {
        description: answer.description,
        headers: headersNamed([...STANDING, ...(answer.headers ?? [])]),
        content: mediaTypes(answer.schema, answer.examples),
      },
      ...refusalResponses(first, refusals),
    },
  }
}

/** Every code that some interaction is refused with: the others of the catalogue are not this provider's to send. */
function refusalsUsed(): SpineErrorName[] {
  return [...new Set(OPERATIONS.flatMap(({ interactions, refusals }) => errorsOf(interactionOf(interactions[0]), refusals)))]
}
