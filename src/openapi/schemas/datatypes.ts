import { choice, constant, list, matching, object, one, type Schema, text } from '../schema.ts'

const ID = '[A-Za-z0-9\\-.]{1,64}'
const DAY = '[0-9]{4}-[0-9]{2}-[0-9]{2}'

export const id = matching(`^${ID}$`, 'Opaque: it tells nothing and cannot be guessed.')
export const nhsNumber = matching('^[0-9]{10}$', 'An NHS number: ten digits, of which the last checks the others.')
export const date: Schema = { type: 'string', format: 'date' }
export const gender = choice(['male', 'female', 'other', 'unknown'])

/** As this provider writes moments: by the clocks of the United Kingdom, whole seconds, with the offset. */
export const localMoment: Schema = {
  type: 'string',
  format: 'date-time',
  pattern: `^${DAY}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\+0[01]:00$`,
  description: 'By United Kingdom clocks, with the offset from UTC that holds on that day.',
}

/** As it may be sent: any offset. */
export const moment: Schema = { type: 'string', format: 'date-time', description: 'A date and time with seconds and offset.' }

export function reference(...types: readonly string[]): Schema {
  return object({ reference: matching(`^(${types.join('|')})/${ID}$`) })
}

export function meta(profile: string): Schema {
  return object({ versionId: matching('^[1-9][0-9]*$', 'Counts the changes of this resource, from 1.'), profile: one(constant(profile)) })
}

/** What a consumer sends of it: the profile; in a change the version as well, which is passed over. */
export function metaToSend(profile: string, optional: Readonly<Record<string, Schema>> = {}): Schema {
  return object({ profile: list({ type: 'string' }, { contains: { const: profile } }) }, optional)
}

export function identifier(system: string, value: Schema): Schema {
  return object({ system: constant(system), value })
}

/** One code with its display, as this provider writes it. */
export function coded(system: string, code: Schema): Schema {
  return object({ coding: one(object({ system: constant(system), code, display: text() })) })
}

export const textOnly = object({ text: text() })

const SYSTEMS_OF_TELECOM = ['phone', 'fax', 'email', 'pager', 'url', 'sms', 'other']
const USES_OF_TELECOM = ['home', 'work', 'temp', 'old', 'mobile']

/** An organisation's or a surgery's: `use` is for people. */
export const publicContactPoint = object({ system: choice(SYSTEMS_OF_TELECOM), value: text() })
export const contactPoint = object({ system: choice(SYSTEMS_OF_TELECOM), value: text() }, { use: choice(USES_OF_TELECOM) })

const PARTS_OF_ADDRESS = { line: list(text()), city: text(), district: text(), postalCode: text(), country: text() }

export const publicAddress = object({}, PARTS_OF_ADDRESS, { minProperties: 1 })
export const address = object({}, { use: choice(['home', 'work', 'temp', 'old']), ...PARTS_OF_ADDRESS }, { minProperties: 1 })
