import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { addDays, localDateOf } from '../../src/nhs/local-time.ts'
import { SCHEDULE } from '../given/practice.ts'
import { givenTab, type Tab, type TabOptions } from './browser.ts'
import { STAFF, signIn } from './given-app.ts'
import { confirmPatient } from './given-patient.ts'
import { ASHWORTH, type GivenPractices, givenPractices, type WebPractice } from './given-practices.ts'

const TODAY = localDateOf(new Date())
const [TOMORROW, NEXT] = [addDays(TODAY, 1), addDays(TODAY, 2)]
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const weekdayOf = (day: string) => WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? assert.fail()

type Schedule = NonNullable<PracticeFileSource['schedules']>[number]
type Channel = 'In-person' | 'Telephone' | 'Video'

function session(
  key: string,
  channel: Channel,
  slots: readonly (readonly [start: string, minutes: number])[],
  more: Partial<Schedule> = {},
) {
  const slot = ([start, minutes]: readonly [string, number]) => ({ start, minutes, slotType: `${key} slot`, deliveryChannel: channel })
  return { ...SCHEDULE, key, sessionName: `${key} session`, ...more, slots: slots.map((one) => ({ ...slot(one), bookable: true })) }
}

const location = (key: string, name: string, line: string, postalCode: string) => ({
  ...{ key, name, address: { lines: [line], city: 'Leeds', postalCode } },
})
const NURSE = { practitioner: 'reed', practitionerRole: 'R0700' as const }

/** Two that differ in all that can be looked for, and of which neither has all that is sooner. */
const PRACTICES: WebPractice[] = [
  {
    file: {
      locations: [
        location('main', 'Surgery 1', '1 High Street', 'LS1 6AE'),
        location('branch', 'Mill Lane branch', '4 Mill Lane', 'LS2 9XY'),
      ],
      schedules: [
        session(
          'doctor',
          'In-person',
          [`${TOMORROW}T09:00`, `${TOMORROW}T09:10`, `${TOMORROW}T15:00`, `${NEXT}T10:00`].map((at) => [at, 10]),
        ),
        session(
          'nurse',
          'Telephone',
          [`${TOMORROW}T10:00`, `${TOMORROW}T14:00`, `${TOMORROW}T14:10`].map((at) => [at, 10]),
          {
            ...NURSE,
            location: 'branch',
          },
        ),
      ],
    },
  },
  {
    file: {
      schedules: [
        session('clinic', 'Video', [
          [`${TOMORROW}T08:00`, 10],
          [`${TOMORROW}T18:30`, 10],
          [`${TOMORROW}T18:40`, 20],
          [`${NEXT}T08:30`, 30],
        ]),
        // Begins with the doctor's of the other practice: their names decide.
        session('nurse', 'In-person', [[`${TOMORROW}T09:00`, 10]], NURSE),
      ],
    },
  },
]

async function opened(t: TestContext, app: GivenPractices, options: TabOptions = {}): Promise<Tab> {
  const tab = await givenTab(t, options)
  await signIn(tab, app, STAFF.dev)
  await confirmPatient(tab, app, ASHWORTH)
  await tab.goto(`${tab.url()}/slots/where`)
  await tab.getByLabel('By ODS code').fill(app.practices.map(({ odsCode }) => odsCode).join(' '))
  await Promise.all([tab.waitForEvent('load'), tab.getByRole('button', { name: 'Look at these' }).click()])
  return tab
}

type Asked = { label: string; option?: string; text?: string; box?: string }

async function set(tab: Tab, { label, option, text, box }: Asked): Promise<void> {
  if (box !== undefined) await tab.getByLabel(box, { exact: true }).check()
  else if (option !== undefined) await tab.getByLabel(label, { exact: true }).selectOption({ label: option })
  else await tab.getByLabel(label, { exact: true }).fill(text ?? '')
}

/** Each slot in sight, from the top: its day, what it says, and which it is when it is chosen. */
const inSight = (tab: Tab) =>
  tab.evaluate<string[]>(`[...document.querySelectorAll('.app-group button')]
    .filter((button) => button.checkVisibility({ contentVisibilityAuto: false }))
    .map((button) => [button.closest('.app-day').querySelector('h2, h3').textContent, button.textContent, button.value].join(' | '))`)

