import type { Command } from 'commander'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

type Completed = { words: readonly string[]; path: string; description: string }

/** A script that offers commands and options; it is made from the commands themselves, so that it never lacks one. */
export function completionScript(program: Command, shell: Shell): string {
  return { bash, zsh, fish }[shell](commandsOf(program))
}

/** By path, `practice cap`: what may follow. */
function commandsOf(command: Command, path: readonly string[] = []): Completed[] {
  const subcommands = command.commands.filter((sub) => sub.name() !== 'help')
  const words = [...subcommands.map((sub) => sub.name()), ...optionsOf(command)]
  const own = { words, path: path.join(' '), description: command.description() }
  return [own, ...subcommands.flatMap((sub) => commandsOf(sub, [...path, sub.name()]))]
}

function optionsOf(command: Command): string[] {
  return [...command.options.flatMap(({ long }) => long ?? []), '--help']
}

/** The words typed so far that are commands lead to what may follow. */
function bash(commands: readonly Completed[]): string {
  const cases = commands.map(({ path, words }) => `    '${path}') words='${words.join(' ')}' ;;`)
  return `# gpa completion for bash: source <(gpa completion bash)
_gpa_words() {
  local words
  case "$1" in
${cases.join('\n')}
    *) return 1 ;;
  esac
  printf '%s' "$words"
}
_gpa() {
  local path='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    _gpa_words "\${path:+$path }$word" >/dev/null && path="\${path:+$path }$word"
  done
  COMPREPLY=()
  local current="\${COMP_WORDS[COMP_CWORD]}" offered
  offered="$(_gpa_words "$path")"
  for word in $offered; do
    [[ $word == "$current"* ]] && COMPREPLY+=("$word")
  done
  [[ \${#COMPREPLY[@]} -gt 0 ]] || compopt -o default 2>/dev/null
  return 0
}
complete -F _gpa gpa`
}

function zsh(commands: readonly Completed[]): string {
  const cases = commands.map(({ path, words }) => `    '${path}') reply=(${words.join(' ')}) ;;`)
  return `#compdef gpa
# gpa completion for zsh: source <(gpa completion zsh)
_gpa_words() {
  case "$1" in
${cases.join('\n')}
    *) return 1 ;;
  esac
}
_gpa() {
  local -a reply
  local where='' word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    _gpa_words "\${where:+$where }$word" && where="\${where:+$where }$word"
  done
  _gpa_words "$where"
  compadd -a reply || _files
}
compdef _gpa gpa`
}

function fish(commands: readonly Completed[]): string {
  const cases = commands.map(({ path, words }) => `        case '${path}'\n            printf '%s\\n' ${words.join(' ')}`)
  return `# gpa completion for fish: gpa completion fish | source
function __gpa_words
    switch "$argv[1]"
${cases.join('\n')}
        case '*'
            return 1
    end
end
function __gpa_complete
    set -l path ''
    for word in (commandline -opc)[2..]
        set -l longer (string trim "$path $word")
        __gpa_words $longer >/dev/null; and set path $longer
    end
    __gpa_words $path
end
complete -c gpa -a '(__gpa_complete)'`
}
