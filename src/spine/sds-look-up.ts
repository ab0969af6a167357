import { parseAsid } from '../nhs/asid.ts'
import type { InteractionId } from '../nhs/interaction-ids.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { DirectoryFault, OnDirectoryFault, Sds } from './sds.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/** One address of a message handling server; a record with several counts as several. */
export type EndpointRecord = { address: string | undefined; partyKey: string | undefined }

type Of = { odsCode: OdsCode; interactionId: InteractionId }
type Records<Item> = Promise<readonly Item[] | Unavailable>

/** What the two routes to the directory have to offer. A system is its ASID, as text. */
export type DirectoryRecords = {
  endpoints: (of: Of, signal: AbortSignal | undefined) => Records<EndpointRecord>
  /** Without the party key the directory may answer with a consumer's ASID at the same practice. */
  systemsByPartyKey: (of: Of & { partyKey: string }, signal: AbortSignal | undefined) => Records<string>
  systemsByManufacturer: (of: Of & { manufacturer: OdsCode }, signal: AbortSignal | undefined) => Records<string>
}

const isUnavailable = (records: readonly unknown[] | Unavailable): records is Unavailable => 'kind' in records

/** The look-ups of CON-04, the same by either route. */
export function lookUpIn(records: DirectoryRecords, onFault: OnDirectoryFault = () => {}): Omit<Sds, 'close'> {
  function tellIfSeveral(found: readonly unknown[], of: DirectoryFault['of'], { odsCode, interactionId }: Of): void {
    if (found.length > 1) onFault({ kind: 'more-than-one', of, count: found.length, odsCode, interactionId })
  }

  return {
    async lookUp({ signal, ...of }) {
      const endpoints = await records.endpoints(of, signal)
      if (isUnavailable(endpoints)) return endpoints
      if (endpoints.length === 0) return { kind: 'not-enabled', nothingAt: 'endpoint' }
      tellIfSeveral(endpoints, 'endpoint', of)
      const endpoint = endpoints.find(({ address }) => address !== undefined)
      if (endpoint?.address === undefined) return { kind: 'not-enabled', nothingAt: 'address' }
      const { address: serviceRoot, partyKey } = endpoint
      if (partyKey === undefined) return unavailable('unexpected-answer')

      const systems = await records.systemsByPartyKey({ ...of, partyKey }, signal)
      if (isUnavailable(systems)) return systems
      const [system] = systems
      if (system === undefined) return { kind: 'not-enabled', nothingAt: 'system' }
      tellIfSeveral(systems, 'system', of)
      const asid = parseAsid(system)
      return asid === undefined ? unavailable('unexpected-answer') : { kind: 'found', serviceRoot, asid, partyKey }
    },

    async ownAsid({ signal, ...of }) {
      const systems = await records.systemsByManufacturer(of, signal)
      if (isUnavailable(systems)) return systems
      const [system] = systems
      if (system === undefined) return { kind: 'not-enabled', nothingAt: 'system' }
      tellIfSeveral(systems, 'own-system', of)
      const asid = parseAsid(system)
      return asid === undefined ? unavailable('unexpected-answer') : { kind: 'found', asid }
    },
  }
}
