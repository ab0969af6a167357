import type { Location, Organisation } from './model.ts'

/** APT-12: where a visit takes place is not said; every visit of a practice is shown at this surgery, which is none. */
export function visitLocation(organisation: Organisation): Location {
  return {
    id: `visit-${organisation.id}`,
    version: 1,
    name: 'Contact practice for location of the visit',
    address: { lines: ['Unknown'], city: 'Unknown' },
    telecom: [],
  }
}
