import type { Stopped } from '../../../encounter/encounters.ts'

export type StoppedWords = { title: string; paragraphs: readonly string[] }

/** CON-09: why nothing goes on, and what to do instead. Nothing of it says who the person is. */
export const STOPPED_WORDS: Record<Exclude<Stopped['because'], 'unavailable'>, StoppedWords> = {
  sensitive: {
    title: 'This record is restricted',
    paragraphs: [
      'You cannot see this person’s details or book for them here, and no practice was asked.',
      'Do not tell the caller that the record is restricted. Follow your organisation’s procedure for restricted records.',
    ],
  },
  deceased: {
    title: 'This person is recorded as having died',
    paragraphs: [
      'Nothing can be booked, and no practice was asked.',
      'Check the NHS number. If the patient is on the line, tell your service desk at once, so that the record can be put right.',
    ],
  },
  'not-found': {
    title: 'No patient was found',
    paragraphs: ['PDS does not know this NHS number. Check it with the patient, digit by digit, or find them by name and date of birth.'],
  },
  invalidated: {
    title: 'This NHS number is no longer valid',
    paragraphs: ['It was issued by mistake and withdrawn. Find the patient by name and date of birth.'],
  },
  'invalid-number': { title: 'This is not an NHS number', paragraphs: ['PDS does not take it for one. Check it with the patient.'] },
  several: {
    title: 'More than one patient fits',
    paragraphs: ['None is shown, so that you do not book for the wrong one. Add what is missing: first name, postcode or gender.'],
  },
  'search-refused': {
    title: 'PDS could not look for this',
    paragraphs: ['It cannot read what was typed. Check the names for unusual characters.'],
  },
  superseded: {
    title: 'This patient has another NHS number now',
    paragraphs: ['Two records were joined, and theirs is the other one. Look them up under it, and check their details as usual.'],
  },
}

export const NOT_FOUND_BY_DETAILS: StoppedWords = {
  title: 'No patient was found',
  paragraphs: [
    'Check with the patient what you typed, letter by letter, and look again. They may be known by another name or an earlier postcode.',
  ],
}
