import { open, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Beside its place first, and then moved there: nobody finds half of it, not even after a power cut. One at a time may write a file: what a
 * crash left beside it is written over.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.draft`)
  const file = await open(draft, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await keepNames(dirname(path))
}

/** That a name was given or taken away is on the disk only once the folder is. Windows opens no folders, and does so by itself. */
export async function keepNames(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(directory, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
