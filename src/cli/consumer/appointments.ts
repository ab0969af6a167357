import { type AppointmentsAnswer, type AppointmentsUpdate, tracePatient, watchAppointmentsAcross } from '../../consumer/index.ts'
import { type LocalDate, localDateOf } from '../../nhs/local-time.ts'
import type { NhsNumber } from '../../nhs/nhs-number.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import { type ListProgress, listProgress } from './appointments-progress.ts'
import { appointmentsTable } from './appointments-table.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { practicesMeant } from './federation-meant.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'
import { setUp } from './set-up.ts'
import { tellStopped } from './told-stopped.ts'
import { UsageFault } from './usage-fault.ts'

export type AppointmentsOptions = {
  config?: string
  json?: true
  from?: LocalDate
  to?: LocalDate
  federation?: string
  showNhsNumber?: true
}

/** What a patient has at some practices, or at those of a federation, from today on. */
export async function appointments(
  io: Io,
  of: { nhsNumber: NhsNumber; practices: readonly OdsCode[] },
  options: AppointmentsOptions,
): Promise<ExitCode> {
  const { from, to } = options
  if (from !== undefined && to !== undefined && to < from) throw new UsageFault(`--to ${to} lies before --from ${from}.`)
  if (to !== undefined && to < localDateOf(io.now())) throw new UsageFault(`--to ${to} lies before today: practices list nothing earlier.`)
  const ready = await setUp(io, options.config)
  const { practices } = await practicesMeant(io, ready.config, { practices: of.practices, options })

  const { config, spine, asker } = ready
  const traced = await tracePatient(spine, { nhsNumber: of.nhsNumber, organisation: asker.organisation })
  if (traced.kind !== 'traced') return tellStopped(io, traced, options, 'Nothing was listed.')
  const deadlineMs = config.patience.federation * 1000
  const search = watchAppointmentsAcross(spine, asker, { federation: practices, patient: traced.patient, from, to, deadlineMs })
  const listed = await answersOf(search, options.json ? undefined : listProgress(io, practices))
  if (options.json)
    io.print(JSON.stringify({ practices: listed.map(({ practice, outcome }) => ({ ...practice, ...outcome })) }, undefined, 2))
  else io.print(appointmentsTable(listed, paintsFor(io)))
  return exitCodeFor(listed)
}

async function answersOf(search: AsyncIterable<AppointmentsUpdate>, progress: ListProgress | undefined): Promise<AppointmentsAnswer[]> {
  const listed: AppointmentsAnswer[] = []
  for await (const update of search) {
    if (update.state === 'finished') break
    if ('outcome' in update) listed.push({ practice: update.practice, outcome: update.outcome })
    progress?.tell(update)
  }
  progress?.end()
  return listed
}

function exitCodeFor(listed: readonly AppointmentsAnswer[]): ExitCode {
  const kinds = listed.map(({ outcome }) => outcome.kind)
  if (kinds.includes('unavailable')) return EXIT.noAnswer
  return kinds.includes('listed') || kinds.includes('no-record') ? EXIT.done : EXIT.refused
}
