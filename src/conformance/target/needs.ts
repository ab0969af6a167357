import { z } from 'zod'
import { parseLocalDate } from '../../nhs/local-time.ts'
import { parseNhsNumber } from '../../nhs/nhs-number.ts'

const nhsNumber = z
  .string()
  .refine((text) => parseNhsNumber(text) !== undefined, 'must be an NHS number: ten digits, the last of which checks')
const text = z.string().min(1)

const person = z.strictObject({
  nhsNumber,
  family: text,
  given: z.array(text).default([]),
  birthDate: z.string().refine((date) => parseLocalDate(date) !== undefined, 'must be a date, as "1980-04-05"'),
  gender: z.enum(['male', 'female', 'other', 'unknown']).exactOptional(),
})
const logicalId = z.strictObject({ id: text })
const moment = z.iso.datetime({ offset: true })
const hiddenSlot = z.strictObject({ id: text, start: moment, end: moment, locationId: text })
const number = z.strictObject({ nhsNumber })

/** `2026-03-02`, or so many days after the day of the run: a file that speaks of `3` holds on every day. */
const day = z.union([
  z.int().min(-366).max(366),
  z.string().refine((date) => parseLocalDate(date) !== undefined, 'must be a date, or a number of days from today'),
])
const days = z.strictObject({ from: day, to: day })
const place = { name: text, postalCode: text.exactOptional(), phone: text.exactOptional() }
const organisation = z.strictObject({ odsCode: text, type: z.enum(['gp-practice', 'urgent-care']).exactOptional() })

const serviceRoot = z.url({ protocol: /^https?$/ }).refine((url) => !url.endsWith('/'), 'must not end in a slash')
const practice = z.strictObject({ serviceRoot, asid: z.string().regex(/^\d{12}$/, 'must be an ASID: twelve digits') })

/**
 * What a scenario may need of the target's data, by the names that target.json uses. A scenario whose data is missing there is skipped,
 * and says so; one whose data is named there and is not found at the provider fails.
 */
