import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FederationId, parseFederationId } from './federation.ts'
import type { FederationFault } from './federation-fault.ts'
import { readFederationJson } from './federation-json.ts'
import type { DamagedFederation, ReadFederationOutcome } from './federation-store.ts'

/** Also what somebody changed by hand is another version. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

/** `name` is one of the folder's, and need not be an id. */
export async function readNamedFile(directory: string, name: string): Promise<ReadFederationOutcome> {
  const id = parseFederationId(name.replace(/\.json$/, ''))
  const path = join(directory, name)
  if (id !== undefined) return readFederationFile(path, id)
  const message = 'has a name that is no id: small letters, digits and hyphens, as "leeds-hub.json"'
  return damaged({ id, keptAs: path, version: '', faults: [{ place: '(file)', message }] })
}

export async function readFederationFile(path: string, id: FederationId): Promise<ReadFederationOutcome> {
  const file = await readText(path)
  if (file === undefined) return { kind: 'unknown' }
  // Nobody can tell whether it changed.
  if ('fault' in file) return damaged({ id, keptAs: path, version: 'unreadable', faults: [file.fault] })

  const version = versionOf(file.text)
  const decoded = readFederationJson(file.text, id)
  if ('faults' in decoded) return damaged({ id, keptAs: path, version, faults: decoded.faults })
  const { federation } = decoded
  if (federation.id === id) return { kind: 'read', federation: { ...federation, version } }
  const message = `says "${federation.id}", and its file's name "${id}": the two must be the same`
  return damaged({ id, keptAs: path, version, faults: [{ place: 'id', message }] })
}

const damaged = (of: DamagedFederation): ReadFederationOutcome => ({ kind: 'damaged', damaged: of })

/** The folder is none, or the process has too much open. */
const NOT_OF_THE_FILE = ['ENOTDIR', 'EMFILE', 'ENFILE']

/** Undefined if it is not there. */
async function readText(path: string): Promise<{ text: string } | { fault: FederationFault } | undefined> {
  try {
    return { text: await readFile(path, 'utf8') }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code === undefined || NOT_OF_THE_FILE.includes(code)) throw error
    return code === 'ENOENT' ? undefined : { fault: { place: '(file)', message: `cannot be read (${code})` } }
  }
}
