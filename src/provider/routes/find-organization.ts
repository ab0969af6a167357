import { searchset } from '../../fhir/bundle.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import type { ProviderDeps } from '../deps.ts'
import { practiceOf, queryOf } from '../request.ts'
import { decodeIdentifier } from '../resources/identifier-search.ts'
import { toOrganizationResource } from '../resources/organization.ts'
import { sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** ORG-01: the only Organization under a practice's root is the practice itself (GEN-19). */
export const findOrganizationRoute = (deps: ProviderDeps) =>
  interactionRoute('findOrganization', async (request, reply) => {
    const odsCode = decodeIdentifier(queryOf(request), SYSTEMS.odsOrganisationCode, deps.config.dialect)
    const { organisation } = practiceOf(request)
    return sendResource(reply, searchset(organisation.odsCode === odsCode ? [toOrganizationResource(organisation)] : []))
  })
