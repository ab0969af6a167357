export type Progress = {
  /** What a use case calls with how much it has done. */
  show(file: string, of: string): (done: number, total: number) => void
  clear(): void
}

const ERASE_LINE = '\r\u001b[K'

/** One line on a terminal, written over itself; nothing where nobody watches. */
export function createProgress(of: { interactive: boolean; write: (stream: 'stdout' | 'stderr', text: string) => void }): Progress {
  if (!of.interactive) return { show: () => () => undefined, clear: () => undefined }

  let shown = ''
  return {
    show: (file, unit) => (done, total) => {
      const text = `${file}: ${Math.floor((100 * done) / Math.max(total, 1))}% of ${total.toLocaleString('en-GB')} ${unit}`
      if (text === shown) return
      shown = text
      of.write('stderr', `${ERASE_LINE}${text}`)
    },
    clear() {
      if (shown !== '') of.write('stderr', ERASE_LINE)
      shown = ''
    },
  }
}
