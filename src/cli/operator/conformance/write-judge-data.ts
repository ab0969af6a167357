import { decodePracticeValue } from '../../../dataset/practice-file.ts'
import { parseAsid } from '../../../nhs/asid.ts'
import { ConfigError } from '../../../nhs/config-error.ts'
import { localDateOf } from '../../../nhs/local-time.ts'
import { parseOdsCode } from '../../../nhs/ods-code.ts'
import type { ConformanceDataOptions } from './conformance-command.ts'
import { judgeData } from './judge-data.ts'

export type WriteDataDeps = { now: () => Date; writeFile: (path: string, text: string) => Promise<void>; print: (text: string) => void }

/** `practice-A9J01.json` and the like, `spine.json`, `target.json`. */
export async function writeJudgeData(deps: WriteDataDeps, options: ConformanceDataOptions): Promise<void> {
  const { directory, root, serviceFiltering } = options
  const [practice, otherPractice, switchedOff, halfOff] = systemsOf(options)
  const serviceRootOf = (odsCode: string) => `${root.replace(/\/$/, '')}/${odsCode}/STU3/1/gpconnect`
  const made = judgeData({ today: localDateOf(deps.now()), practice, otherPractice, switchedOff, halfOff, serviceRootOf, serviceFiltering })

  const write = (name: string, value: unknown) => deps.writeFile(`${directory}/${name}`, `${JSON.stringify(value, undefined, 2)}\n`)
  for (const file of made.practices) {
    const decoded = decodePracticeValue(file)
    if ('faults' in decoded) throw new Error(`The data have faults: ${JSON.stringify(decoded.faults)}`)
    await write(`practice-${file.odsCode}.json`, file)
  }
  await write('spine.json', { kind: 'spine', people: made.people })
  await write('target.json', {
    serviceRoot: serviceRootOf(practice.odsCode),
    asid: practice.asid,
    ...(root.startsWith('http:') && { plainHttp: true }),
    consumer: { asid: '200000999999', odsCode: 'X99998', name: 'Conformance runner', type: 'urgent-care' },
    data: made.data,
  })
  const files = made.practices.map(({ odsCode }) => `  gpa import ${directory}/practice-${odsCode}.json`)
  deps.print(
    `Written to ${directory}. Now:\n${files.join('\n')}\n  gpa conformance-ids ${directory}/target.json\n  gpa conformance --target ${directory}/target.json\n\nspine.json holds the people, for the simulated PDS.\n`,
  )
}

type System = { odsCode: string; asid: string }

function systemsOf({ practice, other, off, halfOff, firstAsid: asid }: ConformanceDataOptions): [System, System, System, System] {
  const codes = [practice, other, off, halfOff].map((code) => code.toUpperCase())
  const faults = [
    ...codes.filter((code) => parseOdsCode(code) === undefined).map((code) => `${code} is no ODS code.`),
    ...(new Set(codes).size < codes.length ? ['The four practices must have codes of their own.'] : []),
    ...(parseAsid(asid) === undefined ? ['--first-asid must be twelve digits.'] : []),
  ]
  if (faults.length > 0) throw new ConfigError(faults)
  const system = (at: number) => ({ odsCode: codes[at] ?? '', asid: String(Number(asid) + at).padStart(12, '0') })
  return [system(0), system(1), system(2), system(3)]
}
