import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { choice, constant, list, matching, object, one, ref, type Schema, text } from '../schema.ts'
import { address, contactPoint, date, id, localMoment, meta, metaToSend, moment, reference, textOnly } from './datatypes.ts'

const ACTORS = ['Patient', 'Location', 'Practitioner', 'HealthcareService']

const participants = (actors: string) =>
  list(object({ actor: reference(...ACTORS), status: choice(['accepted']) }), { minItems: 2, description: actors })

const participantsToSend = list(
  object({ actor: reference(...ACTORS), status: choice(['accepted', 'declined', 'tentative', 'needs-action']) }),
  { minItems: 2, description: 'One Patient and one Location; a Practitioner and a HealthcareService if wanted.' },
)

const description = text('What the appointment is for.', { maxLength: 100 })
const comment = text('Anything else to tell the practice.', { maxLength: 500 })

/** What was asked for, and then what the provider has filled in. */
const withExtensions = (...names: string[]) => list({ oneOf: names.map(ref) })

const roleToSend = object({
  url: constant(EXTENSIONS.practitionerRole),
  valueCodeableConcept: object({
    coding: list(
      object({ system: choice([SYSTEMS.sdsJobRoleName, SYSTEMS.sdsJobRoleNameLater]), code: ref('SdsJobRole') }, { display: text() }),
    ),
  }),
})

const changed = (status: string, extensions: Schema, texts: Readonly<Record<string, Schema>>, rest: Schema) =>
  object(
    {
      resourceType: constant('Appointment'),
      id,
      meta: metaToSend(PROFILES.Appointment, { versionId: text() }),
      extension: extensions,
      status: constant(status),
      description: texts.description ?? text(),
      start: moment,
      end: moment,
      slot: list(reference('Slot')),
      created: moment,
      participant: participantsToSend,
    },
    {
      contained: one(ref('BookingOrganization')),
      serviceCategory: textOnly,
      serviceType: one(textOnly),
      comment: texts.comment ?? text(),
    },
    rest,
  )

export const appointmentSchemas: Readonly<Record<string, Schema>> = {
  BookingOrganization: object(
    {
      resourceType: constant('Organization'),
      id: matching('^[A-Za-z0-9\\-.]{1,64}$', 'What the extension points to.'),
      meta: object({ profile: list({ type: 'string' }) }),
      identifier: one(object({ system: constant(SYSTEMS.odsOrganisationCode), value: text('The ODS code.') })),
      name: text(),
      telecom: list(contactPoint, { description: 'How the practice reaches it.' }),
    },
    {
      type: one(object({ coding: list(object({ system: constant(SYSTEMS.organisationType), code: text() }, { display: text() })) })),
      address: list(address),
    },
    { description: 'The organisation that books, contained in the Appointment. Its type only if the slot search was filtered by it.' },
  ),

  Appointment: object(
    {
      resourceType: constant('Appointment'),
      id,
      meta: meta(PROFILES.Appointment),
      extension: withExtensions(
        'BookingOrganisationExtension',
        'PractitionerRoleExtension',
        'DeliveryChannelExtension',
        'CancellationReasonExtension',
      ),
      status: choice(['booked', 'cancelled']),
      description: text(),
      start: localMoment,
      end: localMoment,
      slot: list(reference('Slot')),
      created: localMoment,
      participant: participants('The patient, the surgery, and the practitioner and the service of the session where it has them.'),
    },
    {
      contained: one(ref('BookingOrganization'), { description: 'Absent where the practice booked by itself.' }),
      serviceCategory: textOnly,
      serviceType: one(textOnly),
      comment: text(),
    },
  ),

  AppointmentToBook: object(
    {
      resourceType: constant('Appointment'),
      meta: metaToSend(PROFILES.Appointment),
      contained: one(ref('BookingOrganization')),
      extension: list(
        { oneOf: [ref('BookingOrganisationExtension'), ref('DeliveryChannelExtension'), roleToSend] },
        { contains: { properties: { url: { const: EXTENSIONS.bookingOrganisation } } }, maxContains: 1 },
      ),
      status: constant('booked'),
      description,
      start: { ...moment, description: 'When the first slot starts.' },
      end: { ...moment, description: 'When the last slot ends.' },
      slot: list(reference('Slot'), { uniqueItems: true, description: 'One, or several that follow one another in one session.' }),
      created: { anyOf: [moment, date], description: 'When the consumer made this request.' },
      participant: participantsToSend,
    },
    {
      identifier: list(object({ system: text(), value: text() })),
      comment,
    },
    { description: 'What a consumer sends to book. It has no id: the practice gives one.' },
  ),

  AppointmentToAmend: changed(
    'booked',
    { type: 'array', items: { oneOf: ['BookingOrganisationExtension', 'DeliveryChannelExtension'].map(ref).concat(roleToSend) } },
    { description, comment },
    { description: 'The Appointment as it was read, with another description or comment and nothing else changed.' },
  ),

  AppointmentToCancel: changed(
    'cancelled',
    {
      type: 'array',
      items: {
        oneOf: ['BookingOrganisationExtension', 'DeliveryChannelExtension', 'CancellationReasonExtension'].map(ref).concat(roleToSend),
      },
      contains: { properties: { url: { const: EXTENSIONS.appointmentCancellationReason } } },
      maxContains: 1,
    },
    {},
    { description: 'The Appointment as it was read, cancelled, with the reason and nothing else changed.' },
  ),
}
