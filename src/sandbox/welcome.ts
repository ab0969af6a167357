import Table from 'cli-table3'
import { POPULATION } from './dataset/population.ts'
import { PRACTICES } from './dataset/practices.ts'

export type Running = {
  appUrl: string
  providerUrl: string
  /** Where the practices' API is described. */
  apiPageUrl: string
  apiUrl: string
  sspUrl: string
  ldapUrl?: string
  dataDirectory: string
  database: string
  firstAnswerSeconds: string
}

/** Two of the test patients, for the commands to try. */
const REGISTERED = '9990000018'
const NEWCOMER = '9990000220'

const plain = { head: [], border: [], compact: true }
const noRules = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
)

function columns(rows: readonly (readonly string[])[]): string {
  const table = new Table({ chars: noRules, style: { ...plain, 'padding-left': 2, 'padding-right': 0 } })
  table.push(...rows.map((row) => [...row]))
  return table.toString()
}

/** What is running where, who the test patients are, and what to try (no real person is among them). */
export function welcome(running: Running): string {
  const practices = Object.values(PRACTICES)
  const [first] = practices

  return `
GP Appointments is running. First answer after ${running.firstAnswerSeconds} s.

  Book appointments:  ${running.appUrl}     (sign in as Mr Dev Ackroyd; the patient is ${REGISTERED})

${columns([
  ['Practices', `${running.providerUrl}/[ODS code]/STU3/1/gpconnect`],
  ['', practices.map(({ odsCode, name }) => `${odsCode} ${name}`).join(', ')],
  ['Their API', `${running.apiPageUrl}, and openapi.json beside it`],
  ['PDS and SDS', running.ldapUrl === undefined ? running.apiUrl : `${running.apiUrl}, and SDS as ${running.ldapUrl}`],
  ['SSP', running.sspUrl],
  ['Data', `${running.database}; settings for gpa and logs in ${running.dataDirectory}`],
])}

Test patients (invented; numbers of the 999 range are never issued):

${columns(POPULATION.map(({ nhsNumber, story, pds }) => [nhsNumber, nameOf(pds), story]))}

Try, in another terminal in this folder:

  npx -s gpa practices
  npx -s gpa slots ${first?.odsCode}                                   one practice
  npx -s gpa slots --channel Telephone                    all three
  npx -s gpa book ${REGISTERED} SLOT --description "Sore throat"   SLOT as in the list; this patient has a record there
  npx -s gpa book ${NEWCOMER} SLOT --description "Sore throat"   this one has none anywhere: registered as temporary first
  npx -s gpa practice list                                what each practice has switched on
  npx -s gpa practice book ${first?.odsCode}                           who booked what there
  npx -s gpa sim faults add --practice ${first?.odsCode} time-out      what a caller sees of a practice that is silent
  npx -s gpa sim faults clear
  npx -s gpa conformance --html report.html                judges the practices' system by its answers

Ctrl-C stops everything. The data is kept; npm start -- --fresh begins anew.
`
}

function nameOf(pds: (typeof POPULATION)[number]['pds']): string {
  const [name] = pds?.names ?? []
  return name ? [...(name.given ?? []), name.family ?? ''].join(' ') : '(not on PDS)'
}
