import { INTERACTIONS, type Interaction } from '../provider/interactions.ts'
import type { Refusals } from './refusals.ts'
import type { Schema } from './schema.ts'

export type Name = keyof typeof INTERACTIONS
export type Parameter = Readonly<Record<string, unknown>>
export type Examples = Readonly<Record<string, { summary: string; value: unknown }>>

/** What is to be told of an interaction beyond the provider's own table; of two that share verb and path, together. */
export type Described = {
  interactions: readonly [Name, ...Name[]]
  operationId: string
  tag: string
  summary: string
  description: string
  parameters?: readonly Parameter[]
  body?: { schema: Schema; examples: Examples }
  answer: {
    status: 200 | 201
    description: string
    schema: Schema
    /** By name: of HEADERS. */
    headers?: readonly string[]
    examples: Examples
  }
  /** Beside those that every interaction shares. */
  refusals: Refusals
}

export const interactionOf = (name: Name): Interaction => INTERACTIONS[name]

/** As OpenAPI writes paths. */
export const pathOf = ({ path }: Interaction) => path.replace(/:(\w+)/g, '{$1}')
