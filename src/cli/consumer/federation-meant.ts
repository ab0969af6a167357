import type { FederationPractice, OfferFilter } from '../../consumer/index.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import { type Config, practiceNamed } from './config.ts'
import { federationNamed } from './federation-named.ts'
import type { Io } from './io.ts'
import { UsageFault } from './usage-fault.ts'

/** Whom a command asks, and what a saved federation looks for unless told otherwise. */
export type PracticesMeant = { practices: readonly FederationPractice[]; defaultFilter?: OfferFilter | undefined }

/** Those named, or a saved federation, or else the whole federation of the settings. */
export async function practicesMeant(
  io: Io,
  config: Config,
  { practices, options }: { practices: readonly OdsCode[]; options: { config?: string; federation?: string } },
): Promise<PracticesMeant> {
  const { federation, config: path } = options
  if (federation === undefined) {
    return { practices: practices.length > 0 ? practices.map((practice) => practiceNamed(config, practice)) : config.federation }
  }
  if (practices.length > 0) throw new UsageFault('Name practices, or a federation, but not both.')
  return federationNamed(io, { config, path }, federation)
}
