import type { Extension } from '../../fhir/types.ts'
import { EXTENSIONS, SYSTEMS } from '../../fhir/urls.ts'
import { HUMAN_LANGUAGES, isHumanLanguage } from '../../nhs/human-languages.ts'

/** Extension-CareConnect-GPC-NHSCommunication-1: a language that somebody speaks. */
export function toNhsCommunication(language: string, interpreterRequired?: boolean): Extension {
  if (!isHumanLanguage(language)) throw new Error('A stored language is not in CareConnect-HumanLanguage-1.')
  return {
    url: EXTENSIONS.nhsCommunication,
    extension: [
      {
        url: 'language',
        valueCodeableConcept: { coding: [{ system: SYSTEMS.humanLanguage, code: language, display: HUMAN_LANGUAGES[language] }] },
      },
      ...(interpreterRequired === undefined ? [] : [{ url: 'interpreterRequired', valueBoolean: interpreterRequired }]),
    ],
  }
}
