import { createPrivatePki } from '../src/certificates/private-pki.ts'
import type { LookUpServerStart, LookUpServerUrls } from './look-ups/server.ts'
import { type Credentials, echoSide, fhirSide, ldapSide, type Side } from './look-ups/sides.ts'
import { median } from './median.ts'
import { startPeer } from './processes.ts'

const SIDES = { fhir: fhirSide, ldap: ldapSide, echo: echoSide } as const
type SideName = keyof typeof SIDES

/** `perSecond` of each, and of the two routes the ratio to the echo beside them. */
export type LookUpFigures = {
  name: 'cold' | 'kept'
  perSecond: Record<SideName, number>
  ratio: Record<Exclude<SideName, 'echo'>, number>
  lookUps: number
}

const PRACTICES = 1_000
const AT_A_TIME = { cold: 4, kept: 16 } as const

/** Look-ups in the directory: each on a connection of its own, and on kept ones; by FHIR, by LDAP, and by a bare TLS echo. */
export async function measureLookUps({ quick }: { quick: boolean }): Promise<LookUpFigures[]> {
  const fqdns = { provider: 'localhost', ssp: 'ssp.bench', consumer: 'consumer.bench' }
  const { good, authorities } = await createPrivatePki({ now: new Date(), days: 1, fqdns })
  const identity = ({ chain, key }: { chain: string; key: string }) => ({ certificate: chain, key })
  const server = startPeer('./look-ups/server.ts')
  try {
    const tls = { server: identity(good.provider), ssp: identity(good.ssp), ca: authorities }
    const urls = await server.ask<LookUpServerUrls>({ tls, practices: PRACTICES } satisfies LookUpServerStart)
    const credentials: Credentials = { ca: authorities, ...identity(good.consumer) }
    const rounds = quick ? 2 : 3
    return [
      await measure('cold', {
        rounds,
        lookUps: quick ? 30 : 60,
        round: (side, count) => coldRound(() => SIDES[side](urls, credentials), count),
      }),
      await measure('kept', {
        rounds,
        lookUps: quick ? 300 : 600,
        round: (side, count) => keptRound(SIDES[side](urls, credentials), count),
      }),
    ]
  } finally {
    await server.stop()
  }
}

type Plan = { rounds: number; lookUps: number; round: (side: SideName, lookUps: number) => Promise<number> }

/** All three in turn, because the machine's speed changes; ratios are those of neighbours. */
async function measure(name: LookUpFigures['name'], { rounds, lookUps, round }: Plan): Promise<LookUpFigures> {
  const figures: Record<SideName, number[]> = { fhir: [], ldap: [], echo: [] }
  for (const side of ['fhir', 'ldap', 'echo'] as const) await round(side, 4)
  for (let count = 0; count < rounds; count += 1) {
    for (const side of ['fhir', 'ldap', 'echo'] as const) figures[side].push(lookUps / (await round(side, lookUps)))
  }
  const ratioOf = (side: SideName) => median(figures[side].map((perSecond, index) => perSecond / (figures.echo[index] ?? Number.NaN)))
  return {
    name,
    perSecond: { fhir: median(figures.fhir), ldap: median(figures.ldap), echo: median(figures.echo) },
    ratio: { fhir: ratioOf('fhir'), ldap: ratioOf('ldap') },
    lookUps,
  }
}

function coldRound(open: () => Side, lookUps: number): Promise<number> {
  return secondsFor(lookUps, AT_A_TIME.cold, async (index) => {
    const side = open()
    await side.lookUp(index)
    await side.close()
  })
}

async function keptRound(side: Side, lookUps: number): Promise<number> {
  // The connections are made before the clock runs.
  await secondsFor(AT_A_TIME.kept * 4, AT_A_TIME.kept, side.lookUp)
  const seconds = await secondsFor(lookUps, AT_A_TIME.kept, side.lookUp)
  await side.close()
  return seconds
}

async function secondsFor(count: number, atATime: number, work: (index: number) => Promise<void>): Promise<number> {
  const began = performance.now()
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next
      next += 1
      await work(index % PRACTICES)
    }
  }
  await Promise.all(Array.from({ length: atATime }, worker))
  return (performance.now() - began) / 1000
}
