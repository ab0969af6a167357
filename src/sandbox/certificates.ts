import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Who has a certificate here. All that listens is `localhost`; who calls is told by its FQDN, as on Spine. */
export const FQDNS = {
  server: 'localhost',
  ssp: 'ssp.gp-appointments.example',
  consumer: 'consumer.gp-appointments.example',
  hub: 'hub.gp-appointments.example',
} as const

export type CertificateFiles = { ca: string; crl: string } & Record<keyof typeof FQDNS | 'expired', { certificate: string; key: string }>

const DAY_MS = 86_400_000
const LIFETIME_DAYS = 365
/** A sandbox that is started with less than this left gets new ones. */
const RENEW_DAYS = 30

function filesIn(directory: string): CertificateFiles {
  const pair = (name: string) => ({ certificate: join(directory, `${name}.pem`), key: join(directory, `${name}.key`) })
  return {
    ca: join(directory, 'ca.pem'),
    crl: join(directory, 'crl.pem'),
    server: pair('server'),
    ssp: pair('ssp'),
    consumer: pair('consumer'),
    hub: pair('hub'),
    expired: pair('expired'),
  }
}

/** Made at the first start, and again when they near their end. */
export async function openCertificates(directory: string, now: Date): Promise<CertificateFiles> {
  const files = filesIn(directory)
  if (await holdsLongEnough(files, now)) return files
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await makeCertificates(files, now)
  return files
}

/** The list of revoked certificates is written last, so that it is there only when all is; and all ends on one day. */
async function holdsLongEnough({ crl, server }: CertificateFiles, now: Date): Promise<boolean> {
  try {
    const [certificate] = await Promise.all([readFile(server.certificate), readFile(crl)])
    return Date.parse(new X509Certificate(certificate).validTo) > now.getTime() + RENEW_DAYS * DAY_MS
  } catch {
    return false
  }
}

async function makeCertificates(files: CertificateFiles, now: Date): Promise<void> {
  // Loaded only where there is something to make: it takes a third of a second.
  const { createRootAuthority, createSubAuthority, issueCertificate, toPem } = await import('../certificates/authority.ts')
  const { issueRevocationList } = await import('../certificates/revocation-list.ts')
  const at = (days: number) => new Date(now.getTime() + days * DAY_MS)
  const good = { from: at(-1), until: at(LIFETIME_DAYS), keys: 'ec' as const }

  const root = await createRootAuthority({ ...good, name: 'GP Appointments sandbox root CA' })
  const sub = await createSubAuthority(root, { ...good, name: 'GP Appointments sandbox sub CA' })
  for (const name of ['ssp', 'consumer', 'hub', 'server'] as const) {
    await writePair(files[name], await issueCertificate(sub, { ...good, fqdn: FQDNS[name] }))
  }
  await writePair(files.expired, await issueCertificate(sub, { ...good, from: at(-3), until: at(-2), fqdn: FQDNS.server }))
  await writeWhole(files.ca, toPem([sub.certificate, root.certificate]), 0o644)
  const none = { ...good, revoked: [] }
  await writeWhole(files.crl, (await issueRevocationList(sub, none)) + (await issueRevocationList(root, none)), 0o644)
}

async function writePair(to: { certificate: string; key: string }, { chain, key }: { chain: string; key: string }): Promise<void> {
  await writeWhole(to.key, key, 0o600)
  await writeWhole(to.certificate, chain, 0o644)
}

async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  await writeFile(`${path}.unfinished`, text, { mode })
  await rename(`${path}.unfinished`, path)
}
