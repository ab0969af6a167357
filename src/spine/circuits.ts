import type { Asid } from '../nhs/asid.ts'

/** `unknown`: the caller left before anything could be told. */
export type Verdict = 'reached' | 'failed' | 'unknown'

export type CircuitState = 'closed' | 'open' | 'half-open'

/** Whose circuit changed, and how: nothing of any patient is in it. */
export type CircuitEvent = { asid: Asid; state: CircuitState; at: Date }

export type Circuits = {
  /** Leave to send one request to this provider, to be handed back with what came of it. */
  enter: (asid: Asid, kind: 'read' | 'write') => { leave: (verdict: Verdict) => void } | 'closed-off'
  stateOf: (asid: Asid) => CircuitState
}

export type CircuitOptions = {
  now: () => Date
  /** So many failures in a row ... */
  failures?: number
  /** ... no longer ago than this open a circuit ... */
  withinMs?: number
  /** ... which after this long lets a single read through, to see. */
  openForMs?: number
  onChange?: (event: CircuitEvent) => void
}

/** `closed`: how many times it has been. */
type Circuit = { state: CircuitState; failedAt: number[]; openedAt: number; probing: boolean; closed: number }

/**
 * Leaves a provider alone that has not been reached several times running, so that nobody waits for it. Each has a circuit of its own.
 * Nothing is sent again here, and never is a write sent to find out whether a provider is back.
 */
export function createCircuits(options: CircuitOptions): Circuits {
  const { now, failures = 3, withinMs = 60_000, openForMs = 15_000, onChange = () => undefined } = options
  const circuits = new Map<Asid, Circuit>()

  function circuitOf(asid: Asid): Circuit {
    const circuit = circuits.get(asid) ?? { state: 'closed', failedAt: [], openedAt: 0, probing: false, closed: 0 }
    circuits.set(asid, circuit)
    return circuit
  }

  function change(asid: Asid, circuit: Circuit, state: CircuitState): void {
    const at = now()
    if (state === 'open') circuit.openedAt = at.getTime()
    if (state === 'closed') {
      circuit.failedAt = []
      circuit.closed += 1
    }
    circuit.state = state
    onChange({ asid, state, at })
  }

  function enter(asid: Asid, kind: 'read' | 'write') {
    const circuit = circuitOf(asid)
    if (circuit.state === 'open' && kind === 'read' && now().getTime() >= circuit.openedAt + openForMs) change(asid, circuit, 'half-open')
    if (circuit.state === 'closed') {
      const since = circuit.closed
      return { leave: (verdict: Verdict) => since === circuit.closed && judge(asid, circuit, verdict) }
    }
    if (circuit.state === 'open' || kind === 'write' || circuit.probing) return 'closed-off'

    circuit.probing = true
    return {
      leave: (verdict: Verdict) => {
        circuit.probing = false
        if (verdict !== 'unknown' && circuit.state === 'half-open') change(asid, circuit, verdict === 'reached' ? 'closed' : 'open')
      },
    }
  }

  /** Answers to what was sent before the circuit opened come late, and change nothing any more, also once it has closed again. */
  function judge(asid: Asid, circuit: Circuit, verdict: Verdict): void {
    if (circuit.state !== 'closed' || verdict === 'unknown') return
    const moment = now().getTime()
    const before = circuit.failedAt.filter((failedAt) => failedAt > moment - withinMs)
    circuit.failedAt = verdict === 'failed' ? [...before, moment] : []
    if (circuit.failedAt.length >= failures) change(asid, circuit, 'open')
  }

  return { enter, stateOf: (asid) => circuits.get(asid)?.state ?? 'closed' }
}
