import 'reflect-metadata'
import type { X509Certificate } from 'node:crypto'
import { X509Certificate as SigningCertificate, X509Crl } from '@peculiar/x509'
import { derToPem, pemBlocks } from './pem.ts'
import { readCertificates } from './read-identity.ts'
import { isSelfSigned, type Revocations, serialKey, type Trust } from './trust.ts'

type ReadTrust = { trust: Trust; authorities: string[]; revocationLists: string[] }
type List = { crl: X509Crl; pem: string; until: Date }

/** Every authority needs a list, or OpenSSL would let nobody in whom that authority signed. */
export async function readTrust(
  files: { clientCa: Buffer | undefined; crl: Buffer | undefined },
  faults: string[],
): Promise<ReadTrust | undefined> {
  const authorities = files.clientCa && readAuthorities(files.clientCa, faults)
  const lists = files.crl && readLists(files.crl, faults)
  if (!authorities || !lists) return undefined

  const trusted = await Promise.all(
    authorities.map(async (certificate) => ({ certificate, revocations: newest(await listsOf(certificate, lists)) })),
  )
  for (const { certificate, revocations } of trusted) {
    if (!revocations) faults.push(`PROVIDER_TLS_CRL holds no list signed by ${nameOf(certificate)}, which PROVIDER_TLS_CLIENT_CA trusts.`)
  }
  return {
    trust: { authorities: trusted.flatMap(({ certificate, revocations }) => (revocations ? [{ certificate, revocations }] : [])) },
    authorities: authorities.map(String),
    revocationLists: lists.map(({ pem }) => pem),
  }
}

function readAuthorities(file: Buffer, faults: string[]): X509Certificate[] | undefined {
  const authorities = readCertificates(file, 'PROVIDER_TLS_CLIENT_CA', faults)
  if (!authorities) return undefined

  for (const certificate of authorities) {
    if (!certificate.ca) faults.push(`PROVIDER_TLS_CLIENT_CA holds ${nameOf(certificate)}, which is not a certificate authority.`)
  }
  if (!authorities.some(isSelfSigned)) faults.push('PROVIDER_TLS_CLIENT_CA holds no root CA: the one that signed itself.')
  return authorities
}

function readLists(file: Buffer, faults: string[]): List[] | undefined {
  const blocks = pemBlocks(file, 'X509 CRL')
  try {
    // ASN.1's SEQUENCE: what is no text may still be a list.
    const texts = blocks.length === 0 && file[0] === 0x30 ? [derToPem(file, 'X509 CRL')] : blocks
    const lists = texts.flatMap((pem) => {
      const crl = new X509Crl(pem)
      return crl.nextUpdate ? [{ crl, pem, until: crl.nextUpdate }] : []
    })
    if (texts.length === 0) faults.push('PROVIDER_TLS_CRL holds no revocation list, in PEM or DER.')
    else if (lists.length < texts.length) faults.push('PROVIDER_TLS_CRL holds a list that does not say until when it holds (nextUpdate).')
    return lists.length === texts.length && lists.length > 0 ? lists : undefined
  } catch {
    faults.push('PROVIDER_TLS_CRL holds a revocation list that cannot be read.')
    return undefined
  }
}

async function listsOf(authority: X509Certificate, lists: readonly List[]): Promise<List[]> {
  const certificate = new SigningCertificate(authority.raw)
  const named = lists.filter(({ crl }) => crl.issuer === certificate.subject)
  const signed = await Promise.all(
    // A signature of a kind that cannot be checked is none.
    named.map(({ crl }) => crl.verify({ publicKey: certificate }).catch(() => false)),
  )
  return named.filter((_, index) => signed[index])
}

function newest(lists: readonly List[]): Revocations | undefined {
  const [list] = lists.toSorted((one, other) => other.crl.thisUpdate.getTime() - one.crl.thisUpdate.getTime())
  return (
    list && {
      from: list.crl.thisUpdate,
      until: list.until,
      serialNumbers: new Set(list.crl.entries.map(({ serialNumber }) => serialKey(serialNumber))),
    }
  )
}

/** Of an authority: no person's name stands there. */
function nameOf({ subject }: X509Certificate): string {
  return subject.replaceAll('\n', ', ')
}
