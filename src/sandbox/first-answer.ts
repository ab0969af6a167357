import { type ConfigFile, parseConfig } from '../cli/consumer/config.ts'
import { checkPractice, connectToSpine } from '../consumer/index.ts'
import type { Fetch } from '../spine/http.ts'

/** Asks the first practice as `gpa` would, through SDS and SSP, so that "running" is said only once it is true. */
export async function firstAnswer(file: ConfigFile, deps: { fetch: Fetch; now: () => Date; newId: () => string }): Promise<void> {
  const { pds, sds, ssp, application, user, organisation, federation } = parseConfig(JSON.stringify(file))
  if ('ldap' in sds) throw new Error('The sandbox asks the directory by its FHIR API.')
  const spine = connectToSpine({
    ...deps,
    timeoutMs: 10_000,
    application,
    pdsUrl: pds.url,
    sdsUrl: sds.url,
    sdsApiKey: sds.apiKey,
    sspUrl: ssp.url,
  })
  const [practice] = federation
  if (!practice) throw new Error('The sandbox has no practice.')
  const check = await checkPractice(spine, { user, organisation }, { practice: practice.odsCode })
  if (check.kind !== 'answers') throw new Error(`The sandbox's first practice does not answer: ${JSON.stringify(check)}`)
}
