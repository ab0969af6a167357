import { Argument } from 'commander'
import { odsCode } from './arguments.ts'
import { completionScript, SHELLS, type Shell } from './completion.ts'
import type { DoctorOptions } from './doctor.ts'
import type { Registration } from './program.ts'

const COMPLETION_HELP = `
Examples:
  source <(gpa completion bash)                    in ~/.bashrc
  source <(gpa completion zsh)                     in ~/.zshrc, after compinit
  gpa completion fish > ~/.config/fish/completions/gpa.fish`

/** What is about this computer and not about appointments. */
export function addMachineCommands({ io, program, command, exitWith }: Registration): void {
  command('doctor', 'check the settings and all that they name, step by step, and say what is wrong', '\nExample:\n  gpa doctor')
    .option('--practice <code>', 'a practice to speak to (default: the first of the federation)', odsCode)
    .option('--json', 'print JSON')
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('./doctor.ts')
      exitWith(await doctor(io, options))
    })

  program
    .command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
    .addHelpText('after', COMPLETION_HELP)
    .action((shell: Shell) => io.print(completionScript(program, shell)))
}
