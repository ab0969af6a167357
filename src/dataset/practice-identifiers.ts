import { z } from 'zod'
import { HUMAN_LANGUAGES } from '../nhs/human-languages.ts'
import { parseLocalDate } from '../nhs/local-time.ts'
import { SDS_JOB_ROLES } from '../nhs/sds-job-roles.ts'

/** Keys, codes and local times that only the practice file has. Each pattern also goes into the published JSON Schema. */

export function codesOf<Code extends string>(table: Readonly<Record<Code, string>>): Code[] {
  return Object.keys(table) as Code[] // the tables are literals, so they have no other keys
}

/** A slash is left to schedules made from a weekly session: `{session}/{date}`. */
export const keySchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be a key: letters, digits, ".", "_" and "-", 64 at most')

/** ADM-01: from the value set, because a display goes out with it. */
export const practitionerRoleSchema = z.enum(codesOf(SDS_JOB_ROLES), 'must be a code of CareConnect-SDSJobRoleName-1, as "R0260"')

export const languageSchema = z.enum(codesOf(HUMAN_LANGUAGES), 'must be a code of CareConnect-HumanLanguage-1, as "en"')

export const sdsIdSchema = z.string().regex(/^\d{1,20}$/, 'must be digits')

const isCalendarDay = (text: string) => parseLocalDate(text.slice(0, 10)) !== undefined

export const localTimeSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a local time, as "09:30"')

export const localDateTimeSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a local date and time, as "2026-03-02T09:30"', abort: true })
  .refine(isCalendarDay, 'must be on a day of the calendar')

/** `2026-03-02`, or counted from the day of the import: `+14d`. */
export const dayOfRangeSchema = z
  .string()
  .regex(/^(?:\d{4}-\d{2}-\d{2}|[+-]\d{1,3}d)$/, { error: 'must be a date, as "2026-03-02", or days from today, as "+14d"', abort: true })
  .refine((text) => text.endsWith('d') || isCalendarDay(text), 'must be a day of the calendar')
