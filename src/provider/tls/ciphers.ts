import { constants } from 'node:crypto'
import type { SecureContextOptions } from 'node:tls'

/** What Spine asks for, in its words and its order (SEC-01): AES-GCM before AES-CBC, elliptic curves before DHE. */
const SPINE_CIPHERS = ['AESGCM+EECDH', 'AESGCM+EDH', 'AES256+EECDH', 'AES256+EDH']
/** To OpenSSL AES256 means CCM as well, which came after that list. */
const NOT_MEANT = '!AESCCM'
/** The same rule for TLS 1.3, whose suites have names of their own. */
const TLS_13_CIPHERS = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256']

export const PROTOCOL = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: [...TLS_13_CIPHERS, ...SPINE_CIPHERS, NOT_MEANT].join(':'),
  honorCipherOrder: true,
  // Without parameters there is no DHE: OpenSSL picks a group as strong as the certificate's key.
  dhparam: 'auto',
  // Sessions are not resumed: a resumed one shows its first verdict again, and a certificate may have been revoked since.
  secureOptions: constants.SSL_OP_NO_TICKET,
} as const satisfies SecureContextOptions
