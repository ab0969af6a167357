import type { SpineFileSource } from '../../dataset/spine-file.ts'
import { POPULATION } from './population.ts'
import { PRACTICES } from './practices.ts'
import { HUB_ODS_CODE } from './sessions.ts'
import { staffOf } from './staff.ts'

type System = NonNullable<NonNullable<SpineFileSource['organisations']>[number]['systems']>[number]

export type SandboxConsumer = { odsCode: string; name: string; asid: string; type: 'urgent-care' | 'gp-practice' }

/** Who books here. Their codes and names are public (NHS Organisation Data Service); their systems are invented. */
export const CONSUMERS = {
  nhs111: { odsCode: 'RX8', name: 'Yorkshire Ambulance Service NHS Trust (NHS 111)', asid: '200000000111', type: 'urgent-care' },
  hub: { odsCode: HUB_ODS_CODE, name: 'Lincoln Green Medical Centre (evening hub)', asid: '200000086675', type: 'gp-practice' },
} as const satisfies Record<string, SandboxConsumer>

/** The booking app, as it is registered with CIS2. */
export type SignInClient = NonNullable<SpineFileSource['signInClients']>[number]

export type ConsumerFqdns = { consumer: string; hub: string }

/** Roles of ODS: a prescribing cost centre that is a GP practice; an NHS trust. */
const [GP_PRACTICE, NHS_TRUST] = [['RO177', 'RO76'], 'RO197']

/** The supplier whose systems these are, in the directory's words. */
export const MANUFACTURER = 'YGA99'

/**
 * The same world as the practices' files, as Spine knows it. `providerBaseUrl` is where the practices' systems are, `fqdns` what the
 * consumers' certificates are for, where they have any.
 */
export function spineFile({
  providerBaseUrl,
  fqdns,
  signInClient,
}: {
  providerBaseUrl: string
  fqdns?: ConsumerFqdns | undefined
  signInClient?: SignInClient
}): SpineFileSource {
  const { northLeeds, oakwoodLane, streetLane } = PRACTICES
  const practices = [northLeeds, oakwoodLane, streetLane].map(({ odsCode, asid = '', name, address, telecom = [] }) => ({
    odsCode,
    name,
    roles: [...GP_PRACTICE],
    ...(address && { address }),
    telecoms: telecom,
    systems: [system(odsCode, asid, { endpoint: { serviceRoot: `${providerBaseUrl}/${odsCode}/STU3/1/gpconnect` } })],
  }))
  const fqdnOf = { nhs111: fqdns?.consumer, hub: fqdns?.hub }
  const consumers = Object.entries(fqdnOf).map(([key, fqdn]) => {
    const { odsCode, asid, name } = CONSUMERS[key === 'hub' ? 'hub' : 'nhs111']
    return {
      odsCode,
      name,
      roles: key === 'hub' ? [...GP_PRACTICE] : [NHS_TRUST],
      systems: [system(odsCode, asid, fqdn === undefined ? {} : { fqdn })],
    }
  })
  return {
    kind: 'spine',
    people: POPULATION.flatMap(({ pds }) => (pds ? [pds] : [])),
    organisations: [...practices, ...consumers],
    dataSharing: [
      { from: [CONSUMERS.nhs111.asid], to: [northLeeds, oakwoodLane, streetLane].map(({ asid = '' }) => asid) },
      // Oakwood Lane has no agreement with the hub: what the SSP refuses can be seen here.
      { from: [CONSUMERS.hub.asid], to: [northLeeds, streetLane].map(({ asid = '' }) => asid) },
    ],
    staff: staffOf({ nhs111: CONSUMERS.nhs111.odsCode, hub: CONSUMERS.hub.odsCode }),
    ...(signInClient && { signInClients: [signInClient] }),
  }
}

function system(odsCode: string, asid: string, more: Partial<System> = {}): System {
  return { asid, partyKey: `${odsCode}-${asid.slice(-6)}`, manufacturer: MANUFACTURER, interactions: 'appointment-management', ...more }
}
