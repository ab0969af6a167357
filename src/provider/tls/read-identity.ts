import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { pemBlocks } from './pem.ts'

/** Who this provider is: its certificate with what it was issued by, and the key to it. */
export type Identity = { certificate: X509Certificate; chain: string; key: string }

export function readIdentity(files: { certificate: Buffer | undefined; key: Buffer | undefined }, faults: string[]): Identity | undefined {
  const chain = files.certificate && readCertificates(files.certificate, 'PROVIDER_TLS_CERTIFICATE', faults)
  const key = files.key && readKey(files.key, faults)
  const [certificate] = chain ?? []
  if (!chain || !certificate || !key) return undefined

  if (!certificate.checkPrivateKey(key)) {
    faults.push('PROVIDER_TLS_KEY is not the key of the first certificate in PROVIDER_TLS_CERTIFICATE.')
    return undefined
  }
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { certificate, chain: chain.map(String).join(''), key: pem }
}

export function readCertificates(file: Buffer, setting: string, faults: string[]): X509Certificate[] | undefined {
  const blocks = pemBlocks(file, 'CERTIFICATE')
  if (blocks.length === 0) faults.push(`${setting} holds no PEM certificate.`)
  try {
    return blocks.length === 0 ? undefined : blocks.map((block) => new X509Certificate(block))
  } catch {
    faults.push(`${setting} holds a certificate that cannot be read.`)
    return undefined
  }
}

function readKey(file: Buffer, faults: string[]): KeyObject | undefined {
  try {
    return createPrivateKey(file)
  } catch {
    const isEncrypted = /ENCRYPTED/.test(file.toString('latin1'))
    faults.push(`PROVIDER_TLS_KEY holds no key that can be read${isEncrypted ? ': it is encrypted' : ''}.`)
    return undefined
  }
}
