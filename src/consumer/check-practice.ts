import type { OdsCode } from '../nhs/ods-code.ts'
import { type Loose, objectAt, textAt } from '../spine/loose-json.ts'
import { isA } from './bundle-reading.ts'
import { type Failure, unintelligible } from './failure.ts'
import type { ConsumerDeps } from './open-session.ts'
import { type Asker, openLine } from './practice-line.ts'

export type PracticeCheck =
  /** The directory knows it, and its system answers. `system` is how that names itself. */
  { kind: 'answers'; system: string | undefined; fhirVersion: string | undefined } | Failure

/** Whether a practice can be spoken to at all: asks for its capability statement, which is answered whatever is switched off (ORG-04). */
export async function checkPractice(
  deps: Pick<ConsumerDeps, 'sds' | 'ssp' | 'events'>,
  asker: Asker,
  of: { practice: OdsCode; signal?: AbortSignal | undefined },
): Promise<PracticeCheck> {
  const at = { step: 'ask the practice', practice: of.practice } as const
  const line = openLine(deps, of.practice, asker)
  const reply = await line.ask({ ...at, interaction: 'readMetadata', path: 'metadata', signal: of.signal })
  if (reply.kind === 'failed') return reply.failure
  if (!isA('CapabilityStatement', reply.resource)) return unintelligible(at, reply.traceId)
  return { kind: 'answers', system: softwareOf(reply.resource), fhirVersion: textAt(reply.resource, 'fhirVersion') }
}

function softwareOf(statement: Loose): string | undefined {
  const software = objectAt(statement, 'software')
  const parts = [textAt(software, 'name'), textAt(software, 'version')].filter((part) => part !== undefined)
  return parts.length > 0 ? parts.join(' ') : undefined
}
