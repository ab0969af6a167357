export type Preference = { name: string; quality: number }

/** The members of an Accept or Accept-Encoding header, in lower case and without parameters, with their q: 0 is "not this" (RFC 9110, 12.4.2). */
export function parsePreferences(header: string): Preference[] {
  return header
    .split(',')
    .map(parsePreference)
    .filter(({ name }) => name !== '')
}

function parsePreference(member: string): Preference {
  const [name = '', ...parameters] = member.toLowerCase().split(';')
  const [, weight] = parameters.map((parameter) => /^\s*q=([01](?:\.\d*)?)\s*$/.exec(parameter)).find(Boolean) ?? []
  // A q that is none is as if it were not there.
  return { name: name.trim(), quality: weight === undefined ? 1 : Math.min(Number(weight), 1) }
}
