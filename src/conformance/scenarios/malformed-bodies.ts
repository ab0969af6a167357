import type { Judge, ScenarioSource } from '../scenario.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { type Draft, withText } from '../wire/draft.ts'

const json = (type: string) => ({
  empty: ['an empty body', ''],
  'cut-json': ['JSON that breaks off', `{"resourceType":"${type}",`],
  'no-json': ['a text that is no JSON', type],
  'two-of-a-key': ['JSON with a member twice', `{"resourceType":"${type}","id":"1","id":"1"}`],
  'xml-as-json': ['XML that is said to be JSON', `<${type} xmlns="http://hl7.org/fhir"/>`],
})

const xml = (type: string) => ({
  'cut-xml': ['XML that breaks off', `<${type} xmlns="http://hl7.org/fhir"><id`],
  doctype: [
    'XML with a document type',
    `<!DOCTYPE ${type} [<!ENTITY e "x">]><${type} xmlns="http://hl7.org/fhir"><id value="&e;"/></${type}>`,
  ],
  'json-as-xml': ['JSON that is said to be XML', `{"resourceType":"${type}"}`],
})

/** ERR-03: what can be read in no format, in the place of a body of this type. `given` makes the request that is good but for its body. */
export function malformedBodies(
  type: string,
  of: Pick<ScenarioSource, 'requirements' | 'needs' | 'slots'> & { given: (judge: Judge) => Promise<Draft> },
): ScenarioSource[] {
  const { given, requirements, ...described } = of
  const rows = [
    ...Object.entries(json(type)).map(([id, texts]) => ({ id, texts, contentType: 'application/fhir+json' })),
    ...Object.entries(xml(type)).map(([id, texts]) => ({ id, texts, contentType: 'application/fhir+xml' })),
  ]
  return rows.map(({ id, texts: [title = '', text = ''], contentType }) => ({
    id: `malformed-${id}`,
    title: `refused with 400 BAD_REQUEST: ${title}`,
    requirements: ['ERR-03', ...requirements],
    writes: true,
    ...described,
    run: async (judge) => {
      const answer = await judge.send(withText(await given(judge), text, contentType))
      const rule = `A malformed body is a bad request: ${title}.`
      expectRefusal(judge, answer, { refusal: [400, 'BAD_REQUEST'], requirement: 'ERR-03', rule })
    },
  }))
}
