import { SaxesParser } from 'saxes'
import { tableOf } from '../../fhir/elements.ts'
import type { Answer } from '../wire/answer.ts'
import { type Fault, fault } from './fault.ts'

type Open = { table: ReturnType<typeof tableOf>; type: string; last: number; lastName: string }

/** GEN-02: in XML the elements of a type stand in the order that STU3 gives them; a reader of ours would not mind, a schema does. */
export function checkXmlOrder({ format, text, unreadable }: Answer): Fault[] {
  if (format !== 'xml' || unreadable !== undefined) return []
  const faults: Fault[] = []
  const open: Open[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => {
    const parent = open.at(-1)
    const property = parent?.table?.properties.get(name)
    if (parent && property) {
      if (property.element.order < parent.last)
        faults.push(
          fault('GEN-02', 'XML elements stand in the order of STU3.', {
            expected: `${parent.type}.${name} before ${parent.lastName}`,
            got: 'after it',
          }),
        )
      parent.last = Math.max(parent.last, property.element.order)
      parent.lastName = name
    }
    const type = property && property.type !== 'Resource' ? property.type : name
    const isNarrative = parent !== undefined && parent.table === undefined
    open.push({
      table: isNarrative && property === undefined && !tableOf(name)?.isResource ? undefined : tableOf(type),
      type,
      last: -1,
      lastName: '',
    })
  })
  parser.on('closetag', () => void open.pop())
  parser.write(text).close()
  return faults
}
