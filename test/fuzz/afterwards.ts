import type { Database } from '../../src/postgres/database.ts'

/** How many answers came, and how many requests were not whole or not HTTP: of such a one the provider may have seen two, or none. */
export type Answered = { answered: number; unclear: number }

/** What the database should hold once every request has been answered, said of what it does not. */
export async function afterwards(db: Database, { answered, unclear }: Answered): Promise<string[]> {
  // AUD-01: no answer without its entry, and none twice.
  const [row] = await db.query<{ entries: number }>('select count(*) as entries from audit_entry')
  const entries = row?.entries ?? 0
  if (entries >= answered && entries <= answered + unclear) return []
  return [`${entries} audit entries for ${answered} answers, where ${unclear} requests were not whole`]
}
