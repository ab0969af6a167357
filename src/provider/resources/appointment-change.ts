import type { Amendment } from '../../appointments/amend-appointment.ts'
import type { Cancellation } from '../../appointments/cancel-appointment.ts'
import type { Appointment } from '../../appointments/model.ts'
import { checkShape } from '../../fhir/check-shape.ts'
import type { Appointment as AppointmentResource } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES } from '../../fhir/urls.ts'
import { type Dialect, errorBy } from '../../nhs/dialect.ts'
import { SpineError } from '../../nhs/spine-errors.ts'
import { differencesOf } from './appointment-differences.ts'
import { checkTexts } from './appointment-texts.ts'
import { type ResourceFault, refuseFaults } from './refuse.ts'

const REASON = 'Appointment.extension(AppointmentCancellationReason)'

type Submitted = { body: unknown; id: string }

/** APT-09: a submitted Appointment as the amendment that it makes. Throws one refusal that names every fault found. */
export function decodeAmendment(submitted: Submitted): Pick<Amendment, 'id' | 'description' | 'comment' | 'checkNothingElseChanges'> {
  const appointment = decodeShape(submitted)
  const { description = '', comment } = appointment
  const faults: ResourceFault[] = [...checkProfile(appointment), ...checkTexts(appointment)]
  if (reasonsOf(appointment).length > 0) faults.push({ path: REASON, message: 'must not be sent in an amendment' })
  refuseFaults(faults)
  return {
    id: submitted.id,
    description,
    ...(comment !== undefined && { comment }),
    checkNothingElseChanges: (stored) => refuseFaults(differencesOf(appointment, stored, ['description', 'comment'])),
  }
}

/** APT-10. */
export function decodeCancellation(submitted: Submitted): Pick<Cancellation, 'id' | 'reason' | 'checkNothingElseChanges' | 'isTheSame'> {
  refuseEmptyReason(submitted.body)
  const appointment = decodeShape(submitted)
  const reasons = reasonsOf(appointment)
  const reason = reasons[0]?.valueString
  const faults: ResourceFault[] = checkProfile(appointment)
  if (appointment.status !== 'cancelled') faults.push({ path: 'Appointment.status', message: 'must be cancelled' })
  if (reasons.length !== 1 || reason === undefined) faults.push({ path: REASON, message: 'must be sent once, with its text' })
  refuseFaults(faults)

  const differences = (stored: Appointment) => differencesOf(appointment, stored, ['status'])
  return {
    id: submitted.id,
    reason: reason ?? '',
    checkNothingElseChanges: (stored) => refuseFaults(differences(stored)),
    isTheSame: (stored) => stored.cancellationReason === reason && differences(stored).length === 0,
  }
}

function decodeShape({ body, id }: Submitted): AppointmentResource {
  refuseFaults(checkShape(body, 'Appointment'))
  // checkShape has proved it.
  const appointment = body as AppointmentResource
  if (appointment.id !== id) throw new SpineError('BAD_REQUEST', "Appointment.id: must be the URL's id.")
  return appointment
}

function checkProfile(appointment: AppointmentResource): ResourceFault[] {
  const isNamed = appointment.meta?.profile?.includes(PROFILES.Appointment)
  return isNamed ? [] : [{ path: 'Appointment.meta.profile', message: `must hold ${PROFILES.Appointment}` }]
}

function reasonsOf({ extension = [] }: AppointmentResource) {
  return extension.filter(({ url }) => url === EXTENSIONS.appointmentCancellationReason)
}

/** APT-10: an empty reason has a code of its own, so it is looked for before the shape, which no empty text has either. */
function refuseEmptyReason(body: unknown): void {
  const extensions: unknown = Object(body).extension
  if (!Array.isArray(extensions)) return
  const isEmpty = extensions.some(
    (extension: unknown) =>
      Object(extension).url === EXTENSIONS.appointmentCancellationReason && String(Object(extension).valueString ?? '').trim() === '',
  )
  if (isEmpty) throw new SpineError('INVALID_PARAMETER', `${REASON}: must not be empty.`)
}

/** APT-11, DIFF-05: the version that the consumer has seen, from `If-Match: W/"3"`; undefined where it may be left out. */
export function decodeIfMatch(header: string | undefined, dialect: Dialect): number | undefined {
  if (header === undefined) {
    const error = errorBy(dialect, 'amend or cancel without If-Match')
    if (error) throw new SpineError(error, 'Header If-Match must hold the version that was read.')
    return undefined
  }
  const version = /^W\/"([1-9]\d{0,8})"$/.exec(header.trim())?.[1]
  if (version === undefined) throw new SpineError('FHIR_CONSTRAINT_VIOLATION', 'Header If-Match must be W/"[version]", as ETag gives it.')
  return Number(version)
}
