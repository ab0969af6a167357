import assert from 'node:assert/strict'
import { openPractice } from '../open-session.ts'
import { givenPractice, type PracticeRequest } from './practice.ts'
import { givenOdsCode, givenSpine } from './spine.ts'

/** As the practice sends it; one that numbers no versions leaves out `meta`. */
export function givenHeld(more: object = {}) {
  return {
    resourceType: 'Appointment',
    id: 'a-1',
    meta: { versionId: '1' },
    status: 'booked',
    start: '2026-03-02T09:00:00+00:00',
    end: '2026-03-02T09:10:00+00:00',
    description: 'Cough',
    comment: 'Prefers mornings',
    participant: [{ actor: { reference: 'Patient/patient-1' } }, { actor: { reference: 'Location/place-1' } }],
    ...more,
  }
}

export type HeldBook = {
  held: object
  /** What becomes of a request for a change. */
  onPut: (request: PracticeRequest) => Response | Promise<Response>
  /** Answers a read before the practice does. */
  onRead?: (request: PracticeRequest) => Response | Promise<Response> | undefined
}

/** A practice that holds one appointment, which the user has read. Unless told, it carries changes out, and looks at no version. */
export async function givenHeldAppointment(held: object = givenHeld()) {
  const book: HeldBook = {
    held,
    onPut({ body }) {
      book.held = body as object
      return Response.json(book.held)
    },
  }
  const practice = givenPractice({
    intercept(request) {
      if (request.method === 'PUT') return book.onPut(request)
      return request.path === 'Appointment/a-1' ? (book.onRead?.(request) ?? Response.json(book.held)) : undefined
    },
  })
  const { spine, asker, sent } = givenSpine({ practices: { B86013: practice } })
  const session = openPractice(spine, { ...asker, practice: givenOdsCode('B86013') })
  const read = await session.readAppointment('a-1')
  assert.ok(read.kind === 'read')
  const before = sent.length
  return {
    session,
    seen: read.appointment,
    book,
    since: () => sent.slice(before),
    puts: () => sent.filter(({ method }) => method === 'PUT'),
  }
}

export const lost = () => Promise.reject(new Error('The connection was reset.'))
