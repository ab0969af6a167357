import { type ExplainedSlot, explainSlot } from '../../appointments/control/explain-slot.ts'
import { formatLocalDateTime, momentOf, parseLocalDate } from '../../nhs/local-time.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { PracticeAnswer, WhyOptions } from './practice-commands.ts'
import { answer, table } from './practice-layout.ts'
import type { OperatorDeps } from './run-operator-command.ts'

/** "Why is my slot not visible?" */
export async function explain(
  deps: OperatorDeps,
  { ods, slot }: { ods: OdsCode; slot: string },
  options: WhyOptions,
): Promise<PracticeAnswer> {
  const { organisation, type, service, json } = options
  const explained = await explainSlot(deps, {
    practice: ods,
    slot: slotMeant(slot),
    ...(organisation && { organisationCode: organisation }),
    ...(type && { organisationType: type }),
    ...(service && { dosServiceId: service }),
  })
  if (explained.length === 0) return { text: `${ods} has no such slot.`, refused: true }

  const asker = [organisation, type].filter(Boolean).join(', ') || 'somebody who does not say who they are'
  return answer(json, explained.map(toJson), () => explained.map((one) => toText(one, { asker, now: deps.now() })).join('\n\n'))
}

/** A local start, also within what `gpa slots` prints; or else an id. */
function slotMeant(text: string): { id: string } | { start: Date } {
  const [, day = '', time = ''] = /^(?:[A-Z0-9]+\/)?(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?:\/\w+)?$/i.exec(text) ?? []
  const date = parseLocalDate(day)
  return date && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? { start: momentOf(date, time) } : { id: text }
}

function toJson({ slot, visible, verdicts }: ExplainedSlot) {
  return { slot: slot.id, start: formatLocalDateTime(slot.start), session: slot.schedule.sessionName, visible, verdicts }
}

function toText({ slot, visible, verdicts }: ExplainedSlot, { asker, now }: { asker: string; now: Date }): string {
  const session = slot.schedule.sessionName === undefined ? '' : `, ${slot.schedule.sessionName}`
  const broken = verdicts.filter(({ holds }) => !holds).map(({ rule }) => rule)
  return [
    `Slot ${slot.id}: ${formatLocalDateTime(slot.start).slice(0, 16).replace('T', ' ')}${session}`,
    visible ? `Visible to ${asker}.` : `Not visible to ${asker}, because of: ${broken.join(', ')}.`,
    ...(slot.start <= now ? ['It has begun: it can be searched, but not booked.'] : []),
    '',
    table(
      ['', 'Rule', 'Facts'],
      verdicts.map(({ rule, holds, because }) => [holds ? 'yes' : 'NO', rule, because]),
    ),
  ].join('\n')
}
