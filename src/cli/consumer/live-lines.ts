import type { Io, Terminal } from './io.ts'
import { forTerminal } from './terminal-text.ts'

/** A line each, drawn again whenever one changes; on no terminal, each line once it is final. */
export type LiveLines = {
  /** In place of what was told of the same `key`. */
  tell: (key: string, text: string, state: 'for now' | 'final') => void
  /** Leaves what is drawn where it is. */
  end: () => void
}

export function liveLines(io: Io, keys: readonly string[]): LiveLines {
  const { terminal } = io
  // More than the screen holds cannot be drawn again: what has scrolled off stays as it was.
  if (!terminal || keys.length >= terminal.rows - 1) return plainLines(io)
  return drawnLines(terminal, keys)
}

function plainLines(io: Io): LiveLines {
  return {
    tell: (_, text, state) => {
      if (state === 'final') io.printError(text)
    },
    end: () => undefined,
  }
}

const UP = (lines: number) => `\u001B[${lines}A`
const CLEAR_BELOW = '\r\u001B[J'

function drawnLines(terminal: Terminal, keys: readonly string[]): LiveLines {
  const texts = new Map(keys.map((key) => [key, '']))
  const afterwards: string[] = []
  let drawn = 0

  function draw(): void {
    const lines = [...texts.values()].filter((text) => text !== '')
    terminal.draw(`${drawn > 0 ? UP(drawn) : ''}${CLEAR_BELOW}${lines.map((line) => `${line}\n`).join('')}`)
    drawn = lines.length
  }

  return {
    tell(key, told, state) {
      const text = forTerminal(told)
      // One line each, so that it is known how far up to go; what does not fit on it follows when all is done.
      const [line = '', ...more] = text.split('\n')
      if (state === 'final' && (more.length > 0 || isTooWide(line, terminal))) afterwards.push(text)
      texts.set(key, cutTo(line, terminal))
      draw()
    },
    end() {
      if (afterwards.length > 0) terminal.draw(`\n${afterwards.join('\n')}\n`)
      terminal.draw('\n')
    },
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const COLOURS = /\u001B\[\d+m/g

const isTooWide = (line: string, { columns }: Terminal) => line.replaceAll(COLOURS, '').length >= columns

function cutTo(line: string, terminal: Terminal): string {
  return isTooWide(line, terminal) ? `${line.replaceAll(COLOURS, '').slice(0, terminal.columns - 2)}…` : line
}
