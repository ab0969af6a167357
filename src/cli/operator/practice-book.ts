import { type BookEntry, listBook } from '../../appointments/store/list-book.ts'
import { addDays, formatLocalDateTime, type LocalDate, localDateOf, momentOf } from '../../nhs/local-time.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { PracticeAnswer } from './practice-commands.ts'
import { answer, table } from './practice-layout.ts'
import type { OperatorDeps } from './run-operator-command.ts'

/** Who booked what. No name of a patient, and of the NHS number the last four digits. */
export async function showBook(
  { db, now }: OperatorDeps,
  ods: OdsCode,
  options: { from?: LocalDate; to?: LocalDate; json?: true },
): Promise<PracticeAnswer> {
  const from = options.from ?? localDateOf(now())
  const to = options.to ?? addDays(from, 14)
  if (to < from) return { text: `--to ${to} lies before --from ${from}.`, refused: true }

  const entries = (await listBook(db, ods, { from: momentOf(from), to: momentOf(addDays(to, 1)) })).map(masked)
  return answer(options.json, entries, () => {
    if (entries.length === 0) return `Nothing is booked at ${ods} from ${from} to ${to}.`
    return [
      table(['When', 'Status', 'Patient', 'Booked by', 'User', 'Type', 'How', 'With', 'Where', 'Appointment'], entries.map(row)),
      '',
      `${entries.filter(({ status }) => status === 'booked').length} booked, ${entries.filter(({ status }) => status === 'cancelled').length} cancelled.`,
    ].join('\n')
  })
}

function masked(entry: BookEntry) {
  return {
    ...entry,
    start: formatLocalDateTime(entry.start),
    end: formatLocalDateTime(entry.end),
    nhsNumber: `******${entry.nhsNumber.slice(-4)}`,
  }
}

function row(entry: ReturnType<typeof masked>): string[] {
  const { start, end, status, nhsNumber, organisation, user = '', slotType = '', deliveryChannel, practitioner = '', location, id } = entry
  const type = organisation?.type ? `, ${organisation.type}` : ''
  return [
    `${start.slice(0, 10)} ${start.slice(11, 16)}-${end.slice(11, 16)}`,
    status,
    nhsNumber,
    organisation ? `${organisation.odsCode} ${organisation.name}${type}` : 'the practice',
    user,
    slotType,
    deliveryChannel,
    practitioner,
    location,
    id,
  ]
}
