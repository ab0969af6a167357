import { exchange, type Fetch } from '../../spine/http.ts'
import { TransportError } from '../../spine/transport-error.ts'
import { explainTrouble, type Service } from './check-connection.ts'
import { bad, good, type Verdict } from './finding.ts'

const REFUSED: Readonly<Record<number, readonly [says: string, advice: string]>> = {
  495: [
    "The SSP refused this system's certificate.",
    'Look at the line "Own certificate" above. If that is good, it is revoked or of another environment’s CA: ask whoever issued it.',
  ],
  496: ['The SSP wants a certificate, and none was shown.', 'Set tls.certificateFile and tls.keyFile.'],
  497: ['Plain HTTP was sent to a TLS port.', 'Begin ssp.url with https.'],
}

/** With TLS 1.3 a server judges its caller after the handshake, so that only an answer tells: the SSP is sent nothing that it could carry on. */
export async function checkProxy(
  deps: { fetch: Fetch },
  { sspUrl, service, timeoutMs, signal }: { sspUrl: string; service: Service; timeoutMs: number; signal: AbortSignal | undefined },
): Promise<Verdict> {
  const { host } = new URL(sspUrl)
  try {
    const { status } = await exchange(deps, { method: 'GET', url: `${sspUrl}/`, headers: {}, timeoutMs, signal })
    const refused = REFUSED[status]
    if (refused) return bad(...refused, { host, code: `HTTP ${status}` })
    return good(sspUrl.startsWith('http:') ? 'is made, in plain HTTP' : "is made, and this system's certificate taken", { host })
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    const details = { host, code: error.fault }
    if (error.reason) return explainTrouble(service, error.reason, details)
    return bad(
      'The SSP hung up without an answer, or gave none in time.',
      'Try again; if it stays so, it may not take the certificate.',
      details,
    )
  }
}
