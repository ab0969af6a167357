import { findPractitionerBySdsUserId } from '../../directory/store/practitioners.ts'
import { searchset } from '../../fhir/bundle.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import type { ProviderDeps } from '../deps.ts'
import { practiceOf, queryOf } from '../request.ts'
import { decodeIdentifier } from '../resources/identifier-search.ts'
import { toPractitionerResource } from '../resources/practitioner.ts'
import { sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** ORG-01 */
export const findPractitionerRoute = (deps: ProviderDeps) =>
  interactionRoute('findPractitioner', async (request, reply) => {
    const sdsUserId = decodeIdentifier(queryOf(request), SYSTEMS.sdsUserId, deps.config.dialect)
    const practitioner = await findPractitionerBySdsUserId(deps.db, practiceOf(request).organisation.odsCode, sdsUserId)
    return sendResource(reply, searchset(practitioner ? [toPractitionerResource(practitioner)] : []))
  })
