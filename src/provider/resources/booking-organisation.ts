import type { BookingOrganisation } from '../../appointments/model.ts'
import type { Appointment, Extension, Organization } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { fromAddress, fromContactPoint, toAddress, toContactPoint } from './contact-details.ts'
import type { ResourceFault } from './refuse.ts'

const CONTAINED_ID = '1'

/** The Organization that an Appointment contains, and the extension that points to it (APT-06). */
export function toBookingOrganisation(organisation: BookingOrganisation): { contained: Organization; extension: Extension } {
  const { odsCode, name, telecom, addresses = [], type } = organisation
  return {
    contained: {
      resourceType: 'Organization',
      id: CONTAINED_ID,
      meta: { profile: [PROFILES.Organization] },
      identifier: [{ system: SYSTEMS.odsOrganisationCode, value: odsCode }],
      ...(type && { type: [{ coding: [{ system: SYSTEMS.organisationType, code: type }] }] }),
      name,
      // As it was sent, `use` and all: must-support content is given back (GEN-20).
      telecom: telecom.map(toContactPoint),
      ...(addresses.length > 0 && { address: addresses.map(toAddress) }),
    },
    extension: { url: EXTENSIONS.bookingOrganisation, valueReference: { reference: `#${CONTAINED_ID}` } },
  }
}

/** APT-01: the booking organisation as the consumer says it, or the faults of saying so. */
export function decodeBookingOrganisation(appointment: Appointment, faults: ResourceFault[]): BookingOrganisation | undefined {
  const path = 'Appointment.extension(BookingOrganisation)'
  const extensions = (appointment.extension ?? []).filter(({ url }) => url === EXTENSIONS.bookingOrganisation)
  const reference = extensions[0]?.valueReference?.reference
  if (extensions.length !== 1 || !reference?.startsWith('#')) {
    faults.push({ path, message: 'must be sent once, with a reference to a contained Organization' })
    return undefined
  }
  const contained = (appointment.contained ?? []).find(({ id }) => id === reference.slice(1))
  if (contained?.resourceType !== 'Organization') {
    faults.push({ path, message: 'must refer to a contained Organization' })
    return undefined
  }
  return decodeContainedOrganization(contained, faults)
}

function decodeContainedOrganization(organization: Organization, faults: ResourceFault[]): BookingOrganisation {
  const path = 'Appointment.contained(Organization)'
  const ods = (organization.identifier ?? []).find(
    ({ system }) => system === SYSTEMS.odsOrganisationCode || system === SYSTEMS.oldOdsOrganisationCode,
  )
  const type = organization.type?.[0]?.coding?.find(({ system }) => system === SYSTEMS.organisationType)?.code
  if (!ods?.value) faults.push({ path: `${path}.identifier`, message: 'must hold the ODS code of the booking organisation' })
  if (!organization.name) faults.push({ path: `${path}.name`, message: 'must be sent' })
  if ((organization.type?.length ?? 0) > 1) faults.push({ path: `${path}.type`, message: 'must be sent at most once' })
  if (!organization.telecom?.some((telecom) => telecom.system && telecom.value)) {
    faults.push({ path: `${path}.telecom`, message: 'must hold a way to reach the booking organisation, with system and value' })
  }
  return {
    odsCode: ods?.value ?? '',
    name: organization.name ?? '',
    telecom: (organization.telecom ?? []).map(fromContactPoint),
    ...(organization.address && { addresses: organization.address.map(fromAddress) }),
    ...(type && { type }),
  }
}
