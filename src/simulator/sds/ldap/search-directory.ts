import type { LdapAttribute, LdapDirectory, LdapEntry } from './directory-entries.ts'
import { levelsBelow, parseDistinguishedName } from './distinguished-name.ts'
import type { LdapResult } from './ldap-answer.ts'
import type { LdapFilter } from './ldap-filter.ts'
import type { LdapSearch } from './ldap-request.ts'
import { matchesFilter } from './matches-filter.ts'

export type Found = { entries: readonly { dn: string; attributes: readonly LdapAttribute[] }[]; done: LdapResult }

/** No answer is longer, whatever the client allows. */
const MOST_ENTRIES = 500

export function searchDirectory(directory: LdapDirectory, search: LdapSearch): Found {
  const base = parseDistinguishedName(search.base)
  if (!base) return { entries: [], done: { result: 'invalidDNSyntax' } }
  if (base.length === 0 && search.scope === 'base') return { entries: [selected(rootEntry, search)], done: { result: 'success' } }
  const above = nearestEntry(directory, base)
  if (base.length > 0 && above.length < base.length) {
    return { entries: [], done: { result: 'noSuchObject', matchedName: above.join(',') } }
  }

  const odsCode = demanded(search.filter, 'nhsidcode')
  const candidates = odsCode === undefined ? directory.entries : directory.entriesOf(odsCode)
  const matching = candidates
    .filter(({ dn }) => inScope(search.scope, levelsBelow(base, dn)))
    .filter((one) => matchesFilter(one, search.filter))
  const most = search.sizeLimit > 0 ? Math.min(search.sizeLimit, MOST_ENTRIES) : MOST_ENTRIES
  return {
    entries: matching.slice(0, most).map((found) => selected(found, search)),
    done: { result: matching.length > most ? 'sizeLimitExceeded' : 'success' },
  }
}

/** What the directory says of itself to whoever asks at the root. */
const rootEntry: Pick<LdapEntry, 'dn' | 'attributes'> = {
  dn: [],
  attributes: [
    { name: 'objectClass', values: ['top'] },
    { name: 'namingContexts', values: ['o=nhs'] },
    { name: 'supportedLDAPVersion', values: ['3'] },
  ],
}

function inScope(scope: LdapSearch['scope'], levels: number | undefined): boolean {
  if (levels === undefined) return false
  return scope === 'sub' || levels === (scope === 'base' ? 0 : 1)
}

/** The longest end of this name that is in the directory. */
function nearestEntry(directory: LdapDirectory, base: readonly string[]): readonly string[] {
  for (let from = 0; from < base.length; from += 1) {
    const name = base.slice(from)
    const found = directory.entries.find(({ dn }) => dn.length === name.length && levelsBelow(name, dn) === 0)
    if (found) return found.dn
  }
  return []
}

/** The value of an attribute without which nothing can match. */
export function demanded(filter: LdapFilter, attribute: string): string | undefined {
  if (filter.kind === 'equal') return filter.attribute === attribute ? filter.value : undefined
  if (filter.kind !== 'and') return undefined
  return filter.filters.map((inner) => demanded(inner, attribute)).find((value) => value !== undefined)
}

function selected(
  { dn, attributes }: Pick<LdapEntry, 'dn' | 'attributes'>,
  { attributes: wanted, namesOnly }: LdapSearch,
): Found['entries'][number] {
  const all = wanted.length === 0 || wanted.includes('*')
  const kept = attributes.filter(({ name }) => all || wanted.includes(name.toLowerCase()))
  return { dn: dn.join(','), attributes: namesOnly ? kept.map(({ name }) => ({ name, values: [] })) : kept }
}
