import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import type { Command } from 'commander'
import { EXIT_MEANINGS } from './exit-codes.ts'
import { givenDesk, gpa } from './given/gpa.ts'
import { gpaProgram } from './program.ts'

const docs = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8')
const program = gpaProgram({ ...givenDesk().io, fetch, now: () => new Date(0), newId: () => 'id' }, () => undefined)

type Leaf = { path: readonly string[]; command: Command }

function leaves(command: Command, path: readonly string[] = []): Leaf[] {
  const subcommands = command.commands.filter((sub) => sub.name() !== 'help')
  if (subcommands.length === 0) return [{ path, command }]
  return subcommands.flatMap((sub) => leaves(sub, [...path, sub.name()]))
}

function row({ path, command }: Leaf): string {
  const usage = [...path, ...command.registeredArguments.map(typed)].join(' ')
  const options = command.options.filter(({ long }) => long !== '--config').map(({ flags }) => `\`${flags}\``)
  return `| \`${usage}\` | ${command.description()} | ${options.join(' ')} |`
}

function typed(argument: Command['registeredArguments'][number]): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

describe('docs/cli.md', () => {
  test('has every command, with every option', () => {
    const table = ['| `gpa ...` | | options |', '|---|---|---|', ...leaves(program).map(row)].join('\n')
    assert.ok(docs.includes(table), `docs/cli.md should have this table:\n${table}`)
  })

  test('has the exit codes', () => {
    const rows = EXIT_MEANINGS.map(([code, meaning]) => `| ${code} | ${meaning} |`)
    const table = ['| code | meaning |', '|---|---|', ...rows].join('\n')
    assert.ok(docs.includes(table), `docs/cli.md should have this table:\n${table}`)
  })

  test('shows no command that there is not, and no option', () => {
    const shown = [...docs.matchAll(/^\$ gpa (.+)$/gm)].map(([, line]) => line ?? '')
    assert.ok(shown.length > 10)
    for (const line of shown) {
      const leaf = leaves(program).findLast(({ path }) => `${line} `.startsWith(`${path.join(' ')} `))
      assert.ok(leaf, line)
      const [own = ''] = line.split(/ [|<>] /)
      const known = leaf.command.options.map(({ long }) => long)
      for (const [option] of own.matchAll(/(?<= )--[a-z-]+/g)) assert.ok(known.includes(option), `${line}: ${option}`)
    }
  })

  test('SEC-07 shows no NHS number', () => {
    assert.doesNotMatch(docs, /\b\d{3} ?\d{3} ?\d{4}\b/)
  })

  test('every command has an example in its help, and the exit codes', async () => {
    for (const { path } of leaves(program)) {
      const { output, exitCode } = await gpa([...path, '--help'])
      assert.equal(exitCode, 0)
      if (path[0] === 'completion') continue
      assert.match(output, /Exit codes:/, path.join(' '))
      if (path[0] !== 'federations') assert.match(output, new RegExp(`Examples?:\\n {2}gpa ${path.join(' ')}`))
    }
  })
})
