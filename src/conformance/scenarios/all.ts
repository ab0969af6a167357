import type { Scenario } from '../scenario.ts'
import { amendAppointment } from './amend-appointment.ts'
import { bearerToken } from './bearer-token.ts'
import { bookAppointment } from './book-appointment.ts'
import { cancelAppointment } from './cancel-appointment.ts'
import { caseAndCompleteness } from './case-and-completeness.ts'
import { detailsHeld } from './details-held.ts'
import { findByIdentifier } from './find-by-identifier.ts'
import { formats } from './formats.ts'
import { healthcareServices } from './healthcare-services.ts'
import { hiddenPatients } from './hidden-patients.ts'
import { notOffered } from './not-offered.ts'
import { otherCallers } from './other-callers.ts'
import { plainRequests } from './plain-requests.ts'
import { practiceAndStaff } from './practice-and-staff.ts'
import { readAppointment } from './read-appointment.ts'
import { readById } from './read-by-id.ts'
import { readMetadata } from './read-metadata.ts'
import { registerPatient } from './register-patient.ts'
import { retrieveAppointments } from './retrieve-appointments.ts'
import { searchFreeSlots } from './search-free-slots.ts'
import { spineHeaders } from './spine-headers.ts'
import { switchedOff } from './switched-off.ts'
import { toldOfAppointments } from './told-of-appointments.ts'
import { transport } from './transport.ts'

/** Every scenario there is, in the order of a run. A new file adds one line. */
export const SCENARIOS: readonly Scenario[] = [
  ...transport,
  ...readMetadata,
  ...notOffered,
  ...formats,
  ...spineHeaders,
  ...bearerToken,
  ...switchedOff,
  ...findByIdentifier,
  ...readById,
  ...caseAndCompleteness,
  ...practiceAndStaff,
  ...detailsHeld,
  ...healthcareServices,
  ...hiddenPatients,
  ...otherCallers,
  ...plainRequests,
  ...registerPatient,
  ...searchFreeSlots,
  ...bookAppointment,
  ...toldOfAppointments,
  ...readAppointment,
  ...retrieveAppointments,
  ...amendAppointment,
  ...cancelAppointment,
]
