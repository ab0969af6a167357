const YEAR_SECONDS = 31_536_000

/**
 * GEN-05: what every answer carries, errors included. It varies by what was asked for (GEN-03, GEN-04), which a cache would have
 * to know if it kept one all the same.
 */
export function standingHeaders(socket: object): Record<string, string> {
  const isEncrypted = 'encrypted' in socket && socket.encrypted === true
  return {
    'cache-control': 'no-store',
    vary: 'Accept, Accept-Encoding',
    ...(isEncrypted && { 'strict-transport-security': `max-age=${YEAR_SECONDS}` }),
  }
}
