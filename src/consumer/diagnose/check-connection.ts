import type { TransportReason } from '../../spine/transport-error.ts'
import { bad, good, type Verdict } from './finding.ts'
import { type ServerToSee, seeServer } from './see-server.ts'

/** How the settings call what has to do with a service. */
export type Service = { name: string; urlSetting: string; caSetting: string }

/** Whether the service is there, and who it says it is. */
export async function checkConnection(service: Service, server: ServerToSee): Promise<Verdict> {
  const { trouble, details } = await seeServer(server)
  if (trouble) return explainTrouble(service, trouble, details)
  if (server.url.startsWith('http:')) return good('is made, in plain HTTP: for development on one machine alone', details)
  return good(`is made, and the certificate of ${details.host} trusted`, details)
}

/** In words for whoever set this system up. */
export function explainTrouble(service: Service, trouble: TransportReason, details: Readonly<Record<string, string>> = {}): Verdict {
  const [says, advice] = wordsOf(service, details)[trouble]
  return bad(says, advice, { reason: trouble, ...details })
}

function wordsOf({ name, urlSetting, caSetting }: Service, { host = 'its host' }: Readonly<Record<string, string>>) {
  const ownFiles = `${caSetting.replace('caFile', 'certificateFile')} and ${caSetting.replace('caFile', 'keyFile')}`
  return {
    'no-such-host': [`The host name of ${name} is not known here.`, `Check ${urlSetting}, and the DNS of this network (HSCN has its own).`],
    'no-connection': [
      `Nobody listens at ${host}, the address of ${name}.`,
      `Check ${urlSetting}; else ${name} is down: ask its status page.`,
    ],
    'connect-timed-out': [
      `No connection to ${name} was made in time.`,
      `A firewall on the way, most likely: let this machine out to ${host}. Or ${name} is down.`,
    ],
    'certificate-expired': [
      `The certificate of ${name} has expired, or this machine's clock is fast.`,
      "Compare the dates below with this machine's clock. If that is right, tell whoever runs it: nothing can be mended here.",
    ],
    'certificate-not-yet-valid': [
      `The certificate of ${name} is not valid yet, or this machine's clock is slow.`,
      "Compare the dates below with this machine's clock. If that is right, tell whoever runs it.",
    ],
    'certificate-of-another-name': [
      `The certificate of ${name} is for another host name than ${urlSetting} has.`,
      `Write ${urlSetting} with the name in the certificate.`,
    ],
    'certificate-not-trusted': [
      `The certificate of ${name} does not lead to a CA that is trusted here.`,
      `Put the root CA and sub CAs of ${name} into ${caSetting}, and make sure that they are of this environment.`,
    ],
    'own-certificate-refused': [
      `${name} refused this system's certificate.`,
      `Look at the line "Own certificate" above. If that is good, it is not the one registered, or of another environment's CA.`,
    ],
    'own-certificate-unusable': [`This system's certificate or key cannot be used.`, `Check ${ownFiles}: both PEM, and one of the other.`],
    'tls-failed': [
      `${name} and this machine did not come to speak TLS.`,
      `Check scheme and port of ${urlSetting}. An answer of another kind than TLS came, or none of the ciphers is shared.`,
    ],
    'address-unusable': [`The address of ${name} cannot be used.`, `Check ${urlSetting}.`],
  } as const satisfies Record<TransportReason, readonly [says: string, advice: string]>
}
