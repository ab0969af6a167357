import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Locator } from 'playwright-core'
import { parseFederationId, parseOdsCode } from '../../src/consumer/index.ts'
import type { PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { addDays, localDateOf } from '../../src/nhs/local-time.ts'
import { CONSUMERS } from '../../src/sandbox/dataset/spine-file.ts'
import { federationsOf } from '../../src/web/federations/federations.ts'
import type { Acting } from '../../src/web/request.ts'
import { SCHEDULE } from '../given/practice.ts'
import { givenTab, type Tab, type TabOptions } from './browser.ts'
import { type AppOptions, STAFF, signIn } from './given-app.ts'
import { confirmPatient } from './given-patient.ts'
import { ASHWORTH, type GivenPractices, givenPractices, type WebPractice } from './given-practices.ts'

const TODAY = localDateOf(new Date())
const TOMORROW = addDays(TODAY, 1)
const at = (...clocks: string[]) => clocks.map((clock) => `${TOMORROW}T${clock}`)

type Schedule = NonNullable<PracticeFileSource['schedules']>[number]

/** Ten-minute slots of one session. */
function session(
  key: string,
  starts: readonly string[],
  more: Partial<Schedule> = {},
  channel: 'In-person' | 'Telephone' | 'Video' = 'In-person',
): Schedule {
  const slot = (start: string) => ({ start, minutes: 10, slotType: `${key} slot`, deliveryChannel: channel, bookable: true })
  return { ...SCHEDULE, key, sessionName: `${key} session`, ...more, slots: starts.map(slot) }
}

const MIXED: Schedule[] = [
  session('doctor', [...at('09:00', '09:10', '09:20', '14:00')]),
  session(
    'nurse',
    [...at('09:30', '18:30'), `${addDays(TODAY, 2)}T10:00`],
    { practitioner: 'reed', practitionerRole: 'R0700' },
    'Telephone',
  ),
]

type Given = { app: GivenPractices; tab: Tab }

/** Signed in, with a confirmed patient. */
async function given(
  t: TestContext,
  practices: readonly WebPractice[],
  options: TabOptions & Pick<AppOptions, 'spine'> = {},
): Promise<Given> {
  const { spine, ...tab } = options
  const app = await givenPractices(t, { practices, ...(spine && { spine }) })
  const opened = await givenTab(t, tab)
  await signIn(opened, app, STAFF.dev)
  await confirmPatient(opened, app, ASHWORTH)
  return { app, tab: opened }
}

const search = (tab: Tab) => tab.goto(tab.url().replace(/(\/patient\/[^/]+).*$/, '$1/slots'))

async function searchAll(tab: Tab, { practices }: GivenPractices, wait?: 'commit'): Promise<void> {
  await tab.goto(tab.url().replace(/(\/patient\/[^/]+).*$/, '$1/slots/where'))
  await tab.getByLabel('By ODS code').fill(practices.map(({ odsCode }) => odsCode).join(' '))
  await tab.getByRole('button', { name: 'Look at these' }).click({ noWaitAfter: wait === 'commit' })
}

/** To the end of the page that this leads to: it is sent while practices answer. */
async function loaded(tab: Tab, button: Locator): Promise<void> {
  await Promise.all([tab.waitForEvent('load'), button.click()])
}

/** These slots can be seen once all has been sent, in this order: in the end, for a script and a browser take their time. */
async function shows(tab: Tab, slots: readonly string[]): Promise<void> {
  await tab.waitForLoadState('load')
  // Not as it is drawn: days further down are not, until somebody scrolls there.
  const shown = () => tab.locator('.app-group button:visible').allTextContents()
  const until = Date.now() + 10_000
  while (String(await shown()) !== String(slots) && Date.now() < until) await wait(50)
  assert.deepEqual(await shown(), slots)
}

describe('Finding a slot in the booking app', () => {
  for (const javaScript of [true, false]) {
    test(`CON-01 SLOT-11 at the registered practice, with all that is known of each (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const { tab } = await given(t, [{ slots: at('09:00', '09:10', '14:00') }], { javaScript })

      // When
      await tab.getByRole('button', { name: 'Find a slot' }).click()

      // Then
      await tab.getByRole('button', { name: '09:00' }).waitFor()
      await tab.waitForLoadState('load')
      // Not the text as it is drawn: a day is drawn when it comes into sight.
      const page = (await tab.textContent('main')) ?? ''
      const facts = [
        'In-person',
        '10 minutes',
        'GP appointment',
        'Dr Asha Patel (female)',
        'General Medical Practitioner',
        'Morning surgery',
      ]
      for (const fact of [...facts, 'Surgery 1, 1 High Street, Leeds, LS1 6AE']) assert.ok(page.includes(fact), `${fact} in ${page}`)
      await shows(tab, ['09:00', '09:10', '14:00'])
      await tab.checkPage()

      // And nothing of the patient is in the address or the log
      assert.doesNotMatch(tab.url(), /9990000018|Ashworth/)
    })

    test(`CON-02 of several practices one that fails hides no other, says why, and can be asked again (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const { app, tab } = await given(t, [{ slots: at('09:00') }, { slots: at('10:00') }], { javaScript })
      const silent = app.practices[1]?.odsCode ?? assert.fail()
      app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { practice: silent }, what: { kind: 'status', status: 504 } }] })

      // When
      await searchAll(tab, app)

      // Then
      await tab.getByText('Could not be asked.', { exact: true }).waitFor()
      await shows(tab, ['09:00'])
      assert.match(await tab.innerText('main'), /Could not search free slots: no usable answer/)
      assert.match(
        await tab.innerText('main'),
        javaScript ? /1 of 2 practices answered, 1 could not be asked/ : /1 of 2 practices have answered/,
      )
      await tab.checkPage()

      // When it is asked again
      app.faults.replace({ kind: 'faults', seed: 1, rules: [] })
      await tab.getByRole('link', { name: /Ask SURGERY 2 again/ }).click()

      // Then its slots are there: beside the others where a script puts them
      await tab.getByRole('button', { name: '10:00' }).waitFor()
      await shows(tab, javaScript ? ['09:00', '10:00'] : ['10:00'])
      await tab.checkPage()
    })

    test(`what the user looks for is shown, and nothing else (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const { tab } = await given(t, [{ file: { schedules: MIXED } }], { javaScript })
      await search(tab)
      const filter = async () => {
        if (!javaScript) await loaded(tab, tab.getByRole('button', { name: 'Filter', exact: true }))
      }
      const all = ['09:00', '09:10', '09:20', '14:00', '09:30', '18:30', '10:00']

      // When, Then
      await shows(tab, all)
      await tab.getByLabel('How', { exact: true }).selectOption('Telephone')
      await filter()
      await shows(tab, ['09:30', '18:30', '10:00'])
      await tab.getByLabel('Time of day').selectOption('evening')
      await filter()
      await shows(tab, ['18:30'])
      await tab.getByLabel('Seen by').selectOption('female')
      await filter()
      await shows(tab, [])
      assert.match(await tab.innerText('main'), /Nothing that is free fits the filter/)
      await tab.checkPage()

      // When the filter is cleared
      const clear = tab.getByRole('button', { name: 'Clear filter' }).first()
      await (javaScript ? clear.click() : loaded(tab, clear))
      await shows(tab, all)
      await tab.getByLabel('Role').fill('nurse')
      await filter()
      await shows(tab, ['09:30', '18:30', '10:00'])
      await tab.getByLabel('Role').fill('')
      await tab.getByLabel('Slot or session').fill('doctor session')
      await filter()
      await shows(tab, ['09:00', '09:10', '09:20', '14:00'])
      await tab.getByLabel('Place').fill('ls1 6ae')
      await filter()
      await shows(tab, ['09:00', '09:10', '09:20', '14:00'])
      await tab.getByLabel('Place').fill('York')
      await filter()
      await shows(tab, [])
    })

    test(`APT-04 adjacent slots that are long enough together are taken as one (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const { app, tab } = await given(t, [{ file: { schedules: MIXED } }], { javaScript })
      await search(tab)

      // When
      await tab.getByLabel('Length').selectOption('20')
      if (!javaScript) await loaded(tab, tab.getByRole('button', { name: 'Filter', exact: true }))

      // Then
      await shows(tab, ['09:00 to 09:20'])
      await tab.checkPage()
      await tab.getByRole('button', { name: '09:00 to 09:20' }).click()
      assert.match(await tab.innerText('main'), /09:00 to 09:20 \(20 minutes\)[\s\S]*2 that follow on one another/)
      await tab.getByLabel('What it is about').fill('Long')
      await tab.getByRole('button', { name: 'Book this appointment' }).click()
      assert.equal(await tab.innerText('h1'), 'Booked')
      const rows = await app.book.query('select id from slot where ods_code = $1 and appointment_id is not null', [
        app.practices[0]?.odsCode ?? '',
      ])
      assert.equal(rows.length, 2)
    })

    test(`nothing is free: the page says so, and the next fortnight is offered (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const { tab } = await given(t, [{ slots: [`${addDays(TODAY, 20)}T11:00`] }], { javaScript })

      // When
      await search(tab)

      // Then
      assert.match(await tab.innerText('main'), /Nothing is free in these two weeks/)
      await tab.checkPage()
      await tab.locator('#go-on').getByRole('button', { name: 'Next fortnight' }).click()
      await tab.getByRole('button', { name: '11:00' }).waitFor()
      await loaded(tab, tab.getByRole('button', { name: 'Earlier fortnight' }))
      await shows(tab, [])
    })
  }

  test('slots are there as soon as the first practice has answered, and one that never does is left out in the end', async (t) => {
    // Given a practice that takes the app’s patience
    const { app, tab } = await given(t, [{ slots: at('09:00') }, { slots: at('10:00') }], {
      spine: (settings) => ({ ...settings, patience: 8 }),
    })
    const silent = app.practices[1]?.odsCode ?? assert.fail()
    app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { practice: silent }, what: { kind: 'time-out' } }] })

    // When
    await searchAll(tab, app, 'commit')

    // Then the first one's can be seen while the other is waited for
    await tab.getByRole('button', { name: '09:00' }).waitFor()
    assert.match(await tab.innerText('#progress'), /1 slot shown. 1 of 2 practices answered. Waiting for the others, \d+ seconds at most/)
    assert.match(await tab.innerText('#practices'), /SURGERY 2: asking/)

    // And it is said in the end, where a screen reader hears it
    await tab.getByText('Could not be asked.', { exact: true }).waitFor()
    assert.equal(await tab.getAttribute('#progress', 'role'), 'status')
    assert.match(await tab.innerText('#progress'), /1 of 2 practices answered, 1 could not be asked/)
    await tab.checkPage()
  })

  test('days come in order whatever practice answers first, and slots by time or by practice', async (t) => {
    // Given two practices, the second with the sooner slots
    const { app, tab } = await given(t, [
      { slots: [`${addDays(TODAY, 2)}T09:00`, `${TOMORROW}T12:00`] },
      { slots: [`${TOMORROW}T08:00`, `${addDays(TODAY, 2)}T08:30`] },
    ])

    // When, Then
    await searchAll(tab, app)
    await tab.getByRole('button', { name: '12:00' }).waitFor()
    await shows(tab, ['08:00', '12:00', '08:30', '09:00'])
    await tab.getByLabel('Show first').selectOption('practice')
    await shows(tab, ['12:00', '08:00', '09:00', '08:30'])
    await tab.checkPage()
  })

  test('the filter is kept for when the page is opened again, and the page then shows the same as the server', async (t) => {
    // Given
    const { tab } = await given(t, [{ file: { schedules: MIXED } }])
    await search(tab)
    for (const [label, choice] of [
      ['Length', '20'],
      ['How', 'Telephone'],
      ['Time of day', 'morning'],
    ] as const) {
      await tab.getByRole('button', { name: 'Clear filter' }).first().click()

      // When
      const kept = tab.waitForResponse(
        (response) => response.url().endsWith('/slots/filter') && response.request().postData()?.includes(choice) === true,
      )
      await tab.getByLabel(label, { exact: true }).selectOption(choice)
      assert.equal((await kept).status(), 204)

      // Then
      const here = await Promise.all((await tab.locator('.app-group button:visible').all()).map((one) => one.getAttribute('value')))
      assert.deepEqual(here, valuesShown(await (await tab.request.get(tab.url())).text()))
    }
  })

  test('where: practices about a postcode, and what cannot be understood is said at the field', async (t) => {
    // Given
    const { app, tab } = await given(t, [{ slots: at('09:00') }])
    await tab.goto(`${tab.url()}/slots/where`)
    await tab.checkPage()

    // When, Then
    await tab.getByLabel('By ODS code').fill('B86013 ZZZZZ')
    await tab.getByRole('button', { name: 'Look at these' }).click()
    assert.match(await tab.getByRole('alert').innerText(), /No organisation has the ODS code ZZZZZ/)
    await tab.checkPage()
    await tab.getByLabel('About a postcode').fill('LS')
    await tab.getByRole('button', { name: 'Look about here' }).click()
    assert.match(await tab.getByRole('alert').innerText(), /Enter a whole postcode/)
    await tab.checkPage()
    await tab.getByLabel('About a postcode').fill('LS1 6AE')
    await tab.getByRole('button', { name: 'Look about here' }).click()
    await tab.getByRole('button', { name: '09:00' }).waitFor()
    assert.doesNotMatch(tab.url(), /LS1/i)
    assert.ok(app.practices.length === 1)
  })

  test('CON-02 where: a list of practices that the organisation has saved', async (t) => {
    // Given
    const { app, tab } = await given(t, [{ slots: at('09:00') }, { slots: at('10:00') }])
    const [user] = await app.db.query<{ id: string }>('select id from app_user where sds_user_id = $1', [STAFF.dev.uid])
    const [id, odsCode] = [parseFederationId(`list-${app.practices[0]?.odsCode.toLowerCase()}`), parseOdsCode(CONSUMERS.nhs111.odsCode)]
    assert.ok(user && id && odsCode)
    const reader = { asker: { organisation: { odsCode } }, owner: { userId: user.id } } as Acting // what is read of it
    const practices = app.practices.map(({ odsCode, name }) => ({ odsCode, name }))
    const federation = { id, name: `Hub of ${practices[0]?.odsCode}`, practices, defaultFilter: {} }
    await federationsOf({ db: app.db, now: () => new Date() }, reader).saveFor('organisation', federation, undefined)

    // When
    await tab.goto(`${tab.url()}/slots/where`)
    await tab.getByLabel('A saved list of practices').selectOption(id)
    await tab.checkPage()
    await tab.getByRole('button', { name: 'Look at this list' }).click()

    // Then
    await tab.getByRole('button', { name: '10:00' }).waitFor()
    await shows(tab, ['09:00', '10:00'])
    assert.match(await tab.innerText('main'), /At 2 practices: Hub of/)
  })

  test('nothing is searched before the user has confirmed who it is, nor for anybody else’s patient, nor is a made-up slot taken', async (t) => {
    // Given a patient who is not confirmed
    const { app, tab } = await given(t, [{ slots: at('09:00') }])
    const confirmed = tab.url()
    await tab.goto(`${app.url}/find-patient`)
    await tab.getByLabel('NHS number').fill(ASHWORTH)
    await tab.keyboard.press('Enter')
    await tab.waitForURL(`${app.url}/patient/*`)

    // When, Then
    await tab.goto(`${tab.url()}/slots`)
    assert.equal(await tab.innerText('h1'), 'Check who you are speaking to')
    await tab.goto(`${app.url}/patient/${crypto.randomUUID()}/slots`)
    assert.equal(await tab.innerText('h1'), 'Page not found')
    await tab.goto(`${confirmed}/slots`)
    await tab.evaluate("document.querySelector('.app-group button').value = 'T00001/../x'")
    await tab.getByRole('button', { name: '09:00' }).click()
    assert.equal(await tab.innerText('h1'), 'That could not be read')
    await tab.checkPage()
  })

  test('two thousand slots come as one page of less than a megabyte', async (t) => {
    // Given
    const clocks = Array.from({ length: 72 }, (_, index) => `${String(8 + Math.floor(index / 6)).padStart(2, '0')}:${index % 6}0`)
    const days = Array.from({ length: 14 }, (_, index) => addDays(TODAY, index + 1))
    const schedules = days.flatMap((day) => [
      session(
        `doctor-${day}`,
        clocks.map((clock) => `${day}T${clock}`),
      ),
      session(
        `nurse-${day}`,
        clocks.map((clock) => `${day}T${clock}`),
        { practitioner: 'reed', practitionerRole: 'R0700' },
        'Telephone',
      ),
    ])
    const { tab } = await given(t, [{ file: { schedules } }])

    // When
    await search(tab)

    // Then
    const html = await (await tab.request.get(tab.url())).text()
    assert.equal(valuesShown(html).length, 2016)
    assert.ok(html.length < 1_000_000, String(html.length))
    assert.match(await tab.innerText('#progress'), /2016 slots shown/)
    await tab.getByLabel('How', { exact: true }).selectOption('Telephone')
    assert.match(await tab.innerText('#progress'), /1008 slots shown/)
  })
})

/** What the server's page shows without a script. */
function valuesShown(html: string): string[] {
  const groups = html.split('<fieldset class="app-group"').slice(1)
  const visible = groups.filter((group) => !/^[^>]* hidden>/.test(group))
  return visible.flatMap((group) =>
    [...group.matchAll(/<li([^>]*)><button name="slot" value="([^"]+)"/g)].flatMap(([, attributes = '', value = '']) =>
      attributes.includes('hidden') ? [] : [value],
    ),
  )
}
