import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import ICAL from 'ical.js'
import { addDays, localDateOf } from '../../src/nhs/local-time.ts'
import type { FaultRule } from '../../src/simulator/faults/fault-script.ts'
import { givenPatient } from '../given/practice.ts'
import { givenTab, type Tab, type TabOptions } from './browser.ts'
import { type AppOptions, STAFF, signIn } from './given-app.ts'
import { confirmPatient } from './given-patient.ts'
import { givenPdsBetween } from './given-pds-between.ts'
import { ASHWORTH, BELLO, type GivenPractices, givenPractices, type WebPractice } from './given-practices.ts'

const TOMORROW = addDays(localDateOf(new Date()), 1)
const at = (...clocks: string[]) => clocks.map((clock) => `${TOMORROW}T${clock}`)

type Given = { app: GivenPractices; tab: Tab }

/** Signed in, with a confirmed patient. */
async function given(
  t: TestContext,
  {
    nhsNumber = ASHWORTH,
    practices = [{ slots: at('09:00', '09:10', '09:20') }],
    spine = (settings) => settings,
    ...tab
  }: TabOptions & { nhsNumber?: string; practices?: WebPractice[] } & Pick<AppOptions, 'spine'> = {},
): Promise<Given> {
  const app = await givenPractices(t, { practices, spine })
  const opened = await givenTab(t, tab)
  await signIn(opened, app, STAFF.dev)
  await confirmPatient(opened, app, nhsNumber)
  return { app, tab: opened }
}

async function choose(tab: Tab, time: string): Promise<void> {
  await tab.goto(tab.url().replace(/(\/patient\/[^/]+).*$/, '$1/slots'))
  await tab.getByRole('button', { name: time, exact: true }).click()
}

async function check(tab: Tab, time: string, about = 'Blood pressure'): Promise<void> {
  await choose(tab, time)
  await tab.getByLabel('What it is about').fill(about)
}

const bookIt = (tab: Tab) => tab.getByRole('button', { name: 'Book this appointment' }).click()
const title = (tab: Pick<Tab, 'innerText'>) => tab.innerText('h1')

