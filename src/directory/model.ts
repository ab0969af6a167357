import type { Asid } from '../nhs/asid.ts'
import type { Address, Telecom } from '../nhs/contact-details.ts'
import type { OdsCode } from '../nhs/ods-code.ts'

export type Gender = 'male' | 'female' | 'other' | 'unknown'

/** A practice: the one organisation that all its branch surgeries belong to (ORG-03). `asid` is absent until Spine has registered it. */
export type Organisation = {
  id: string
  version: number
  odsCode: OdsCode
  asid?: Asid
  name: string
  address?: Address
  telecom: readonly Telecom[]
  switches: Switches
}

/** What is switched on at a practice: both of the first two, or nothing is answered (ADM-04). */
export type Switches = {
  gpConnect: boolean
  appointmentManagement: boolean
  /** The organisation's switch (SLOT-10). */
  serviceFiltering: boolean
  /** What the supplier's switch comes to at this practice. Where it is off, the organisation's counts as off. */
  serviceFilteringOffered: boolean
}

/** One of the services that the Directory of Services knows the practice by (ORG-05). */
export type HealthcareService = { id: string; version: number; dosServiceId: string; name: string }

/** A surgery of the practice. */
export type Location = {
  id: string
  version: number
  name: string
  address?: Address
  telecom: readonly Telecom[]
}

export type Practitioner = {
  id: string
  version: number
  sdsUserId?: string
  sdsRoleProfileIds: readonly string[]
  family: string
  given: readonly string[]
  prefix: readonly string[]
  gender?: Gender
  languages: readonly string[]
}
