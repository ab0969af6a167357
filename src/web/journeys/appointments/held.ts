import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Appointment } from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import type { EncounterContent } from '../../encounter/encounters.ts'
import { WebRefusal } from '../../web-refusal.ts'
import { type InHand, patientInHand } from '../patient-in-hand.ts'
import type { ChangeTold } from './change-told.ts'

/** As the user was shown it at some time, with the version that the practice told. A form names it by `id`, and says nothing else of it. */
export type Look = { id: string; appointment: Appointment }

/** One of the patient's appointments, kept with the encounter: what is changed is what the user saw, and no form can say otherwise. */
export type HeldAppointment = {
  practiceName: string
  /** The latest last. */
  looks: readonly Look[]
  /** What became of the last change that was asked for from here. */
  told?: ChangeTold
}

export type HeldAppointments = Readonly<Record<string, HeldAppointment>>

/** So many tabs and pages back a form may be. */
const MOST_LOOKS = 8

const digestOf = (text: string, length: number) => createHash('sha256').update(text).digest('hex').slice(0, length)

/** What an address says of an appointment: worth nothing without the encounter, and the same whenever it is listed. */
export const markOf = (encounterId: string, { practice, id }: Pick<Appointment, 'practice' | 'id'>): string =>
  digestOf(`${encounterId} ${practice} ${id}`, 16)

export const lookAt = (appointment: Appointment): Look => ({ id: digestOf(JSON.stringify(appointment), 16), appointment })

/** The encounter's content with these as they have just been seen. */
export function withSeen(
  content: EncounterContent,
  { encounterId, practiceName, seen }: { encounterId: string; practiceName: string; seen: readonly Appointment[] },
): EncounterContent {
  const held = { ...content.appointments }
  for (const appointment of seen) {
    const mark = markOf(encounterId, appointment)
    const { looks = [], ...known } = held[mark] ?? {}
    const look = lookAt(appointment)
    const others = looks.filter(({ id }) => id !== look.id)
    held[mark] = { ...known, practiceName, looks: [...others, look].slice(-MOST_LOOKS) }
  }
  return { ...content, appointments: held }
}

export type AppointmentInHand = { inHand: InHand; mark: string; held: HeldAppointment; latest: Look }

/** The one in the address. Undefined: the reply is given. */
export async function appointmentInHand(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AppointmentInHand | undefined> {
  const inHand = await patientInHand(deps, request, reply)
  if (!inHand) return undefined
  const { appointment: mark } = request.params as { appointment: string }
  const held = heldIn(inHand.encounter.content, mark)
  const latest = held?.looks.at(-1)
  if (!held || !latest) throw new WebRefusal('not-found')
  return { inHand, mark, held, latest }
}

export function heldIn({ appointments = {} }: EncounterContent, mark: string): HeldAppointment | undefined {
  return Object.hasOwn(appointments, mark) ? appointments[mark] : undefined
}

/** What the page that was sent had shown. A page so old that it is not known any more is not acted upon. */
export function lookNamed({ looks }: HeldAppointment, id: string): Look {
  const look = looks.find((one) => one.id === id)
  if (!look) throw new WebRefusal('changed-meanwhile')
  return look
}
