import { readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createPrivatePki } from '../src/certificates/private-pki.ts'
import type { FederationSearch, FederationSearched } from './federation/consumer.ts'
import { FASTEST_MS, practicesOf, SLOWEST_MS } from './federation/practices.ts'
import type { FederationServerStart, FederationServerUrls } from './federation/server.ts'
import { median } from './median.ts'
import { startPeer } from './processes.ts'

const PRACTICES = 200
const SEED = 20_260_302
const DEADLINE_MS = 5_000
/** What keeps the memory down: V8 would let what is short-lived grow to 64 MB before it looks. */
const SMALL_YOUNG_GENERATION = '--max-semi-space-size=4'

type Alone = { fastestMs: number; slowestMs: number }
export type FederationRound = { alone: Alone; searched: FederationSearched }
/** `unconfined`: the most megabytes of the same search by a Node that was not told to keep its young generation small. */
export type FederationFigures = { practices: number; deadlineMs: number; rounds: FederationRound[]; unconfined: number }

/** A search across a federation, by a process of its own, which asks a simulated directory and SSP in another. */
export async function measureFederation({ quick, directory }: { quick: boolean; directory: string }): Promise<FederationFigures> {
  const fqdns = { provider: 'localhost', ssp: 'ssp.bench', consumer: 'consumer.bench' }
  const { good, authorities: ca } = await createPrivatePki({ now: new Date(), days: 1, fqdns })
  const identity = ({ chain, key }: { chain: string; key: string }) => ({ ca, certificate: chain, key })
  const practices = practicesOf(PRACTICES, SEED)
  const all = practices.map(({ odsCode }) => odsCode)
  const oneThatTakes = (time: number) =>
    practices.filter(({ does, ms }) => does === 'answers' && ms === time).flatMap(({ odsCode }) => odsCode)[0]
  const consumer = withoutTypes('./federation/consumer.ts', directory)
  const server = startPeer('./federation/server.ts')
  try {
    const urls = await server.ask<FederationServerUrls>({ tls: identity(good.provider), practices } satisfies FederationServerStart)
    const sdk = new URL('../dist/consumer/index.js', import.meta.url).href
    const search = (codes: readonly (string | undefined)[], execArgv = [SMALL_YOUNG_GENERATION]) =>
      searchOnce(consumer, execArgv, {
        sdk,
        urls,
        tls: identity(good.consumer),
        deadlineMs: DEADLINE_MS,
        practices: codes.filter((code) => code !== undefined),
      })

    const rounds: FederationRound[] = []
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      const fastest = await search([oneThatTakes(FASTEST_MS)])
      const slowest = await search([oneThatTakes(SLOWEST_MS)])
      rounds.push({ alone: { fastestMs: fastest.firstMs, slowestMs: slowest.lastMs }, searched: await search(all) })
    }
    return { practices: PRACTICES, deadlineMs: DEADLINE_MS, rounds, unconfined: (await search(all, [])).megabytes }
  } finally {
    await server.stop()
  }
}

/** Where Node need not read types, which takes 17 MB that an application as it is installed does not. */
function withoutTypes(module: string, directory: string): string {
  const file = join(directory, 'consumer.mjs')
  writeFileSync(file, stripTypeScriptTypes(readFileSync(new URL(module, import.meta.url), 'utf8')))
  return pathToFileURL(file).href
}

async function searchOnce(module: string, execArgv: readonly string[], search: FederationSearch): Promise<FederationSearched> {
  const consumer = startPeer(module, execArgv)
  try {
    return await consumer.ask<FederationSearched>(search)
  } finally {
    await consumer.stop()
  }
}

/** One of the promises: `figure` may be at most `limit`. `rounds` are those of each round. */
export type FederationPromise = { name: string; unit: string; limit: number; figure: number; best: number; worst: number; holds: boolean }

/**
 * Each round is compared with its own neighbours, because the machine's speed changes: the figure is the median. Of the deadline and of
 * memory it is the worst: who breaks them once has broken them.
 */
export function federationPromises({ deadlineMs, rounds }: FederationFigures): FederationPromise[] {
  const promised = (of: {
    name: string
    unit: string
    limit: number
    each: (round: FederationRound) => number
    by: 'median' | 'worst'
  }) => {
    const { name, unit, limit, each, by } = of
    const figures = rounds.map(each)
    const [best, worst] = [Math.min(...figures), Math.max(...figures)]
    const figure = by === 'median' ? median(figures) : worst
    return { name, unit, limit, figure, best, worst, holds: figure <= limit }
  }
  return [
    promised({
      name: 'first answer, after the fastest practice alone',
      unit: 'ms',
      limit: 50,
      each: ({ alone, searched }) => searched.firstMs - alone.fastestMs,
      by: 'median',
    }),
    promised({
      name: 'last answer, by the slowest practice alone',
      unit: 'times',
      limit: 1.2,
      each: ({ alone, searched }) => searched.lastMs / alone.slowestMs,
      by: 'median',
    }),
    promised({ name: 'end, by the deadline', unit: 'times', limit: 1, each: ({ searched }) => searched.endMs / deadlineMs, by: 'worst' }),
    promised({ name: 'memory of the process', unit: 'MB', limit: 150, each: ({ searched }) => searched.megabytes, by: 'worst' }),
  ]
}
