import { judgeData } from '../cli/operator/conformance/judge-data.ts'
import { judgeDays } from '../cli/operator/conformance/judge-days.ts'
import { judgeIds } from '../cli/operator/conformance/judge-ids.ts'
import type { TargetSource } from '../conformance/target/decode-target.ts'
import { decodePracticeValue, type PracticeFile } from '../dataset/practice-file.ts'
import type { SpineFileSource } from '../dataset/spine-file.ts'
import { ImportRefused } from '../import/import-refused.ts'
import type { LocalDate } from '../nhs/local-time.ts'
import type { Database } from '../postgres/database.ts'
import type { CertificateFiles } from './certificates.ts'
import { CONSUMERS, MANUFACTURER } from './dataset/spine-file.ts'

/** Practices of no federation, with everything that `gpa conformance` asks for; their codes are never issued. */
const JUDGED = { odsCode: 'A9J01', asid: '200000990001' }
const OTHER = { odsCode: 'A9J02', asid: '200000990002' }
const SWITCHED_OFF = { odsCode: 'A9J03', asid: '200000990003' }
const HALF_OFF = { odsCode: 'A9J04', asid: '200000990004' }

export type Judged = {
  files: PracticeFile[]
  /** What Spine knows of them. */
  spine: { [List in 'people' | 'organisations' | 'dataSharing']: NonNullable<SpineFileSource[List]> }
  /** Once the files are in the database. `direct` is as the SSP asks: only so can be judged what the SSP would refuse itself. */
  targets: (db: Database, sspUrl: string) => Promise<{ direct: TargetSource; throughSsp: TargetSource }>
}

/** What there is to judge, and what `gpa conformance` is told of it. */
export function judged(of: { today: LocalDate; providerUrl: string; certificates: CertificateFiles | undefined }): Judged {
  const { today, providerUrl, certificates } = of
  const serviceRootOf = (odsCode: string) => `${providerUrl}/${odsCode}/STU3/1/gpconnect`
  const systems = { practice: JUDGED, otherPractice: OTHER, switchedOff: SWITCHED_OFF, halfOff: HALF_OFF }
  const made = judgeData({ today, ...systems, serviceRootOf, serviceFiltering: 'enabled' })
  const { asid, odsCode, name, type } = CONSUMERS.nhs111
  const targetAs = (who: 'ssp' | 'consumer', ids: Awaited<ReturnType<typeof judgeIds>>): TargetSource => ({
    name: who === 'ssp' ? 'the sandbox' : 'the sandbox, through its SSP',
    serviceRoot: serviceRootOf(JUDGED.odsCode),
    asid: JUDGED.asid,
    ...(certificates
      ? {
          tls: {
            caFile: certificates.ca,
            ...filesOf(certificates[who]),
            bad: { 'wrong-fqdn': filesOf(certificates.hub), expired: filesOf(certificates.expired) },
          },
        }
      : { plainHttp: true }),
    consumer: { asid, odsCode, name, type },
    requestsPerSecond: 200,
    data: { ...made.data, ...ids },
  })
  const all = [JUDGED, OTHER, SWITCHED_OFF, HALF_OFF]
  const files = made.practices.map(decoded)
  const [practice] = files
  if (!practice) throw new Error('There is a practice to judge.')
  return {
    files,
    spine: {
      people: made.people,
      organisations: all.map((system) => organisationOf(system, serviceRootOf(system.odsCode))),
      dataSharing: [{ from: [asid], to: all.map((system) => system.asid) }],
    },
    targets: async (db, ssp) => {
      const ids = await judgeIds(db, practice.odsCode, judgeDays(today))
      return { direct: targetAs('ssp', ids), throughSsp: { ...targetAs('consumer', ids), ssp } }
    },
  }
}

const filesOf = ({ certificate, key }: { certificate: string; key: string }) => ({ certificateFile: certificate, keyFile: key })

function organisationOf({ odsCode, asid }: typeof JUDGED, serviceRoot: string): NonNullable<SpineFileSource['organisations']>[number] {
  const system = {
    asid,
    partyKey: `${odsCode}-${asid.slice(-6)}`,
    manufacturer: MANUFACTURER,
    interactions: 'appointment-management' as const,
  }
  return { odsCode, name: `Judged practice ${odsCode}`, roles: ['RO177', 'RO76'], systems: [{ ...system, endpoint: { serviceRoot } }] }
}

function decoded(value: unknown): PracticeFile {
  const result = decodePracticeValue(value)
  if ('faults' in result) throw new ImportRefused(result.faults)
  return result.file
}
