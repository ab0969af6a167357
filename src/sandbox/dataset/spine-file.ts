import type { SpineFileSource } from '../../dataset/spine-file.ts'
import { POPULATION } from './population.ts'
import { PRACTICES } from './practices.ts'
import { HUB_ODS_CODE } from './sessions.ts'

type System = NonNullable<NonNullable<SpineFileSource['organisations']>[number]['systems']>[number]

export type SandboxConsumer = { odsCode: string; name: string; asid: string; type: 'urgent-care' | 'gp-practice' }

/** Who books here. Their codes and names are public (NHS Organisation Data Service); their systems are invented. */
export const CONSUMERS = {
  nhs111: { odsCode: 'RX8', name: 'Yorkshire Ambulance Service NHS Trust (NHS 111)', asid: '200000000111', type: 'urgent-care' },
  hub: { odsCode: HUB_ODS_CODE, name: 'Lincoln Green Medical Centre (evening hub)', asid: '200000086675', type: 'gp-practice' },
} as const satisfies Record<string, SandboxConsumer>

/** The supplier whose systems these are, in the directory's words. */
const MANUFACTURER = 'YGA99'

/** The same world as the practices' files, as Spine knows it. `providerBaseUrl` is where the practices' systems are. */
export function spineFile({ providerBaseUrl }: { providerBaseUrl: string }): SpineFileSource {
  const { northLeeds, oakwoodLane, streetLane } = PRACTICES
  const practices = [northLeeds, oakwoodLane, streetLane].map(({ odsCode, asid = '', name }) => ({
    odsCode,
    name,
    systems: [system(odsCode, asid, { endpoint: { serviceRoot: `${providerBaseUrl}/${odsCode}/STU3/1/gpconnect` } })],
  }))
  const consumers = Object.values(CONSUMERS).map(({ odsCode, asid, name }) => ({ odsCode, name, systems: [system(odsCode, asid)] }))
  return {
    kind: 'spine',
    people: POPULATION.flatMap(({ pds }) => (pds ? [pds] : [])),
    organisations: [...practices, ...consumers],
    dataSharing: [
      { from: [CONSUMERS.nhs111.asid], to: [northLeeds, oakwoodLane, streetLane].map(({ asid = '' }) => asid) },
      // Oakwood Lane has no agreement with the hub: what the SSP refuses can be seen here.
      { from: [CONSUMERS.hub.asid], to: [northLeeds, streetLane].map(({ asid = '' }) => asid) },
    ],
  }
}

function system(odsCode: string, asid: string, more: Partial<System> = {}): System {
  return { asid, partyKey: `${odsCode}-${asid.slice(-6)}`, manufacturer: MANUFACTURER, interactions: 'appointment-management', ...more }
}
