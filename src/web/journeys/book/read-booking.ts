import type { FastifyRequest } from 'fastify'
import { LONGEST_COMMENT, LONGEST_DESCRIPTION } from '../../../consumer/index.ts'
import { fieldOf } from '../../request.ts'
import type { BookingDraft } from './draft.ts'

export type BookingFault = { field: 'description' | 'comment' | 'accepted'; text: string; href: string }
export type TypedBooking = { texts: BookingDraft['texts']; accepted: boolean; faults: BookingFault[] }

/** CON-07: what the practice would refuse is not sent. Line ends count once, as the page counts them. */
export function readBooking(request: FastifyRequest, { look }: { look: Pick<BookingDraft['look'], 'differences'> }): TypedBooking {
  const text = (name: string) => fieldOf(request, name).replaceAll('\r\n', '\n')
  const [description, comment, accepted] = [text('description'), text('comment'), fieldOf(request, 'accepted') === 'yes']
  const faults: BookingFault[] = []
  const fault = (field: BookingFault['field'], words: string) => faults.push({ field, text: words, href: `#${field}` })
  if (description === '') fault('description', 'Enter what the appointment is about')
  if (description.length > LONGEST_DESCRIPTION)
    fault('description', `Shorten the description to ${LONGEST_DESCRIPTION} characters: it has ${description.length}`)
  if (comment.length > LONGEST_COMMENT) fault('comment', `Shorten the comment to ${LONGEST_COMMENT} characters: it has ${comment.length}`)
  if (look.differences.length > 0 && !accepted)
    fault('accepted', 'Confirm that you have cleared up the differences, or choose another patient')
  return { texts: { description, comment }, accepted, faults }
}
