import { SettingRefused } from '../../directory/setting-refused.ts'
import type { CommandIo } from '../../postgres/holder-socket.ts'
import type { PracticeAnswer, PracticeWork } from './practice-commands.ts'
import type { OperatorDeps } from './run-operator-command.ts'

/** Writes the answer where it belongs, and returns the exit code. */
export async function runPracticeWork(deps: OperatorDeps, work: PracticeWork, io: Pick<CommandIo, 'write'>): Promise<number> {
  const { text, refused } = await answerOf(deps, work)
  io.write(refused ? 'stderr' : 'stdout', `${text}\n`)
  return refused ? 1 : 0
}

async function answerOf(deps: OperatorDeps, work: PracticeWork): Promise<PracticeAnswer> {
  try {
    return await work(deps)
  } catch (error) {
    if (!(error instanceof SettingRefused)) throw error
    return { text: error.message, refused: true }
  }
}
