import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { Organisation, Switches } from '../model.ts'

/** The practice whose book this is; undefined when this deployment does not hold it. */
export async function findOrganisation(db: Queryable, odsCode: OdsCode): Promise<Organisation | undefined> {
  const [row] = await db.query<Omit<Organisation, 'switches'> & Switches>(
    `select id, version, ods_code as "odsCode", asid, name, address, telecom, gp_connect_enabled as "gpConnect",
       appointment_management_enabled as "appointmentManagement", service_filtering_enabled as "serviceFiltering",
       service_filtering_offered as "serviceFilteringOffered"
     from organisation where ods_code = $1`,
    [odsCode],
  )
  if (!row) return undefined
  const { gpConnect, appointmentManagement, serviceFiltering, serviceFilteringOffered, ...organisation } = row
  return { ...withoutNulls(organisation), switches: { gpConnect, appointmentManagement, serviceFiltering, serviceFilteringOffered } }
}
