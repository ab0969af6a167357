import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readFederationCsv, toFederationCsv } from './federation-csv.ts'
import { anyPractices, givenFederation } from './given/federation.ts'

const practices = [
  { odsCode: 'B86013', name: 'The Surgery' },
  { odsCode: 'B86014', name: 'Lee, Bell; partners', note: 'Lift "A" out of order' },
]

async function faultsIn(text: string): Promise<string[]> {
  const read = await readFederationCsv(text)
  return 'faults' in read ? read.faults.map(({ place, message }) => `${place}: ${message}`) : []
}

describe('A spreadsheet’s list of practices', () => {
  for (const [what, text] of [
    ['as it is written here', toFederationCsv(givenFederation({ practices }).practices)],
    ['with lines ended by LF', 'ODS code,name,note\nB86013,The Surgery,\nB86014,"Lee, Bell; partners","Lift ""A"" out of order"'],
    ['with lines ended by CR', 'ODS code,name,note\rB86013,The Surgery,\rB86014,"Lee, Bell; partners","Lift ""A"" out of order"\r'],
    ['by semicolons', '\uFEFFODS code;name;note\r\nB86013;The Surgery;\r\nB86014;"Lee, Bell; partners";"Lift ""A"" out of order"\r\n'],
    ['by tabs', 'ODS code\tname\tnote\nB86013\tThe Surgery\t\nB86014\tLee, Bell; partners\t"Lift ""A"" out of order"\n'],
    [
      'by what its first line says',
      '\uFEFFsep=|\r\nODS code|name|note\r\nB86013|The Surgery\r\nB86014|Lee, Bell; partners|"Lift ""A"" out of order"',
    ],
    ['in other columns', 'NOTES,"Practice name", ods_code \n,The Surgery,B86013\n"Lift ""A"" out of order","Lee, Bell; partners",B86014\n'],
    [
      'with blank lines and cells',
      '\n\nODS code,name,note,\n,,,\nB86013 , The Surgery,,,\n\n"B86014","Lee, Bell; partners" ,"Lift ""A"" out of order"\n , ,\n',
    ],
  ] as const) {
    test(`is read ${what}`, async () => {
      assert.deepEqual(await readFederationCsv(text), { practices, leftOut: [] })
    })
  }

  test('says which columns it does not take over', async () => {
    const read = await readFederationCsv('PCN,ODS code,name,Phone\nNorth,B86013,The Surgery,0113')
    assert.deepEqual(read, { practices: [practices[0]], leftOut: ['PCN', 'Phone'] })
  })

  test('tells everything that is wrong, each with its line', async () => {
    // Given a list whose third record takes two lines
    const text = [
      'sep=;',
      'ODS code;name;note',
      'b86013;The Surgery;',
      'B86014;"Two',
      'lines";',
      '',
      'B86015;;caf\uFFFD',
      'B86014;Another;;more',
      ';Without a code;',
      ';Without a code either;',
      'B86015;"Ends nowhere;',
    ].join('\r\n')
    // When, Then
    assert.deepEqual(await faultsIn(text), [
      'line 3, ODS code: must be an ODS code: 3 to 12 capital letters and digits',
      'line 4, name: must be one line of text in UTF-8',
      'line 7, name: must not be blank',
      'line 7, note: must be one line of text in UTF-8',
      'line 8: has 4 cells, and the first line names 3 columns',
      'line 8, ODS code: repeats the code of line 4',
      'line 9, ODS code: must be an ODS code: 3 to 12 capital letters and digits',
      'line 10, ODS code: must be an ODS code: 3 to 12 capital letters and digits',
      'line 11: is not CSV: a quotation mark is missing or misplaced',
    ])
  })

  for (const [what, text, fault] of [
    ['nothing', '', /^\(file\): is empty$/],
    ['blank lines', '\uFEFF\n\n', /^\(file\): is empty$/],
    ['a heading alone', 'ODS code,name\n', /^\(file\): lists no practice$/],
    ['no heading', 'B86013,The Surgery\n', /^line 1: must name the columns, and none of them is called "ODS code"\nline 1: .*"name"$/],
    ['a column twice', 'ODS code,name,Practice name\n', /^line 1: has two columns that could be the name/],
    ['what a spreadsheet made of a code', 'ODS code,name\n5.00E+04,The Surgery', /^line 2, ODS code: must be an ODS code/],
    ['more than a thousand', `ODS code,name\n${'x,\n'.repeat(1001)}`, /^\(file\): must list 1000 practices at most\nline 2/],
    ['more than can be meant', 'x'.repeat(2_000_001), /^\(file\): is too large/],
  ] as const) {
    test(`refuses ${what}`, async () => {
      assert.match((await faultsIn(text)).join('\n'), fault)
    })
  }

  test('is read back as it was written, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(anyPractices, async (practices) => {
        assert.deepEqual(await readFederationCsv(toFederationCsv(practices)), { practices, leftOut: [] })
      }),
    )
  })

  test('no cell of it is run as a formula', async () => {
    const texts = ['=1+1', '+44', '-1', '@SUM(A1)', "'=1", '＝1', '="a"&"b"', '=1;2']
    const members = texts.map((name, index) => ({ odsCode: `B8601${index}`, name, note: name }))
    const written = toFederationCsv(givenFederation({ practices: members }).practices)
    // What a spreadsheet has in its cells once it has taken the quotation marks away.
    const { parse } = await import('csv-parse/sync')
    const cells: string[][] = parse(written, { bom: true })
    assert.deepEqual(
      cells.slice(1).map(([, name]) => name),
      texts.map((text) => `'${text}`),
    )
    assert.equal(
      cells.flat().some((cell) => /^[=+\-@＝＋－＠]/.test(cell)),
      false,
    )
    assert.deepEqual(await readFederationCsv(written), { practices: members, leftOut: [] })
  })

  test('an apostrophe that guards nothing stays', async () => {
    const read = await readFederationCsv("ODS code,name\nB86013,'t Hof\nB86014,'=1")
    assert.deepEqual('practices' in read && read.practices.map(({ name }) => name), ["'t Hof", '=1'])
  })
})
