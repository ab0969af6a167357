import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Federation, type FederationId, parseFederationId, type SavedFederation } from './federation.ts'
import { readFederationJson, toFederationJson } from './federation-json.ts'
import type { DamagedFederation, FederationStore } from './federation-store.ts'
import { inTurn } from './folder-lock.ts'
import { readFederationFile, readNamedFile, versionOf } from './read-federation-file.ts'
import { keepNames, writeWhole } from './write-whole.ts'

/**
 * One JSON file for each, `leeds-hub.json`, which may be written by hand as well: its version is made from what is in it. Several processes
 * can save at once. The folder is made with the first that is saved.
 */
export function createFederationFiles({ directory }: { directory: string }): FederationStore {
  const fileOf = (id: FederationId) => {
    // Who does not compile against the types could name any file.
    if (parseFederationId(id) === undefined) throw new TypeError('This is no id of a federation.')
    return join(directory, `${id}.json`)
  }
  const read: FederationStore['read'] = async (id) => readFederationFile(fileOf(id), id)

  return {
    read,

    async list() {
      const federations: SavedFederation[] = []
      const damaged: DamagedFederation[] = []
      for (const name of await namesIn(directory)) {
        const outcome = await readNamedFile(directory, name)
        if (outcome.kind === 'read') federations.push(outcome.federation)
        if (outcome.kind === 'damaged') damaged.push(outcome.damaged)
      }
      return { federations: federations.sort(byName), damaged }
    },

    async save(federation, basedOn) {
      const { text, kept } = asKept(federation)
      return inTurn(directory, async () => {
        const present = await read(kept.id)
        if (versionIn(present) !== basedOn) return { kind: 'changed-meanwhile', present }
        await writeWhole(fileOf(kept.id), text)
        return { kind: 'saved', federation: { ...kept, version: versionOf(text) } }
      })
    },

    async remove(id, basedOn) {
      const before = await read(id)
      if (before.kind === 'unknown') return { kind: 'changed-meanwhile', present: before }
      return inTurn(directory, async () => {
        const present = await read(id)
        if (versionIn(present) !== basedOn) return { kind: 'changed-meanwhile', present }
        await rm(fileOf(id))
        await keepNames(directory)
        return { kind: 'removed' }
      })
    },
  }
}

/** What will be read back, without blanks at the ends of names and the like. */
function asKept(federation: Federation): { text: string; kept: Federation } {
  const decoded = readFederationJson(toFederationJson(federation))
  if ('faults' in decoded) {
    const faults = decoded.faults.map(({ place, message }) => `${place} ${message}`)
    throw new TypeError(`This federation could not be read back: ${faults.join('; ')}.`)
  }
  return { text: toFederationJson(decoded.federation), kept: decoded.federation }
}

function versionIn(outcome: Awaited<ReturnType<FederationStore['read']>>): string | undefined {
  if (outcome.kind === 'read') return outcome.federation.version
  return outcome.kind === 'damaged' ? outcome.damaged.version : undefined
}

/** Hidden ones are drafts and the lock. */
async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

const byName = (one: SavedFederation, other: SavedFederation) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1)
