import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Appointment } from '../../src/consumer/index.ts'
import type { ConsumerTask } from './consumer.ts'
import type { CrashCase } from './crash-case.ts'
import { NOW, type Stage } from './crashed-practice.ts'
import { startCuttingProxy } from './cutting-proxy.ts'

const CONSUMER = fileURLToPath(new URL('./consumer.ts', import.meta.url))

/** What is left for whoever comes after: the outcome if the process lived to tell it, what it had kept, and which writes may still be under way. */
export type Wreck = { outcome: string | undefined; kept: unknown; unanswered: string[] }

/** Lets a consumer do the work in a process of its own, and something happen to it. */
export async function strike(
  stage: Stage,
  crash: CrashCase,
  { old, file }: { old: Appointment | undefined; file: string },
): Promise<Wreck> {
  const { apiUrl, sspUrl } = stage.world.urls
  const proxy = await startCuttingProxy(sspUrl, 'cut' in crash ? crash.cut : undefined)
  const task: ConsumerTask = {
    work: crash.work,
    kill: 'kill' in crash ? crash.kill : undefined,
    now: NOW,
    urls: { pdsUrl: `${apiUrl}/personal-demographics/FHIR/R4`, sdsUrl: `${apiUrl}/spine-directory/FHIR/R4`, sspUrl: proxy.url },
    asker: stage.world.asker,
    nhsNumber: stage.nhsNumber,
    offer: stage.offers[1],
    old,
    file,
  }
  const child = fork(CONSUMER, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  let outcome: string | undefined
  child.on('message', ({ kind }: { kind: string }) => {
    outcome = kind
  })
  child.send(task)
  const [code, signal] = await once(child, 'exit')
  const unanswered = proxy.unanswered()
  proxy.close()
  if (outcome === undefined && signal !== 'SIGKILL') throw new Error(`The consumer ended with ${code ?? signal} and told nothing.`)
  // Only what is struck at a moment, not at a step, may be too late.
  const mayOutlive = 'cut' in crash || crash.kill.at === 'under-way'
  if (!mayOutlive && outcome !== undefined) throw new Error(`The consumer outlived its death and told ${outcome}.`)
  return { outcome, kept: readKept(file), unanswered }
}

function readKept(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  } finally {
    rmSync(file, { force: true })
  }
}
