import { mask } from '../../../conformance/wire/mask.ts'
import { parseCurlRequest } from './curl-request.ts'
import { parseHttpRequest } from './http-request.ts'
import type { LintCommandOptions } from './lint-command.ts'
import { lintRequest } from './lint-request.ts'
import { lintText } from './lint-text.ts'

export type LintDeps = {
  readInput: (file: string | undefined) => Promise<string>
  print: (text: string) => void
  complain: (text: string) => void
  now: () => Date
}

/** Returns the exit code: 0 where nothing is wrong, 1 where something is, 2 where the text is no request. */
export async function runLint(
  { readInput, print, complain, now }: LintDeps,
  file: string | undefined,
  options: LintCommandOptions,
): Promise<number> {
  const text = await readInput(file)
  const isCurl = options.curl === true || /^\s*\$?\s*curl\s/.test(text)
  const request = isCurl ? parseCurlRequest(text.replace(/^\s*\$\s*/, '')) : parseHttpRequest(text)
  if ('expected' in request) {
    complain(`This is no request. Line ${request.line}: expected ${request.expected}.`)
    return 2
  }

  const { dialect, serviceFiltering = false, root, asid, at } = options
  const linted = await lintRequest(request, { dialect, serviceFiltering, now: at ?? now(), ...(root && { root }), ...(asid && { asid }) })
  print(options.json ? mask(JSON.stringify(linted, undefined, 2)) : lintText(linted))
  return linted.faults.length > 0 ? 1 : 0
}
