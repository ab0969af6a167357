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
}

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
