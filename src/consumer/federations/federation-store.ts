import type { Federation, FederationId, SavedFederation } from './federation.ts'
import type { FederationFault } from './federation-fault.ts'

/** Something is kept under that id and is no federation. It can be replaced or removed by its `version`, as one that is sound. */
export type DamagedFederation = {
  /** Undefined where what it is kept as is no id: then only its keeper can mend it. */
  id: FederationId | undefined
  /** Where a person finds it: a file's path, say. */
  keptAs: string
  version: string
  faults: readonly FederationFault[]
}

export type ReadFederationOutcome =
  | { kind: 'read'; federation: SavedFederation }
  | { kind: 'unknown' }
  | { kind: 'damaged'; damaged: DamagedFederation }

/** Nothing was changed: what is kept is not what the change was based on. `present` is what is there now. */
export type FederationChangedMeanwhile = { kind: 'changed-meanwhile'; present: ReadFederationOutcome }

export type SaveFederationOutcome = { kind: 'saved'; federation: SavedFederation } | FederationChangedMeanwhile

export type RemoveFederationOutcome = { kind: 'removed' } | FederationChangedMeanwhile

/** Keeps federations: `createFederationFiles` in a folder, another one in a database. That it cannot be reached is thrown. */
export type FederationStore = {
  /** By name. One that is damaged hides no other. */
  list: () => Promise<{ federations: readonly SavedFederation[]; damaged: readonly DamagedFederation[] }>
  read: (id: FederationId) => Promise<ReadFederationOutcome>
  /**
   * All or nothing. `basedOn` is the version that was seen, and undefined for a new one: whoever else saved in between is not overwritten.
   * What could not be read back is misuse, and thrown.
   */
  save: (federation: Federation, basedOn: string | undefined) => Promise<SaveFederationOutcome>
  remove: (id: FederationId, basedOn: string) => Promise<RemoveFederationOutcome>
}
