import { decodeSpineValue, type SpineFile, type SpineFileSource } from '../../src/dataset/spine-file.ts'
import { INTERACTION_IDS } from '../../src/nhs/interaction-ids.ts'

const { searchFreeSlots, bookAppointment, readMetadata } = INTERACTION_IDS

/** Everything about a directory that has led a client astray, as data. */
const SOURCE = {
  kind: 'spine',
  organisations: [
    {
      // Provides, and has two consumer systems, one listed before the provider: without its party key the wrong ASID is the one at hand.
      odsCode: 'ZZ001',
      name: 'Elm Surgery',
      systems: [
        { asid: '999000000012', partyKey: 'ZZX02-820001', manufacturer: 'ZZX02', interactions: [searchFreeSlots, bookAppointment] },
        {
          asid: '999000000011',
          partyKey: 'ZZ001-820001',
          manufacturer: 'ZZX01',
          interactions: [readMetadata, searchFreeSlots],
          endpoint: { serviceRoot: 'https://Provider.Example.org:4433/ZZ001/STU3/1/gpconnect' },
        },
        { asid: '999000000013', partyKey: 'ZZX03-820001', manufacturer: 'ZZX03', interactions: [searchFreeSlots] },
      ],
    },
    {
      // An address that ends in a slash, as some do.
      odsCode: 'ZZ002',
      name: 'Oak Surgery',
      systems: [
        {
          asid: '999000000021',
          partyKey: 'ZZ002-820001',
          manufacturer: 'ZZX01',
          interactions: [searchFreeSlots],
          endpoint: { serviceRoot: 'https://provider.example.org/ZZ002/STU3/1/gpconnect/' },
        },
      ],
    },
    {
      odsCode: 'ZZ003',
      name: 'Ash Surgery, without an address',
      systems: [{ asid: '999000000031', partyKey: 'ZZ003-820001', interactions: [searchFreeSlots], endpoint: {} }],
    },
    {
      // Three consumers of two suppliers, sharing a party key with another organisation; two are of one supplier.
      odsCode: 'ZZ004',
      name: 'Urgent Care Hub (North)',
      address: { lines: ['Unit 1', '2 Mill $treet'], city: 'Leeds', postalCode: 'LS1 6AE' },
      systems: [
        { asid: '999000000041', partyKey: 'ZZX02-820001', manufacturer: 'ZZX02', interactions: [searchFreeSlots, bookAppointment] },
        { asid: '999000000042', partyKey: 'ZZX03-820001', manufacturer: 'ZZX03', interactions: [searchFreeSlots] },
        { asid: '999000000043', partyKey: 'ZZX03-820002', manufacturer: 'ZZX03', interactions: [searchFreeSlots] },
      ],
    },
    { odsCode: 'ZZ005', name: 'Yew Surgery, which has no system', systems: [] },
  ],
} satisfies SpineFileSource

export function spineSource(): SpineFile {
  const decoded = decodeSpineValue(SOURCE)
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  return decoded.file
}
