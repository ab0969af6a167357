import type { FederationStore } from '../../../../consumer/index.ts'
import type { Acting } from '../../../request.ts'

/** The lists of practices that the organisation of whoever is asking has saved. */
export type FederationsOf = (acting: Acting) => FederationStore
