import type { Draft } from './draft.ts'
import { type Appointments, goodRequest } from './good-requests.ts'
import type { Junk } from './junk.ts'
import { encodings } from './mutate-encodings.ts'
import { headers } from './mutate-headers.ts'
import { json } from './mutate-json.ts'
import { jwt } from './mutate-jwt.ts'
import { parameters } from './mutate-parameters.ts'
import { verbs } from './mutate-verbs.ts'
import { xml } from './mutate-xml.ts'
import type { Kind, Mutation } from './mutation.ts'
import type { FuzzedPractice } from './practice-under-fuzz.ts'
import { createRandom, type Random } from './random.ts'

/** In the order in which several are done: a header says nothing of a body that is still to change. */
export const KINDS = { jwt, json, xml, parameters, verbs, encodings, headers } as const satisfies Record<string, Kind>
export type KindName = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as KindName[]

export type Step = { kind: KindName; name: string; mutation: Mutation; salt: number }
export type Plan = { number: number; kind: KindName; steps: Step[] }

const ACCEPTS = [undefined, undefined, 'application/fhir+json', 'application/fhir+json', 'application/fhir+xml', '*/*'] as const

/** What is done to the request of this number: the same for the same seed, whatever came before it. */
export function planOf(seed: number, number: number, only: readonly KindName[]): Plan {
  const random = createRandom(seed, number)
  const kind = random.pick(only)
  const kinds = [
    kind,
    ...(random.chance(0.35) ? [kind] : []),
    ...(random.chance(0.25) ? [random.pick(only)] : []),
    ...(random.chance(0.1) ? [random.pick(only)] : []),
  ]
  const steps = kinds.map((of, index) => stepOf(of, random, index))
  return { number, kind, steps: steps.toSorted((one, other) => KIND_NAMES.indexOf(one.kind) - KIND_NAMES.indexOf(other.kind)) }
}

function stepOf(kind: KindName, random: Random, index: number): Step {
  const isDeep = random.chance(0.5)
  const { mutations, mostly }: Kind = KINDS[kind]
  const [name, mutation] = random.pick(Object.entries(mutations).filter(([known]) => isDeep === mostly.includes(known)))
  return { kind, name, mutation, salt: index + 1 }
}

/** The request with these steps taken, all of the plan's or some of them. */
export function draftOf(
  of: { seed: number; practice: FuzzedPractice; appointments: Appointments; junk: Junk },
  { number, kind }: Plan,
  steps: readonly Step[],
): Draft {
  const random = createRandom(of.seed, number, 0)
  const { interactions, isXml }: Kind = KINDS[kind]
  const body = isXml || (kind !== 'json' && random.chance(0.2)) ? 'xml' : 'json'
  const interaction = random.pick(interactions)
  const draft = goodRequest(of.practice, of.appointments, { interaction, number, body, accept: ACCEPTS[random.below(ACCEPTS.length)] })
  for (const { mutation, salt } of steps) mutation(draft, { random: createRandom(of.seed, number, salt), junk: of.junk })
  return draft
}