const headed = (tab: Tab) => tab.locator('h2:visible', { hasText: /^(No practice|Nothing)/ }).allInnerTexts()
const asked = async (tab: Tab) => (await headed(tab)).length > 0 && tab.locator('#asked-for li:visible').allInnerTexts()

async function pressed(tab: Tab, name: string): Promise<void> {
  await Promise.all([tab.waitForEvent('load'), tab.getByRole('button', { name, exact: true }).first().click()])
}

/** A script takes its time. */
async function becomes<Seen>(see: () => Promise<Seen>, expected: Seen): Promise<void> {
  const until = Date.now() + 10_000
  while (JSON.stringify(await see()) !== JSON.stringify(expected) && Date.now() < until) await wait(50)
  assert.deepEqual(await see(), expected)
}

/** Without the length, which is said of each where a session's slots differ in it. */
const times = (seen: readonly string[]) => seen.map((one) => one.split(' | ')[1]?.replace(/ \d+ min$/, ''))

describe('Sorting and filtering slots in the booking app', () => {
  test('soonest first or by practice, and every filter, is the same with and without JavaScript', async (t) => {
    // Given two practices, looked at with a script and without one
    const app = await givenPractices(t, { practices: PRACTICES })
    const [scripted, plain] = [await opened(t, app), await opened(t, app, { javaScript: false })]
    const filters: [asked: Asked[], shown: string[]][] = [
      [[], ['08:00', '18:30', '18:40', '09:00', '09:10', '15:00', '09:00', '10:00', '14:00', '14:10', '08:30', '10:00']],
      [
        [{ label: 'Show first', option: 'By practice' }],
        ['09:00', '09:10', '15:00', '10:00', '14:00', '14:10', '08:00', '18:30', '18:40', '09:00', '10:00', '08:30'],
      ],
      [[{ label: 'How', option: 'Telephone' }], ['10:00', '14:00', '14:10']],
      [[{ label: 'Length', option: '20 minutes or more' }], ['09:00 to 09:20', '14:00 to 14:20', '18:40', '08:30']],
      [[{ label: 'Length', option: '30 minutes or more' }], ['18:30 to 19:00', '08:30']],
      // What is in sight is put in order, and not what a group began with
      [[{ label: 'Time of day', option: 'Afternoon, 12:00 to 18:00' }], ['14:00', '14:10', '15:00']],
      [[{ label: 'Seen by', option: 'A man' }], ['09:00', '10:00', '14:00', '14:10']],
      [[{ label: 'Days', box: weekdayOf(NEXT) }], ['08:30', '10:00']],
      [[{ label: 'Role', text: 'R0700' }], ['09:00', '10:00', '14:00', '14:10']],
      [[{ label: 'Slot or session', text: ' CLINIC slot' }], ['08:00', '18:30', '18:40', '08:30']],
      [[{ label: 'Place', text: 'mill lane' }], ['10:00', '14:00', '14:10']],
      // As it is shown, and from one end to the other
      [[{ label: 'Place', text: 'branch, 4 Mill' }], ['10:00', '14:00', '14:10']],
      [[{ label: 'Place', text: 'LS1 6AE' }], ['08:00', '18:30', '18:40', '09:00', '09:10', '15:00', '09:00', '08:30', '10:00']],
      // The practice, wherever of its places somebody is seen
      [[{ label: 'Place', text: 'surgery 1' }], ['09:00', '09:10', '15:00', '10:00', '14:00', '14:10', '10:00']],
      [[{ label: 'Place', text: 'York' }], []],
      [[{ label: 'Service', text: 'minor injuries' }], []],
    ]

    for (const [choices, shown] of filters) {
      // When
      for (const choice of choices) {
        await set(scripted, choice)
        await set(plain, choice)
      }
      const isSorted = choices.some(({ label }) => label === 'Show first')
      await pressed(plain, isSorted ? 'Show in this order' : 'Filter')

      // Then
      const what = JSON.stringify(choices)
      const seen = await inSight(plain)
      assert.deepEqual(times(seen), shown, what)
      await becomes(() => inSight(scripted), seen)
      assert.deepEqual(await headed(scripted), await headed(plain), what)
      assert.deepEqual(await asked(scripted), await asked(plain), what)

      // And back to where it was
      if (isSorted) for (const tab of [scripted, plain]) await set(tab, { label: 'Show first', option: 'Soonest' })
      await scripted.getByRole('button', { name: 'Clear filter' }).first().click()
      if (isSorted) await pressed(plain, 'Show in this order')
      await pressed(plain, 'Clear filter')
    }
  })

  test('what comes first outlives the filter, and is there when the page is opened again', async (t) => {
    // Given
    const app = await givenPractices(t, { practices: PRACTICES })
    const tab = await opened(t, app)

    // When
    const kept = () => tab.waitForResponse((response) => response.url().endsWith('/slots/filter') && response.status() === 204)
    await Promise.all([kept(), tab.getByLabel('Show first').selectOption('practice')])
    await Promise.all([kept(), tab.getByRole('button', { name: 'Clear filter' }).first().click()])
    const before = await inSight(tab)
    await tab.reload()

    // Then
    assert.equal(await tab.getByLabel('Show first').inputValue(), 'practice')
    await becomes(() => inSight(tab), before)
    await tab.checkPage()
  })

  for (const javaScript of [true, false]) {
    test(`what is free and does not fit is counted, with all that was looked for, and the next fortnight is one key away (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const later = { file: { schedules: [session('doctor', 'Telephone', [[`${addDays(TODAY, 20)}T11:00`, 10]])] } }
      const app = await givenPractices(t, { practices: [...PRACTICES, later] })
      const tab = await opened(t, app, { javaScript })

      // When
      await set(tab, { label: 'How', option: 'Telephone' })
      await set(tab, { label: 'Place', text: 'Surgery 3' })
      if (!javaScript) await pressed(tab, 'Filter')

      // Then
      await becomes(() => headed(tab), ['Nothing that is free fits the filter'])
      assert.match(await tab.innerText('#none-fits'), /12 slots are free in these two weeks, but none fits all of this:/)
      assert.deepEqual(await asked(tab), ['How: Telephone', 'Place: Surgery 3'])
      await tab.checkPage()

      // When the user goes on at once, before the filter would have been kept by itself
      if (javaScript) await set(tab, { label: 'Place', text: 'surgery 3' })
      await Promise.all([tab.waitForEvent('load'), tab.locator('#go-on').getByRole('button', { name: 'Next fortnight' }).click()])

      // Then the filter came along
      await becomes(async () => times(await inSight(tab)), ['11:00'])
      assert.equal(await tab.getByLabel('Place').inputValue(), javaScript ? 'surgery 3' : 'Surgery 3')
      await tab.checkPage()
    })
  }

  test('no fortnight is offered that could not be looked at', async (t) => {
    // Given
    const app = await givenPractices(t, { practices: [{ slots: [] }] })
    const tab = await opened(t, app)
    await tab.evaluate(`document.querySelector('.app-tools button').value = '${addDays(TODAY, 725)}'`)

    // When
    await pressed(tab, 'Next fortnight')

    // Then
    await becomes(() => headed(tab), ['Nothing is free in these two weeks'])
    assert.equal(await tab.getByRole('button', { name: 'Next fortnight' }).count(), 0)
    assert.equal(await tab.getByRole('button', { name: 'Earlier fortnight' }).count(), 1)
    await tab.checkPage()
  })

  test('two thousand slots of two practices are a page of less than a megabyte, though they come twice for want of a script', async (t) => {
    // Given
    const clocks = Array.from({ length: 72 }, (_, index) => `${String(8 + Math.floor(index / 6)).padStart(2, '0')}:${index % 6}0`)
    const days = Array.from({ length: 14 }, (_, index) => addDays(TODAY, index + 1))
    const schedules = days.map((day) =>
      session(
        `day-${day}`,
        'In-person',
        clocks.map((clock) => [`${day}T${clock}`, 10]),
      ),
    )
    const app = await givenPractices(t, { practices: [{ file: { schedules } }, { file: { schedules } }] })
    const tab = await opened(t, app, { javaScript: false })

    // When
    const html = await (await tab.request.get(tab.url())).text()

    // Then
    assert.ok(html.length < 1_000_000, String(html.length))
    assert.equal((await inSight(tab)).length, 2016)
  })
})
