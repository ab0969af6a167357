import type { OfferFilter } from '../../../../consumer/index.ts'
import type { Wanted } from '../wanted.ts'
import { CHOICES } from './choices.ts'

/** What the user looks for, in the words of the form: `How: Telephone`. The script says it in the same words, from the form itself. */
export function askedFor({ channel, minutes, part, gender, weekdays = [], role, type, place, service }: Wanted): string[] {
  const days = CHOICES.weekdayItems.filter(({ value }) => weekdays.includes(value)).map(({ text }) => text)
  return told([
    ['How', chosen(CHOICES.channelItems, channel)],
    ['Length', chosen(CHOICES.minutesItems, minutes)],
    ['Time of day', chosen(CHOICES.partItems, part)],
    ['Seen by', chosen(CHOICES.genderItems, gender)],
    ['Days', days.join(', ')],
    ['Role', role],
    ['Slot or session', type],
    ['Place', place],
    ['Service', service],
  ])
}

/** What a saved list of practices asks for by itself, which no filter of the page takes back. */
export function askedForBy(own: OfferFilter): string[] {
  const { deliveryChannel, practitionerRole, practitionerGender, slotType, sessionType, location, timeOfDay, weekdays } = own
  return told([
    ['How', chosen(CHOICES.channelItems, deliveryChannel) ?? deliveryChannel],
    [
      'Time of day',
      timeOfDay && [timeOfDay.from && `from ${timeOfDay.from}`, timeOfDay.to && `until ${timeOfDay.to}`].filter(Boolean).join(' '),
    ],
    ['Seen by', chosen(CHOICES.genderItems, practitionerGender) ?? practitionerGender],
    [
      'Days',
      weekdays &&
        CHOICES.weekdayItems
          .filter(({ value }) => weekdays.includes(value))
          .map(({ text }) => text)
          .join(', '),
    ],
    ['Role', practitionerRole],
    ['Slot', slotType],
    ['Session', sessionType],
    ['Place', location],
  ])
}

const told = (parts: readonly (readonly [string, string | undefined])[]): string[] =>
  parts.flatMap(([name, text]) => (text?.trim() ? [`${name}: ${text.trim()}`] : []))

const chosen = (items: readonly { value: string | number; text: string }[], value: string | number | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : items.find((item) => item.value === value)?.text
