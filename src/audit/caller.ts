import type { Asid } from '../nhs/asid.ts'

/** Who is asking, as the request's token and Spine headers say it (AUD-01): an assertion by the consumer, kept as it was then. */
export type Caller = {
  interactionId: string
  traceId: string
  fromAsid: Asid
  user: { id: string; name: string; sdsUserId?: string; sdsRoleProfileId?: string }
  organisation: { odsCode: string; name: string }
  device: { identifier: string; model: string; version: string }
}
