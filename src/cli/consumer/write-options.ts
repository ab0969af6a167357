import type { Command } from 'commander'

/** Of every command that changes something. */
export function addWriteOptions(command: Command): Command {
  return command.option('--yes', 'do it without asking: needed where there is no terminal').option('--json', 'print JSON')
}

export function addPatientOptions(command: Command): Command {
  return command
    .option('--accept-differences', 'book although PDS and the practice differ about the patient, once that is cleared up')
    .option('--show-nhs-number', 'print the NHS number whole')
}

export const CALENDAR_OPTION = ['--ics <file>', 'then write a calendar file of it; "-" prints it'] as const
