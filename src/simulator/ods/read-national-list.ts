import { parse } from 'csv-parse/sync'
import { decodeListedEntry } from '../../dataset/ods-practice-list.ts'
import { ConfigError } from '../../nhs/config-error.ts'
import { type ListedOrganisations, organisationFromList } from './organisation-record.ts'

/** More faults than anybody reads at once. */
const MOST_FAULTS = 20

/** ODS's `epraccur.csv`. Throws a ConfigError with every fault, up to a number of them. */
export function readNationalList(text: string): ListedOrganisations {
  const rows = csvRows(text)
  const decoded = rows.map((fields, index) => decodeListedEntry(fields, index + 1))
  const faults = decoded.flatMap((row) => ('faults' in row ? row.faults : [])).map(({ place, message }) => `${place} ${message}`)
  if (faults.length > 0) throw new ConfigError(faults.slice(0, MOST_FAULTS))
  return decoded.flatMap((row) => ('entry' in row ? [organisationFromList(row.entry)] : []))
}

function csvRows(text: string): string[][] {
  try {
    const rows: string[][] = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true })
    return rows
  } catch (error) {
    throw new ConfigError([error instanceof Error ? error.message : 'is no CSV'])
  }
}
