import type { SpineFile } from '../dataset/spine-file.ts'
import { createApi } from './api-server.ts'
import { startCis2 } from './cis2/start-cis2.ts'
import { createControl } from './control/control.ts'
import { apiOccasion } from './faults/api-occasion.ts'
import type { FaultScript, Service } from './faults/fault-script.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { withFaults } from './faults/with-faults.ts'
import { type Identity, type Listening, listen } from './listen.ts'
import type { ListedOrganisations } from './ods/organisation-record.ts'
import { ldapFaultOf } from './sds/ldap/ldap-fault-of.ts'
import { startSdsLdap } from './sds/ldap/start-sds-ldap.ts'
import type { SdsFaults } from './sds/sds-faults.ts'
import { arrangeSpineFile } from './spine-records.ts'
import { openProviderPool } from './ssp/forward.ts'
import { createSsp, type SspAuditEntry } from './ssp/ssp.ts'

export type SimulatorTls = {
  /** What all services show to callers. */
  server: Identity
  /** Who signed the certificates of consumers and providers (PEM). */
  ca: string
  /** What the SSP shows to providers: its FQDN is the one that they let in (SEC-01). */
  ssp: Identity
  /** For the fault `expired-certificate`: what the services show instead, and the SSP to providers. */
  expired?: Identity
}

export type SimulatorOptions = {
  data: SpineFile
  now: () => Date
  newId: () => string
  host: string
  /** 0 for any that is free. */
  apiPort: number
  sspPort: number
  /** Without it everything is plain HTTP. */
  tls?: SimulatorTls
  /** Port of the directory by LDAP. That is spoken over TLS alone: without either, there is none. */
  ldapPort?: number | undefined
  /** What the directory does wrong besides the script, which knows of no gateway. */
  sdsFaults?: SdsFaults | undefined
  /** Port of CIS2; without it there is none. */
  cis2Port?: number | undefined
  /** What CIS2 calls itself, where that is not the address it listens at. */
  cis2Issuer?: string | undefined
  /** Over plain HTTP whatever `tls` says: for browsers, which trust no CA of a sandbox. */
  cis2Plain?: boolean
  /** How long a provider may be silent. No figure is published; consumers wait 30 to 60 seconds. */
  providerTimeoutMs?: number
  audit?: (entry: SspAuditEntry) => void
  logFault?: (error: unknown) => void
  /** What goes wrong from the start. */
  faults?: FaultScript | undefined
  /** Port of the control API, on loopback; without it there is none. */
  controlPort?: number | undefined
  /** For the control API, where the data came from a file: reads it again, or throws a ConfigError. */
  readData?: () => Promise<SpineFile>
  /** Organisations that ODS knows besides those of the data. */
  listed?: ListedOrganisations
}

export type Simulator = {
  /** Base of PDS (`/personal-demographics/FHIR/R4`), SDS (`/spine-directory/FHIR/R4`), ODS (`/organisation-data-terminology-api/fhir`) and `/oauth2/token`. */
  apiUrl: string
  sspUrl: string
  controlUrl: string | undefined
  /** `ldaps://`. */
  ldapUrl: string | undefined
  cis2Issuer: string | undefined
  /** What goes wrong, from now on. */
  faults: Faults
  /** From the next request on. */
  replaceData: (data: SpineFile) => void
  close: () => Promise<void>
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const {
    now,
    newId,
    host,
    apiPort,
    sspPort,
    controlPort,
    ldapPort,
    cis2Port,
    sdsFaults,
    tls,
    providerTimeoutMs = 25_000,
    audit = () => {},
    logFault = () => {},
  } = options
  let data = options.data
  let arranged = arrangeSpineFile(data)
  const records = () => arranged
  const replaceData = (next: SpineFile) => {
    data = next
    arranged = arrangeSpineFile(next)
  }
  const faults = createFaults(options.faults)
  const pool = openProviderPool(tls && { ca: tls.ca, identity: tls.ssp, expired: tls.expired })
  const recent: SspAuditEntry[] = []
  const remember = (entry: SspAuditEntry) => {
    recent.push(entry)
    if (recent.length > REMEMBERED) recent.shift()
    audit(entry)
  }
  /** What can be done to the services at run time, by name, for the control API. */
  const actions: Record<string, () => unknown> = {}

  const opened: Listening[] = []
  const open = async (...[listener, at]: Parameters<typeof listen>) => {
    const listening = await listen(listener, at)
    opened.push(listening)
    return listening
  }
  const close = async () => {
    await Promise.all(opened.map((listening) => listening.close()))
    pool.close()
  }
  const tlsOf = (services: readonly Service[]) =>
    tls && { identity: tls.server, insteadOf: () => (services.some(faults.expiredCertificate) ? tls.expired : undefined) }

  try {
    // The services of the platform tell the time by one clock.
    const platformNow = () => new Date(now().getTime() + faults.skewMs(PLATFORM))
    const platform = createApi({ records, now: platformNow, newId, logFault, listed: options.listed, sdsFaults })
    const api = await open(withFaults({ faults, newId }, apiOccasion, platform), { host, port: apiPort, tls: tlsOf(PLATFORM) })

    // Only the SSP asks its callers for a certificate, as in the real world.
    const sspTls = tls && { identity: tls.server, ...tlsOf(['ssp']), clientCa: tls.ca }
    const carry = createSsp({ records, now, newId, pool, providerTimeoutMs, audit: remember, faults })
    const ssp = await open(carry, { host, port: sspPort, tls: sspTls })

    const ldap =
      tls && ldapPort !== undefined
        ? await startSdsLdap({
            records,
            address: { host, port: ldapPort },
            tls: { ...tlsOf(['sds']), identity: tls.server, clientCa: tls.ca },
            faults: {
              ldap: (asked) =>
                sdsFaults?.ldap?.(asked) ??
                ldapFaultOf(faults.next({ service: 'sds', practice: asked.odsCode, interaction: asked.interaction })),
            },
            logFault,
          })
        : undefined
    if (ldap) opened.push(ldap)

    const cis2 =
      cis2Port === undefined
        ? undefined
        : await startCis2({ now, newId, file: () => data, faults, logFault, issuer: options.cis2Issuer }, (listener) =>
            open(listener, { host, port: cis2Port, tls: options.cis2Plain ? undefined : tlsOf(['cis2']) }),
          )
    Object.assign(actions, cis2?.actions)

    const control = createControl({
      faults,
      data: () => data,
      replaceData,
      readData: options.readData,
      audit: () => recent,
      actions,
      logFault,
    })
    const controlled = controlPort === undefined ? undefined : await open(control, { host: '127.0.0.1', port: controlPort })
    return {
      apiUrl: api.url,
      sspUrl: ssp.url,
      controlUrl: controlled?.url,
      ldapUrl: ldap?.url,
      cis2Issuer: cis2?.issuer,
      faults,
      replaceData,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const PLATFORM = ['pds', 'sds', 'ods', 'token'] as const satisfies Service[]

/** So many entries of the SSP's log can be asked for. */
const REMEMBERED = 1_000
