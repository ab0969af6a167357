/** `Slot/123`: relative, to a resource of that type, under an id that could be one of ours (GEN-10, GEN-16). Undefined for any other. */
export function parseReference(reference: string | undefined): { type: string; id: string } | undefined {
  const match = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(reference ?? '')
  return match?.[1] && match[2] ? { type: match[1], id: match[2] } : undefined
}
