import type { Scenario } from '../scenario.ts'
import { bearerToken } from './bearer-token.ts'
import { bookAppointment } from './book-appointment.ts'
import { cancelAppointment } from './cancel-appointment.ts'
import { findByIdentifier } from './find-by-identifier.ts'
import { formats } from './formats.ts'
import { notOffered } from './not-offered.ts'
import { readById } from './read-by-id.ts'
import { readMetadata } from './read-metadata.ts'
import { searchFreeSlots } from './search-free-slots.ts'
import { spineHeaders } from './spine-headers.ts'
import { switchedOff } from './switched-off.ts'
import { transport } from './transport.ts'

/** Every scenario there is, in the order of a run. A new file adds one line. */
export const SCENARIOS: readonly Scenario[] = [
  ...transport,
  ...readMetadata,
  ...notOffered,
  ...formats,
  ...spineHeaders,
  ...bearerToken,
  ...switchedOff,
  ...findByIdentifier,
  ...readById,
  ...searchFreeSlots,
  ...bookAppointment,
  ...cancelAppointment,
]
