import type { Details } from './people.ts'

/**
 * Everybody in the sandbox, all invented: test numbers (999...), telephone numbers and an e-mail domain that nobody can have.
 * The last column is the practice that PDS has the person registered with; A20047 is none of the three.
 */
const TABLE = `
  9990000018 | Mrs  | Margaret Ann  | Ashworth    | female | 1948-03-17 | 14 Carr Manor Crescent  | LS17 5DH | 07700 900101 | B86013
  9990000026 | Mr   | Samuel        | Bello       | male   | 1985-11-02 | 3 Stainbeck Walk        | LS7 2QY  | 07700 900102 | B86013
  9990000034 | Miss | Isla          | Crowther    | female | 2018-06-21 | 27 Street Lane Gardens  | LS17 6AQ |              | B86013
  9990000042 | Ms   | Katarzyna     | Dąbrowska   | female | 1990-01-30 | 8 Harehills Place       | LS8 5JL  | 07700 900104 | B86022
  9990000050 | Mr   | Thomas        | Eastwood    | male   | 1972-09-09 | 51 Gledhow Rise         | LS8 4AD  | 07700 900105 | B86022
  9990000069 | Dr   | Elspeth       | Fairbairn   | female | 1961-12-24 | 6 Park Avenue           | LS8 2JH  | 07700 900106 | B86066
  9990000077 | Mrs  | Harpreet Kaur | Gill        | female | 1979-05-13 | 19 Talbot Road          | LS8 1AG  | 07700 900107 | B86066
  9990000085 | Mr   | Owain         | Hughes      | male   | 1955-07-01 | 2 Lidgett Close         | LS8 1QR  |              | B86066
  9990000093 | Ms   | Layla         | Ibrahim     | female | 2001-02-28 | 40 Chapel Allerton Mews | LS7 4PQ  | 07700 900109 | A20047
  9990000107 | Mr   | Colin         | Jessop      | male   | 1967-10-19 | 5 Queenshill Drive      | LS17 6BG | 07700 900110 | A20047
  9990000115 | Mrs  | Nadia         | Kirkbride   | female | 1988-08-08 | 33 Sandringham Green    | LS17 8DJ | 07700 900111 | A20047
  9990000123 | Mr   | Edward        | Lister      | male   | 1931-04-05 | 70 Moor Allerton Drive  | LS17 6RZ |              | B86013
  9990000131 | Mrs  | Joan          | Marsden     | female | 1939-11-11 | 12 Roundhay Mount       | LS8 4DW  |              | B86022
  9990000158 | Ms   | Rachel        | Newsome     | female | 1994-06-15 | 1 Oakwood Grange        | LS8 2PD  | 07700 900114 | B86013
  9990000166 | Mr   | Ben           | Oldroyd     | male   | 1983-03-03 | 9 Ridgeway              | LS8 4DB  | 07700 900115 | B86066
  9990000174 | Mrs  | Dorothy       | Pickles     | female | 1950-05-25 | 22 Fearnville Road      | LS8 3DS  | 07700 900116 | B86022
  9990000182 | Mr   | Jack          | Quarmby     | male   | 1999-12-12 | 15 Brackenwood Drive    | LS8 1SA  | 07700 900117 | B86013
  9990000190 | Mrs  | Amina         | Rashid      | female | 1976-01-07 | 4 Avondale Close        | LS8 5DL  | 07700 900118 | B86066
  9990000204 | Mr   | Matthew       | Sykes       | male   | 1964-09-30 | 61 Primley Park Lane    | LS17 7JB | 07700 900119 | B86013
  9990000212 | Miss | Lucy          | Thackray    | female | 2010-10-10 | 18 Upland Crescent      | LS8 2TB  |              | B86022
  9990000220 | Mr   | Timur         | Umarov      | male   | 1992-04-18 | 7 Copgrove Road         | LS8 2SP  | 07700 900121 | A20047
  9990000239 | Mrs  | Susan         | Varley      | female | 1969-02-14 | 28 High Ash Avenue      | LS17 8RH | 07700 900122 | A20047
  9990000247 | Mr   | George        | Womersley   | male   | 1943-08-20 | 10 West Park Grove      | LS8 2DY  |              | A20047
  9990000255 | Ms   | Chloe         | Yeadon      | female | 1997-07-27 | 36 Allerton Grange Rise | LS17 6LJ | 07700 900124 | A20047
  9990000263 | Mr   | Wei           | Zhang       | male   | 1980-06-06 | 44 Old Park Road        | LS8 1JT  | 07700 900125 | A20047
  9990000271 | Mr   | Phillip       | Armitage    | male   | 1958-01-22 | 3 Nunroyd Lawn          | LS17 6PH | 07700 900126 | B86013
  9990000298 | Mrs  | Emily Rose    | Barraclough | female | 1987-10-04 | 25 Wensley Drive        | LS7 2LU  | 07700 900127 | B86022
  9990000301 | Mr   | Imran         | Chowdhury   | male   | 1974-12-01 | 11 Shadwell Walk        | LS17 6EG | 07700 900128 | B86066
  9990000328 | Ms   | Victoria      | Dyson       | female | 1991-03-29 | 17 Sutherland Avenue    | LS8 1BY  | 07700 900129 | B86066
  9990000336 | Mr   | Harold        | Emmott      | male   | 1936-06-18 | 48 Ring Road            | LS17 7NH |              | B86013
  9990000344 | Mr   | Kevin         | Farrar      | male   | 1971-11-23 | 13 Lidgett Hill         | LS8 1PE  | 07700 900131 | B86066
`

function detailsFrom(row: string): Details {
  const [nhsNumber = '', prefix = '', given = '', family = '', gender, birthDate = '', line = '', postalCode = '', mobile, practice = ''] =
    row.split('|').map((cell) => cell.trim())
  return {
    nhsNumber,
    family,
    given: given.split(' '),
    prefix,
    gender: gender === 'male' ? 'male' : 'female',
    birthDate,
    address: [line, postalCode],
    ...(mobile && { mobile }),
    practice,
  }
}

const EVERYBODY = new Map(
  TABLE.trim()
    .split('\n')
    .map(detailsFrom)
    .map((details) => [details.family, details]),
)

export function detailsOf(family: string): Details {
  const details = EVERYBODY.get(family)
  if (!details) throw new Error(`Nobody in the sandbox is called ${family}`)
  return details
}
