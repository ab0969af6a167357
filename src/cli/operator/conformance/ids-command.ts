import type { Command } from 'commander'
import { decodeTarget } from '../../../conformance/target/decode-target.ts'
import { addDays, localDateOf } from '../../../nhs/local-time.ts'
import { parseOdsCode } from '../../../nhs/ods-code.ts'
import type { Database } from '../../../postgres/database.ts'
import { type HiddenDays, judgeIds } from './judge-ids.ts'

const HELP = `
A search finds nobody who is sensitive, inactive or deceased, and no slot that is not released, so that no consumer learns their ids;
that such an id is refused can only be judged by one. Run it where the provider's database is, once the files that
"gpa conformance data" wrote are imported.

Database: DATABASE_URL, or else the embedded one in GPA_DATA (default: ./data). When another process of ours holds that
directory, as "npm start" does, it carries the command out.

Exit codes: 0 written, 1 the practice has no such patients or slots, 2 wrong usage.`

/** The command as both the terminal and the holder of the data directory understand it. */
export function addConformanceIdsCommand(program: Command, run: (file: string) => Promise<void>): void {
  program
    .command('conformance-ids')
    .description('add to a target.json the ids of patients and slots that no search finds')
    .argument('<file>', 'target.json, as "gpa conformance data" wrote it')
    .addHelpText('after', HELP)
    .action(run)
}

type IdsDeps = {
  db: Database
  now: () => Date
  readFile: (path: string) => Promise<string>
  writeFile: (path: string, text: string) => Promise<void>
}

/** Returns what was done; throws what stands in its way. */
export async function writeJudgeIds({ db, now, readFile, writeFile }: IdsDeps, file: string): Promise<string> {
  const text = await readFile(file)
  const decoded = decodeTarget(text)
  if ('faults' in decoded) throw new Error(`${file} is no target: ${decoded.faults.join(' ')}`)
  const { data } = decoded.target
  const practice = parseOdsCode(data.organisation?.odsCode ?? '')
  if (practice === undefined) throw new Error(`${file} does not name the practice: it has no data "organisation".`)
  const dayOf = (need: keyof HiddenDays) => {
    const from = data[need]?.from
    if (from === undefined) throw new Error(`${file} names no days: it has no data "${need}".`)
    return typeof from === 'number' ? addDays(localDateOf(now()), from) : from
  }
  const days = {
    ...{ 'not-bookable': dayOf('not-bookable'), visits: dayOf('visits') },
    ...{ embargoed: dayOf('embargoed'), 'beyond-window': dayOf('beyond-window') },
  }
  const ids = await judgeIds(db, practice, days)
  const source = JSON.parse(text) as { data: object }
  await writeFile(file, `${JSON.stringify({ ...source, data: { ...source.data, ...ids } }, undefined, 2)}\n`)
  return `${file}: ${Object.keys(ids).join(', ')} of ${practice} are named now.`
}
