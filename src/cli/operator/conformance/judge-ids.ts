import { parseNhsNumber } from '../../../nhs/nhs-number.ts'
import { parseOdsCode } from '../../../nhs/ods-code.ts'
import { findPatientByNhsNumber } from '../../../patients/store/patients.ts'
import type { Database } from '../../../postgres/database.ts'
import { judgePeople } from './judge-people.ts'

const UNSHOWN = { 'sensitive-id': 'sensitive-patient', 'inactive-id': 'inactive-patient', 'deceased-id': 'deceased-patient' } as const

/** What no search tells a consumer, and whoever runs the provider can tell the runner: the ids of patients who may not be shown. */
export async function judgeIds(db: Database, practice: string): Promise<Record<keyof typeof UNSHOWN, { id: string }>> {
  const { named } = judgePeople()
  const idOf = async (name: keyof typeof UNSHOWN) => {
    const [odsCode, nhsNumber] = [parseOdsCode(practice), parseNhsNumber(named[UNSHOWN[name]].person.nhsNumber)]
    const patient = odsCode && nhsNumber && (await findPatientByNhsNumber(db, odsCode, nhsNumber))
    if (!patient) throw new Error(`The practice has no ${UNSHOWN[name]}: import its data first.`)
    return { id: patient.id }
  }
  return { 'sensitive-id': await idOf('sensitive-id'), 'inactive-id': await idOf('inactive-id'), 'deceased-id': await idOf('deceased-id') }
}
