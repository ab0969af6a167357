import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { choice, constant, list, object, one, ref, type Schema, text } from '../schema.ts'
import { address, contactPoint, date, gender, id, meta, metaToSend, nhsNumber, reference } from './datatypes.ts'

const officialName = (required: Readonly<Record<string, Schema>>, optional: Readonly<Record<string, Schema>>) =>
  object({ use: constant('official'), ...required }, optional)

export const patientSchemas: Readonly<Record<string, Schema>> = {
  Patient: object(
    {
      resourceType: constant('Patient'),
      id,
      meta: meta(PROFILES.Patient),
      extension: list({ oneOf: [ref('RegistrationDetailsExtension'), ref('NhsCommunicationExtension')] }, { maxItems: 2 }),
      identifier: one(
        object({
          extension: one(ref('NhsNumberVerificationStatusExtension')),
          system: constant(SYSTEMS.nhsNumber),
          value: nhsNumber,
        }),
      ),
      active: { type: 'boolean', const: true },
      name: one(officialName({ family: text() }, { given: list(text()), prefix: list(text()) })),
      managingOrganization: reference('Organization'),
    },
    {
      telecom: list(contactPoint),
      gender,
      birthDate: date,
      address: list(address),
      contact: list(
        object(
          { name: officialName({}, { family: text(), given: list(text()) }) },
          { relationship: one(object({ text: text() })), telecom: list(contactPoint) },
        ),
      ),
      generalPractitioner: one(reference('Practitioner')),
    },
    { description: 'Somebody registered at the practice, whose NHS number has been traced.' },
  ),

  PatientToRegister: object(
    {
      resourceType: constant('Patient'),
      meta: metaToSend(PROFILES.Patient),
      identifier: one(object({ system: constant(SYSTEMS.nhsNumber), value: nhsNumber })),
      name: one(officialName({ family: text(), given: list(text()) }, { prefix: list(text()) })),
      birthDate: date,
    },
    {
      extension: one(communicationToSend()),
      telecom: list(
        {
          oneOf: [
            object({ system: constant('phone'), value: text(), use: choice(['home', 'work', 'mobile', 'temp']) }),
            object({ system: constant('email'), value: text() }, { use: choice(['home', 'work', 'temp', 'old', 'mobile']) }),
          ],
        },
        { description: 'One phone of each use, and one email, at most.' },
      ),
      gender,
      address: list(object({ use: choice(['home', 'temp']) }, addressParts()), { maxItems: 2, description: 'One of each use at most.' }),
    },
    { description: 'Who is to be registered. PDS has the last word: name and date of birth must agree with it.' },
  ),

  RegistrationRequest: object({
    resourceType: constant('Parameters'),
    parameter: one(object({ name: constant('registerPatient'), resource: ref('PatientToRegister') })),
  }),
}

function addressParts(): Readonly<Record<string, Schema>> {
  return { line: list(text()), city: text(), district: text(), postalCode: text(), country: text() }
}

/** The display may be left out, and what else STU3 lets a coding say is passed over. */
function communicationToSend(): Schema {
  const language = object({
    url: constant('language'),
    valueCodeableConcept: object({
      coding: list(object({ system: constant(SYSTEMS.humanLanguage), code: ref('HumanLanguage') }, { display: text() })),
    }),
  })
  const interpreter = object({ url: constant('interpreterRequired'), valueBoolean: { type: 'boolean' } })
  return object({ url: constant(EXTENSIONS.nhsCommunication), extension: list({ oneOf: [language, interpreter] }, { maxItems: 2 }) })
}
