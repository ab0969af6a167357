import { EXTENSIONS, SYSTEMS } from '../../fhir/urls.ts'
import { DELIVERY_CHANNELS } from '../../nhs/delivery-channels.ts'
import { NHS_NUMBER_VERIFICATION_STATUSES } from '../../nhs/nhs-number-verification-statuses.ts'
import { REGISTRATION_TYPES } from '../../nhs/registration-types.ts'
import { choice, constant, matching, object, ref, type Schema, text } from '../schema.ts'
import { coded, localMoment, reference } from './datatypes.ts'

type Value = Readonly<Record<string, Schema>>

const extension = (url: string, value: Value, description?: string) =>
  object({ url: constant(url), ...value }, {}, description ? { description } : {})

/** Whose parts are extensions with bare names: those that must be there, and those that may. */
function nested(url: string, required: Readonly<Record<string, Value>>, optional: Readonly<Record<string, Value>> = {}): Schema {
  const parts = [...Object.entries(required), ...Object.entries(optional)]
  const named = (name: string) => ({ contains: { properties: { url: { const: name } } } })
  return extension(url, {
    extension: {
      type: 'array',
      items: { oneOf: parts.map(([name, value]) => extension(name, value)) },
      maxItems: parts.length,
      allOf: Object.keys(required).map(named),
    },
  })
}

/** What an Appointment, a Slot and a Schedule carry beyond STU3, and what a Patient and a Practitioner do. */
export const extensionSchemas: Readonly<Record<string, Schema>> = {
  BookingOrganisationExtension: extension(
    EXTENSIONS.bookingOrganisation,
    { valueReference: object({ reference: matching('^#.+$', 'The id of the contained Organization, after a #.') }) },
    'Who booked: points to the Organization that the Appointment contains.',
  ),
  PractitionerRoleExtension: extension(
    EXTENSIONS.practitionerRole,
    { valueCodeableConcept: coded(SYSTEMS.sdsJobRoleName, ref('SdsJobRole')) },
    'The role of whoever sees the patient.',
  ),
  DeliveryChannelExtension: extension(
    EXTENSIONS.deliveryChannel,
    { valueCode: choice(DELIVERY_CHANNELS, 'Visit is shown only: it can be neither searched for nor booked.') },
    'How the patient is seen.',
  ),
  CancellationReasonExtension: extension(EXTENSIONS.appointmentCancellationReason, { valueString: text() }, 'Why it was cancelled.'),
  ServiceFilteringStatusExtension: extension(
    EXTENSIONS.serviceFilteringStatus,
    { valueCode: choice(['enabled', 'organization-disabled', 'supplier-disabled']) },
    'Whether slots can be searched for by service at this practice, and if not, who has it switched off.',
  ),
  RegistrationDetailsExtension: nested(
    EXTENSIONS.registrationDetails,
    {
      registrationPeriod: { valuePeriod: object({ start: localMoment }, { end: localMoment }) },
      registrationType: { valueCodeableConcept: coded(SYSTEMS.registrationType, choice(Object.keys(REGISTRATION_TYPES))) },
    },
    { preferredBranchSurgery: { valueReference: reference('Location') } },
  ),
  NhsCommunicationExtension: nested(
    EXTENSIONS.nhsCommunication,
    { language: { valueCodeableConcept: coded(SYSTEMS.humanLanguage, ref('HumanLanguage')) } },
    { interpreterRequired: { valueBoolean: { type: 'boolean' } } },
  ),
  NhsNumberVerificationStatusExtension: extension(
    EXTENSIONS.nhsNumberVerificationStatus,
    {
      valueCodeableConcept: coded(SYSTEMS.nhsNumberVerificationStatus, choice(Object.keys(NHS_NUMBER_VERIFICATION_STATUSES))),
    },
    'How far the NHS number has been traced.',
  ),
}
