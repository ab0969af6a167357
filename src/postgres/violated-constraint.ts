import { sqlstate } from './statement-error.ts'

/** The name of the constraint that refused a row (SQLSTATE class 23), so that a use case can say what it means. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!sqlstate(error)?.startsWith('23')) return undefined
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined
}
