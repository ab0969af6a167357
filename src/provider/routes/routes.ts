import type { RouteOptions } from 'fastify'
import type { ProviderDeps } from '../deps.ts'
import { amendOrCancelAppointmentRoute } from './amend-or-cancel-appointment.ts'
import { bookAppointmentRoute } from './book-appointment.ts'
import { findHealthcareServiceRoute } from './find-healthcare-service.ts'
import { findOrganizationRoute } from './find-organization.ts'
import { findPatientRoute } from './find-patient.ts'
import { findPractitionerRoute } from './find-practitioner.ts'
import { readAppointmentRoute } from './read-appointment.ts'
import { readHealthcareServiceRoute } from './read-healthcare-service.ts'
import { readLocationRoute } from './read-location.ts'
import { readMetadataRoute } from './read-metadata.ts'
import { readOrganizationRoute } from './read-organization.ts'
import { readPatientRoute } from './read-patient.ts'
import { readPractitionerRoute } from './read-practitioner.ts'
import { registerPatientRoute } from './register-patient.ts'
import { retrieveAppointmentsRoute } from './retrieve-appointments.ts'
import { searchFreeSlotsRoute } from './search-free-slots.ts'

/** Every interaction, registered under each practice's service root. */
export const routes = (deps: ProviderDeps): RouteOptions[] => [
  readMetadataRoute(),
  findPatientRoute(deps),
  readPatientRoute(deps),
  registerPatientRoute(deps),
  findPractitionerRoute(deps),
  readPractitionerRoute(deps),
  findOrganizationRoute(deps),
  readOrganizationRoute(),
  readLocationRoute(deps),
  findHealthcareServiceRoute(deps),
  readHealthcareServiceRoute(deps),
  searchFreeSlotsRoute(deps),
  bookAppointmentRoute(deps),
  readAppointmentRoute(deps),
  amendOrCancelAppointmentRoute(deps),
  retrieveAppointmentsRoute(deps),
]
