import { randomInt } from 'node:crypto'
import { EXTENSIONS } from '../../src/fhir/urls.ts'
import { addDays, localDateOf } from '../../src/nhs/local-time.ts'
import { givenRegistration } from '../../test/given/registration.ts'
import { bookingBody, type FreeSlot } from '../booking.ts'
import { type HttpRequest, requestTo } from '../scenario.ts'

/** PERF-01 asks more of what changes the book. */
export type Kind = 'command' | 'query'
export type MixedPractice = { odsCode: string; slots: FreeSlot[]; patients: { id: string; nhsNumber: string }[] }

type Answer = { status: number; text: string }
export type Operation = { kind: Kind; request: HttpRequest; body?: string; expected: number; settle?: (answer: Answer) => void }
// biome-ignore lint/suspicious/noExplicitAny: the provider's own answer, changed and sent back
type Booked = { resource: any; slot: FreeSlot }

/** Every interaction, as often as a day's work has it, each one that must succeed: nobody else has this load's slots and appointments. */
export function createOperations(practices: readonly MixedPractice[], newNhsNumbers: Iterator<string>): () => Operation {
  const desks = practices.map((practice) => createDesk(practice, newNhsNumbers))
  return () => {
    const desk = desks[randomInt(desks.length)]
    if (!desk) throw new Error('There is no practice')
    return desk()
  }
}

function createDesk({ odsCode, slots: free, patients }: MixedPractice, newNhsNumbers: Iterator<string>): () => Operation {
  const booked: Booked[] = []
  const today = localDateOf(new Date())
  const anyPatient = () => patients[randomInt(patients.length)] ?? { id: '', nhsNumber: '' }
  const read = (request: HttpRequest): Operation => ({ kind: 'query', request, expected: 200 })
  const change = (name: 'amendAppointment' | 'cancelAppointment', of: Booked, rest: object, then: (changed: Booked) => void): Operation => {
    const request = requestTo(odsCode, name, '', of.resource.id)
    request.headers['if-match'] = `W/"${of.resource.meta.versionId}"`
    const settle = ({ text }: Answer) => then({ ...of, resource: JSON.parse(text) })
    return { kind: 'command', request, body: JSON.stringify({ ...of.resource, ...rest }), expected: 200, settle }
  }

  const search = () => {
    const day = addDays(today, 1 + randomInt(13))
    const includes = ['Schedule:actor:Practitioner', 'Schedule:actor:Location'].map((include) => `&_include:recurse=${include}`).join('')
    return read(requestTo(odsCode, 'searchFreeSlots', `?start=ge${day}&end=le${day}&status=free&_include=Slot:schedule${includes}`))
  }
  const find = () => read(requestTo(odsCode, 'findPatient', `?identifier=https://fhir.nhs.uk/Id/nhs-number%7C${anyPatient().nhsNumber}`))
  const retrieve = () =>
    read(requestTo(odsCode, 'retrieveAppointments', `?start=ge${today}&start=le${addDays(today, 14)}`, anyPatient().id))
  const readOne = () => {
    const one = booked[randomInt(Math.max(1, booked.length))]
    return one ? read(requestTo(odsCode, 'readAppointment', '', one.resource.id)) : find()
  }
  const book = (): Operation => {
    const [slot] = free.splice(randomInt(Math.max(1, free.length)), 1)
    if (!slot) return search()
    return {
      kind: 'command',
      request: requestTo(odsCode, 'bookAppointment'),
      body: bookingBody(slot, anyPatient().id),
      expected: 201,
      settle: ({ text }) => booked.push({ resource: JSON.parse(text), slot }),
    }
  }
  const amend = () => {
    const [one] = booked.splice(randomInt(Math.max(1, booked.length)), 1)
    if (!one) return book()
    return change('amendAppointment', one, { description: `Changed ${randomInt(1_000_000)}` }, (changed) => booked.push(changed))
  }
  const cancel = () => {
    const [one] = booked.splice(randomInt(Math.max(1, booked.length)), 1)
    if (!one) return book()
    const reason = { url: EXTENSIONS.appointmentCancellationReason, valueString: 'No longer needed' }
    const extension = [...one.resource.extension, reason]
    return change('cancelAppointment', one, { status: 'cancelled', extension }, () => free.push(one.slot))
  }
  const register = (): Operation => {
    const body = JSON.stringify(givenRegistration(String(newNhsNumbers.next().value)))
    return { kind: 'command', request: requestTo(odsCode, 'registerPatient'), body, expected: 200 }
  }

  const deck = [
    ...Array.from({ length: 40 }, () => search),
    ...Array.from({ length: 15 }, () => find),
    ...Array.from({ length: 10 }, () => retrieve),
    ...Array.from({ length: 9 }, () => readOne),
    ...Array.from({ length: 11 }, () => book),
    ...Array.from({ length: 5 }, () => amend),
    ...Array.from({ length: 8 }, () => cancel),
    ...Array.from({ length: 2 }, () => register),
  ]
  return () => (deck[randomInt(deck.length)] ?? search)()
}
