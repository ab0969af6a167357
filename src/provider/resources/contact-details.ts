import type { Address as AddressResource, ContactPoint } from '../../fhir/types.ts'
import type { Address, Telecom } from '../../nhs/contact-details.ts'

/** GEN-13: never `text`. */
export function toAddress({ use, lines, city, district, postalCode, country }: Address): AddressResource {
  return {
    ...(use && { use }),
    ...(lines.length > 0 && { line: [...lines] }),
    ...(city && { city }),
    ...(district && { district }),
    ...(postalCode && { postalCode }),
    ...(country && { country }),
  }
}

export function toContactPoint({ system, value, use }: Telecom): ContactPoint {
  return { system, value, ...(use && { use }) }
}

/** An organisation's or a surgery's: `use` says where a person is found, so it is left out (GEN-13). */
export function toOrganizationAddress({ use: _, ...address }: Address): AddressResource {
  return toAddress(address)
}

/** Likewise. */
export function toOrganizationContactPoint({ system, value }: Telecom): ContactPoint {
  return { system, value }
}

export function fromAddress({ use, line, city, district, postalCode, country }: AddressResource): Address {
  return {
    ...(use && { use: use as NonNullable<Address['use']> }),
    lines: textsOf(line),
    ...(city && { city }),
    ...(district && { district }),
    ...(postalCode && { postalCode }),
    ...(country && { country }),
  }
}

/** `checkShape` has held system and value to be there. */
export function fromContactPoint({ system, value, use }: ContactPoint): Telecom {
  return { system: (system ?? 'other') as Telecom['system'], value: value ?? '', ...(use && { use: use as NonNullable<Telecom['use']> }) }
}

/** The texts of a repeating primitive: one that has only an extension is null (STU3 JSON), and no text. */
export function textsOf(values: readonly (string | null)[] | undefined): string[] {
  return (values ?? []).filter((value) => value !== null)
}
