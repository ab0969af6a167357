import { HUMAN_LANGUAGES } from '../../nhs/human-languages.ts'
import { SDS_JOB_ROLES } from '../../nhs/sds-job-roles.ts'
import { choice, type Schema } from '../schema.ts'

/** The long code lists, each once. */
export const vocabularySchemas: Readonly<Record<string, Schema>> = {
  SdsJobRole: choice(Object.keys(SDS_JOB_ROLES), 'A job role of the Spine directory.'),
  HumanLanguage: choice(Object.keys(HUMAN_LANGUAGES), 'A language, or a way of communicating such as British Sign Language.'),
}
