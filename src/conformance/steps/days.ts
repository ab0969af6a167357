import { addDays, localDateOf } from '../../nhs/local-time.ts'
import type { Judge } from '../scenario.ts'
import type { DaysOfTarget } from '../target/needs.ts'

/** Today, as London's calendar has it. */
export function today(judge: Pick<Judge, 'now'>): string {
  return localDateOf(judge.now())
}

/** The dates that a target's days stand for in this run. */
export function datesOf(judge: Pick<Judge, 'now'>, { from, to }: DaysOfTarget): { from: string; to: string } {
  const date = (day: number | string) => (typeof day === 'number' ? addDays(today(judge), day) : day)
  return { from: date(from), to: date(to) }
}
