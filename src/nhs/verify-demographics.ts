/** What a person says, or a practice holds, of somebody: enough to compare with PDS. */
export type ClaimedDemographics = { family: string; given: readonly string[]; birthDate: string | undefined }

/** Case and diacritics folded, punctuation and blanks dropped (PAT-10). */
function fold(name: string): string {
  return name
    .normalize('NFKD')
    .toLocaleLowerCase('en-GB')
    .replace(/[^\p{Letter}\p{Number}]/gu, '')
}

function birthDatesPartlyAgree(claimed: string, traced: string): boolean {
  const tracedParts = traced.split('-')
  const equalParts = claimed.split('-').filter((part, index) => part === tracedParts[index])
  return equalParts.length >= 2
}

/** A family name shorter than three letters is compared whole (PAT-10). */
function familyNamesAgree(claimed: string, traced: string): boolean {
  return claimed !== '' && claimed.slice(0, 3) === traced.slice(0, 3)
}

/**
 * PAT-10: the date of birth is PDS's, or two of its three parts are and the family name's first three letters and the
 * given name's initial agree. A date of birth that PDS lacks, or a part of it, agrees with nothing.
 */
export function demographicsAgree(claimed: ClaimedDemographics, traced: ClaimedDemographics): boolean {
  if (claimed.birthDate === undefined || traced.birthDate === undefined) return false
  if (claimed.birthDate === traced.birthDate) return claimed.birthDate.length === 10
  if (!birthDatesPartlyAgree(claimed.birthDate, traced.birthDate)) return false

  const initials = [claimed, traced].map(({ given }) => fold(given[0] ?? '').at(0))
  return familyNamesAgree(fold(claimed.family), fold(traced.family)) && initials[0] !== undefined && initials[0] === initials[1]
}
