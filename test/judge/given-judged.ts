import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import pino from 'pino'
import { changeSupplierSwitch } from '../../src/appointments/control/change-supplier-switch.ts'
import type { PrivatePki } from '../../src/certificates/private-pki.ts'
import { judgeData } from '../../src/cli/operator/conformance/judge-data.ts'
import { judgeDays } from '../../src/cli/operator/conformance/judge-days.ts'
import { judgeIds } from '../../src/cli/operator/conformance/judge-ids.ts'
import type { RunDeps } from '../../src/conformance/run/run-scenarios.ts'
import { decodeTargetValue, type Target } from '../../src/conformance/target/decode-target.ts'
import { type Certificate, openWire } from '../../src/conformance/wire/send.ts'
import { decodePracticeValue } from '../../src/dataset/practice-file.ts'
import { decodeSpineValue } from '../../src/dataset/spine-file.ts'
import { importPractice } from '../../src/import/import-practice.ts'
import type { Dialect } from '../../src/nhs/dialect.ts'
import { localDateOf } from '../../src/nhs/local-time.ts'
import type { Database } from '../../src/postgres/database.ts'
import { startProvider } from '../../src/provider/start.ts'
import { openTls } from '../../src/provider/tls/open-tls.ts'
import type { TlsConfig } from '../../src/provider/tls/tls-settings.ts'
import { startSimulator } from '../../src/simulator/start-simulator.ts'
import { givenDatabase, newOdsCode } from '../given/database.ts'
import { freePorts } from '../given/free-ports.ts'
import { givenProxy, type Spoil } from './given-proxy.ts'

const NOW = new Date('2026-03-02T08:00:00Z')

const CONSUMER = { asid: '200000000111', odsCode: 'RX8' }

export type Judged = { target: Target; deps: RunDeps; port: number }

async function importOn(moment: Date, { db, files }: { db: Database; files: readonly unknown[] }): Promise<void> {
  for (const file of files) {
    const decoded = decodePracticeValue(file)
    if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
    await importPractice({ db, now: () => moment, newId: randomUUID }, decoded.file)
  }
}

type JudgedOptions = {
  spoil?: Spoil
  earlier?: Date[]
  pki?: PrivatePki
  dialect?: Dialect
  throughSsp?: boolean
  filtersByService?: boolean
}

/**
 * A provider on a free port with all the data that the runner asks for, its PDS, and what the runner is told of them. `earlier` are
 * moments at which such data were imported before.
 */
export async function givenJudged(
  t: TestContext,
  { spoil, earlier = [], pki, dialect = 'assurance', throughSsp = false, filtersByService = false }: JudgedOptions = {},
): Promise<Judged> {
  const db = await givenDatabase()
  const now = () => NOW
  const port = await freePorts(2)
  const listensAt = spoil ? port + 1 : port
  if (spoil) await givenProxy(t, { port, to: listensAt, spoil })
  const baseUrl = pki ? `https://localhost:${port}` : `http://127.0.0.1:${port}`
  const serviceRootOf = (odsCode: string) => `${baseUrl}/${odsCode}/STU3/1/gpconnect`
  const [practice, otherPractice, switchedOff, halfOff] = ['200000000901', '200000000902', '200000000903', '200000000904'].map((asid) => ({
    odsCode: newOdsCode(),
    asid,
  }))
  if (!practice || !otherPractice || !switchedOff || !halfOff) throw new Error('There are four.')
  const dataOn = (moment: Date, serviceFiltering: 'supplier-disabled' | 'enabled' = 'supplier-disabled') =>
    judgeData({ today: localDateOf(moment), practice, otherPractice, switchedOff, halfOff, serviceRootOf, serviceFiltering })
  for (const moment of [...earlier, NOW]) await importOn(moment, { db, files: dataOn(moment).practices })
  if (filtersByService) {
    await changeSupplierSwitch({ db, now }, { on: true, practices: [practice.odsCode], by: 'the supplier' })
    await importOn(NOW, { db, files: dataOn(NOW, 'enabled').practices })
  }
  const made = dataOn(NOW, filtersByService ? 'enabled' : 'supplier-disabled')
  const systems = [practice, otherPractice, switchedOff, halfOff].map((system) => organisationOf(system, serviceRootOf(system.odsCode)))
  const spine = decodeSpineValue({
    kind: 'spine',
    people: made.people,
    organisations: [...systems, organisationOf(CONSUMER)],
    dataSharing: [{ from: [CONSUMER.asid], to: 'any' }],
  })
  if ('faults' in spine) throw new Error(JSON.stringify(spine.faults))
  const simulator = await startSimulator({ data: spine.file, now, newId: randomUUID, host: '127.0.0.1', apiPort: 0, sspPort: 0 })
  t.after(() => simulator.close())

  const log = pino({ enabled: false })
  const provider = await startProvider(
    { db, now, newId: randomUUID, log, fetch, tls: pki && (await openTls({ now: () => new Date(), log }, await tlsFilesOf(t, pki))) },
    {
      ...{
        host: '127.0.0.1',
        port: listensAt,
        baseUrl,
        routingSegment: 'gpconnect',
        pdsUrl: `${simulator.apiUrl}/personal-demographics/FHIR/R4`,
      },
      ...{ additionalAudiences: [], tokenSkewSeconds: 0, dialect, bodyLimitBytes: 1_048_576, temporaryRegistrationDays: 90 },
    },
  )
  t.after(() => provider.close())

  const target = givenTarget({
    serviceRoot: serviceRootOf(practice.odsCode),
    asid: practice.asid,
    data: { ...made.data, ...(await judgeIds(db, practice.odsCode, judgeDays(localDateOf(NOW)))) },
    dialect,
    ...(throughSsp && { ssp: simulator.sspUrl }),
    ...(pki && tlsOf(pki)),
  })
  const wire = openWire(target, pki && certificatesOf(pki))
  t.after(() => wire.close())
  return { target, port, deps: { wire, target, now, newId: randomUUID } }
}

