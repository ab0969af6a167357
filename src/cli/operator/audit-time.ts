import { formatLocalDateTime } from '../../nhs/local-time.ts'
import { printable } from './audit-text.ts'

/** An entry's moment as UK clocks showed it; what is no moment, as it stands. */
export function localTime(at: string | undefined): string {
  if (at === undefined) return ''
  const moment = new Date(at)
  return Number.isNaN(moment.getTime()) ? printable(at) : formatLocalDateTime(moment).slice(0, 19).replace('T', ' ')
}
