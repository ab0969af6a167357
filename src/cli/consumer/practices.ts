import { checkPractice, type PracticeCheck } from '../../consumer/index.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { paintsFor, table } from './layout.ts'
import { setUp } from './set-up.ts'

/** The federation, and who of it can be spoken to. */
export async function practices(io: Io, options: { config?: string; json?: true }): Promise<ExitCode> {
  const { config, spine, asker } = await setUp(io, options.config)
  const signal = AbortSignal.timeout(config.patience.federation * 1000)
  const checked = await Promise.all(
    config.federation.map(async (member) => ({
      ...member,
      check: await checkPractice(spine, asker, { practice: member.odsCode, signal }),
    })),
  )

  if (options.json) {
    io.print(JSON.stringify({ practices: checked }, undefined, 2))
  } else {
    const paints = paintsFor(io)
    const rows = checked.map(({ odsCode, name, check }) => {
      const paint = check.kind === 'answers' ? paints.good : paints.bad
      return [odsCode, name, paint(directoryState(check)), paint(systemState(check))]
    })
    io.print(table(['Code', 'Practice', 'Directory', 'System'], rows, paints))
  }
  return checked.some(({ check }) => check.kind === 'unavailable') ? EXIT.noAnswer : EXIT.done
}

function directoryState(check: PracticeCheck): string {
  if (check.kind === 'not-enabled') return 'not enabled'
  if (check.kind === 'answers' || check.by !== 'sds') return 'endpoint found'
  return `not known: SDS did not answer (${check.code})`
}

function systemState(check: PracticeCheck): string {
  if (check.kind === 'answers') return `answers${check.system ? `: ${check.system}` : ''}`
  if (check.by === 'sds') return '-'
  return check.kind === 'refused' ? `refuses: ${check.code}` : `does not answer: ${check.code}`
}
