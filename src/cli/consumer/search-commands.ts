import type { OdsCode } from '../../nhs/ods-code.ts'
import { localDate, localTime, minutes, odsCodes, weekdays, wholeNumber } from './arguments.ts'
import type { Registration } from './program.ts'
import type { SlotsOptions } from './slots-options.ts'

const SLOTS_HELP = `
Examples:
  gpa slots                                        the whole federation, two weeks from today
  gpa slots B86013 B86022 --from 2026-03-02 --to 2026-03-06
  gpa slots --channel Telephone --after 17:00 --weekday mon,tue
  gpa slots B86013 --role nurse --gender female --minutes 20
  gpa slots --xlsx slots.xlsx                      also as a spreadsheet; --csv - prints CSV alone

Times are those of clocks in the UK. With --minutes, adjacent slots that are long enough together come as one.
A spreadsheet holds all that was found; --limit is for the screen.`

export function addSearchCommands({ io, command, exitWith }: Registration): void {
  command('practices', 'show the practices of the federation, and whether each can be reached', '\nExample:\n  gpa practices')
    .option('--json', 'print JSON')
    .action(async (options) => {
      const { practices } = await import('./practices.ts')
      exitWith(await practices(io, options))
    })

  command('slots', 'search free slots, in the whole federation or in the practices named', SLOTS_HELP)
    .argument('[practice...]', 'ODS codes', odsCodes)
    .option('--federation <name>', 'the practices of a saved federation')
    .option('--from <date>', 'yyyy-mm-dd (default: today)', localDate)
    .option('--to <date>', 'yyyy-mm-dd, that day included (default: two weeks after --from)', localDate)
    .option('--channel <channel>', 'In-person, Telephone or Video')
    .option('--role <role>', "the practitioner's role: its code, or a part of its name")
    .option('--gender <gender>', "the practitioner's: female, male, other or unknown")
    .option('--type <text>', 'a part of what the practice calls the slot')
    .option('--session <text>', 'a part of what the practice calls the session')
    .option('--location <text>', 'a part of the name or address of the place to go to')
    .option('--after <time>', 'hh:mm: not to begin before', localTime)
    .option('--before <time>', 'hh:mm: to be over by then', localTime)
    .option('--weekday <days>', 'mon,tue,...', weekdays)
    .option('--minutes <number>', 'at least so long, in one slot or in adjacent ones', minutes)
    .option('--dos-service <id>', 'only slots for this service of the Directory of Services')
    .option('--limit <number>', 'how many to show; 0 for all', wholeNumber, 20)
    .option('--json', 'print JSON')
    .option('--csv <file>', 'write a CSV file; "-" prints it')
    .option('--xlsx <file>', 'write a spreadsheet')
    .action(async (practices: OdsCode[] | undefined, options: SlotsOptions) => {
      const { slots } = await import('./slots.ts')
      exitWith(await slots(io, practices ?? [], options))
    })
}
