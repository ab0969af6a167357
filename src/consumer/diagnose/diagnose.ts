import { ConfigError } from '../../nhs/config-error.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Authorize } from '../../spine/access-token.ts'
import type { Application } from '../../spine/bearer-token.ts'
import type { Fetch } from '../../spine/http.ts'
import type { DirectoryFault, OnDirectoryFault, Sds, SpineAddress } from '../../spine/sds.ts'
import { createSdsOverFhir, type SdsOverFhirDeps } from '../../spine/sds-over-fhir.ts'
import { createSdsOverLdap, type LdapTls } from '../../spine/sds-over-ldap.ts'
import { createSsp } from '../../spine/ssp.ts'
import type { Asker } from '../practice-line.ts'
import { checkConnection, type Service } from './check-connection.ts'
import { checkDirectory, checkOwnAsid } from './check-directory.ts'
import { checkPds, checkToken } from './check-pds.ts'
import { checkPracticeSystem } from './check-practice-system.ts'
import { checkProxy } from './check-proxy.ts'
import { createClocks } from './clocks.ts'
import { bad, type DiagnosisStep, type Finding, skipped, type Verdict } from './finding.ts'
import { checkOwnCertificate, checkOwnKey, type OwnTls } from './own-certificate.ts'

export type DiagnoseDeps = {
  /** With this system's certificate, where it has one. */
  fetch: Fetch
  now: () => Date
  newId: () => string
  /** Told of each finding as it is made. */
  tell: (finding: Finding) => void
}

export type ToDiagnose = {
  tls: OwnTls | undefined
  pdsUrl: string
  /** Where PDS wants access tokens. */
  token: { tokenUrl: string; apiKey: string; kid: string; privateKey: string } | undefined
  sds: { url: string; apiKey: string } | { ldap: { url: string; tls: LdapTls } }
  sspUrl: string
  application: Application
  /** The supplier of this system, by its ODS code. */
  manufacturer: OdsCode | undefined
  asker: Asker
  /** Any that there is: nothing is changed there, and nothing asked about a patient. */
  practice: OdsCode
  timeoutMs: number
  signal?: AbortSignal | undefined
}

const PDS: Service = { name: 'PDS', urlSetting: 'pds.url', caSetting: 'tls.caFile' }
const SDS: Service = { name: 'SDS', urlSetting: 'sds.url', caSetting: 'tls.caFile' }
const SDS_LDAP: Service = { name: 'SDS', urlSetting: 'sds.ldap.url', caSetting: 'sds.ldap.caFile' }
const SSP: Service = { name: 'the SSP', urlSetting: 'ssp.url', caSetting: 'tls.caFile' }

/** Looks at each thing that a booking needs, in the order in which it is needed. What cannot be told for an earlier fault is skipped. */
export async function diagnose(deps: DiagnoseDeps, of: ToDiagnose): Promise<Finding[]> {
  const findings: Finding[] = []
  const blocked = new Set<DiagnosisStep>()

  async function look(step: DiagnosisStep, needs: readonly DiagnosisStep[], check: () => Verdict | Promise<Verdict>): Promise<void> {
    const isBlocked = needs.some((need) => blocked.has(need))
    const verdict = isBlocked ? skipped('cannot be told before what is wrong above is mended') : await check()
    if (isBlocked || verdict.state === 'bad') blocked.add(step)
    const finding = { step, ...verdict }
    findings.push(finding)
    deps.tell(finding)
  }

  const clocks = createClocks(deps)
  const { timeoutMs, signal, tls } = of
  const spine = { fetch: clocks.fetch, now: deps.now, newId: deps.newId, timeoutMs }
  const server = (url: string) => ({ url, tls, timeoutMs: Math.min(timeoutMs, CONNECT_MS), signal })

  await look('key', [], () => checkOwnKey(tls))
  await look('certificate', ['key'], () => checkOwnCertificate(tls, deps.now()))

  await look('pdsConnection', ['key'], () => checkConnection(PDS, server(of.pdsUrl)))
  let authorize: Authorize | undefined
  await look('token', ['key'], async () => {
    if (!of.token) return skipped('none is configured: PDS is asked without')
    const checked = await checkToken({ ...spine, ...of.token }, clocks)
    authorize = checked.authorize
    return checked.verdict
  })
  await look('pds', ['pdsConnection', 'token'], () =>
    checkPds(
      { ...spine, baseUrl: of.pdsUrl, ...(authorize && { authorize }) },
      { signal, endUserOrganisation: of.asker.organisation.odsCode },
    ),
  )

  const severals: DirectoryFault[] = []
  let sds: Sds | undefined
  let address: SpineAddress | undefined
  await look('sdsConnection', ['key'], async () => {
    const opened = openDirectory(spine, of.sds, (fault) => severals.push(fault))
    if ('unusable' in opened) return bad(opened.unusable, 'Check sds.ldap.caFile, sds.ldap.certificateFile and sds.ldap.keyFile.')
    sds = opened.sds
    if (!('ldap' in of.sds)) return checkConnection(SDS, server(of.sds.url))
    const { url, tls: ldapTls } = of.sds.ldap
    const own = checkOwnCertificate(ldapTls, deps.now(), 'sds.ldap')
    return own.state === 'bad' ? own : checkConnection(SDS_LDAP, { ...server(url), tls: ldapTls, serverName: ldapTls.serverName })
  })
  const byLdap = 'ldap' in of.sds
  const { host } = new URL('ldap' in of.sds ? of.sds.ldap.url : of.sds.url)
  let answered = true
  try {
    await look('sds', ['sdsConnection'], async () => {
      if (!sds) return skipped(NOT_OPEN)
      const checked = await checkDirectory({ sds, host, byLdap }, of.practice, signal)
      address = checked.address
      answered = checked.answered
      return checked.verdict
    })
    const { organisation } = of.asker
    await look('ownAsid', answered ? ['sdsConnection'] : ['sds'], () =>
      sds ? checkOwnAsid({ sds, host, byLdap }, { organisation, manufacturer: of.manufacturer, severals }, signal) : skipped(NOT_OPEN),
    )
  } finally {
    await sds?.close()
  }

  await look('sspConnection', ['key'], async () => {
    const seen = await checkConnection(SSP, server(of.sspUrl))
    return seen.state === 'good' ? checkProxy(spine, { sspUrl: of.sspUrl, service: SSP, timeoutMs, signal }) : seen
  })
  await look('practice', ['sds', 'sspConnection'], () => {
    const ssp = createSsp({ ...spine, sspUrl: of.sspUrl, application: of.application })
    return address ? checkPracticeSystem(ssp, { asker: of.asker, address }, signal) : skipped('the directory has no address for it')
  })
  await look('clock', [], () => clocks.check())
  return findings
}

const NOT_OPEN = 'the directory was not opened'

/** For a connection alone: whoever waits at a terminal shall not wait for long. */
const CONNECT_MS = 5_000

function openDirectory(
  spine: Pick<SdsOverFhirDeps, 'fetch' | 'now' | 'newId' | 'timeoutMs'>,
  sds: ToDiagnose['sds'],
  onFault: OnDirectoryFault,
): { sds: Sds } | { unusable: string } {
  if (!('ldap' in sds)) return { sds: createSdsOverFhir({ ...spine, baseUrl: sds.url, apiKey: sds.apiKey, onFault }) }
  try {
    return { sds: createSdsOverLdap({ ...sds.ldap, onFault }) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { unusable: error.faults.join(' ') }
  }
}
