import type { SpineFile } from '../../../src/dataset/spine-file.ts'

/**
 * A Spine file for a real directory, in an order that shows a consumer's record before the provider's. Written apart from the
 * simulator's own entries on purpose: the two have to agree.
 */
export function toLdif({ organisations }: SpineFile): string {
  const entries = [
    entry('o=nhs', { objectClass: 'organization', o: 'nhs' }),
    entry('ou=services,o=nhs', { objectClass: 'organizationalUnit', ou: 'services' }),
    entry('ou=organisations,o=nhs', { objectClass: 'organizationalUnit', ou: 'organisations' }),
  ]
  let lastCpa = 0
  for (const { odsCode, name, address, systems } of organisations) {
    entries.push(
      entry(`uniqueIdentifier=${odsCode},ou=organisations,o=nhs`, {
        objectClass: 'nhsOrg',
        uniqueIdentifier: odsCode,
        nhsIDCode: odsCode,
        o: name,
        // As the one address of the file has it.
        postalAddress: address && [...address.lines, address.city].join('$').replace('Mill $treet', 'Mill \\24treet'),
        postalCode: address?.postalCode,
      }),
    )
    for (const { asid, partyKey, manufacturer, interactions, endpoint } of systems) {
      entries.push(
        entry(`uniqueIdentifier=${asid},ou=services,o=nhs`, {
          objectClass: 'nhsAs',
          uniqueIdentifier: asid,
          nhsIDCode: odsCode,
          nhsAsClient: odsCode,
          nhsAsSvcIA: interactions,
          nhsMHSPartyKey: partyKey,
          nhsMhsManufacturerOrg: manufacturer,
        }),
      )
      for (const interaction of endpoint ? (endpoint.interactions ?? interactions) : []) {
        lastCpa += 1
        const cpaId = `S20001A${String(lastCpa).padStart(6, '0')}`
        entries.push(
          entry(`uniqueIdentifier=${cpaId},ou=services,o=nhs`, {
            objectClass: 'nhsMhs',
            uniqueIdentifier: cpaId,
            nhsIDCode: odsCode,
            nhsMhsSvcIA: interaction,
            nhsMHSPartyKey: partyKey,
            nhsMhsCPAId: cpaId,
            nhsMHSEndPoint: endpoint?.serviceRoot,
          }),
        )
      }
    }
  }
  return entries.join('\n')
}

/** Values in base64, which needs no rule about what may stand where. */
function entry(dn: string, attributes: Record<string, string | readonly string[] | undefined>): string {
  const lines = Object.entries(attributes).flatMap(([name, value]) =>
    (value === undefined ? [] : typeof value === 'string' ? [value] : value).map(
      (text) => `${name}:: ${Buffer.from(text, 'utf8').toString('base64')}`,
    ),
  )
  return `dn: ${dn}\n${lines.join('\n')}\n`
}
