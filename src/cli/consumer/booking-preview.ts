import type { Appointment, Asker, Demographics, Difference, Offer } from '../../consumer/index.ts'
import { appointmentReference } from './appointment-reference.ts'
import { facts, type Paints } from './layout.ts'
import type { LookAhead } from './look-ahead.ts'
import { longWhen, shortWhen, showDate, showName, whereToGo, whoIsSeen } from './wording.ts'

export type ToBook = {
  offer: Offer
  practiceName: string
  patient: Demographics
  /** As it is to be shown. */
  nhsNumber: string
  description: string
  comment: string | undefined
  asker: Asker
  look: LookAhead
}

/** All that will be sent, and what the user should know before it is. */
export function bookingPreview(of: ToBook, paints: Paints): string {
  const { offer, patient, asker, look } = of
  return [
    paints.strong('To be booked:'),
    '',
    facts(
      [
        ['When', longWhen(offer)],
        ['How', offer.deliveryChannel],
        ['What', [offer.slotType, offer.sessionType].filter(Boolean).join(', ')],
        ['Service', offer.service?.name],
        ['With', whoIsSeen(offer)],
        ['Where', whereToGo(offer.location)],
        ['Practice', `${of.practiceName} (${offer.practice.odsCode})`],
        ['For', patientText(patient, of.nhsNumber)],
        ['Description', of.description],
        ['Comment', of.comment],
        ['Booked by', bookerText(asker)],
      ],
      paints,
    ),
    ...paragraph(look.isKnown ? '' : registrationText(patient, of.practiceName)),
    ...paragraph(warningsText(look, paints)),
  ].join('\n')
}

export function patientText(patient: Demographics, nhsNumber: string): string {
  return [showName(patient), patient.birthDate && `born ${showDate(patient.birthDate)}`, nhsNumber].filter(Boolean).join(', ')
}

export function bookerText({ user, organisation }: Asker): string {
  const name = [...(user.prefix ?? []), ...(user.given ?? []), user.family].join(' ')
  return `${name}, ${organisation.name} (${organisation.odsCode})`
}

/** CON-03: what the practice is told of somebody it does not know. */
export function registrationText(patient: Demographics, practiceName: string): string {
  const addresses = patient.addresses.map(({ lines, postalCode }) => [...lines, postalCode].filter(Boolean).join(', '))
  const contacts = patient.telecom.map(({ value }) => value)
  return [
    `${practiceName} has no record of this patient: they will be registered there as temporary, with what PDS holds:`,
    `  ${[patient.gender, ...addresses, ...contacts].filter(Boolean).join('; ')}`,
  ].join('\n')
}

/** Clashes, and what PDS and the practice disagree about; nothing where there is nothing to warn of. */
export function warningsText({ clashes, differences }: LookAhead, paints: Paints): string {
  const notTold = [...clashes.notAsked, ...clashes.notRead].map(({ practice }) => practice.name)
  return [
    ...clashText('overlaps with', clashes.overlapping, paints),
    ...clashText('is on the same day as', clashes.sameDay, paints),
    ...(notTold.length > 0 ? [paints.bad(`Not known what the patient has on that day at: ${notTold.join(', ')}.`)] : []),
    ...(differences.length > 0
      ? [paints.bad('PDS and the practice disagree about this patient:'), differencesText(differences, paints)]
      : []),
  ].join('\n')
}

function clashText(how: string, appointments: readonly Appointment[], paints: Paints): string[] {
  return appointments.map((one) => {
    const what = [shortWhen(one), one.deliveryChannel, whoIsSeen(one)].filter(Boolean).join(', ')
    return paints.bad(`This ${how} what the patient has already: ${what} (${appointmentReference(one)})`)
  })
}

export function differencesText(differences: readonly Difference[], paints: Paints): string {
  const names = { family: 'Family name', given: 'Given name', gender: 'Gender', birthDate: 'Date of birth' } as const
  return facts(
    differences.map(({ field, onPds, atPractice }) => [names[field], `PDS: ${onPds || 'none'}; practice: ${atPractice || 'none'}`]),
    paints,
  )
}

const paragraph = (text: string) => (text === '' ? [] : ['', text])
