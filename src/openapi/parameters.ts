import type { Interaction } from '../provider/interactions.ts'
import type { Parameter } from './interactions.ts'
import { choice, matching, type Schema, text } from './schema.ts'
import { id } from './schemas/datatypes.ts'

const shared = (name: string): Parameter => ({ $ref: `#/components/parameters/${name}` })

const header = (name: string, required: boolean, description: string, schema: Schema, example?: string): Parameter => ({
  name,
  in: 'header',
  required,
  description,
  schema,
  ...(example !== undefined && { example }),
})

/** Those that look the same in every interaction, by name. */
export const PARAMETERS: Readonly<Record<string, Parameter>> = {
  'Ssp-TraceID': header('Ssp-TraceID', true, 'Of this call, and of no other: logs on both sides are compared by it.', text()),
  'Ssp-From': header('Ssp-From', true, 'The ASID of the consumer.', matching('^[0-9]{12}$'), '200000000111'),
  'Ssp-To': header('Ssp-To', true, 'The ASID of the practice that the URL addresses.', matching('^[0-9]{12}$'), '200000000222'),
  'Accept-Encoding': header('Accept-Encoding', false, 'Answers are sent compressed if gzip is among these.', text(), 'gzip'),
  _format: {
    name: '_format',
    in: 'query',
    required: false,
    description: 'The format of the answer, over whatever Accept says.',
    schema: choice(['application/fhir+json', 'application/fhir+xml', 'json', 'xml']),
  },
  id: { name: 'id', in: 'path', required: true, description: 'The id of the resource at this practice.', schema: id },
  Prefer: header(
    'Prefer',
    false,
    'With return=minimal the answer has headers and no body.',
    choice(['return=minimal', 'return=representation']),
  ),
  'If-Match': header(
    'If-Match',
    false,
    'The version that was read, as its ETag gives it. Without it the change still never overwrites one made at the same moment; a provider set to the letter of the specification refuses its absence.',
    matching('^W/"[1-9][0-9]{0,8}"$'),
    'W/"1"',
  ),
}

/** What is sent with an interaction, its own parameters among them. */
export function parametersOf(interactions: readonly Interaction[], own: readonly Parameter[]): Parameter[] {
  const [first] = interactions
  const ids = interactions.map((interaction) => interaction.id)
  const says = ids.length === 1 ? 'The interaction that is asked for.' : 'Which of the interactions here is asked for.'
  return [
    shared('Ssp-TraceID'),
    shared('Ssp-From'),
    shared('Ssp-To'),
    header('Ssp-InteractionID', true, says, choice(ids)),
    ...(first?.path.includes(':id') ? [shared('id')] : []),
    ...own,
    shared('_format'),
    shared('Accept-Encoding'),
  ]
}

export function query(name: string, required: boolean, description: string, schema: Schema, example: unknown): Parameter {
  return { name, in: 'query', required, description, schema, example }
}

export const identifierQuery = (required: boolean, system: string, value: string, description: string): Parameter =>
  query('identifier', required, description, matching(`^${system.replaceAll('.', '\\.')}\\|.*\\S`), `${system}|${value}`)

export const WRITE_PARAMETERS: readonly Parameter[] = [shared('Prefer')]
export const CHANGE_PARAMETERS: readonly Parameter[] = [shared('If-Match'), shared('Prefer')]
