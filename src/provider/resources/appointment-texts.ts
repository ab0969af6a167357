import type { Appointment } from '../../fhir/types.ts'
import type { ResourceFault } from './refuse.ts'

const DESCRIPTION_LENGTH = 100
const COMMENT_LENGTH = 500

/** APT-01, APT-06: both texts are stored as they come, so too long is refused and never cut. */
export function checkTexts({ description, comment }: Appointment): ResourceFault[] {
  const faults: ResourceFault[] = []
  const say = (element: string, message: string) => faults.push({ path: `Appointment.${element}`, message })
  if (!description) say('description', 'must be sent')
  else if (lengthOf(description) > DESCRIPTION_LENGTH) say('description', `must be at most ${DESCRIPTION_LENGTH} characters`)
  if (comment !== undefined && lengthOf(comment) > COMMENT_LENGTH) say('comment', `must be at most ${COMMENT_LENGTH} characters`)
  return faults
}

/** Characters as a reader and PostgreSQL count them, not UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length
}
