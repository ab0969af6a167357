import { dirname, resolve } from 'node:path'
import { createFederationFiles, type DamagedFederation, type FederationStore, type SavedFederation } from '../../consumer/index.ts'
import { ConfigError } from '../../nhs/config-error.ts'
import { type Config, parseConfig } from './config.ts'
import { faultsText } from './federations-text.ts'
import type { Io } from './io.ts'
import { chosenPath } from './set-up.ts'
import { UsageFault } from './usage-fault.ts'

/** The settings, and what `--config` named: their folder of federations lies where they do. */
type Settings = { config: Config; path: string | undefined }

export type Federations = { directory: string; store: FederationStore }

/** One that was saved, by its name or its id. A `UsageFault` tells why there is none to be had. */
export async function federationNamed(io: Io, settings: Settings, name: string): Promise<SavedFederation> {
  const found = await findFederation(federationsBeside(io, settings), name)
  if ('federation' in found) return found.federation
  throw new UsageFault(`${found.damaged.keptAs} cannot be used:\n${faultsText(found.damaged.faults)}`)
}

/** Damaged or not. */
export async function findFederation(
  { directory, store }: Federations,
  name: string,
): Promise<{ federation: SavedFederation } | { damaged: DamagedFederation }> {
  const wanted = plainly(name)
  const { federations, damaged } = await store.list()
  const byId = federations.find(({ id }) => id === wanted)
  const [federation, ...others] = byId ? [byId] : federations.filter((one) => plainly(one.name) === wanted)
  if (others.length > 0 && federation) {
    const ids = [federation, ...others].map(({ id }) => id).join(', ')
    throw new UsageFault(`Several federations are called "${federation.name}": give an id instead, of ${ids}.`)
  }
  if (federation) return { federation }
  const broken = damaged.find(({ id }) => id === wanted)
  if (broken) return { damaged: broken }
  const known = federations.map(({ id }) => id).join(', ')
  throw new UsageFault(`There is no federation "${name}" in ${directory}. ${known ? `There are: ${known}.` : 'There is none at all.'}`)
}

const plainly = (name: string) => name.trim().toLowerCase()

export async function openFederations(io: Io, path: string | undefined): Promise<Federations> {
  const chosen = chosenPath(io, path)
  const file = await io.readFile(chosen)
  if (file === undefined) throw new ConfigError([`there is no file ${chosen}: name yours with --config or GPA_CONFIG`])
  return federationsBeside(io, { config: parseConfig(file), path })
}

function federationsBeside(io: Io, { config, path }: Settings): Federations {
  const directory = resolve(dirname(chosenPath(io, path)), config.federations)
  return { directory, store: createFederationFiles({ directory }) }
}
