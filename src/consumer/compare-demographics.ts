import type { Demographics } from '../spine/pds-patient.ts'
import type { PracticePatient } from './practice-patient.ts'

/** What PDS and the practice say differently of one person. */
export type Difference = { field: 'family' | 'given' | 'gender' | 'birthDate'; onPds: string; atPractice: string }

function fold(name: string): string {
  return name
    .normalize('NFKD')
    .toLocaleLowerCase('en-GB')
    .replace(/[^\p{Letter}\p{Number}]/gu, '')
}

/** Systems hold one given name or all of them: as many are compared as both have. */
function givenNamesAgree(left: readonly string[], right: readonly string[]): boolean {
  const shared = Math.max(1, Math.min(left.length, right.length))
  return Array.from({ length: shared }, (_, index) => fold(left[index] ?? '') === fold(right[index] ?? '')).every(Boolean)
}

/** `unknown` says nothing that could differ. */
function gendersAgree(left: string | undefined, right: string | undefined): boolean {
  const says = (gender: string | undefined) => gender !== undefined && gender !== 'unknown'
  return left === right || !says(left) || !says(right)
}

/** CON-06: what the user must clear up before booking. Case, accents and punctuation are no difference. */
export function compareDemographics(traced: Demographics, held: PracticePatient): Difference[] {
  const differences: (Difference | false)[] = [
    fold(traced.family) !== fold(held.family) && { field: 'family', onPds: traced.family, atPractice: held.family },
    !givenNamesAgree(traced.given, held.given) && { field: 'given', onPds: traced.given.join(' '), atPractice: held.given.join(' ') },
    !gendersAgree(traced.gender, held.gender) && { field: 'gender', onPds: traced.gender ?? '', atPractice: held.gender ?? '' },
    traced.birthDate !== held.birthDate && { field: 'birthDate', onPds: traced.birthDate ?? '', atPractice: held.birthDate ?? '' },
  ]
  return differences.filter((difference) => difference !== false)
}
