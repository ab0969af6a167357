import { isJsonObject, objectsOf } from '../../fhir/json-object.ts'
import { EXTENSION } from '../vocabulary.ts'
import { goodDraft } from '../wire/draft.ts'
import type { JudgeDeps } from './open-judge.ts'

/** Cancels what a scenario booked and did not cancel itself. Returns the ids of what it could not cancel. */
export async function cleanUp(deps: JudgeDeps, booked: Iterable<string>, signal: AbortSignal): Promise<string[]> {
  const leftBehind: string[] = []
  for (const id of booked) {
    const isGone = await cancel(deps, id, signal).catch(() => false)
    if (!isGone) leftBehind.push(id)
  }
  return leftBehind
}

async function cancel({ wire, target, now, newId }: JudgeDeps, id: string, signal: AbortSignal): Promise<boolean> {
  const of = { target, format: 'json' as const, newId, id }
  const { resource } = await wire.send(goodDraft('readAppointment', { ...of, now: now() }), signal)
  if (resource?.resourceType !== 'Appointment') return false
  if (resource.status === 'cancelled') return true

  const reason = { url: EXTENSION.cancellationReason, valueString: 'Booked by a conformance run, which has ended' }
  const body = { ...resource, status: 'cancelled', extension: [...objectsOf(resource.extension), reason] }
  const versionId = isJsonObject(resource.meta) ? resource.meta.versionId : undefined
  const version = typeof versionId === 'string' ? { version: versionId } : {}
  const { status } = await wire.send(goodDraft('cancelAppointment', { ...of, now: now(), body, ...version }), signal)
  return status === 200
}