/** What the Spine knows of a system; of one without a service root, that it sends. */
function organisationOf({ odsCode, asid }: { odsCode: string; asid: string }, serviceRoot?: string) {
  const system = { asid, partyKey: `${odsCode}-${asid.slice(-6)}`, interactions: 'appointment-management' }
  return {
    odsCode,
    name: `Organisation ${odsCode}`,
    systems: [{ ...system, ...(serviceRoot !== undefined && { endpoint: { serviceRoot } }) }],
  }
}

/** What the operator gave the provider. */
async function tlsFilesOf(t: TestContext, pki: PrivatePki): Promise<TlsConfig> {
  const directory = await mkdtemp(join(tmpdir(), 'gpa-judged-'))
  t.after(() => rm(directory, { recursive: true }))
  const file = async (name: string, text: string) => {
    await writeFile(join(directory, name), text)
    return join(directory, name)
  }
  return {
    certificate: await file('provider.pem', pki.good.provider.chain),
    key: await file('provider.key', pki.good.provider.key),
    clientCa: await file('ca.pem', pki.authorities),
    crl: await file('crl.pem', pki.revocationLists.current),
    sspFqdn: SSP_FQDN,
  }
}

export const SSP_FQDN = 'ssp.example.nhs.uk'

/** The certificates are handed over as they are, so the names of their files do not matter. */
function tlsOf({ bad }: PrivatePki) {
  const files = { certificateFile: 'a.pem', keyFile: 'a.key' }
  return { plainHttp: false, tls: { caFile: 'ca.pem', ...files, bad: Object.fromEntries(Object.keys(bad).map((name) => [name, files])) } }
}

function certificatesOf({ authorities: ca, good, bad }: PrivatePki): Record<string, Certificate> {
  const all = Object.entries({ ...bad, own: good.ssp }).map(([name, { chain, key }]) => [name, { ca, cert: chain, key }] as const)
  return { ...Object.fromEntries(all), none: { ca } }
}

export function givenTarget(of: {
  serviceRoot: string
  asid: string
  data?: unknown
  dialect?: Dialect
  plainHttp?: boolean
  tls?: unknown
  ssp?: string
}): Target {
  const decoded = decodeTargetValue({
    plainHttp: true,
    requestsPerSecond: 1000,
    consumer: { ...CONSUMER, name: 'NHS 111', type: 'urgent-care' },
    ...of,
  })
  if ('faults' in decoded) throw new Error(decoded.faults.join('\n'))
  return decoded.target
}
