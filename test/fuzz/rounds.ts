import { INTERACTIONS } from '../../src/provider/interactions.ts'
import type { InteractionOfProvider } from '../given/request-headers.ts'
import type { Answered } from './afterwards.ts'
import { ask } from './ask.ts'
import type { Sender } from './exchange.ts'
import { type Appointments, goodRequest } from './good-requests.ts'
import type { FuzzedPractice } from './practice-under-fuzz.ts'
import type { ProviderUnderFuzz } from './start-provider.ts'

export type Round = { practice: FuzzedPractice; appointments: Appointments }

type Of = { provider: ProviderUnderFuzz; sender: Sender; count: Answered; seed: number }

/** A practice that no request has touched yet, with what a consumer would know of it. */
export async function beginRound({ provider, sender, count, seed }: Of, round: number): Promise<Round> {
  const practice = await provider.prepare({ seed, round })
  const retrieval = goodRequest(practice, [], { interaction: 'retrieveAppointments', number: 0, body: 'json', accept: undefined })
  const { answers, faults } = await ask(sender, retrieval, count)
  const [answer] = answers
  if (!answer || faults.length > 0) throw new Error(`The appointments could not be retrieved: ${faults.join('; ')}`)
  const bundle = JSON.parse(answer.body.toString('utf8')) as { entry?: { resource: Appointments[number] }[] }
  return { practice, appointments: (bundle.entry ?? []).map(({ resource }) => resource) }
}

/** Every interaction as it should be, in both formats: what is not accepted, and why. */
export async function checkGoodRequests(of: Of, round: number): Promise<string[]> {
  const { practice, appointments } = await beginRound(of, round)
  const faults: string[] = []
  for (const interaction of Object.keys(INTERACTIONS) as InteractionOfProvider[]) {
    for (const [number, body] of (['json', 'xml'] as const).entries()) {
      const draft = goodRequest(practice, appointments, { interaction, number, body, accept: `application/fhir+${body}` })
      const { label, faults: found } = await ask(of.sender, draft, of.count)
      if (!/^20[01]$/.test(label)) found.push(label)
      faults.push(...found.map((fault) => `a good ${interaction} in ${body}: ${fault}`))
    }
  }
  return faults
}
