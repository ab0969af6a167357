import type { Failure, NhsNumber, OdsCode, PdsOutcome, PdsSearch, Unavailable } from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import type { EncounterContent, Stopped } from '../../encounter/encounters.ts'
import type { Acting } from '../../request.ts'

type Traced = Pick<EncounterContent, 'traced' | 'stopped'>
type Asked = NonNullable<EncounterContent['asked']>

/** What came of asking PDS, to begin an encounter with, and whether anything may go on (CON-09). */
export async function trace(deps: WebDeps, acting: Acting, asked: Asked): Promise<EncounterContent> {
  const isNumber = 'nhsNumber' in asked
  const outcome = isNumber ? await traceByNumber(deps, acting, asked.nhsNumber) : await traceByDetails(deps, acting, asked.criteria)
  return { by: isNumber ? 'nhs-number' : 'details', ...outcome, ...(outcome.stopped?.because === 'unavailable' && { asked }) }
}

async function traceByNumber(deps: WebDeps, { asker }: Acting, nhsNumber: NhsNumber): Promise<Traced> {
  const { odsCode } = asker.organisation
  const correlationId = deps.newId()
  const outcome = await deps.spineOf(odsCode).pds.retrieve(nhsNumber, { endUserOrganisation: odsCode, correlationId })
  return outcome.kind === 'found' ? await judged(deps, outcome) : { stopped: stoppedBy(outcome, correlationId) }
}

/** PDS shows one person or nobody; what it shows of them is not all, so the number that was found is traced itself. */
async function traceByDetails(deps: WebDeps, acting: Acting, criteria: PdsSearch): Promise<Traced> {
  const { odsCode } = acting.asker.organisation
  const correlationId = deps.newId()
  const outcome = await deps.spineOf(odsCode).pds.search(criteria, { endUserOrganisation: odsCode, correlationId })
  switch (outcome.kind) {
    case 'found':
      return traceByNumber(deps, acting, outcome.demographics.nhsNumber)
    case 'none':
      return { stopped: { because: 'not-found' } }
    case 'too-many-matches':
      return { stopped: { because: 'several' } }
    case 'invalid-search':
      return { stopped: { because: 'search-refused' } }
    case 'unavailable':
      return { stopped: { because: 'unavailable', failure: pdsFailure(outcome, correlationId) } }
  }
}

async function judged(deps: WebDeps, found: Extract<PdsOutcome, { kind: 'found' }>): Promise<Traced> {
  // Of a restricted record not even the number is kept.
  if (found.sensitive) return { stopped: { because: 'sensitive' } }
  if (found.deceased) return { stopped: { because: 'deceased' } }
  const { demographics, registeredPractice } = found
  const practice = registeredPractice && { odsCode: registeredPractice, name: await nameOf(deps, registeredPractice) }
  return { traced: { demographics, registeredPractice: practice } }
}

function stoppedBy(outcome: Exclude<PdsOutcome, { kind: 'found' }>, traceId: string): Stopped {
  if (outcome.kind === 'unavailable') return { because: 'unavailable', failure: pdsFailure(outcome, traceId) }
  return outcome.kind === 'superseded' ? { because: 'superseded', by: outcome.by } : { because: outcome.kind }
}

/** A code is enough to go on with. */
async function nameOf({ ods }: WebDeps, odsCode: OdsCode): Promise<string | undefined> {
  const outcome = await ods.find(odsCode)
  return outcome.kind === 'found' ? outcome.organisation.name : undefined
}

function pdsFailure({ reason, fault, retryAfterSeconds, backOffSeconds }: Unavailable, traceId: string): Failure {
  const wait = retryAfterSeconds ?? backOffSeconds
  return {
    kind: 'unavailable',
    step: 'trace the patient',
    practice: undefined,
    by: 'pds',
    code: fault ?? reason,
    diagnostics: undefined,
    advice: wait === undefined ? 'Try again in a few minutes.' : `Try again in ${wait} seconds.`,
    traceId,
  }
}
