import type { IncomingMessage, RequestListener } from 'node:http'
import { failureReply } from './fault-replies.ts'
import type { Service } from './fault-script.ts'
import type { Faults, Occasion } from './faults.ts'
import { playFault } from './play-fault.ts'
import { rewriteAnswer } from './spoil-answer.ts'

export type WithFaultsDeps = { faults: Faults; newId: () => string }

/** A service with its faults before it. `occasionOf`: which service a request is for; undefined for none that can fail. */
export function withFaults(
  { faults, newId }: WithFaultsDeps,
  occasionOf: (request: IncomingMessage) => (Occasion & { service: Exclude<Service, 'ssp'> }) | undefined,
  listener: RequestListener,
): RequestListener {
  return (request, response) => {
    const occasion = occasionOf(request)
    const fault = occasion && faults.next(occasion)
    if (!occasion || !fault) return void listener(request, response)
    if (fault.kind === 'stale-address') rewriteAnswer(response, withStaleAddresses)
    playFault(fault, {
      response,
      failure: (status) => failureReply(occasion.service, status, newId),
      carryOn: () => void listener(request, response),
    })
  }
}

/** Yesterday's address of an endpoint: of the same practice, and not registered any more. */
function withStaleAddresses(body: string): string {
  return body.replace(/("address":"[^"]*?)(\/?")/g, '$1-before$2')
}
