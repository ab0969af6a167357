import { createRootAuthority, createSubAuthority, type Issued, issueCertificate, toPem } from '../../src/certificates/authority.ts'
import { issueRevocationList } from '../../src/certificates/revocation-list.ts'

export const CONSUMER_FQDN = 'consumer.example.nhs.uk'
export const SSP_FQDN = 'ssp.example.nhs.uk'

const DAY_MS = 86_400_000
const HOLDS = { good: [-1, 30], expired: [-3, -2], 'not-yet-valid': [10, 20] } as const

export type Holds = keyof typeof HOLDS

export type SpinePki = {
  authorities: string
  revocationLists: string
  /** Of one name in each state of validity. `localhost` is whoever listens. */
  of: (fqdn: 'localhost' | typeof CONSUMER_FQDN | typeof SSP_FQDN, holds?: Holds) => Issued
  /** Another root's, for the same name. */
  stranger: Issued
}

let made: Promise<SpinePki> | undefined

/** Made once for all tests, for the real day: that is the one TLS judges by. */
export function givenSpinePki(): Promise<SpinePki> {
  made ??= make(new Date())
  return made
}

async function make(now: Date): Promise<SpinePki> {
  const between = ([from, until]: readonly [number, number]) => ({
    from: new Date(now.getTime() + from * DAY_MS),
    until: new Date(now.getTime() + until * DAY_MS),
    keys: 'ec' as const,
  })
  const wide = between([-30, 60])
  const [root, otherRoot] = await Promise.all([
    createRootAuthority({ ...wide, name: 'Test root CA' }),
    createRootAuthority({ ...wide, name: 'Test root CA' }),
  ])
  const sub = await createSubAuthority(root, { ...wide, name: 'Test sub CA' })
  const issued = new Map<string, Issued>()
  for (const fqdn of ['localhost', CONSUMER_FQDN, SSP_FQDN]) {
    for (const [holds, days] of Object.entries(HOLDS))
      issued.set(`${fqdn} ${holds}`, await issueCertificate(sub, { ...between(days), fqdn }))
  }
  const noneRevoked = { ...wide, revoked: [] }
  return {
    authorities: toPem([sub.certificate, root.certificate]),
    revocationLists: (await issueRevocationList(sub, noneRevoked)) + (await issueRevocationList(root, noneRevoked)),
    of: (fqdn, holds = 'good') => {
      const found = issued.get(`${fqdn} ${holds}`)
      if (!found) throw new Error('no such certificate')
      return found
    },
    stranger: await issueCertificate(otherRoot, { ...between(HOLDS.good), fqdn: CONSUMER_FQDN }),
  }
}
