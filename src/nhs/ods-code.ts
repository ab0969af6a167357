import type { Brand } from './brand.ts'

/** An organisation's ODS code, upper case: `A20047`. Only parseOdsCode makes one. */
export type OdsCode = Brand<string, 'OdsCode'>

/** ODS codes are 3 to 12 capital letters and digits; URLs and directories compare them case-sensitively (GEN-01). */
export function parseOdsCode(text: string): OdsCode | undefined {
  return /^[A-Z0-9]{3,12}$/.test(text) ? (text as OdsCode) : undefined
}
