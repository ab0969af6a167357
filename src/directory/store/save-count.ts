/** What became of the rows that a file names; the rest were in the book already as the file has them. */
export type SavedRows = { added: number; updated: number }

/** Ends a statement whose `saved` returns the version of each row written: a new row's is 1. */
export const COUNT_SAVED = `select count(*) filter (where version = 1)::int as added, count(*) filter (where version > 1)::int as updated from saved`

export const NOTHING_SAVED: SavedRows = { added: 0, updated: 0 }
