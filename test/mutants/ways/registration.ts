import { type Mutant, waysIn } from '../mutant.ts'

const REGISTER = ['registerPatient'] as const

/** What a registration may hold, and what its answer does. */
export const REGISTRATION_WAYS: readonly Mutant[] = [
  ...waysIn('src/provider/resources/registration.ts', REGISTER, [
    {
      id: 'registered-with-marital-status',
      rule: 'REG-01',
      breaks: 'takes anything in a registration',
      search: 'for (const name of otherElements(patient, ALLOWED)) say(',
      replace: 'for (const name of otherElements(patient, ALLOWED).slice(0, 0)) say(',
    },
    {
      id: 'two-telecoms-taken',
      rule: 'DIFF-01',
      breaks: 'takes two telephone numbers of one use',
      search: 'if (new Set(kinds).size !== kinds.length) differ(',
      replace: 'if (new Set(kinds).size > kinds.length) differ(',
    },
    {
      id: 'any-telecom-taken',
      rule: 'REG-01',
      breaks: 'takes fax numbers, and numbers of any use',
      search: 'if (kinds.some((kind) => !allowed.includes(kind))) say(',
      replace: 'if (kinds.some((kind) => allowed.length === 0 && kind)) say(',
    },
    {
      id: 'two-addresses-taken',
      rule: 'REG-01',
      breaks: 'takes two addresses of one use',
      search: 'if (new Set(uses).size !== uses.length) say(',
      replace: 'if (new Set(uses).size > uses.length) say(',
    },
    {
      id: 'any-address-taken',
      rule: 'REG-01',
      breaks: 'takes an address of any use',
      search: "if (uses.some((use) => use !== 'home' && use !== 'temp')) say(",
      replace: 'if (uses.length > 9) say(',
    },
    {
      id: 'any-extension-taken',
      rule: 'REG-01',
      breaks: 'takes any extension in a registration',
      search: 'if (extension.length > communications.length) say(',
      replace: 'if (extension.length < communications.length) say(',
    },
    {
      id: 'two-people-taken',
      rule: 'DIFF-06',
      breaks: 'takes the first of two registerPatient parameters',
      search: '  if (named.length > 1) {',
      replace: '  if (named.length > 9) {',
    },
    {
      id: 'any-parameter-taken',
      rule: 'REG-01',
      breaks: 'takes parameters of other names beside the right one',
      search: 'if (named.length === 0 || parameter.length > named.length) {',
      replace: 'if (named.length === 0) {',
    },
    {
      id: 'registered-under-any-profile',
      rule: 'REG-01',
      breaks: 'registers under any profile',
      search: 'if (!patient.meta?.profile?.includes(PROFILES.Patient)) say(',
      replace: "if (patient.meta?.profile?.includes('')) say(",
    },
    {
      id: 'no-number-is-a-bad-request',
      rule: 'DIFF-02',
      breaks: 'answers a registration without NHS number as one without a name',
      search: "differ('register: no NHS number', path,",
      replace: 'differ(MISSING, path,',
    },
    {
      id: 'bad-number-is-a-resource',
      rule: 'DIFF-02',
      breaks: 'answers an NHS number that is none as an invalid resource',
      search: "differ('register: an invalid NHS number', path,",
      replace: 'say(path,',
    },
    {
      id: 'further-name-refused',
      rule: 'DIFF-03',
      breaks: 'refuses a further name, against assurance practice',
      search: "differ('register: a further name or identifier', 'Patient.name',",
      replace: "say('Patient.name',",
    },
    {
      id: 'two-official-names-taken',
      rule: 'REG-01',
      breaks: 'takes the first of two official names',
      search: "if (official.length > 1) say('Patient.name'",
      replace: "if (official.length > 9) say('Patient.name'",
    },
    {
      id: 'given-not-asked',
      rule: 'REG-01',
      breaks: 'registers without a given name',
      search: "  else if (!chosen.given?.[0]) say('Patient.name.given', 'must be sent')\n",
      replace: '',
    },
    {
      id: 'no-birth-date-is-a-resource',
      rule: 'DIFF-01',
      breaks: 'answers a missing birth date as an invalid resource',
      search: "if (!birthDate) differ(MISSING, 'Patient.birthDate',",
      replace: "if (!birthDate) say('Patient.birthDate',",
    },
    {
      id: 'any-birth-date-taken',
      rule: 'REG-01',
      breaks: 'takes a birth date that is no whole date',
      search: 'else if (!parseLocalDate(birthDate)) say(',
      replace: "else if (parseLocalDate('')) say(",
    },
    {
      id: 'identifier-with-anything',
      rule: 'GEN-20',
      breaks: 'takes the elements of an NHS number that its profile forbids',
      search: "['use', 'type', 'period', 'assigner'])",
      replace: '[])',
    },
  ]),
  ...waysIn('src/provider/routes/register-patient.ts', REGISTER, [
    {
      id: 'registers-for-show',
      rule: 'REG-05',
      breaks: 'answers under another id than it keeps',
      search: 'searchset([toPatientResource(patient, organisation)]',
      replace: "searchset([toPatientResource({ ...patient, id: patient.id.concat('x') as typeof patient.id }, organisation)]",
    },
  ]),
  ...waysIn('src/provider/resources/patient.ts', REGISTER, [
    {
      id: 'registration-type-elsewhere',
      rule: 'REG-05',
      breaks: 'writes the registration type without its display',
      search: 'code: registrationType, display }',
      replace: 'code: registrationType, ...(!display && { display }) }',
    },
  ]),
  ...waysIn('src/fhir/bundle.ts', REGISTER, [
    {
      id: 'bundle-without-profile',
      rule: 'REG-05',
      breaks: 'leaves the profile out of a Bundle',
      search:
        '    meta: { profile: [options.profile ?? PROFILES.Bundle], ...(options.extension && { extension: [options.extension] }) },\n',
      replace: '    ...(options.extension && { meta: { extension: [options.extension] } }),\n',
    },
  ]),
]
