import { amended, amendment, appointmentToBook, booked, cancellation, cancelled } from '../appointment-examples.ts'
import { example, found } from '../examples.ts'
import { VERSION } from '../headers.ts'
import type { Described } from '../interactions.ts'
import { CHANGE_PARAMETERS, query, WRITE_PARAMETERS } from '../parameters.ts'
import { matching, ref } from '../schema.ts'

const TAG = 'Appointments'

export const appointmentOperations: readonly Described[] = [
  {
    interactions: ['bookAppointment'],
    operationId: 'bookAppointment',
    tag: TAG,
    summary: 'Book an appointment',
    description: 'Takes every slot asked for, or none. Of several who ask for one slot at once, one is given it.',
    parameters: WRITE_PARAMETERS,
    body: { schema: ref('AppointmentToBook'), examples: example('One slot', appointmentToBook) },
    answer: {
      status: 201,
      description: 'The Appointment, with what the practice has filled in. Without a body where return=minimal is preferred.',
      schema: ref('Appointment'),
      headers: [...VERSION, 'Location', 'Last-Modified'],
      examples: example('Booked', booked),
    },
    refusals: {
      DUPLICATE_REJECTED: 'A slot is no longer free: search again.',
      PATIENT_NOT_FOUND: 'The patient is there, and is not to be shown or is no longer active.',
      REFERENCE_NOT_FOUND: 'A slot, patient, location, practitioner or service is not of this practice.',
      INVALID_RESOURCE:
        'The slots do not belong together or are not released to this organisation, or times and participants are not theirs.',
    },
  },
  {
    interactions: ['readAppointment'],
    operationId: 'readAppointment',
    tag: TAG,
    summary: 'Read an appointment',
    description: 'One appointment to come, by its id, whoever booked it.',
    answer: {
      status: 200,
      description: 'The Appointment.',
      schema: ref('Appointment'),
      headers: VERSION,
      examples: example('Booked', booked),
    },
    refusals: {
      NO_RECORD_FOUND: 'No Appointment of this practice has that id.',
      PATIENT_NOT_FOUND: 'It is of a patient who is not to be shown.',
      INVALID_RESOURCE: 'The appointment is past.',
    },
  },
  {
    interactions: ['amendAppointment', 'cancelAppointment'],
    operationId: 'changeAppointment',
    tag: TAG,
    summary: 'Amend or cancel an appointment',
    description: [
      'Two interactions with one verb and path: Ssp-InteractionID says which of them is meant.',
      '**Amend**: description and comment may change, and nothing else.',
      '**Cancel**: the status becomes cancelled and a reason is given, and nothing else changes; the slots are free again. Sent once more with the same content it changes nothing and is answered the same.',
      'What the practice has filled in (service category and type, role, channel, practitioner, service) may be left out of either.',
    ].join('\n\n'),
    parameters: CHANGE_PARAMETERS,
    body: {
      schema: { oneOf: [ref('AppointmentToAmend'), ref('AppointmentToCancel')] },
      examples: { amend: { summary: 'Amend', value: amendment }, cancel: { summary: 'Cancel', value: cancellation } },
    },
    answer: {
      status: 200,
      description: 'The Appointment as it is now. Without a body where return=minimal is preferred.',
      schema: ref('Appointment'),
      headers: VERSION,
      examples: { amended: { summary: 'Amended', value: amended }, cancelled: { summary: 'Cancelled', value: cancelled } },
    },
    refusals: {
      BAD_REQUEST: "The Appointment's id is not the URL's.",
      NO_RECORD_FOUND: 'No Appointment of this practice has that id.',
      PATIENT_NOT_FOUND: 'It is of a patient who is not to be shown.',
      FHIR_CONSTRAINT_VIOLATION: 'If-Match names another version than the present one: read the appointment again.',
      INVALID_RESOURCE: 'Something else differs, or the appointment is cancelled, past or a home visit.',
      INVALID_PARAMETER: 'The reason of the cancellation is empty.',
    },
  },
  {
    interactions: ['retrieveAppointments'],
    operationId: 'retrieveAppointments',
    tag: TAG,
    summary: "Retrieve a patient's appointments",
    description:
      'What the patient has at this practice on these days, booked or cancelled, whoever booked it. The past cannot be asked for.',
    parameters: [
      query(
        'start',
        true,
        'Twice: the first day with ge and the last day with le.',
        { type: 'array', items: matching('^(ge|le)[0-9]{4}-[0-9]{2}-[0-9]{2}$'), minItems: 2, maxItems: 2 },
        ['ge2026-03-02', 'le2026-03-31'],
      ),
    ],
    answer: {
      status: 200,
      description: 'A Bundle of the appointments.',
      schema: ref('AppointmentBundle'),
      examples: found('One appointment', booked),
    },
    refusals: {
      INVALID_PARAMETER: 'start is not sent twice with ge and le, is no date, lies in the past, or its days are in the wrong order.',
      PATIENT_NOT_FOUND: 'No active patient of this practice has that id.',
    },
  },
]