async function waitForTitle(tab: Pick<Tab, 'goto' | 'innerText'>, url: string, wanted: string): Promise<void> {
  const asked = async () => tab.goto(url).then(() => title(tab))
  for (let tries = 0; tries < 40 && (await asked()) !== wanted; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(await title(tab), wanted)
}

function play({ faults, practices: [practice] }: GivenPractices, ...rules: [interaction: string, what: FaultRule['what']][]): void {
  const where = (interaction: string) => ({ interaction, ...(practice && { practice: practice.odsCode }) })
  faults.replace({ kind: 'faults', seed: 1, rules: rules.map(([interaction, what]) => ({ where: where(interaction), what })) })
}

async function appointments({ book, practices: [practice] }: GivenPractices): Promise<{ description: string; status: string }[]> {
  return book.query('select description, status from appointment where ods_code = $1 order by start_at', [practice?.odsCode ?? ''])
}

async function records({ book, practices: [practice] }: GivenPractices, nhsNumber: string): Promise<number> {
  return (await book.query('select id from patient where ods_code = $1 and nhs_number = $2', [practice?.odsCode ?? '', nhsNumber])).length
}

describe('Booking in the booking app', () => {
  for (const javaScript of [true, false]) {
    test(`CON-01 APT-01 SLOT-11 from the slot to a confirmation, once (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const { app, tab } = await given(t, { javaScript })

      // When
      await check(tab, '09:10')
      const toSend = await tab.innerText('main')
      await tab.checkPage()
      await tab.getByLabel('Comment').fill('Wheelchair user')
      await bookIt(tab)

      // Then
      assert.equal(await title(tab), 'Booked')
      const told = await tab.innerText('main')
      for (const fact of [
        '09:10 to 09:20 (10 minutes)',
        'In-person',
        'Dr Asha Patel (female), General Medical Practitioner',
        'Surgery 1, 1 High Street, Leeds, LS1 6AE',
        'GP appointment',
        'Morning surgery',
      ]) {
        assert.ok(toSend.includes(fact), `${fact} before`)
        assert.ok(told.includes(fact), `${fact} after`)
      }
      for (const fact of ['Blood pressure', 'Wheelchair user', 'Your appointment is on', '999\u00a0000\u00a00018'])
        assert.ok(told.includes(fact), fact)
      await tab.checkPage()
      assert.deepEqual(await appointments(app), [{ description: 'Blood pressure', status: 'booked' }])

      // And the calendar file says nothing of who it is, nor what it is about
      const file = await tab.request.get(`${tab.url()}/appointment.ics`)
      const text = await file.text()
      assert.match(file.headers()['content-type'] ?? '', /^text\/calendar/)
      assert.doesNotMatch(text, /9990000018|Ashworth|Margaret|Blood|Wheelchair/i)
      const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent') ?? assert.fail())
      assert.equal(event.startDate.toJSDate().toISOString().slice(0, 10), TOMORROW)
      assert.match(event.location, /1 High Street/)

      // And nothing of the patient is in an address or in the log
      assert.doesNotMatch(`${tab.url()} ${app.log()}`, /9990000018|Ashworth|Blood pressure/)
    })
  }

  test('CON-13 CON-07 what is missing or too long is said at the field, kept, and counted while it is typed', async (t) => {
    // Given
    const { app, tab } = await given(t)
    await choose(tab, '09:00')

    // When
    await tab.getByLabel('Comment').fill('x'.repeat(501))
    await tab.getByText('1 character too many').waitFor()
    await bookIt(tab)

    // Then
    assert.match(await tab.getByRole('alert').innerText(), /Enter what the appointment is about[\s\S]*has 501/)
    assert.equal(await tab.getByLabel('Comment').inputValue(), 'x'.repeat(501))
    assert.match(await tab.innerText('main'), /Nothing clinical/)
    await tab.checkPage()
    assert.deepEqual(await appointments(app), [])
  })

  test('a second click, a second tab and the way back book nothing twice', async (t) => {
    // Given the same form in three tabs
    const { app, tab } = await given(t)
    await check(tab, '09:00')
    const form = await tab.evaluate<Record<string, string>>("Object.fromEntries(new FormData(document.querySelector('#book')))")
    const url = tab.url()

    // When all are sent at once
    const replies = await Promise.all([1, 2, 3].map(() => tab.request.post(url, { form, headers: { 'sec-fetch-site': 'same-origin' } })))

    // Then each comes to the same booking
    for (const reply of replies) assert.equal(reply.status(), 200)
    await tab.goto(url)
    await tab.getByRole('heading', { name: 'Booked' }).waitFor()
    assert.equal((await appointments(app)).length, 1)

    // And the form that the browser still has shows it, and sends nothing
    const again = await tab.request.post(url, { form, headers: { 'sec-fetch-site': 'same-origin' } })
    assert.match(await again.text(), /<h1[^>]*>\s*Booked/)
    assert.equal((await appointments(app)).length, 1)
  })

  test('an old tab’s form is not taken for the booking of another slot', async (t) => {
    // Given a check page, and another slot that was chosen since in another tab
    const { app, tab } = await given(t)
    await check(tab, '09:00')
    const other = await tab.context().newPage()
    await other.goto(tab.url().replace('/book', '/slots'))
    await other.getByRole('button', { name: '09:20', exact: true }).click()
    await other.getByLabel('What it is about').waitFor()

    // When
    await bookIt(tab)

    // Then
    assert.equal(await title(tab), 'This was changed in another tab')
    await tab.checkPage()
    assert.deepEqual(await appointments(app), [])
  })

  test('APT-05 a slot that has just gone: the next equivalent is one key away, and nothing is typed again', async (t) => {
    // Given a slot that another patient's booking takes meanwhile
    const { app, tab } = await given(t)
    await check(tab, '09:00', 'Ear ache')
    const other = await givenTab(t)
    await signIn(other, app, STAFF.dev)
    await confirmPatient(other, app, BELLO)
    await choose(other, '09:00')
    await other.getByRole('button', { name: 'They agree: go on' }).click()
    await other.getByLabel('What it is about').fill('Cough')
    await bookIt(other)
    assert.equal(await title(other), 'Booked')

    // When
    await bookIt(tab)

    // Then
    assert.equal(await title(tab), 'That slot has just been taken')
    await tab.checkPage()
    await tab.keyboard.press('Enter')
    await tab.getByRole('heading', { name: 'Check, then book' }).waitFor()
    assert.equal(await tab.getByLabel('What it is about').inputValue(), 'Ear ache')
    await tab.keyboard.press('Enter')
    await tab.getByRole('heading', { name: 'Booked' }).waitFor()
    assert.match(await tab.innerText('main'), /09:10 to 09:20/)
    assert.equal((await appointments(app)).length, 2)
  })

  test('APT-05 a slot that goes between the list and the choice is said to be gone, with what is near it', async (t) => {
    // Given two tabs with the list
    const { tab } = await given(t)
    await tab.goto(`${tab.url()}/slots`)
    await tab.getByRole('button', { name: '09:00' }).waitFor()
    const other = await tab.context().newPage()
    await other.goto(tab.url())
    await check(Object.assign(other, { checkPage: tab.checkPage }), '09:00')
    await other.getByRole('button', { name: 'Book this appointment' }).click()
    await other.getByRole('heading', { name: 'Booked' }).waitFor()

    // When
    await tab.getByRole('button', { name: '09:00' }).click()

    // Then
    assert.equal(await title(tab), 'That slot has just been taken')
    assert.match(await tab.innerText('main'), /09:10[\s\S]*09:20/)
    await tab.checkPage()
  })

  test('APT-05 where several slots together were chosen, those that are near are as long', async (t) => {
    // Given two tabs with the list of what is twenty minutes long
    const { tab } = await given(t, { practices: [{ slots: at('09:00', '09:10', '09:20', '09:30', '09:40') }] })
    await tab.goto(`${tab.url()}/slots`)
    await tab.getByLabel('Length', { exact: true }).selectOption({ label: '20 minutes or more' })
    await tab.getByRole('button', { name: '09:00 to 09:20' }).waitFor()
    const other = await tab.context().newPage()
    await other.goto(tab.url())
    await check(Object.assign(other, { checkPage: tab.checkPage }), '09:00 to 09:20')
    await other.getByRole('button', { name: 'Book this appointment' }).click()
    await other.getByRole('heading', { name: 'Booked' }).waitFor()

    // When
    await tab.getByRole('button', { name: '09:00 to 09:20' }).click()

    // Then
    assert.equal(await title(tab), 'That slot has just been taken')
    const lengths = (await tab.innerText('main')).match(/\d+ minutes/g)
    assert.deepEqual(new Set(lengths), new Set(['20 minutes']))
    await tab.checkPage()
  })

  test('CON-03 nothing is written before the user has agreed to the registration', async (t) => {
    // Given
    const { app, tab } = await given(t, { nhsNumber: BELLO })

    // When a slot is chosen
    await choose(tab, '09:00')

    // Then it is said who registers the patient, and that is not done
    assert.equal(await title(tab), 'Surgery 1 has no record of this patient')
    assert.match(await tab.innerText('main'), /temporary patient/)
    await tab.checkPage()
    assert.equal(await records(app, BELLO), 0)

    // When it is agreed to
    await tab.keyboard.press('Enter')
    await tab.getByLabel('What it is about').fill('Cough')
    assert.match(await tab.innerText('main'), /Surgery 1 registers the patient as temporary first/)
    assert.equal(await records(app, BELLO), 0)
    await tab.checkPage()
    await bookIt(tab)

    // Then
    assert.equal(await title(tab), 'Booked')
    assert.match(await tab.innerText('main'), /has registered them as a temporary patient/)
    assert.equal(await records(app, BELLO), 1)
    assert.equal((await appointments(app)).length, 1)
  })

  test('CON-03 a record that has gone since the slot was chosen is not made anew without being asked for', async (t) => {
    // Given a check page of a patient whom the practice knows
    const { app, tab } = await given(t)
    await check(tab, '09:00')
    const [practice] = app.practices
    await app.book.query('update patient set registration_end = $2 where ods_code = $1', [practice?.odsCode ?? '', '2020-01-01'])

    // When
    await bookIt(tab)

    // Then
    assert.equal(await title(tab), 'Surgery 1 has no record of this patient')
    await tab.checkPage()
    assert.deepEqual(await appointments(app), [])
  })

  test('CON-06 what the practice has otherwise than PDS is shown, and has to be cleared up', async (t) => {
    // Given
    const held = givenPatient(ASHWORTH, { family: 'Holroyd', given: ['Margaret'], birthDate: '1948-03-17' })
    const { app, tab } = await given(t, { practices: [{ slots: at('09:00'), file: { patients: [held] } }] })
    await check(tab, '09:00')
    assert.match(await tab.innerText('table'), /Last name\s+Ashworth\s+Holroyd/)
    await tab.checkPage()

    // When it is not
    await bookIt(tab)

    // Then
    assert.match(await tab.getByRole('alert').innerText(), /Confirm that you have cleared up the differences/)
    await tab.checkPage()
    assert.deepEqual(await appointments(app), [])

    // When it is
    await tab.getByLabel('I have asked').check()
    await bookIt(tab)
    assert.equal(await title(tab), 'Booked')
  })

  test('what the patient has on that day, at the same practice or another, is pointed out', async (t) => {
    // Given an appointment at the practice where the patient is registered
    const { app, tab } = await given(t, { practices: [{ slots: at('09:00', '11:00') }, { slots: at('09:00') }] })
    await check(tab, '09:00')
    await bookIt(tab)
    assert.equal(await title(tab), 'Booked')

    // When another one is about to be booked, there, and then elsewhere at the same time
    await choose(tab, '11:00')
    assert.match(await tab.innerText('main'), /another appointment that day[\s\S]*09:00 to 09:10/)
    await tab.checkPage()
    await tab.goto(tab.url().replace('/book', '/slots/where'))
    await tab.getByLabel('By ODS code').fill(app.practices[1]?.odsCode ?? '')
    await tab.getByRole('button', { name: 'Look at these' }).click()
    await tab.getByRole('button', { name: '09:00' }).click()

    // Then
    assert.match(await tab.innerText('main'), /another appointment at that time[\s\S]*09:00 to 09:10[\s\S]*Surgery 1/)
  })

  for (const javaScript of [true, false]) {
    test(`CON-11 an answer that was lost: nothing else can be booked, and the page finds out that there is none (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const { app, tab } = await given(t, { javaScript })
      await check(tab, '09:00')
      play(app, ['bookAppointment', { kind: 'reset-before' }])

      // When
      await bookIt(tab)

      // Then
      assert.equal(await title(tab), 'It is not known yet whether this was booked')
      assert.match(await tab.innerText('main'), /Do not book again/)
      await tab.checkPage()
      play(app)

      // And choosing another slot leads back to it, in another process too
      await app.restart()
      await choose(tab, '09:20')
      assert.equal(await title(tab), 'It is not known yet whether this was booked')
      assert.deepEqual(await appointments(app), [])

      // When no request can be under way any more
      app.pass(6)
      await tab.goto(tab.url())

      // Then
      assert.equal(await title(tab), 'Nothing was booked')
      await tab.checkPage()
      await tab.getByRole('button', { name: 'Try the same slot again' }).click()
      assert.equal(await tab.getByLabel('What it is about').inputValue(), 'Blood pressure')
    })
  }

  test('CON-11 an answer that was lost is pointed out when the same patient is booked for in another call', async (t) => {
    // Given a booking that is not certain, and a patient who rings again
    const { app, tab } = await given(t)
    await check(tab, '09:00', 'Dressing')
    play(app, ['bookAppointment', { kind: 'reset-before' }])
    await bookIt(tab)
    assert.equal(await title(tab), 'It is not known yet whether this was booked')
    play(app)
    await confirmPatient(tab, app, ASHWORTH)

    // When
    await choose(tab, '09:20')

    // Then
    assert.match(await tab.innerText('main'), /not certain yet[\s\S]*Dressing, .*09:00, Surgery 1/)
    await tab.checkPage()
  })

  test('CON-11 an answer that was lost after the practice has booked: the page finds the appointment by itself', async (t) => {
    // Given a practice that books, whose answer is lost, and that then says nothing
    const { app, tab } = await given(t)
    await check(tab, '09:00')
    play(app, ['bookAppointment', { kind: 'reset-after' }], ['retrieveAppointments', { kind: 'status', status: 503 }])
    await bookIt(tab)
    assert.equal(await title(tab), 'It is not known yet whether this was booked')

    // When it says something again, and the browser was closed
    play(app)
    // After three silences in a row a practice is left alone for a moment.
    app.pass(0.5)
    const url = tab.url()
    await tab.goto('about:blank')
    await tab.goto(url)

    // Then
    assert.equal(await title(tab), 'Booked')
    await tab.checkPage()
    assert.equal((await appointments(app)).length, 1)
  })

  test('CON-11 one that was given up, and answers when another tab has booked, changes nothing of what is told', async (t) => {
    // Given a booking that waits for PDS for so long that nothing is expected of it any more
    const { app, tab } = await given(t)
    await check(tab, '09:00')
    app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { service: 'pds' }, what: { kind: 'time-out' } }] })
    const url = tab.url()
    const first = await tab.context().newPage()
    await first.goto(url)
    await first.getByLabel('What it is about').fill('Dressing')
    const ended = first.waitForResponse((response) => response.request().method() === 'POST')
    await first.evaluate("document.querySelector('#book').submit()")
    await waitForTitle(tab, url, 'Booking')
    play(app)
    app.pass(3)

    // When it is taken over and booked in this tab, before that one has its answer
    await tab.goto(url)
    assert.equal(await title(tab), 'Check, then book')
    assert.match(await tab.innerText('main'), /[Nn]othing was sent/)
    await bookIt(tab)
    assert.equal(await title(tab), 'Booked')
    await ended

    // Then
    await tab.goto(url)
    assert.equal(await title(tab), 'Booked')
    assert.equal((await appointments(app)).length, 1)
  })

  test('CON-11 one whose patient was finished with before the practice answered is known to be booked all the same', async (t) => {
    // Given a practice that takes its time
    const { app, tab } = await given(t)
    await check(tab, '09:00')
    play(app, ['bookAppointment', { kind: 'delay', ms: 3_000 }])

    // When
    const began = new Date()
    const pressed = bookIt(tab)
    const sent = () => app.db.query("select id from work_item where state = 'open' and version > 1 and started_at >= $1", [began])
    while ((await sent()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    await app.db.query('delete from encounter where id = $1', [/patient\/([^/]+)/.exec(tab.url())?.[1] ?? ''])
    await pressed

    // Then
    assert.equal(await title(tab), 'It was sent, and cannot be shown here')
    assert.equal((await appointments(app)).length, 1)
    await tab.getByRole('link', { name: 'My recent work' }).last().click()
    assert.match(await tab.innerText('main'), /Booked[\s\S]*Blood pressure/)
  })

  test('CON-11 a process that ends while it books leaves what it takes to find out', async (t) => {
    // Given a booking that the practice does not answer
    const { app, tab } = await given(t)
    await check(tab, '09:00')
    play(app, ['bookAppointment', { kind: 'time-out' }])
    const url = tab.url()
    const other = await tab.context().newPage()
    await other.goto(url)
    await other.getByLabel('What it is about').fill('Blood pressure')
    await other.evaluate("document.querySelector('#book').submit()")

    // Then whoever looks meanwhile is told that it is on its way
    await waitForTitle(tab, url, 'Booking')
    await tab.checkPage()

    // When nothing is heard of it for minutes
    app.pass(3)
    await tab.goto(url)

    // Then
    assert.equal(await title(tab), 'It is not known yet whether this was booked')
    assert.deepEqual(await appointments(app), [])
    app.pass(-3)
  })

  test('CON-03 CON-11 a registration whose answer was lost: nothing was booked, and to try again registers nobody twice', async (t) => {
    // Given a practice that registers, whose answer is lost, and that then says nothing
    const { app, tab } = await given(t, { nhsNumber: BELLO })
    await choose(tab, '09:00')
    await tab.getByRole('button', { name: /They agree/ }).click()
    await tab.getByLabel('What it is about').fill('Cough')
    play(app, ['registerPatient', { kind: 'reset-after' }])
    const registered = new Promise<void>((resolve) => {
      const look = setInterval(async () => {
        if ((await records(app, BELLO)) === 0) return
        clearInterval(look)
        play(app, ['findPatient', { kind: 'status', status: 503 }])
        resolve()
      }, 1)
    })

    // When
    await bookIt(tab)
    await registered

    // Then
    assert.equal(await title(tab), 'Nothing was booked')
    // A registration may have been made: that nothing was changed is not said.
    const said = await tab.innerText('main')
    assert.match(said, /No appointment was booked\./)
    assert.doesNotMatch(said, /Nothing was booked or changed/)
    await tab.checkPage()
    assert.deepEqual(await appointments(app), [])
    play(app)
    app.pass(0.5)
    await tab.getByRole('button', { name: 'Try the same slot again' }).click()
    assert.equal(await tab.getByLabel('What it is about').inputValue(), 'Cough')
    await bookIt(tab)
    assert.equal(await title(tab), 'Booked')
    assert.equal(await records(app, BELLO), 1)
  })

  for (const [what, status] of [
    ['unavailable', 503],
    ['refused', 429],
  ] as const) {
    test(`a booking that is ${what} says why, that nothing was booked, and what support wants to know`, async (t) => {
      // Given
      const { app, tab } = await given(t)
      await check(tab, '09:00')
      play(app, ['findPatient', { kind: 'status', status }])

      // When
      await bookIt(tab)

      // Then
      assert.equal(await title(tab), 'Nothing was booked')
      await tab.getByText('Details for support').click()
      assert.match(await tab.innerText('#support-details'), /Trace id: /)
      await tab.checkPage()
      assert.deepEqual(await appointments(app), [])

      // And it can be tried again, with nothing typed anew
      play(app)
      await tab.getByRole('button', { name: 'Try the same slot again' }).click()
      assert.equal(await tab.getByLabel('What it is about').inputValue(), 'Blood pressure')
    })
  }

  for (const step of ['choose the slot', 'book']) {
    test(`CON-09 a record that is restricted before it comes to ${step}: nothing goes on, and nothing of it is shown any more`, async (t) => {
      // Given a PDS that says so from some moment on
      const pds = await givenPdsBetween(t)
      const { app, tab } = await given(t, { spine: pds.spine })
      if (step === 'book') await check(tab, '09:00')
      else await tab.goto(`${tab.url()}/slots`)
      await tab.getByRole('region', { name: 'Patient' }).waitFor()
      pds.restrict()

      // When
      if (step === 'book') await bookIt(tab)
      else await tab.getByRole('button', { name: '09:00', exact: true }).click()

      // Then
      await tab.getByRole('heading', { name: 'This record is restricted' }).waitFor()
      assert.doesNotMatch(await tab.innerText('body'), /Ashworth|999 ?000 ?0018/)
      await tab.checkPage()
      assert.deepEqual(await appointments(app), [])
      await tab.goto(tab.url().replace(/(\/patient\/[^/]+).*$/, '$1/book'))
      assert.equal(await title(tab), 'This record is restricted')
    })
  }

  test('CON-05 a session that has ended books nothing, and signing in leads back to the check page', async (t) => {
    // Given
    const { app, tab } = await given(t, { javaScript: false })
    await check(tab, '09:00')

    // When
    app.pass(21)
    await bookIt(tab)

    // Then
    assert.match(await tab.innerText('main'), /signed out before that was sent, so nothing was done/)
    assert.deepEqual(await appointments(app), [])
    // CIS2's clock is the real one.
    app.pass(-21)
    await tab.getByRole('button', { name: 'Sign in with Care Identity' }).click()
    await tab.waitForURL('**/book')
    assert.equal(await title(tab), 'Check, then book')
  })

  test('CON-05 a session that ends after something was typed has kept it', async (t) => {
    // Given
    const { app, tab } = await given(t)
    await choose(tab, '09:00')
    const kept = tab.waitForResponse((response) => response.url().endsWith('/book/typed'))
    await tab.getByLabel('What it is about').fill('Blood pressure')
    await tab.getByLabel('Comment').fill('Needs a chair')
    assert.equal((await kept).status(), 204)

    // When
    app.pass(21)
    await bookIt(tab)
    await tab.getByRole('button', { name: 'Sign in with Care Identity' }).waitFor()
    app.pass(-21)
    await tab.getByRole('button', { name: 'Sign in with Care Identity' }).click()
    await tab.waitForURL('**/book')

    // Then
    assert.equal(await tab.getByLabel('What it is about').inputValue(), 'Blood pressure')
    assert.equal(await tab.getByLabel('Comment').inputValue(), 'Needs a chair')
    assert.deepEqual(await appointments(app), [])
  })
})
