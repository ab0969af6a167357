import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { givenPki } from '../given-pki.ts'
import { spineSource } from '../spine-source.ts'
import { toLdif } from './to-ldif.ts'

/** What scripts/slapd.sh needs before it can start a directory: certificates for both sides, and the data. */
const [, , directory] = process.argv
if (directory === undefined) throw new Error('usage: prepare.ts DIRECTORY')

const { authorities, good, bad } = await givenPki()
const write = (name: string, text: string) => writeFileSync(join(directory, name), text, { mode: 0o600 })

mkdirSync(directory, { recursive: true })
write('ca.pem', authorities)
for (const [name, { chain, key }] of Object.entries({
  server: good.provider,
  client: good.consumer,
  'expired-client': bad.expired,
  'foreign-client': bad['other-authority'],
})) {
  write(`${name}.pem`, chain)
  write(`${name}.key`, key)
}
write('data.ldif', toLdif(spineSource()))
