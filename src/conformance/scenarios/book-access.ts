import type { Judge, ScenarioSource } from '../scenario.ts'
import { book, bookedBy, bookingOf } from '../steps/booking.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { freeSlotsIn, type Searcher, searchDays } from '../steps/search.ts'

const NOBODY = 'X99999'

type Row = {
  need: 'for-urgent-care' | 'for-gp-practices' | 'for-one-organisation' | 'for-type-and-organisation'
  id: string
  title: string
  finder: (judge: Judge) => Searcher
  booker: (judge: Judge) => Searcher
  allowed: boolean
}

const ROWS: Row[] = [
  {
    need: 'for-urgent-care',
    id: 'own-type',
    title: 'urgent care books what is reserved for it',
    finder: () => ({ type: 'urgent-care' }),
    booker: () => ({ type: 'urgent-care', odsCode: NOBODY }),
    allowed: true,
  },
  {
    need: 'for-urgent-care',
    id: 'other-type',
    title: 'a GP practice does not book what is reserved for urgent care',
    finder: () => ({ type: 'urgent-care' }),
    booker: () => ({ type: 'gp-practice', odsCode: NOBODY }),
    allowed: false,
  },
  {
    need: 'for-urgent-care',
    id: 'no-type',
    title: 'an organisation that names no type does not book it',
    finder: () => ({ type: 'urgent-care' }),
    booker: () => ({ odsCode: NOBODY }),
    allowed: false,
  },
  {
    need: 'for-urgent-care',
    id: 'unknown-type',
    title: 'an organisation of a type that nobody knows does not book it',
    finder: () => ({ type: 'urgent-care' }),
    booker: () => ({ type: 'submarine', odsCode: NOBODY }),
    allowed: false,
  },
  {
    need: 'for-gp-practices',
    id: 'own-type',
    title: 'a GP practice books what is reserved for practices',
    finder: () => ({ type: 'gp-practice' }),
    booker: () => ({ type: 'gp-practice', odsCode: NOBODY }),
    allowed: true,
  },
  {
    need: 'for-gp-practices',
    id: 'other-type',
    title: 'urgent care does not book what is reserved for GP practices',
    finder: () => ({ type: 'gp-practice' }),
    booker: () => ({ type: 'urgent-care', odsCode: NOBODY }),
    allowed: false,
  },
  {
    need: 'for-one-organisation',
    id: 'own-code',
    title: 'an organisation books what is reserved for it',
    finder: code,
    booker: code,
    allowed: true,
  },
  {
    need: 'for-one-organisation',
    id: 'other-code',
    title: 'another organisation does not book it',
    finder: code,
    booker: () => ({ odsCode: NOBODY }),
    allowed: false,
  },
  { need: 'for-type-and-organisation', id: 'both', title: 'who fits both restrictions books', finder: both, booker: both, allowed: true },
  {
    need: 'for-type-and-organisation',
    id: 'code-only',
    title: 'who fits the code alone does not',
    finder: both,
    booker: (judge) => ({ odsCode: both(judge).odsCode }),
    allowed: false,
  },
  {
    need: 'for-type-and-organisation',
    id: 'type-only',
    title: 'who fits the type alone does not',
    finder: both,
    booker: (judge) => ({ type: both(judge).type, odsCode: NOBODY }),
    allowed: false,
  },
]

function code(judge: Judge): Searcher {
  return { odsCode: judge.data('for-one-organisation').odsCode }
}

function both(judge: Judge): Searcher {
  const { odsCode, type } = judge.data('for-type-and-organisation')
  return { odsCode, type }
}

export const bookAccess: ScenarioSource[] = ROWS.map(({ need, id, title, finder, booker, allowed }) => ({
  id: `${need}-${id}`,
  title,
  requirements: ['APT-03', 'SLOT-07'],
  needs: ['patient', need],
  slots: 1,
  run: async (judge) => {
    // Given a slot that only some may book
    const found = await searchDays(judge, judge.data(need), finder(judge))
    const [slot] = freeSlotsIn(found)
    judge.insist(found, {
      requirement: 'SLOT-07',
      rule: 'The slots are found by whom they are for.',
      expected: true,
      got: slot !== undefined,
    })
    if (!slot) return

    // When
    const body = bookingOf(judge, { slots: [slot], patientId: await givenPatientId(judge) })
    const answer = await book(judge, bookedBy(body, booker(judge)))

    // Then
    if (allowed) judge.expect(answer, { requirement: 'APT-03', rule: 'Whom a slot is for may book it.', expected: 201, got: answer.status })
    else
      expectRefusal(judge, answer, {
        refusal: [422, 'INVALID_RESOURCE'],
        requirement: 'APT-03',
        rule: 'Whom a slot is not for may not book it.',
      })
  },
}))
