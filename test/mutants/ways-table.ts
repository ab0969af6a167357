import { WAYS } from './ways/all.ts'

/** The part of docs/judge.md that lists the ways. */
export function waysTable(): string {
  const rows = WAYS.map(({ id, rule, breaks, interactions, awaits }) => {
    const judgedBy = `${interactions.join(', ')}${awaits === undefined ? '' : ' (not written yet)'}`
    return `| \`${id}\` | ${breaks} | ${rule} | ${judgedBy} |`
  })
  return ['| Way | A provider that | Rule | Scenarios of |', '|---|---|---|---|', ...rows].join('\n')
}
