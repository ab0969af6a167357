/** The blocks of one kind in a PEM file; whatever stands between them is a comment. */
export function pemBlocks(file: Buffer, label: 'CERTIFICATE' | 'X509 CRL'): string[] {
  const pattern = new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`, 'g')
  return file.toString('latin1').match(pattern) ?? []
}

/** The same block from DER, in which authorities often publish revocation lists. */
export function derToPem(file: Buffer, label: 'X509 CRL'): string {
  const lines = file.toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}
