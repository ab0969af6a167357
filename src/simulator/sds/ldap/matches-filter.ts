import { comparable } from './comparable.ts'
import type { LdapEntry } from './directory-entries.ts'
import type { LdapFilter } from './ldap-filter.ts'
import { isInSchema } from './schema.ts'

/** `undefined` stands for itself (RFC 4511): what is compared with no value is neither true nor false. */
type Verdict = boolean | undefined

export function matchesFilter(entry: LdapEntry, filter: LdapFilter): boolean {
  return judge(entry, filter) === true
}

function judge(entry: LdapEntry, filter: LdapFilter): Verdict {
  if ('attribute' in filter && !isInSchema(filter.attribute)) return undefined
  switch (filter.kind) {
    case 'and': {
      const verdicts = filter.filters.map((inner) => judge(entry, inner))
      return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true
    }
    case 'or': {
      const verdicts = filter.filters.map((inner) => judge(entry, inner))
      return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false
    }
    case 'not': {
      const verdict = judge(entry, filter.filter)
      return verdict === undefined ? undefined : !verdict
    }
    case 'present':
      return entry.valuesOf(filter.attribute).length > 0
    case 'equal': {
      const value = comparable(filter.value)
      return entry.valuesOf(filter.attribute).some((held) => comparable(held) === value)
    }
    case 'substrings':
      return entry.valuesOf(filter.attribute).some((held) => hasParts(comparable(held), filter))
    case 'undefined':
      return undefined
  }
}

type Parts = { initial: string | undefined; any: readonly string[]; final: string | undefined }

function hasParts(text: string, { initial = '', any, final = '' }: Parts): boolean {
  const [start, end] = [initial.toLowerCase(), final.toLowerCase()]
  if (!text.startsWith(start) || !text.endsWith(end)) return false
  let from = start.length
  for (const part of any) {
    const at = text.indexOf(part.toLowerCase(), from)
    if (at < 0) return false
    from = at + part.length
  }
  return from <= text.length - end.length
}
