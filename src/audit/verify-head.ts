import type { Fault, Head, SavedHead } from './verify-faults.ts'

/** The head before the chain was read, and after; and the last entry that was found. */
export type Heads = { head: Head | undefined; headNow: Head | undefined; end: Head | undefined }

/** Whether the entry of that number has that hash; undefined where there is no telling, because the entry was not met. */
export type IsProven = (head: Head) => boolean | undefined

/** An append advances the head in the same commit: entries are never beyond what it says later, and never fall short of what it said. */
export function faultsOfHead({ head, headNow, end }: Heads, isProven: IsProven): Fault[] {
  if (!end) return head ? [{ kind: 'all-missing', to: head.number }] : []
  if (!headNow) return [{ kind: 'head-missing', last: end.number }]

  const faults: Fault[] = []
  if (head && head.number > end.number) faults.push({ kind: 'tail-missing', from: end.number + 1, to: head.number })
  if (headNow.number < end.number) faults.push({ kind: 'head-behind', head: headNow.number, last: end.number })
  const wrong = [head, headNow].find((one) => one && isProven(one) === false)
  if (wrong) faults.push({ kind: 'head-differs', number: wrong.number })
  return faults
}

export function faultOfSaved(saved: SavedHead, isProven: IsProven): Fault | undefined {
  const proven = isProven(saved)
  if (proven === undefined) return { kind: 'saved-missing', number: saved.number }
  return proven ? undefined : { kind: 'not-as-saved', number: saved.number }
}
