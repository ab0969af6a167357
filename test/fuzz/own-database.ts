import { randomBytes } from 'node:crypto'
import { openServer } from '../../src/postgres/open-server.ts'

/** A database of this run's own on the server: empty, for the provider to migrate. */
export async function createOwnDatabase(server: string): Promise<{ databaseUrl: string; remove: () => Promise<void> }> {
  const admin = openServer({ url: server, poolSize: 1, statementTimeoutMs: 0 })
  const name = `gp_fuzz_${randomBytes(6).toString('hex')}`
  await admin.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const remove = async () => {
    await admin.query(`drop database ${name} with (force)`)
    await admin.close()
  }
  return { databaseUrl: url.href, remove }
}
