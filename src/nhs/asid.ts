import type { Brand } from './brand.ts'

/** Accredited-system id, one per system and organisation: twelve digits. Only parseAsid makes one. */
export type Asid = Brand<string, 'Asid'>

export function parseAsid(text: string): Asid | undefined {
  return /^\d{12}$/.test(text) ? (text as Asid) : undefined
}
