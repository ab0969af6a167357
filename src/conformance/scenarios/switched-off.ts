import type { InteractionName } from '../interactions.ts'
import { type Scenario, scenariosOf } from '../scenario.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { withClaim, withHeader } from '../wire/draft.ts'
import { probe } from './probes.ts'

const INTERACTIONS_OF_BOTH: readonly InteractionName[] = ['searchFreeSlots', 'bookAppointment', 'cancelAppointment']

/** ADM-04: of a practice that takes no part, every interaction but /metadata. */
export const switchedOff: Scenario[] = INTERACTIONS_OF_BOTH.flatMap((name) =>
  scenariosOf(name, `switched-off/${name.toLowerCase()}`, [
    {
      id: 'refused',
      title: 'refused with 403 ACCESS DENIED: the practice is switched off',
      requirements: ['ADM-04'],
      needs: ['switched-off', 'direct'],
      run: async (judge) => {
        // Given
        const { serviceRoot, asid } = judge.data('switched-off')
        const draft = withHeader(withClaim(probe(judge, name), 'aud', serviceRoot), 'Ssp-To', asid)
        // When
        const answer = await judge.send({ ...draft, serviceRoot })
        // Then
        expectRefusal(judge, answer, {
          refusal: [403, 'ACCESS DENIED'],
          requirement: 'ADM-04',
          rule: 'Where GP Connect or Appointment Management is off, nothing but /metadata is answered.',
        })
      },
    },
  ]),
)
