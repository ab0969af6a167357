import {
  type Authority,
  createRootAuthority,
  createSubAuthority,
  type Issued,
  issueCertificate,
  issueSelfSigned,
  toPem,
  type Validity,
} from './authority.ts'
import type { KeyKind } from './keys.ts'
import { issueRevocationList } from './revocation-list.ts'

export type PrivatePkiOptions = {
  now: Date
  /** How long everything that is meant to be good holds. */
  days: number
  fqdns: Readonly<Record<Endpoint, string>>
  keys?: KeyKind
}

export type Endpoint = 'provider' | 'ssp' | 'consumer'

/** Each stands for one way a client certificate can be wrong (SEC-01); all but `wrong-fqdn` carry the SSP's FQDN. */
export const BAD_CERTIFICATES = {
  expired: 'its last day has passed',
  'not-yet-valid': 'its first day is ten years away',
  revoked: "the sub CA's revocation list names it",
  'other-authority': 'another root signed it, which bears the same name',
  'wrong-fqdn': "good in all but its FQDN, which is not the SSP's",
  'self-signed': 'nobody else signed it',
  'missing-chain': 'signed by a sub CA that neither the client sends nor ca.pem has',
} as const

export type BadCertificate = keyof typeof BAD_CERTIFICATES

export type PrivatePki = {
  /** PEM: the sub CA and the root, whom all the good certificates lead to. */
  authorities: string
  /** PEM, one list of each authority. */
  revocationLists: {
    current: string
    /** The SSP's certificate is revoked too: to see a provider take a new list up. */
    sspRevoked: string
    expired: string
  }
  good: Readonly<Record<Endpoint, Issued>>
  bad: Readonly<Record<BadCertificate, Issued>>
}

const DAY_MS = 86_400_000
const ROOT = 'GP Appointments private root CA'
const SUB = 'GP Appointments private sub CA'

/** A root, a sub CA, and what they sign, for the sandbox and for tests. The authorities' own keys are not kept: nothing can be added later. */
export async function createPrivatePki({ now, days, fqdns, keys = 'rsa' }: PrivatePkiOptions): Promise<PrivatePki> {
  const at = (day: number) => new Date(now.getTime() + day * DAY_MS)
  // Clocks differ: what is good has been so for a while.
  const good = { from: at(-1), until: at(days), keys }
  const authorities = { from: at(-30), until: at(days), keys }

  const [root, impostor] = await Promise.all([createRootAuthority({ ...authorities, name: ROOT }), createImpostor(authorities)])
  const [sub, otherSub] = await Promise.all([
    createSubAuthority(root, { ...authorities, name: SUB }),
    createSubAuthority(root, { ...authorities, name: 'GP Appointments unlisted sub CA' }),
  ])

  const endpoint = (name: Endpoint) => issueCertificate(sub, { ...good, fqdn: fqdns[name] })
  const asSsp = (by: Authority, validity: Validity = good) => issueCertificate(by, { ...validity, keys, fqdn: fqdns.ssp })
  const [provider, ssp, consumer, expired, notYetValid, revoked, byImpostor, wrongFqdn, selfSigned, missingChain] = await Promise.all([
    endpoint('provider'),
    endpoint('ssp'),
    endpoint('consumer'),
    asSsp(sub, { from: at(-3), until: at(-2) }),
    asSsp(sub, { from: at(3_652), until: at(3_653 + days) }),
    asSsp(sub),
    asSsp(impostor),
    issueCertificate(sub, { ...good, fqdn: `not-${fqdns.ssp}` }),
    issueSelfSigned({ ...good, fqdn: fqdns.ssp }),
    asSsp(otherSub),
  ])

  const lists = async (revokedOnes: readonly Issued[], validity: Validity = good) => {
    const ofSub = await issueRevocationList(sub, { ...validity, revoked: revokedOnes.map(({ serialNumber }) => serialNumber) })
    return ofSub + (await issueRevocationList(root, { ...validity, revoked: [] }))
  }
  return {
    authorities: toPem([sub.certificate, root.certificate]),
    revocationLists: {
      current: await lists([revoked]),
      sspRevoked: await lists([revoked, ssp]),
      expired: await lists([revoked], { from: at(-3), until: at(-2) }),
    },
    good: { provider, ssp, consumer },
    bad: {
      expired,
      'not-yet-valid': notYetValid,
      revoked,
      'other-authority': byImpostor,
      'wrong-fqdn': wrongFqdn,
      'self-signed': selfSigned,
      'missing-chain': { ...missingChain, chain: missingChain.certificate },
    },
  }
}

/** Authorities of the same names, whose keys are others. */
async function createImpostor(of: Validity & { keys: KeyKind }): Promise<Authority> {
  return createSubAuthority(await createRootAuthority({ ...of, name: ROOT }), { ...of, name: SUB })
}
