import type * as r3 from 'fhir/r3.js'
import { RESOURCE_TYPES } from './elements.generated.ts'

/**
 * STU3 as it stands in JSON: as `fhir/r3` has it, but a list of primitives may hold null where its `_` sibling has an
 * extension at the same place (`given: [null, 'Jane']`), and that sibling null where it has none; and a resource within
 * another is one of those spoken here.
 */
type AsJson<T> = T extends string | number | boolean | undefined
  ? T
  : T extends (infer Item)[]
    ? (Item extends string | number | boolean ? Item | null : AsJson<Item>)[]
    : T extends r3.Resource
      ? r3.Resource extends T
        ? Resource
        : JsonElements<T>
      : JsonElements<T>

type JsonElements<T> = { [Key in keyof T]: Key extends `_${string}` ? Sibling<T[Key]> : AsJson<T[Key]> }

type Sibling<T> = T extends (infer Item)[] ? (AsJson<Item> | null)[] : AsJson<T>

export type Appointment = AsJson<r3.Appointment>
export type AppointmentParticipant = AsJson<r3.AppointmentParticipant>
export type Slot = AsJson<r3.Slot>
export type Schedule = AsJson<r3.Schedule>
export type Patient = AsJson<r3.Patient>
export type PatientContact = AsJson<r3.PatientContact>
export type Practitioner = AsJson<r3.Practitioner>
export type PractitionerRole = AsJson<r3.PractitionerRole>
export type Organization = AsJson<r3.Organization>
export type Location = AsJson<r3.Location>
export type HealthcareService = AsJson<r3.HealthcareService>
export type Bundle = AsJson<r3.Bundle>
export type BundleEntry = AsJson<r3.BundleEntry>
export type OperationOutcome = AsJson<r3.OperationOutcome>
export type OperationOutcomeIssue = AsJson<r3.OperationOutcomeIssue>
export type Parameters = AsJson<r3.Parameters>
export type ParametersParameter = AsJson<r3.ParametersParameter>
export type CapabilityStatement = AsJson<r3.CapabilityStatement>
export type Device = AsJson<r3.Device>

export type Address = AsJson<r3.Address>
export type CodeableConcept = AsJson<r3.CodeableConcept>
export type Coding = AsJson<r3.Coding>
export type ContactPoint = AsJson<r3.ContactPoint>
export type Extension = AsJson<r3.Extension>
export type HumanName = AsJson<r3.HumanName>
export type Identifier = AsJson<r3.Identifier>
export type Meta = AsJson<r3.Meta>
export type Period = AsJson<r3.Period>
export type Reference = AsJson<r3.Reference>

/** Every resource spoken here. */
export type Resource =
  | Appointment
  | Slot
  | Schedule
  | Patient
  | Practitioner
  | PractitionerRole
  | Organization
  | Location
  | HealthcareService
  | Bundle
  | OperationOutcome
  | Parameters
  | CapabilityStatement
  | Device

export type ResourceType = (typeof RESOURCE_TYPES)[number]

/** `ResourceOf<'Slot'>` is Slot. */
export type ResourceOf<Type extends ResourceType> = Extract<Resource, { resourceType: Type }>

const resourceTypes: ReadonlySet<unknown> = new Set(RESOURCE_TYPES)

export function isResourceType(value: unknown): value is ResourceType {
  return resourceTypes.has(value)
}
