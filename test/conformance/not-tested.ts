/** Rules without a test of their own, or only partly built, and why. A rule that is neither here nor in a test's title fails the tests. */
export const NOT_TESTED: Record<string, string | undefined> = {
  'GEN-18': 'A statement of scope; ORG-04 proves the version.',
  'SEC-06': 'Optional ("may"), and not built: the assured practice is the unsecured token.',
  'SEC-08': 'Says what a provider does not do.',
  'PAT-06': 'No dissent flag is held, so none can be applied.',
  'PERF-01': 'Measured by npm run bench, never in a timed test.',
  'PERF-02': 'No screens yet.',
  'CON-13': 'Nobody can judge a text: help and documentation say what must not go into it.',
}