export const NEEDS = {
  patient: {
    schema: person,
    says: 'A patient registered here, traced on PDS, neither sensitive nor deceased. Appointments are booked for them.',
  },
  'second-patient': { schema: person, says: 'Another such patient.' },
  'temporary-patient': { schema: person, says: 'A patient with a temporary registration here that has not ended.' },
  'rich-patient': {
    schema: person,
    says: 'A patient with addresses, telephone numbers, a contact, a language, a general practitioner and a preferred branch surgery.',
  },
  'unknown-person': { schema: number, says: 'An NHS number that the practice has no record of. Nobody is registered under it.' },
  'sensitive-patient': { schema: person, says: 'A patient of the practice who is flagged as sensitive.' },
  'deceased-patient': { schema: person, says: 'A patient of the practice who has died.' },
  'deceased-here': { schema: person, says: 'A patient of the practice who has died, of which PDS does not know.' },
  'inactive-patient': {
    schema: person,
    says: 'A patient whose registration here has ended, known to PDS. Not registered again by this run.',
  },
  'returning-patients': {
    schema: z.array(person).min(1),
    says: 'Patients whose registration here has ended, known to PDS. Each registration uses one up.',
  },
  'sensitive-id': { schema: logicalId, says: 'The logical id that the practice has given the `sensitive-patient`: no search tells it.' },
  'inactive-id': { schema: logicalId, says: 'That of the `inactive-patient`.' },
  'deceased-id': { schema: logicalId, says: 'That of the `deceased-patient`.' },
  'unreleased-slot': { schema: hiddenSlot, says: 'A free slot of the `not-bookable` days, as the practice holds it: no search tells it.' },
  'visit-slot': { schema: hiddenSlot, says: 'One of the `visits` days.' },
  'embargoed-slot': { schema: hiddenSlot, says: 'One of the `embargoed` days.' },
  'beyond-window-slot': { schema: hiddenSlot, says: 'One of the `beyond-window` days.' },
  'untraced-patient': { schema: person, says: 'A patient whose NHS number was never traced, and whom PDS confirms.' },
  'untraced-mismatch': {
    schema: z.strictObject({ ...person.shape, onPds: person.omit({ nhsNumber: true }).exactOptional() }),
    says: 'A patient whose NHS number was never traced, and of whom PDS says something else; with what PDS says, where that is known.',
  },
  'registrable-people': {
    schema: z.array(person).min(1),
    says: 'People without a record here whom PDS knows as written. Each registration uses one up, and stays: GP Connect cannot undo it. The last is kept for registrations that must be refused.',
  },
  'pds-deceased': { schema: person, says: 'A person without a record here of whom PDS says that they have died.' },
  'pds-sensitive': { schema: person, says: 'A person without a record here whom PDS flags as sensitive.' },
  'pds-superseded': { schema: person, says: 'A person without a record here whose number PDS answers with another number.' },
  'pds-invalidated': { schema: person, says: 'A person without a record here whose number PDS says is invalid.' },
  'pds-unknown': { schema: person, says: 'A person without a record here whom PDS does not know.' },

  practitioner: { schema: z.strictObject({ sdsUserId: text }), says: 'A practitioner of the practice.' },
  'unknown-practitioner': { schema: z.strictObject({ sdsUserId: text }), says: 'An SDS user id that no practitioner of the practice has.' },
  organisation: { schema: z.strictObject({ odsCode: text }), says: "The practice's own organisation, by its ODS code." },
  'unknown-organisation': { schema: z.strictObject({ odsCode: text }), says: 'An ODS code of which the practice knows no organisation.' },

  'free-slots': {
    schema: days,
    says: 'Days, two weeks at most, with free slots that any organisation may book: twenty or more, of several schedules.',
  },
  'adjacent-slots': { schema: days, says: 'Days with three free slots in a row, of one schedule, delivery channel and slot type.' },
  'separated-slots': { schema: days, says: 'Days with free slots of one schedule that are not adjacent.' },
  'mixed-channels': { schema: days, says: 'Days with adjacent free slots of one schedule whose delivery channels differ.' },
  'mixed-types': { schema: days, says: 'Days with adjacent free slots of one schedule and channel whose slot types differ.' },
  'no-slots': { schema: days, says: 'Days on which nothing is free.' },
  'past-slots': { schema: days, says: 'Days before today with slots that are still free.' },
  'two-locations': { schema: days, says: 'Days with free slots at two surgeries.' },
  'no-practitioner': { schema: days, says: 'Days with free slots of a schedule that no practitioner is assigned to.' },
  'every-channel': { schema: days, says: 'Days with free slots of each channel: in person, telephone, video.' },
  'summer-time': { schema: days, says: 'Days of British Summer Time with free slots.' },
  'winter-time': { schema: days, says: 'Days outside British Summer Time with free slots.' },

  'for-urgent-care': { schema: days, says: 'Days on which all free slots are reserved for urgent-care organisations.' },
  'for-gp-practices': { schema: days, says: 'Days on which all free slots are reserved for GP practices.' },
  'for-one-organisation': {
    schema: z.strictObject({ ...days.shape, odsCode: text }),
    says: 'Days on which all free slots are reserved for the organisation with this code.',
  },
  'for-type-and-organisation': {
    schema: z.strictObject({ ...days.shape, ...organisation.shape }),
    says: 'Days on which all free slots are reserved for this type and this organisation at once.',
  },
  'not-bookable': { schema: days, says: 'Days on which slots are free, but none is released to GP Connect.' },
  visits: { schema: days, says: 'Days on which all free slots are for visits.' },
  embargoed: { schema: days, says: 'Days on which all free slots are under embargo: too near to be booked.' },
  'beyond-window': { schema: days, says: 'Days after the booking window, with free slots.' },
  capped: {
    schema: z.strictObject({ ...days.shape, ...organisation.shape, most: z.int().min(1).max(5) }),
    says: 'A day on which this organisation may book so many slots and no more, though more are free.',
  },

  'untraced-unshowable': {
    schema: z.array(person).min(1),
    says: 'Patients whose NHS number was never traced, and of whom PDS says that they have died, are sensitive, or that the number is invalid or superseded.',
  },
  'visit-appointment': { schema: person, says: 'A patient with a future appointment that is a visit.' },
  'past-appointment': {
    schema: z.strictObject({ ...person.shape, id: text.exactOptional() }),
    says: 'A patient with an appointment earlier today; with its id, where that is known.',
  },
  'practice-booked': {
    schema: person,
    says: 'A patient with a future appointment that the practice booked itself, without booking organisation.',
  },

  'healthcare-service': {
    schema: z.strictObject({ dosServiceId: text }),
    says: 'A service of the practice by its DOS id, to which some but not all schedules with free slots are linked.',
  },
  'practitioner-details': {
    schema: z.strictObject({
      sdsUserId: text,
      family: text,
      gender: z.enum(['male', 'female', 'other', 'unknown']).exactOptional(),
      languages: z.array(text).exactOptional(),
    }),
    says: 'A practitioner with what the practice holds of them: `family`, and `gender` and codes of `languages` where they are held.',
  },
  'organisation-details': {
    schema: z.strictObject({ odsCode: text, ...place }),
    says: 'The practice with what it holds of itself: `name`, and `postalCode` and `phone` where they are held.',
  },
  'location-details': {
    schema: z.strictObject(place),
    says: 'A surgery of the `free-slots` with what the practice holds of it: `name`, and `postalCode` and `phone`.',
  },
  'service-without-slots': {
    schema: z.strictObject({ dosServiceId: text }),
    says: 'Another service of the list, to which no schedule with free slots is linked.',
  },
  'unknown-service': { schema: z.strictObject({ dosServiceId: text }), says: 'A DOS id that is not in the list of services.' },
  'service-filtering': {
    schema: z.enum(['supplier-disabled', 'organization-disabled', 'enabled']),
    says: 'The state of service filtering (version 1.2.8).',
  },
  'other-practice': {
    schema: z.strictObject({ ...practice.shape, ...days.shape, patient: person }),
    says: 'Another practice on the same host, with a patient and free slots of its own.',
  },
  'switched-off': { schema: practice, says: 'A practice on the same host that has GP Connect or Appointment Management switched off.' },
  'appointments-off': {
    schema: practice,
    says: 'A practice on the same host that has GP Connect switched on, and Appointment Management off.',
  },
} as const satisfies Record<string, { schema: z.ZodType; says: string }>

export type DataNeed = keyof typeof NEEDS
export type DataOf<Need extends DataNeed> = z.output<(typeof NEEDS)[Need]['schema']>
export type TargetData = { [Need in DataNeed]?: DataOf<Need> }
export type Person = z.output<typeof person>
export type DaysOfTarget = z.output<typeof days>

export const DATA_NEEDS = Object.keys(NEEDS) as DataNeed[] // the table is a literal, so it has no other keys
