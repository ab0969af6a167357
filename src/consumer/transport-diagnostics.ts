import type { TransportReason } from '../spine/transport-error.ts'

/** For a developer: what failed on the way to the SSP, and where to look. */
export const TRANSPORT_DIAGNOSTICS = {
  'no-such-host': 'The host name of the SSP is not known here: check ssp.url and the DNS of this network.',
  'no-connection': 'Nobody listens at the address of the SSP, or it hung up in the TLS handshake: check ssp.url and the network.',
  'connect-timed-out': 'No connection was made in time: a firewall on the way, or the SSP is down.',
  'certificate-expired': "The SSP's own certificate has expired, or this machine's clock is wrong.",
  'certificate-not-yet-valid': "The SSP's own certificate is not valid yet, or this machine's clock is wrong.",
  'certificate-of-another-name': "The SSP's certificate is for another host name than ssp.url has.",
  'certificate-not-trusted': "The SSP's certificate does not lead to a CA of tls.caFile: check that file.",
  'own-certificate-refused':
    'The SSP refused the certificate of tls.certificateFile in the handshake: expired, of another CA, or not registered.',
  'own-certificate-unusable': 'tls.certificateFile or tls.keyFile is no PEM certificate or key, or one is not of the other.',
  'tls-failed': 'There was an answer, and it was no TLS that both sides speak: check the scheme and port of ssp.url.',
  'address-unusable': "The practice's address in the directory cannot be sent unchanged (CON-04), so nothing was sent.",
} as const satisfies Record<TransportReason, string>

/** By status: what answers before any FHIR does. */
export const STATUS_DIAGNOSTICS: Readonly<Record<number, string>> = {
  444: 'The connection was closed without an answer (444).',
  495: "A client certificate was refused (495): this system's by the SSP, or the SSP's by the practice. Check tls.certificateFile's dates and CA first.",
  496: 'No client certificate was shown (496): set tls.certificateFile and tls.keyFile.',
  497: 'Plain HTTP was sent to a TLS port (497): ssp.url must be https.',
}
