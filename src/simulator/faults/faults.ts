import { INTERACTION_IDS } from '../../nhs/interaction-ids.ts'
import type { Fault, FaultRule, FaultScript, Service } from './fault-script.ts'

export type Occasion = { service: Service; practice?: string | undefined; interaction?: string | undefined }

export type PlayedRule = FaultRule & { asked: number; played: number }

export type Faults = {
  /** What goes wrong with this request; undefined: nothing. Every asking counts. */
  next: (occasion: Occasion) => Fault | undefined
  /** Whether this connection of a service shows an expired certificate. */
  expiredCertificate: (service: Service) => boolean
  /** How fast the clock is that these services share. */
  skewMs: (services: readonly Service[]) => number
  /** The rules in force, and how often each was asked for and played. */
  list: () => PlayedRule[]
  seed: () => number
  /** From the next request on; all counts begin anew. */
  replace: (script: FaultScript) => void
}

type Running = { rule: FaultRule; random: () => number; asked: number; played: number }

/** Decides by the script, in its order, the first rule that wants to: at most one fault for each request. */
export function createFaults(script: FaultScript = { kind: 'faults', seed: 1, rules: [] }): Faults {
  let seed = script.seed
  let running: Running[] = begin(script)

  function firstOf(rules: readonly Running[]): Fault | undefined {
    let fault: Fault | undefined
    // Those after it count and draw as well, so that what one rule does never depends on another.
    for (const one of rules) if (isDue(one)) fault = playedBy(one, fault)
    return fault
  }

  return {
    next: (occasion) => firstOf(running.filter(({ rule }) => isPerRequest(rule) && fits(rule, occasion))),
    expiredCertificate: (service) => {
      const rules = running.filter(({ rule }) => isOfService(rule) && rule.what.kind === 'expired-certificate')
      return firstOf(rules.filter(({ rule }) => rule.where.service === service)) !== undefined
    },
    skewMs: (services) => {
      const minutes = running.flatMap(({ rule: { what, where } }) => {
        const isMeant = where.practice === undefined && where.service !== undefined && services.includes(where.service)
        return what.kind === 'skewed-clock' && isMeant ? [what.minutes] : []
      })
      return (minutes[0] ?? 0) * 60_000
    },
    list: () => running.map(({ rule, asked, played }) => ({ ...rule, asked, played })),
    seed: () => seed,
    replace: (next) => {
      seed = next.seed
      running = begin(next)
    },
  }
}

function begin({ seed, rules }: FaultScript): Running[] {
  return rules.map((rule, index) => ({ rule, random: randomFrom(seed + index * 0x9e37_79b9), asked: 0, played: 0 }))
}

const isOfService = ({ where }: FaultRule) => where.practice === undefined

/** The other two are of a service's connections and its clock. */
function isPerRequest(rule: FaultRule): boolean {
  return !(isOfService(rule) && (rule.what.kind === 'expired-certificate' || rule.what.kind === 'skewed-clock'))
}

function fits({ where, what }: FaultRule, { service, practice, interaction }: Occasion): boolean {
  if ((where.service ?? serviceOf(what)) !== service) return false
  if (where.practice !== undefined && where.practice !== practice) return false
  return where.interaction === undefined || idOf(where.interaction) === interaction
}

/** Where a practice's own trouble is met. */
function serviceOf({ kind }: Fault): Service {
  return kind === 'stale-address' ? 'sds' : 'ssp'
}

function idOf(interaction: string): string {
  return new Map<string, string>(Object.entries(INTERACTION_IDS)).get(interaction) ?? interaction
}

function isDue(running: Running): boolean {
  running.asked += 1
  const { when } = running.rule
  if (when === undefined) return true
  if ('rate' in when) return running.random() < when.rate
  return 'first' in when ? running.asked <= when.first : running.asked % when.every === 0
}

function playedBy(running: Running, earlier: Fault | undefined): Fault {
  if (earlier) return earlier
  running.played += 1
  return running.rule.what
}

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
