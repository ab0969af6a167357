import { resolve } from 'node:path'
import { isWhole, type TrailReport, verifyTrail } from '../../audit/verify-trail.ts'
import type { CommandIo } from '../../postgres/holder-socket.ts'
import type { VerifyOptions } from './audit-commands.ts'
import { checkIsNew, HeadsFileRefused, readHeadsFile, writeHeadsFile } from './audit-heads-file.ts'
import { jsonLine } from './audit-text.ts'
import { reportText } from './audit-verify-layout.ts'
import { createProgress } from './progress.ts'
import type { OperatorDeps } from './run-operator-command.ts'

/** Exit code 0 where every chain is whole, 1 where one is not, 2 where a file could not be used. */
export async function verify(deps: OperatorDeps, io: CommandIo, options: VerifyOptions): Promise<number> {
  try {
    return await verifyAndTell(deps, io, options)
  } catch (error) {
    if (!(error instanceof HeadsFileRefused)) throw error
    io.write('stderr', `${error.message}\n`)
    return 2
  }
}

async function verifyAndTell(deps: OperatorDeps, io: CommandIo, { practice, against, save, json }: VerifyOptions): Promise<number> {
  const saved = against === undefined ? undefined : await readHeadsFile(resolve(io.cwd, against))
  if (save !== undefined) await checkIsNew(resolve(io.cwd, save))

  const progress = createProgress(io)
  const report = await verifyTrail(
    deps,
    { ...(practice && { chains: practice }), ...(saved && { saved: saved.heads }) },
    (chain, done, total) => progress.show(chain === '-' ? 'calls to no practice' : chain, 'entries')(done, total),
  )
  progress.clear()

  const text = json ? jsonLine(toJson(report)) : reportText(report, { saved, named: practice !== undefined })
  io.write('stdout', `${text}\n`)
  if (save !== undefined) {
    const heads = report.chains.flatMap(({ chain, end }) => (end ? [{ chain, ...end }] : []))
    await writeHeadsFile(resolve(io.cwd, save), { savedAt: deps.now(), heads })
    // Standard output may be for a script.
    io.write(
      json ? 'stderr' : 'stdout',
      `${heads.length === 1 ? '1 head was' : `${heads.length} heads were`} saved in ${save}: keep it where nobody can alter both.\n`,
    )
  }
  return isWhole(report) ? 0 : 1
}

function toJson(report: TrailReport) {
  return {
    whole: isWhole(report),
    chains: report.chains.map(({ chain, faults, ...rest }) => ({
      practice: chain,
      ...rest,
      faults: faults.items,
      faultCount: faults.count,
    })),
    unaudited: report.unaudited.items,
    unauditedCount: report.unaudited.count,
  }
}
