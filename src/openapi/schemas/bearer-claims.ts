import { SYSTEMS } from '../../fhir/urls.ts'
import { choice, constant, list, type Schema, text } from '../schema.ts'

type Properties = Readonly<Record<string, Schema>>

const open = (required: Properties, optional: Properties = {}): Schema => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: true,
})
const identifier = open({}, { system: text(), value: text() })
const withSystem = (system: string) => ({ contains: { required: ['system', 'value'], properties: { system: { const: system } } } })
const seconds: Schema = { type: 'integer', description: 'Seconds since 1970.' }

/** Open, as tokens are: what is not named here is passed over. */
export const claimSchemas: Readonly<Record<string, Schema>> = {
  BearerClaims: {
    ...open({
      iss: { type: 'string', format: 'uri', description: 'The system that made the token.' },
      sub: text('The id of requesting_practitioner.'),
      aud: { description: "The practice's service root, with or without a slash at its end.", anyOf: [text(), list(text())] },
      iat: seconds,
      exp: { ...seconds, description: 'Seconds since 1970: exactly 300 more than iat, and not past.' },
      reason_for_request: constant('directcare'),
      requested_scope: text('The scope that the interaction needs (each operation names it); several are separated by blanks.'),
      requesting_device: open({
        resourceType: constant('Device'),
        identifier: list(open({ value: text() }, { system: text() })),
        model: text(),
        version: text(),
      }),
      requesting_organization: open({
        resourceType: constant('Organization'),
        identifier: list(identifier, {
          contains: {
            required: ['system', 'value'],
            properties: { system: choice([SYSTEMS.odsOrganisationCode, SYSTEMS.oldOdsOrganisationCode]) },
          },
        }),
        name: text(),
      }),
      requesting_practitioner: open({
        resourceType: constant('Practitioner'),
        id: text('Equal to sub.'),
        identifier: list(identifier, { ...withSystem(SYSTEMS.sdsUserId), description: 'Holds an SDS user id, or UNK for one.' }),
        name: list(open({}, { family: text(), given: list(text()), prefix: list(text()), text: text() })),
      }),
    }),
    description: 'What the payload of the bearer token says. The resources within are STU3, as JSON.',
  },
}
