/** CareConnect-NHSNumberVerificationStatus-1: how far an NHS number has been traced on PDS (PAT-03). */
export const NHS_NUMBER_VERIFICATION_STATUSES = {
  '01': 'Number present and verified',
  '02': 'Number present but not traced',
  '03': 'Trace required',
  '04': 'Trace attempted - No match or multiple match found',
  '05': 'Trace needs to be resolved - (NHS number or patient detail conflict)',
  '06': 'Trace in progress',
  '07': 'Number not present and trace not required',
  '08': 'Trace postponed (baby under six weeks old)',
} as const

export type NhsNumberVerificationStatus = keyof typeof NHS_NUMBER_VERIFICATION_STATUSES
