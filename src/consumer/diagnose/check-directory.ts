import { INTERACTION_IDS } from '../../nhs/interaction-ids.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { DirectoryFault, NotEnabled, Sds, SpineAddress } from '../../spine/sds.ts'
import type { Unavailable } from '../../spine/unavailable.ts'
import type { Organisation } from '../practice-line.ts'
import { explainUnavailable } from './explain-unavailable.ts'
import { bad, good, skipped, type Verdict } from './finding.ts'

type Directory = { sds: Sds; host: string; byLdap: boolean }
const interactionId = INTERACTION_IDS.readMetadata

const NOTHING_AT = {
  endpoint: 'has no endpoint for GP Connect',
  address: 'has an endpoint without an address',
  system: 'has an endpoint, and no system (ASID) behind it',
} as const satisfies Record<NotEnabled['nothingAt'], string>

/** CON-04's two look-ups for the practice. */
export async function checkDirectory(
  directory: Directory,
  practice: OdsCode,
  signal: AbortSignal | undefined,
): Promise<{ verdict: Verdict; address?: SpineAddress; answered: boolean }> {
  const { sds, host } = directory
  const found = await sds.lookUp({ odsCode: practice, interactionId, signal })
  if (found.kind === 'unavailable') return { verdict: explainSilence(directory, found), answered: false }
  if (found.kind === 'not-enabled') {
    const verdict = bad(
      `Practice ${practice} ${NOTHING_AT[found.nothingAt]} in the directory.`,
      'Check the ODS code, and that the directory is of the same environment. Else the practice’s supplier has to register it.',
      { host, interaction: interactionId, missing: found.nothingAt },
    )
    return { verdict, answered: true }
  }
  const { serviceRoot, asid, partyKey } = found
  const verdict = good(`knows ${practice}: its endpoint and ASID ${asid}`, { host, endpoint: serviceRoot, 'party key': partyKey })
  return { verdict, address: { serviceRoot, asid, partyKey }, answered: true }
}

/** Which ASID the directory has for this system at its organisation, where it can be asked: that needs the supplier's ODS code. */
export async function checkOwnAsid(
  directory: Directory,
  of: { organisation: Organisation; manufacturer: OdsCode | undefined; severals: readonly DirectoryFault[] },
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  const { sds, host } = directory
  const { organisation, manufacturer } = of
  if (manufacturer === undefined) return skipped('application.manufacturer is not set: the directory is asked for a system by its supplier')
  const { odsCode, asid: configured } = organisation
  const found = await sds.ownAsid({ odsCode, interactionId, manufacturer, signal })
  if (found.kind === 'unavailable') return explainSilence(directory, found)
  if (found.kind === 'not-enabled') {
    return bad(
      `The directory has no system of ${manufacturer} at ${odsCode} for GP Connect.`,
      'Check organisation.odsCode and application.manufacturer; else this system has to be registered there first.',
      { host, interaction: interactionId },
    )
  }
  if (found.asid === configured) return good(`${configured}, as the directory has it`, { host })
  const several = of.severals.find((fault) => fault.of === 'own-system')
  if (several)
    return skipped(`the directory has ${several.count} systems of ${manufacturer} at ${odsCode}, and cannot tell which is this one`)
  return bad(
    `The directory has ASID ${found.asid} for this system, and organisation.asid is ${configured}.`,
    'Set organisation.asid to what the directory has: the SSP refuses the other.',
    { host },
  )
}

/** A connection that was made, and ended before the first answer: with TLS 1.3 a server judges its caller after the handshake. */
function explainSilence({ host, byLdap }: Directory, found: Unavailable): Verdict {
  const details = { host, code: found.reason }
  if (!byLdap || !HUNG_UP.includes(found.reason)) return explainUnavailable('SDS', found, details)
  return bad(
    "SDS ended the connection once it was made: it does not take this system's certificate, most likely.",
    'sds.ldap.certificateFile must be of the Spine PKI of this environment, and not revoked: ask whoever issued it.',
    details,
  )
}

const HUNG_UP: readonly Unavailable['reason'][] = ['no-connection', 'broken-off', 'not-authorised']
