import type { RequestListener } from 'node:http'
import type { Faults } from '../faults/faults.ts'
import { withFaults } from '../faults/with-faults.ts'
import type { Listening } from '../listen.ts'
import { CIS2_REALM_PATH, type Cis2SimulatorDeps, createCis2Simulator } from './cis2.ts'

type StartCis2Deps = Pick<Cis2SimulatorDeps, 'now' | 'newId' | 'file' | 'logFault'> & {
  faults: Faults
  /** Where it is to be another than the address that is listened at: behind a gateway, or with `:443`. */
  issuer?: string | undefined
}

export type StartedCis2 = {
  issuer: string
  /** For the control API, by name. */
  actions: Readonly<Record<string, () => unknown>>
}

/** CIS2 at an address of its own, with the faults of the script before it. */
export async function startCis2(
  { now, newId, file, logFault, faults, issuer }: StartCis2Deps,
  open: (listener: RequestListener) => Promise<Listening>,
): Promise<StartedCis2> {
  let actual = issuer ?? ''
  const cis2 = createCis2Simulator({
    now: () => new Date(now().getTime() + faults.skewMs(['cis2'])),
    newId,
    file,
    fetch,
    issuer: () => actual,
    logFault,
  })
  const { url } = await open(withFaults({ faults, newId }, () => ({ service: 'cis2' }), cis2.listener))
  actual ||= `${url}${CIS2_REALM_PATH}`
  const everybodyOut = async () => {
    const told = await Promise.all(file().staff.map(({ uid }) => cis2.signOut(uid)))
    return told.reduce((sum, one) => sum + one, 0)
  }
  return { issuer: actual, actions: { 'cis2/rotate-keys': cis2.rotateKeys, 'cis2/sign-everybody-out': everybodyOut } }
}
