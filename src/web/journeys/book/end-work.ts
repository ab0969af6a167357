import type { Work, WorkContent, WorkItem } from '../../work/work.ts'

type Owner = Parameters<Work['find']>[1]

const MOST_TRIES = 4

/** For certain, whoever else has found it out meanwhile: what was in doubt is kept no longer. */
export async function endWork(
  work: Work,
  owner: Owner,
  { id, state, ...known }: { id: string; state: Exclude<WorkItem['state'], 'open'> } & Pick<WorkContent, 'appointmentId' | 'isNeverKnown'>,
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const item = await work.find(id, owner)
    if (item?.state !== 'open') return
    const { inDoubt: _, ...content } = item.content
    if (await work.change(item, { state, content: { ...content, ...known } })) return
  }
}
