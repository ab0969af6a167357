import type { Asid } from '../nhs/asid.ts'
import type { InteractionId } from '../nhs/interaction-ids.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Unavailable } from './unavailable.ts'

/** Where a practice's system is found: `serviceRoot` exactly as the directory has it, for the SSP compares it byte for byte. */
export type SpineAddress = { serviceRoot: string; asid: Asid; partyKey: string }

/** `nothingAt`: no record of an endpoint, a record without address, or no system (ASID) behind it. */
export type NotEnabled = { kind: 'not-enabled'; nothingAt: 'endpoint' | 'address' | 'system' }

export type SdsOutcome = ({ kind: 'found' } & SpineAddress) | NotEnabled | Unavailable

export type OwnAsidOutcome = { kind: 'found'; asid: Asid } | NotEnabled | Unavailable

type Asked = { odsCode: OdsCode; interactionId: InteractionId; signal?: AbortSignal | undefined }

export type Sds = {
  /** CON-04: who serves this interaction for this practice. Every call asks anew; keep the answer for one session only. */
  lookUp: (of: Asked) => Promise<SdsOutcome>
  /** This system's own ASID at one of the organisations that it serves: `manufacturer` is its supplier's ODS code. */
  ownAsid: (of: Asked & { manufacturer: OdsCode }) => Promise<OwnAsidOutcome>
  /** Lets go of kept connections. Nothing is asked afterwards. */
  close: () => Promise<void>
}

/** The directory has several records where there may be one. The first is taken, and whoever keeps the directory has to be told. */
export type DirectoryFault = {
  kind: 'more-than-one'
  of: 'endpoint' | 'system' | 'own-system'
  count: number
  odsCode: OdsCode
  interactionId: InteractionId
}

export type OnDirectoryFault = (fault: DirectoryFault) => void
