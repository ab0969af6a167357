import type { ServerResponse } from 'node:http'
import { type ApiReply, sendApiReply } from '../api-request.ts'
import { type FailureStatus, skewedClockReply } from './fault-replies.ts'
import type { Fault } from './fault-script.ts'
import { cutAnswer, loseAnswer } from './spoil-answer.ts'

type Scene = {
  response: ServerResponse
  /** The service's own error body. */
  failure: (status: FailureStatus) => ApiReply
  /** The service's own work, by which its answer is written. */
  carryOn: () => void
}

/** For the HTTP services, all alike. What only one of them can do wrong it does itself, and carries on here. */
export function playFault(fault: Fault | undefined, { response, failure, carryOn }: Scene): void {
  switch (fault?.kind) {
    case 'delay': {
      const timer = setTimeout(carryOn, fault.ms)
      response.once('close', () => clearTimeout(timer))
      break
    }
    case 'time-out':
      break
    case 'reset-before':
      response.socket?.destroy()
      break
    case 'reset-after':
      loseAnswer(response)
      carryOn()
      break
    case 'truncated-body':
      cutAnswer(response)
      carryOn()
      break
    case 'status':
      if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', fault.retryAfterSeconds)
      sendApiReply(response, failure(fault.status))
      break
    case 'wrong-media-type':
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': BUSY_PAGE.length }).end(BUSY_PAGE)
      break
    case 'skewed-clock':
      sendApiReply(response, skewedClockReply(fault.minutes))
      break
    default:
      carryOn()
  }
}

const BUSY_PAGE = '<!doctype html><title>Please wait</title><p>The service is busy.</p>'
