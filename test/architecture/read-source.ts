export type Literal = { text: string; line: number }
export type Import = { specifier: string; kind: 'static' | 'type' | 'reexport' | 'dynamic' | 'path'; line: number }

export type Source = {
  /** Path from the root of the repository. */
  path: string
  /** The program without comments; each literal stands as its number: `from '3'`. */
  code: string
  literals: readonly Literal[]
  imports: readonly Import[]
}

/** What the rules need to know of a source file. Not a compiler: it tells code from comments and literals, and finds the imports. */
export function readSource(path: string, text: string): Source {
  const { code, literals } = split(text)
  return { path, code, literals, imports: findImports(code, literals) }
}

export function lineAt(code: string, index: number): number {
  return code.slice(0, index).split('\n').length
}

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)`,
    String.raw`(?<text>'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*")`,
    '(?<back>`)',
    String.raw`(?<word>[\w$]+)`,
    String.raw`(?<space>\s+)`,
    String.raw`(?<mark>[\s\S])`,
  ].join('|'),
  'y',
)
const REGULAR_EXPRESSION = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y
const BEFORE_AN_EXPRESSION = /(?:^|[^\w$)\]}]|\b(?:return|case|typeof|of|in|await|yield|throw|else|do|void|delete|new|instanceof))$/

function split(source: string): { code: string; literals: Literal[] } {
  const literals: Literal[] = []
  let code = ''
  let at = 0
  // The depth of braces at which each open `${` ends.
  const templates: number[] = []
  let depth = 0

  const newlines = (text: string) => '\n'.repeat(text.split('\n').length - 1)
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match) at += match[0].length
    return match
  }
  const addLiteral = (text: string, quote: string, lines: string) => {
    literals.push({ text, line: lineAt(source, at - lines.length) })
    code += `${quote}${literals.length - 1}${quote}${newlines(lines)}`
  }
  const takeTemplateText = () => {
    const text = take(TEMPLATE_TEXT)?.[0] ?? ''
    addLiteral(text, '`', text)
    if (source.startsWith('${', at)) {
      at += 2
      depth += 1
      templates.push(depth)
      code += '{'
    } else {
      at += 1
    }
  }

  while (at < source.length) {
    if (source[at] === '/' && !/^\/[/*]/.test(source.slice(at, at + 2)) && BEFORE_AN_EXPRESSION.test(code.trimEnd())) {
      if (take(REGULAR_EXPRESSION)) {
        code += '/regular expression/'
        continue
      }
    }
    const token = take(TOKEN)
    const { comment, text, back, mark } = token?.groups ?? {}
    if (comment !== undefined) {
      code += ` ${newlines(comment)}`
    } else if (text !== undefined) {
      addLiteral(text.slice(1, -1), "'", text)
    } else if (back !== undefined) {
      takeTemplateText()
    } else if (mark === '}' && templates.at(-1) === depth) {
      templates.pop()
      depth -= 1
      code += '}'
      takeTemplateText()
    } else {
      if (mark === '{') depth += 1
      if (mark === '}') depth -= 1
      code += token?.[0] ?? ''
    }
  }
  return { code, literals }
}

const IMPORT = /\b(import|export)\b((?:\s+type\b)?)[^;'"`()=]*?\bfrom\s*'(\d+)'/g
const SIDE_EFFECT_IMPORT = /\bimport\s*'(\d+)'/g
const DYNAMIC_IMPORT = /\bimport\s*\(\s*'(\d+)'/g

function findImports(code: string, literals: readonly Literal[]): Import[] {
  const found = new Map<number, Import>()
  const add = (literal: string | undefined, kind: Import['kind']) => {
    const number = Number(literal)
    const { text, line } = literals[number] ?? { text: '', line: 0 }
    found.set(number, { specifier: text, kind, line })
  }

  for (const [, keyword, type, literal] of code.matchAll(IMPORT)) {
    add(literal, keyword === 'export' ? 'reexport' : type === '' ? 'static' : 'type')
  }
  for (const [, literal] of code.matchAll(SIDE_EFFECT_IMPORT)) add(literal, 'static')
  for (const [, literal] of code.matchAll(DYNAMIC_IMPORT)) add(literal, 'dynamic')
  // A worker or a process is started by the path of its source.
  for (const [number, { text }] of literals.entries()) {
    if (!found.has(number) && /^\.{1,2}\/\S*\.ts$/.test(text)) add(String(number), 'path')
  }
  return [...found.values()]
}
