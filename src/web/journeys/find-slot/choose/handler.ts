import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { type Failure, type Offer, openSession } from '../../../../consumer/index.ts'
import { addDays, type LocalDate, localDateOf } from '../../../../nhs/local-time.ts'
import type { WebDeps } from '../../../deps.ts'
import { actingIn, fieldOf } from '../../../request.ts'
import { toProblem } from '../../../views/to-problem.ts'
import { sendPage } from '../../../views/views.ts'
import { WebRefusal } from '../../../web-refusal.ts'
import { isUndecided } from '../../book/draft.ts'
import { lookAhead } from '../../book/look-ahead.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { shortWhen, whereToGo, whoIsSeen } from '../../offer-words.ts'
import { changeEncounter, forgetRestricted, type InHand, patientInHand } from '../../patient-in-hand.ts'
import { offerMeantBy, parseSlotHandle, type SlotHandle, slotHandle } from '../slot-handle.ts'
import { offersWanted } from '../wanted.ts'
import { nearestOffers } from './nearest-offers.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }

/** A slot was chosen: the practice is asked whether it is still free, and what else has to be known before it is booked. Nothing is written. */
export function choose(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'POST',
      url: '/patient/:encounter/slots/choose',
      config: { page: 'choose a slot' },
      handler: async (request, reply) => {
        const inHand = await patientInHand(deps, request, reply)
        if (!inHand) return reply
        const handle = parseSlotHandle(fieldOf(request, 'slot'))
        if (!handle) throw new WebRefusal('not-understood')
        const { encounter } = inHand
        if (!isUndecided(encounter.content.draft)) {
          const shown = await take(deps, { request, reply }, { inHand, handle })
          if (shown) return shown
        }
        return reply.redirect(`${deps.config.root}/patient/${encounter.id}/book`, 303)
      },
    },
  ]
}

type Chosen = { inHand: InHand; handle: SlotHandle }

/** Undefined once it is chosen; else the page that says why not. */
async function take(deps: WebDeps, of: Of, { inHand, handle }: Chosen): Promise<FastifyReply | undefined> {
  const { asker } = actingIn(of.request)
  const { nhsNumber } = inHand.traced.demographics
  const spine = deps.spineOf(asker.organisation.odsCode)
  const opened = await openSession(spine, { nhsNumber, practice: handle.practice, ...asker })
  if (opened.kind === 'stopped' && opened.because === 'sensitive') {
    await forgetRestricted(deps, of.request, inHand.encounter.id)
    return of.reply.redirect(`${deps.config.root}/patient/${inHand.encounter.id}`, 303)
  }
  if (opened.kind === 'stopped') return showStopped(deps, of, inHand, { advice: opened.advice })
  if (opened.kind !== 'open') return showStopped(deps, of, inHand, { failure: opened })
  const { session } = opened

  // A night's session may go on past midnight.
  const to = handle.minutes === undefined ? handle.date : addDays(handle.date, 1)
  const found = await session.findFreeSlots({ from: handle.date, to })
  if (found.kind !== 'offers') return showStopped(deps, of, inHand, { failure: found })
  const offer = offerMeantBy(handle, found.offers)
  if (!offer) return showTaken(deps, of, { inHand, handle, others: found.offers })
  const look = await lookAhead(spine, asker, { session, offer, content: inHand.encounter.content })
  if (look.kind !== 'seen') return showStopped(deps, of, inHand, { failure: look })

  const { kind: _, ...seen } = look
  const known = inHand.encounter.content.search?.practices.find(({ odsCode }) => odsCode === handle.practice)
  const practiceName = offer.practice.name ?? known?.name ?? handle.practice
  const id = deps.newId()
  await changeEncounter(deps, of.request, {
    id: inHand.encounter.id,
    change: (content) => {
      // Another tab has begun to book: what becomes of that is to be seen first.
      if (isUndecided(content.draft)) return undefined
      const texts = content.draft?.state.at === 'booked' ? undefined : content.draft?.texts
      const draft = { id, offer, practiceName, look: seen, registrationAgreed: false, texts: texts ?? { description: '', comment: '' } }
      return { ...content, draft: { ...draft, state: { at: 'checking' } } }
    },
  })
  return undefined
}

function showStopped(deps: WebDeps, of: Of, inHand: InHand, why: { failure: Failure } | { advice: string }): FastifyReply {
  return sendPage(deps, of, {
    template: 'journeys/find-slot/choose/stopped.njk',
    title: 'This slot could not be taken up',
    section: 'find-patient',
    patient: toPatientShown(inHand.traced.demographics),
    id: inHand.encounter.id,
    slot: fieldOf(of.request, 'slot'),
    ...('failure' in why ? { problem: toProblem(why.failure) } : { advice: why.advice }),
  })
}

const MOST = 5

type Taken = Chosen & { others: readonly Offer[] }

/** What is nearest in time on that day, of what the user looked for; of all where none is, for what the slot was like is not known any more. */
function showTaken(deps: WebDeps, of: Of, { inHand, handle, others }: Taken): FastifyReply {
  const { search } = inHand.encounter.content
  const { minutes, date } = handle
  const onThatDay = others.filter(({ start }) => start.startsWith(date))
  const practiceName = search?.practices.find(({ odsCode }) => odsCode === handle.practice)?.name ?? handle.practice
  const wanted = { ...search?.wanted, ...(minutes !== undefined && { minutes }) }
  const alike = offersWanted(onThatDay, { wanted, practiceName })
  const [, time = ''] = fieldOf(of.request, 'slot').split('/')
  const nearest = nearestOffers(time, alike.length > 0 ? alike : onThatDay, { now: deps.now(), most: MOST })
  const offers = nearest.map((offer) => ({
    ...{ handle: slotHandle(offer, wanted.minutes), when: shortWhen(offer), minutes: offer.minutes },
    ...placeAndPerson(offer),
  }))
  const isToday: LocalDate = localDateOf(deps.now())
  return sendPage(deps, of, {
    template: 'journeys/find-slot/choose/taken.njk',
    title: 'That slot has just been taken',
    section: 'find-patient',
    patient: toPatientShown(inHand.traced.demographics),
    id: inHand.encounter.id,
    offers,
    areAlike: alike.length > 0,
    dayText: handle.date === isToday ? 'today' : 'on that day',
  })
}

export const placeAndPerson = (offer: Offer) => ({
  channel: offer.deliveryChannel ?? 'Channel not said',
  who: whoIsSeen(offer),
  where: whereToGo(offer.location),
  practice: offer.practice.name ?? offer.practice.odsCode,
  type: offer.slotType,
})
