import { BAD_CERTIFICATES, type BadCertificate, type PrivatePki } from '../../../certificates/private-pki.ts'

/** Names are relative to the directory. */
export type CertificateFile = { name: string; text: string; isSecret: boolean; isFor: string }

const ENDPOINTS = {
  provider: "the provider's: PROVIDER_TLS_CERTIFICATE",
  ssp: "the SSP's: the only client certificate that a provider lets in",
  consumer: "a consumer's: good for the SSP, and no SSP itself",
} as const

export function certificateFiles({ authorities, revocationLists, good, bad }: PrivatePki): CertificateFile[] {
  const open = (name: string, text: string, isFor: string) => ({ name, text, isSecret: false, isFor })
  const key = (name: string, text: string, isFor: string) => ({ name, text, isSecret: true, isFor })
  return [
    open('ca.pem', authorities, 'the sub CA and the root, whom all sides trust: PROVIDER_TLS_CLIENT_CA'),
    open('crl.pem', revocationLists.current, 'their revocation lists, in which bad/revoked stands: PROVIDER_TLS_CRL'),
    open('crl-ssp-revoked.pem', revocationLists.sspRevoked, 'the same with the SSP revoked: copy it over crl.pem of a running provider'),
    open('crl-expired.pem', revocationLists.expired, 'the same, out of date: nobody is let in by it'),
    ...(['provider', 'ssp', 'consumer'] as const).flatMap((endpoint) => [
      open(`${endpoint}.pem`, good[endpoint].chain, ENDPOINTS[endpoint]),
      key(`${endpoint}.key`, good[endpoint].key, `the key of ${endpoint}.pem`),
    ]),
    ...(Object.keys(BAD_CERTIFICATES) as BadCertificate[]).flatMap((name) => [
      open(`bad/${name}.pem`, bad[name].chain, BAD_CERTIFICATES[name]),
      key(`bad/${name}.key`, bad[name].key, `the key of bad/${name}.pem`),
    ]),
  ]
}
