import { hash } from 'node:crypto'
import type { Chain } from './entry.ts'

/** An entry as it is stored: `position` is its number, which may be too large for one of ours, and `text` how jsonb writes it. */
export type StoredEntry = { position: string; text: string; hash: string; at: string | null }

/** What the entry's hash must be after the entry with this hash; a second opinion beside the database's own function, which made it. */
export function hashOf(chain: Chain, entry: Pick<StoredEntry, 'position' | 'text'>, hashBefore: string): string {
  const said = Buffer.from(`${chain} ${entry.position} ${entry.text}`, 'utf8')
  return hash('sha256', Buffer.concat([Buffer.from(hashBefore, 'hex'), said]), 'hex')
}
