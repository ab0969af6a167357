import { mask } from '../../../conformance/wire/mask.ts'
import { INTERACTIONS } from '../../../provider/interactions.ts'
import type { Linted } from './lint-request.ts'

/** For a reader. Nothing of the request is repeated but what its faults are. */
export function lintText({ interaction, answer, faults, isUnfinished, notChecked }: Linted): string {
  const name = interaction as keyof typeof INTERACTIONS | undefined
  const asked = name ? `${INTERACTIONS[name].method} ${INTERACTIONS[name].path} (${name})` : 'No interaction of GP Connect'
  const lines = [
    `${asked}: ${answer ? `refused with ${answer.status} ${answer.code}` : "passes every check made before the practice's book is opened"}`,
    '',
  ]
  for (const [index, { at, status, code, says, requirement, rule, instead }] of faults.entries()) {
    const [previous] = faults.slice(index - 1, index)
    lines.push(`${index + 1}. ${at}`)
    lines.push(`   answer   ${status} ${code}${previous?.says === says && index > 0 ? ', the same one' : `: ${says}`}`)
    lines.push(`   rule     ${requirement}: ${rule}`)
    lines.push(`   instead  ${instead}`, '')
  }
  if (faults.length > 0) {
    lines.push(
      isUnfinished
        ? 'More may follow: what comes after the last of these is checked once it is mended.'
        : "With these mended, the request passes every check made before the practice's book is opened.",
      'A provider sends the first of these answers alone.',
    )
  }
  lines.push(`Not checked: ${notChecked.join('; ')}.`)
  return mask(lines.join('\n'))
}
