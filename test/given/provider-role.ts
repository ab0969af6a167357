import { openServer } from '../../src/postgres/open-server.ts'

const ROLE = 'gp_provider'

/** A provider's settings for this database: a role of its own, which owns nothing, beside the owner's (AUD-01). */
export async function givenProviderRole(ownerUrl: string): Promise<{ DATABASE_URL: string; DATABASE_OWNER_URL: string }> {
  const url = new URL(ownerUrl)
  const owner = openServer({ url: ownerUrl, poolSize: 1 })
  try {
    await owner.query(`do $$ begin
      create role ${ROLE} login password '${decodeURIComponent(url.password)}';
    exception when duplicate_object or unique_violation then null; end $$`)
  } finally {
    await owner.close()
  }
  url.username = ROLE
  return { DATABASE_URL: url.href, DATABASE_OWNER_URL: ownerUrl }
}
