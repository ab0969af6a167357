import { resourcesOf } from '../fhir/bundle.ts'
import { type Loose, textAt } from '../spine/loose-json.ts'

export function isA(type: string, resource: Loose | undefined): resource is Loose {
  return resource?.resourceType === type
}

/** What a reference like `Location/17` leads to in a Bundle, by type and id alone (CON-11). */
export type Finder = (type: ReferredType, id: string | undefined) => Loose | undefined

const REFERRED_TYPES = ['Schedule', 'Practitioner', 'Location', 'HealthcareService'] as const
type ReferredType = (typeof REFERRED_TYPES)[number]

/** Indexed once: every slot of a fortnight leads to several resources. */
export function finderIn(bundle: Loose): Finder {
  const resources = new Map<string, Loose>()
  for (const type of REFERRED_TYPES) {
    for (const resource of resourcesOf(bundle, type)) resources.set(`${type}/${resource.id}`, resource)
  }
  return (type, id) => (id === undefined ? undefined : resources.get(`${type}/${id}`))
}

/** `Location/17` is 17, and so are `https://.../Location/17` and `Location/17/_history/3`. */
export function idReferredTo(type: ReferredType | 'Patient' | 'Slot' | 'Appointment', reference: string | undefined): string | undefined {
  const segments = reference?.replace(/\/_history\/[^/]*$/, '').split('/') ?? []
  return segments.at(-2) === type ? segments.at(-1) : undefined
}

/** The id of the first of these that refers to that type. */
export function idAmong(type: Parameters<typeof idReferredTo>[0], elements: readonly Loose[]): string | undefined {
  return elements.flatMap((element) => idReferredTo(type, textAt(element, 'reference')) ?? [])[0]
}
