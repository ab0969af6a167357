import { constants, X509Certificate } from 'node:crypto'

/** SEC-01's ciphers and no protocol before 1.2. No session is resumed: a certificate is judged for every connection. */
export const SPINE_TLS = {
  minVersion: 'TLSv1.2',
  ciphers: 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:AESGCM+EECDH:AESGCM+EDH:AES256+EECDH:AES256+EDH',
  honorCipherOrder: true,
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
} as const

/** The FQDN that a certificate (PEM or parsed) is for: the first of its names, or where it has none its CN. */
export function nameOf(certificate: string | X509Certificate): string | undefined {
  const { subjectAltName, subject } = typeof certificate === 'string' ? new X509Certificate(certificate) : certificate
  const [, name] =
    /(?:^|, )DNS:([^,"]+)/.exec(subjectAltName ?? '') ?? /(?:^|\n)CN=(.+)/.exec(subjectAltName === undefined ? subject : '') ?? []
  return name?.toLowerCase()
}
