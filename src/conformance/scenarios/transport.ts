import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import type { Draft } from '../wire/draft.ts'
import { probe } from './probes.ts'

const BAD = [
  ['expired', 'a certificate that has expired'],
  ['not-yet-valid', 'a certificate that is not valid yet'],
  ['wrong-fqdn', "a certificate without the SSP's FQDN"],
  ['revoked', 'a certificate that was revoked'],
  ['other-authority', 'a certificate of another authority'],
  ['missing-chain', 'a certificate whose chain is not whole'],
  ['self-signed', 'a certificate that signs itself'],
] as const

const POOR = [
  ['old-protocol', 'TLS 1.0 or 1.1'],
  ['other-suites', 'none of the suites that are offered'],
] as const

/** No FHIR answer: the connection is refused, or a front before the provider says so in its own way. */
async function expectNoFhir(judge: Judge, by: Pick<Draft, 'certificate' | 'tls'>, title: string): Promise<void> {
  const answer = await judge.attempt({ ...probe(judge, 'readMetadata'), ...by })
  const isRefused = answer === undefined || (answer.status >= 400 && answer.resource === undefined)
  judge.expect(answer, {
    requirement: 'SEC-01',
    rule: `With ${title} there is no FHIR answer.`,
    expected: 'no FHIR answer',
    got: isRefused ? 'no FHIR answer' : `${answer.status} with a ${answer.resource?.resourceType ?? 'body'}`,
  })
}

const sources: ScenarioSource[] = [
  {
    id: 'own-certificate',
    title: "the SSP's certificate is let in",
    requirements: ['SEC-01'],
    needs: ['tls'],
    run: async (judge) => {
      const answer = await judge.send(probe(judge, 'readMetadata'))
      judge.expect(answer, {
        requirement: 'SEC-01',
        rule: 'Who shows the right certificate is answered.',
        expected: 200,
        got: answer.status,
      })
    },
  },
  {
    id: 'no-certificate',
    title: 'without a certificate there is no FHIR answer',
    requirements: ['SEC-01'],
    needs: ['tls', 'direct'],
    run: (judge) => expectNoFhir(judge, { certificate: 'none' }, 'no certificate'),
  },
  ...POOR.map(
    ([tls, title]): ScenarioSource => ({
      id: tls,
      title: `with ${title} there is no FHIR answer`,
      requirements: ['SEC-01'],
      needs: ['tls', 'direct'],
      run: (judge) => expectNoFhir(judge, { tls }, title),
    }),
  ),
  ...BAD.map(
    ([name, title]): ScenarioSource => ({
      id: `${name}-certificate`,
      title: `with ${title} there is no FHIR answer`,
      requirements: ['SEC-01'],
      needs: ['tls', 'direct'],
      run: async (judge) => {
        if (judge.target.tls?.bad?.[name] === undefined) judge.skip(`the target names no tls.bad "${name}": ${title}`)
        await expectNoFhir(judge, { certificate: name }, title)
      },
    }),
  ),
]

export const transport: Scenario[] = scenariosOf('readMetadata', 'transport', sources)
