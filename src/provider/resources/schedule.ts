import type { Schedule } from '../../appointments/model.ts'
import type { Extension, Schedule as ScheduleResource } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { formatLocalDateTime } from '../../nhs/local-time.ts'
import { isSdsJobRole, SDS_JOB_ROLES } from '../../nhs/sds-job-roles.ts'

/** Extension-GPConnect-PractitionerRole-1, under the system that every published example sends (decision 0006). */
export function toPractitionerRole(role: string): Extension {
  if (!isSdsJobRole(role)) throw new Error('A stored practitioner role is not an SDS job role.')
  return {
    url: EXTENSIONS.practitionerRole,
    valueCodeableConcept: { coding: [{ system: SYSTEMS.sdsJobRoleName, code: role, display: SDS_JOB_ROLES[role] }] },
  }
}

/** GPConnect-Schedule-1 (SLOT-09). */
export function toScheduleResource(schedule: Schedule): ScheduleResource {
  const { id, version, sessionName, locationId, practitionerId, practitionerRole, healthcareServiceId, start, end } = schedule
  return {
    resourceType: 'Schedule',
    id,
    meta: { versionId: String(version), profile: [PROFILES.Schedule] },
    extension: [toPractitionerRole(practitionerRole)],
    ...(sessionName !== undefined && { serviceCategory: { text: sessionName } }),
    actor: [
      { reference: `Location/${locationId}` },
      ...(practitionerId === undefined ? [] : [{ reference: `Practitioner/${practitionerId}` }]),
      ...(healthcareServiceId === undefined ? [] : [{ reference: `HealthcareService/${healthcareServiceId}` }]),
    ],
    planningHorizon: { start: formatLocalDateTime(start), end: formatLocalDateTime(end) },
  }
}
