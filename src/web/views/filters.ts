import { formatLocalDateTime, localDateOf } from '../../nhs/local-time.ts'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** `999 000 0018`: in threes and a four, as it is read out. */
export function nhsNumber(digits: string): string {
  return digits.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3')
}

/** `2 March 1980`; `March 1980` or `1980` where that is all PDS has. */
export function day(date: string): string {
  const [year = '', month, dayOfMonth] = date.slice(0, 10).split('-')
  return [dayOfMonth && Number(dayOfMonth), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(' ')
}

/** In whole years; undefined without a whole date of birth. */
export function age(birthDate: string, now: Date): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return undefined
  const today = localDateOf(now)
  const hadBirthday = today.slice(5) >= birthDate.slice(5)
  return Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (hadBirthday ? 0 : 1)
}

/** `09:14 on 2 March 2026`, in local time (GEN-09). */
export function moment(at: Date): string {
  const local = formatLocalDateTime(at)
  return `${local.slice(11, 16)} on ${day(local)}`
}
