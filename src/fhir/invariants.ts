import { isAfter } from './date-order.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'

/** Reports a broken rule on the element itself, or on the one named after it (`telecom[0].use`). */
type Report = (message: string, below?: string) => void
type Invariant = (node: JsonObject, report: Report) => void

const has = (node: JsonObject, name: string) => node[name] !== undefined

const appointment: Invariant = (node, report) => {
  if (has(node, 'start') !== has(node, 'end')) report('expected both start and end, or neither (app-2)')
  else if (!has(node, 'start') && node.status !== 'proposed' && node.status !== 'cancelled') {
    report('expected start and end, unless the status is proposed or cancelled (app-3)')
  }
}

const participant: Invariant = (node, report) => {
  if (!has(node, 'type') && !has(node, 'actor')) report('expected a type or an actor (app-1)')
}

const patientContact: Invariant = (node, report) => {
  if (!['name', 'telecom', 'address', 'organization'].some((name) => has(node, name))) {
    report('expected a name, telecom, address or organization (pat-1)')
  }
}

const organization: Invariant = (node, report) => {
  if (!has(node, 'identifier') && !has(node, 'name')) report('expected an identifier or a name (org-1)')
  for (const [name, rule] of [
    ['address', 'org-2'],
    ['telecom', 'org-3'],
  ] as const) {
    const items = node[name]
    if (!Array.isArray(items)) continue
    for (const [index, item] of items.entries()) {
      if (isJsonObject(item) && item.use === 'home')
        report(`expected any use but home for an organisation (${rule})`, `${name}[${index}].use`)
    }
  }
}

const parameter: Invariant = (node, report) => {
  const holds = [Object.keys(node).some((key) => /^_?value./.test(key)), has(node, 'resource'), has(node, 'part')]
  if (holds.filter(Boolean).length !== 1) report('expected one of value[x], resource and part (inv-1)')
}

const extension: Invariant = (node, report) => {
  const hasValue = Object.keys(node).some((key) => /^_?value./.test(key))
  if (hasValue === has(node, 'extension')) report('expected either one value[x] or nested extensions (ext-1)')
}

const contactPoint: Invariant = (node, report) => {
  if (has(node, 'value') && !has(node, 'system')) report('expected a system beside the value (cpt-2)')
}

const period: Invariant = (node, report) => {
  if (typeof node.start === 'string' && typeof node.end === 'string' && isAfter(node.start, node.end)) {
    report('expected an end that is not before the start (per-1)')
  }
}

const attachment: Invariant = (node, report) => {
  if (has(node, 'data') && !has(node, 'contentType')) report('expected a contentType beside the data (att-1)')
}

/** The rules of STU3 itself that bear on what is submitted, by type; they hold up on nodes whose shape is wrong. */
export const INVARIANTS: ReadonlyMap<string, Invariant> = new Map(
  Object.entries({
    Appointment: appointment,
    'Appointment.participant': participant,
    'Patient.contact': patientContact,
    Organization: organization,
    'Parameters.parameter': parameter,
    Extension: extension,
    ContactPoint: contactPoint,
    Period: period,
    Attachment: attachment,
  }),
)
