import type { Target } from '../target/decode-target.ts'
import type { Answer } from '../wire/answer.ts'
import type { Draft } from '../wire/draft.ts'
import { checkHeaders } from './check-headers.ts'
import { checkOutcome } from './check-outcome.ts'
import { checkResources } from './check-resource.ts'
import { checkXmlOrder } from './check-xml-order.ts'
import type { Fault } from './fault.ts'

/** The rules that hold whatever was asked: they judge every answer of every scenario. */
export function checkAnswer(answer: Answer, of: { draft: Draft; target: Target }): Fault[] {
  return [...checkHeaders(answer, of), ...checkOutcome(answer), ...checkResources(answer), ...checkXmlOrder(answer)]
}
