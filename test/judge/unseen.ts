/** Rules that nobody can see from outside, or not by requests that a consumer may send, and why. Of consumers, see `reasonFor`. */
const UNSEEN: Readonly<Record<string, string>> = {
  'GEN-14': 'the practice would have to change its own book during the run',
  'GEN-15': 'needs stored data that no valid resource can be built from',
  'ERR-06': 'the limit is of our own choice, and a provider may have another',
  'SEC-06': 'another mode, off by default, with keys that the target would have to share',
  'SEC-07': 'clocks, logs and audit trail are not shown to callers',
  'SLOT-11': "what a consumer's screens show",
  'PAT-06': 'no answer says whether somebody dissented',
  'ADM-01': "the practice's own screens; what follows is judged as SLOT-06 and SLOT-09",
  'ADM-02': "the practice's own screens; what follows is judged as SLOT-07 and SLOT-08",
  'ADM-03': "the practice's own screens; what follows is judged as SLOT-06",
  'ADM-05': "the practice's own screens; what follows is judged as SLOT-10 and ORG-05",
  'AUD-01': 'the audit trail is not shown to callers',
  'AUD-02': 'provenance is not shown to callers',
  'PERF-01': 'measured under load, by the benchmarks; a report names the time of each answer that it shows',
  'PERF-02': 'of screens, not of the interface',
}

export function reasonFor(id: string): string | undefined {
  return UNSEEN[id] ?? (id.startsWith('CON-') ? 'binds the consumer' : undefined)
}

export const UNSEEN_IDS: readonly string[] = Object.keys(UNSEEN)
