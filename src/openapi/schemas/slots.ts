import { PROFILES } from '../../fhir/urls.ts'
import { constant, list, object, one, ref, type Schema } from '../schema.ts'
import { id, localMoment, meta, reference, textOnly } from './datatypes.ts'

export const slotSchemas: Readonly<Record<string, Schema>> = {
  Slot: object(
    {
      resourceType: constant('Slot'),
      id,
      meta: meta(PROFILES.Slot),
      extension: one(ref('DeliveryChannelExtension')),
      schedule: reference('Schedule'),
      status: constant('free'),
      start: localMoment,
      end: localMoment,
    },
    { serviceType: one(textOnly, { description: "The practice's own name for this kind of slot." }) },
    { description: 'A stretch of time that one patient can take.' },
  ),
  Schedule: object(
    {
      resourceType: constant('Schedule'),
      id,
      meta: meta(PROFILES.Schedule),
      extension: one(ref('PractitionerRoleExtension')),
      actor: list(reference('Location', 'Practitioner', 'HealthcareService'), { maxItems: 3 }),
      planningHorizon: object({ start: localMoment, end: localMoment }),
    },
    { serviceCategory: textOnly },
    { description: 'A session: the slots of one practitioner, or of nobody in particular, at one surgery.' },
  ),
}
