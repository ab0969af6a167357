import { INTERACTION_NAMES, INTERACTIONS, type InteractionName } from '../interactions.ts'
import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { type Draft, withHeader } from '../wire/draft.ts'
import { probe } from './probes.ts'

const HEADERS = ['Ssp-TraceID', 'Ssp-From', 'Ssp-To', 'Ssp-InteractionID'] as const

type Row = { id: string; title: string; requirement: string; alter: (draft: Draft) => Draft }

const wrong = (header: string, id: string, title: string, value: string | readonly string[]): Row => ({
  id,
  title,
  requirement: 'SEC-03',
  alter: (draft) => withHeader(draft, header, value),
})

/** On the search alone: what is wrong with a header is judged before anything of an interaction. */
const ON_SEARCH: Row[] = [
  ...HEADERS.flatMap((header): Row[] => [
    {
      id: `${header.toLowerCase()}-empty`,
      title: `${header} is empty`,
      requirement: 'SEC-02',
      alter: (draft) => withHeader(draft, header, ''),
    },
    {
      id: `${header.toLowerCase()}-blank`,
      title: `${header} is a blank`,
      requirement: 'SEC-02',
      alter: (draft) => withHeader(draft, header, '  '),
    },
  ]),
  wrong('Ssp-To', 'ssp-to-another', "Ssp-To is another practice's ASID", '999999999999'),
  wrong('Ssp-To', 'ssp-to-no-asid', 'Ssp-To is no ASID', 'A20047'),
  wrong('Ssp-To', 'ssp-to-twice', 'Ssp-To names two practices', ['999999999999', '999999999998']),
  wrong(
    'Ssp-InteractionID',
    'interaction-unknown',
    'Ssp-InteractionID names no interaction',
    'urn:nhs:names:services:gpconnect:fhir:rest:search:nothing-1',
  ),
  wrong('Ssp-InteractionID', 'interaction-upper-case', 'Ssp-InteractionID is in capitals', INTERACTIONS.searchFreeSlots.id.toUpperCase()),
  wrong('Ssp-InteractionID', 'interaction-short', 'Ssp-InteractionID lacks its prefix', 'rest:search:slot-1'),
  wrong(
    'Ssp-InteractionID',
    'interaction-structured',
    'Ssp-InteractionID is of another capability',
    'urn:nhs:names:services:gpconnect:fhir:operation:gpc.getstructuredrecord-1',
  ),
]

function source(name: InteractionName, { id, title, requirement, alter }: Row): ScenarioSource {
  return {
    id,
    title: `refused with 400 BAD_REQUEST: ${title}`,
    requirements: [requirement, 'ERR-03'],
    needs: ['direct'],
    run: async (judge) => {
      const answer = await judge.send(alter(probe(judge, name)))
      expectRefusal(judge, answer, { refusal: [400, 'BAD_REQUEST'], requirement, rule: `A request is refused: ${title}.` })
    },
  }
}

/** Each interaction by itself: none may leave the check out. */
function onEach(name: InteractionName): ScenarioSource[] {
  const other = name === 'readMetadata' ? INTERACTIONS.searchFreeSlots.id : INTERACTIONS.readMetadata.id
  return [
    ...HEADERS.map((header) =>
      source(name, {
        id: `${header.toLowerCase()}-missing`,
        title: `${header} is missing`,
        requirement: 'SEC-02',
        alter: (draft) => withHeader(draft, header, undefined),
      }),
    ),
    source(name, wrong('Ssp-InteractionID', 'interaction-of-another', 'Ssp-InteractionID is that of another interaction', other)),
  ]
}

export const spineHeaders: Scenario[] = [
  ...scenariosOf(
    'searchFreeSlots',
    'spine-headers',
    ON_SEARCH.map((row) => source('searchFreeSlots', row)),
  ),
  ...INTERACTION_NAMES.flatMap((name) => scenariosOf(name, `spine-headers/${name.toLowerCase()}`, onEach(name))),
]
