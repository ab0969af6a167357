import type { Failure, FederationPractice } from '../../consumer/index.ts'
import type { Io } from './io.ts'
import { type Paints, paintsFor } from './layout.ts'
import { liveLines } from './live-lines.ts'
import { describeFailure } from './wording.ts'

type Unanswered =
  | { state: 'looking-up' | 'asking'; practice: FederationPractice }
  | { state: 'failed' | 'gave-up'; practice: FederationPractice; outcome: Failure }

export type PracticeLines = {
  tell: (update: Unanswered) => void
  answered: (practice: FederationPractice, answer: string) => void
  end: () => void
}

/** A line for each practice, on a terminal from the beginning and as it goes. `doing` is what is asked of it. */
export function practiceLines(io: Io, practices: readonly FederationPractice[], doing: string): PracticeLines {
  const paints = paintsFor(io)
  const lines = liveLines(
    io,
    practices.map(({ odsCode }) => odsCode),
  )
  const forNow = (practice: FederationPractice, text: string) =>
    lines.tell(practice.odsCode, paints.faint(`· ${nameOf(practice)}: ${text}`), 'for now')
  for (const practice of practices) forNow(practice, 'waiting')
  return {
    end: lines.end,
    answered: (practice, answer) => lines.tell(practice.odsCode, `${paints.good('✓')} ${nameOf(practice)}: ${answer}`, 'final'),
    tell(update) {
      const { practice } = update
      if ('outcome' in update) lines.tell(practice.odsCode, failureText(practice, update.outcome, paints), 'final')
      else forNow(practice, update.state === 'asking' ? doing : 'looking it up in the directory')
    },
  }
}

function failureText(practice: FederationPractice, failure: Failure, paints: Paints): string {
  const [happened, ...rest] = describeFailure(failure)
  return [`${paints.bad('✗')} ${nameOf(practice)}: ${happened}`, ...rest.map((line) => `    ${line}`)].join('\n')
}

function nameOf({ name, odsCode }: FederationPractice): string {
  return name === odsCode ? odsCode : `${odsCode} ${name}`
}
