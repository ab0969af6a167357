import type { Authorize } from '../spine/access-token.ts'
import type { Application } from '../spine/bearer-token.ts'
import { type CircuitEvent, type CircuitOptions, createCircuits } from '../spine/circuits.ts'
import type { Fetch } from '../spine/http.ts'
import { createPds, type Pds } from '../spine/pds.ts'
import type { OnDirectoryFault, Sds } from '../spine/sds.ts'
import { createSdsOverFhir } from '../spine/sds-over-fhir.ts'
import { createSdsOverLdap, type SdsOverLdapOptions } from '../spine/sds-over-ldap.ts'
import { createSsp } from '../spine/ssp.ts'
import { createEvents, type EventOptions, type Events, unhindered } from './events.ts'
import type { ConsumerDeps } from './open-session.ts'

export type SpineConnection = {
  fetch: Fetch
  now: () => Date
  /** UUIDs: Spine refuses other request ids. */
  newId: () => string
  /** This system, as practices see it in every token. */
  application: Application
  pdsUrl: string
  /** Access tokens for PDS, where it wants them: see `createAccessToken`. */
  authorizePds?: Authorize | undefined
  sspUrl: string
  /** For each single call. */
  timeoutMs: number
  /** When a practice that does not answer is left alone, and who is told. */
  circuits?: Omit<CircuitOptions, 'now'>
  /** Told when the directory has several records where there may be one. */
  onDirectoryFault?: OnDirectoryFault
} & DirectoryRoute &
  EventOptions

/** The directory by its FHIR API, or by LDAP: both answer the same. */
export type DirectoryRoute = { sdsUrl: string; sdsApiKey: string } | { sdsLdap: Pick<SdsOverLdapOptions, 'url' | 'tls'> }

/** The Spine as a consumer's sessions need it. Nothing is sent yet. */
export function connectToSpine(connection: SpineConnection): ConsumerDeps {
  const { fetch, now, newId, timeoutMs, application, pdsUrl, sspUrl } = connection
  const events = createEvents(connection)
  const onChange = (event: CircuitEvent) => {
    events.tell({ kind: CIRCUIT_EVENTS[event.state], asid: event.asid })
    unhindered(() => connection.circuits?.onChange?.(event))
  }
  const circuits = createCircuits({ now, ...connection.circuits, onChange })
  return {
    now,
    events,
    pds: told(
      events,
      createPds({
        fetch,
        now,
        newId,
        timeoutMs,
        baseUrl: pdsUrl,
        ...(connection.authorizePds && { authorize: connection.authorizePds }),
      }),
    ),
    sds: connectToDirectory(connection, events),
    ssp: createSsp({ fetch, now, newId, timeoutMs, sspUrl, application, circuits }),
  }
}

const CIRCUIT_EVENTS = { open: 'circuit-opened', 'half-open': 'circuit-half-opened', closed: 'circuit-closed' } as const

/** Every call of PDS is one event, which says no more of the person than the kind of answer. */
function told(events: Events, pds: Pds): Pds {
  return {
    async retrieve(nhsNumber, options) {
      const elapsed = events.stopwatch()
      const outcome = await pds.retrieve(nhsNumber, options)
      events.tell({ kind: 'traced', by: 'nhs-number', outcome: outcome.kind, ms: elapsed() }, { nhsNumber })
      return outcome
    },
    async search(criteria, options) {
      const elapsed = events.stopwatch()
      const outcome = await pds.search(criteria, options)
      events.tell({ kind: 'traced', by: 'demographics', outcome: outcome.kind, ms: elapsed() }, { criteria })
      return outcome
    },
  }
}

function connectToDirectory(connection: SpineConnection, events: Events): Sds {
  const onFault: OnDirectoryFault = (fault) => {
    events.tell({ kind: 'directory-fault', fault })
    unhindered(() => connection.onDirectoryFault?.(fault))
  }
  // Its time limits are its own, shorter ones: a look-up comes before the call that somebody waits for.
  if ('sdsLdap' in connection) return createSdsOverLdap({ ...connection.sdsLdap, onFault })
  const { fetch, now, newId, timeoutMs, sdsUrl, sdsApiKey } = connection
  return createSdsOverFhir({ fetch, now, newId, timeoutMs, baseUrl: sdsUrl, apiKey: sdsApiKey, onFault })
}
