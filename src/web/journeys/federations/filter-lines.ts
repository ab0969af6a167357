import type { Federation } from '../../../consumer/index.ts'
import { askedForBy } from '../find-slot/results/asked-for.ts'

/** What a search of the list asks for unless told otherwise, in words. */
export const filterLines = ({ defaultFilter }: Pick<Federation, 'defaultFilter'>): string[] => [
  ...askedForBy(defaultFilter),
  ...(defaultFilter.minutes === undefined ? [] : [`Length: ${defaultFilter.minutes} minutes or longer`]),
]
