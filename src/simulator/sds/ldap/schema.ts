/** The attributes that the directory's schema has, in lower case, whether any entry here has them or not. */
const ATTRIBUTES: ReadonlySet<string> = new Set(
  [
    ...['objectClass', 'uniqueIdentifier', 'nhsIDCode', 'o', 'ou', 'postalAddress', 'postalCode', 'nhsOrgTypeCode'],
    ...['nhsMhsSvcIA', 'nhsMHsSN', 'nhsMHsIN', 'nhsMHSEndPoint', 'nhsMHSPartyKey', 'nhsMhsCPAId', 'nhsMhsFQDN', 'nhsMHSAckRequested'],
    ...['nhsMHSDuplicateElimination', 'nhsMHSPersistDuration', 'nhsMHSRetries', 'nhsMHSRetryInterval', 'nhsMHSSyncReplyMode'],
    ...['nhsMHSActor', 'nhsMHSIsAuthenticated', 'nhsEPInteractionType', 'nhsProductKey'],
    ...['nhsAsClient', 'nhsAsSvcIA', 'nhsMhsManufacturerOrg', 'nhsProductName', 'nhsAsACF', 'nhsDateApproved'],
  ].map((name) => name.toLowerCase()),
)

/** Takes a name in lower case. What the schema has not, nothing is or is not. */
export function isInSchema(attribute: string): boolean {
  return ATTRIBUTES.has(attribute)
}
