import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Tab } from './browser.ts'
import { at, bookElsewhere, elsewhere, givenAppointments, openAppointment, secondTab, workOf } from './given-appointments.ts'

/** To the check page, with a reason. */
async function chooseNew(tab: Tab, app: { url: string }, clock = '10:00'): Promise<void> {
  await openAppointment(tab, app)
  await tab.getByRole('button', { name: 'Move to another time' }).click()
  await choose(tab, clock)
  await tab.getByLabel('Why it is moved').fill('Cannot come that early')
}

async function choose(tab: Page, clock: string): Promise<void> {
  await tab.getByText('Choose the new time for the appointment of').waitFor()
  await tab.getByRole('button', { name: clock }).click()
  await tab.getByRole('heading', { name: 'Check, then move' }).waitFor()
}

const move = (tab: Page) => tab.getByRole('button', { name: 'Move the appointment' }).click()

describe('Moving an appointment in the booking app', () => {
  for (const javaScript of [true, false]) {
    test(`CON-10 APT-14 books the new one, then cancels the old one (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      const { app, tab, held } = await givenAppointments(t, { javaScript })
      await openAppointment(tab, app)
      await tab.getByRole('button', { name: 'Move to another time' }).click()
      await tab.getByRole('button', { name: '10:00' }).waitFor()
      await tab.checkPage()
      await choose(tab, '10:00')
      const page = await tab.innerText('main')
      for (const said of ['Book the new one:', '10:00 to 10:10', 'Then cancel the old one:', '09:00 to 09:10', 'at no time without'])
        assert.ok(page.includes(said), `${said} in ${page}`)
      assert.doesNotMatch(page, /yet another appointment/)
      assert.equal(await tab.getByLabel('What the new one is about').inputValue(), 'Cough')
      assert.equal(await tab.getByLabel('Comment').inputValue(), 'Prefers mornings')
      await tab.checkPage()

      // When the reason is forgotten
      await move(tab)
      await tab.getByRole('link', { name: 'Enter why it is cancelled' }).waitFor()
      await tab.checkPage()
      assert.deepEqual(await held(), ['09:00 booked 1'])
      await tab.getByLabel('Why it is moved').fill('Cannot come that early')
      await move(tab)

      // Then
      await tab.getByRole('heading', { name: 'Moved' }).waitFor()
      assert.match(await tab.innerText('main'), /The patient has the new appointment alone[\s\S]*Done[\s\S]*Done/)
      await tab.checkPage()
      assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 booked 1'])
      assert.deepEqual(
        (await workOf(app)).map(({ kind, state }) => [kind, state]),
        [['rescheduling', 'done']],
      )
    })
  }

  test('CON-05 what was typed of a move is kept before it is sent', async (t) => {
    const { app, tab } = await givenAppointments(t)
    await openAppointment(tab, app)
    await tab.getByRole('button', { name: 'Move to another time' }).click()
    await choose(tab, '10:00')
    const kept = tab.waitForResponse((response) => response.url().endsWith('/move/typed'))
    await tab.getByLabel('Why it is moved').fill('Cannot come that early')
    await tab.getByLabel('What the new one is about').fill('Cough, a week now')
    assert.equal((await kept).status(), 204)
    const other = await secondTab(tab)
    assert.equal(await other.getByLabel('Why it is moved').inputValue(), 'Cannot come that early')
    assert.equal(await other.getByLabel('What the new one is about').inputValue(), 'Cough, a week now')
  })

  test('CON-10 to another practice, whose own code it books under', async (t) => {
    const practices = [{ slots: at('09:00') }, { slots: at('12:00') }]
    const { app, tab, held } = await givenAppointments(t, { practices })
    await openAppointment(tab, app)
    await tab.getByRole('button', { name: 'Move to another time' }).click()
    await tab.getByRole('link', { name: 'Look elsewhere' }).click()
    await tab.getByLabel('By ODS code').fill(app.practices[1]?.odsCode ?? '')
    await tab.getByRole('button', { name: 'Look at these' }).click()
    await choose(tab, '12:00')
    await tab.getByLabel('Why it is moved').fill('Another place')
    await move(tab)
    await tab.getByRole('heading', { name: 'Moved' }).waitFor()
    assert.deepEqual(await held(), ['09:00 cancelled 2'])
    const there = await (await elsewhere(app, 1)).listAppointments()
    assert.ok(there.kind === 'listed')
    assert.deepEqual(
      there.appointments.map(({ status }) => status),
      ['booked'],
    )
  })

  test('CON-03 to a practice without a record of the patient: nobody is registered without having agreed', async (t) => {
    const practices = [{ slots: at('09:00') }, { slots: at('12:00'), file: { patients: [] } }]
    const { app, tab, held } = await givenAppointments(t, { practices })
    await openAppointment(tab, app)
    await tab.getByRole('button', { name: 'Move to another time' }).click()
    await tab.getByRole('link', { name: 'Look elsewhere' }).click()
    await tab.getByLabel('By ODS code').fill(app.practices[1]?.odsCode ?? '')
    await tab.getByRole('button', { name: 'Look at these' }).click()
    await tab.getByRole('button', { name: '12:00' }).click()
    await tab.getByRole('heading', { name: 'Surgery 2 has no record of this patient' }).waitFor()
    await tab.checkPage()
    await tab.getByRole('button', { name: 'They agree: go on' }).click()
    await tab.getByText('registers the patient as temporary first').waitFor()
    await tab.getByLabel('Why it is moved').fill('Another place')
    await move(tab)
    await tab.getByRole('heading', { name: 'Moved' }).waitFor()
    assert.deepEqual(await held(), ['09:00 cancelled 2'])
  })

  test('CON-10 PDS does not answer when it comes to moving: the old one stands, and nothing was begun', async (t) => {
    const { app, tab, held, calm } = await givenAppointments(t)
    await chooseNew(tab, app)
    app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { service: 'pds' }, what: { kind: 'status', status: 503 } }] })
    await move(tab)
    await tab.getByRole('heading', { name: 'Not moved' }).waitFor()
    assert.match(await tab.innerText('main'), /has the old appointment, as it was, and no new one/)
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 booked 1'])
    assert.deepEqual(await workOf(app), [])
    calm()
  })

  test('CON-10 CON-11 a process that ends before anything of a move was kept has sent nothing: another takes over', async (t) => {
    // Given a PDS that takes so long that nothing is expected of the move any more
    const { app, tab, held, calm } = await givenAppointments(t)
    await chooseNew(tab, app)
    app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { service: 'pds' }, what: { kind: 'time-out' } }] })
    await move(tab)
    await tab.getByRole('heading', { name: 'Moving the appointment' }).waitFor()
    await tab.checkPage()
    // When
    app.pass(3)
    await tab.goto(tab.url())
    // Then
    await tab.getByRole('heading', { name: 'Check, then move' }).waitFor()
    assert.match(await tab.innerText('main'), /Nothing was sent: the old appointment stands/)
    assert.equal(await tab.getByLabel('Why it is moved').inputValue(), 'Cannot come that early')
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 booked 1'])
    app.pass(-3)
    calm()
  })

  test('CON-10 the new slot has gone: the old one stands, and what was typed is kept', async (t) => {
    const { app, tab, held } = await givenAppointments(t)
    await chooseNew(tab, app)
    await bookElsewhere(app, '10:00')
    await move(tab)
    await tab.getByRole('heading', { name: 'Not moved' }).waitFor()
    assert.match(await tab.innerText('main'), /has the old appointment, as it was, and no new one/)
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 booked 1', '10:00 booked 1'])
    await tab.getByRole('button', { name: 'Choose another slot' }).click()
    await choose(tab, '11:00')
    assert.equal(await tab.getByLabel('Why it is moved').inputValue(), 'Cannot come that early')
    await move(tab)
    await tab.getByRole('heading', { name: 'Moved' }).waitFor()
    assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 booked 1', '11:00 booked 1'])
  })

  test('CON-08 CON-10 somebody else has changed the old one: both versions are shown, and nothing is moved', async (t) => {
    const { app, tab, held } = await givenAppointments(t)
    await chooseNew(tab, app)
    const session = await elsewhere(app)
    const listed = await session.listAppointments()
    assert.ok(listed.kind === 'listed' && listed.appointments[0])
    await session.amend(listed.appointments[0], { description: 'Theirs' })
    await move(tab)
    await tab.getByRole('heading', { name: 'Somebody else has changed the old appointment' }).waitFor()
    assert.match(await tab.getByRole('row', { name: /About/ }).innerText(), /Differs\s+Cough\s+Theirs/)
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 booked 2'])
  })

  test('CON-10 the old one could not be cancelled: the patient has both, and the last step is gone on with', async (t) => {
    const { app, tab, held, play, calm } = await givenAppointments(t)
    await chooseNew(tab, app)
    play('cancelAppointment', { kind: 'status', status: 429 })
    await move(tab)
    await tab.getByRole('heading', { name: 'The patient has both appointments' }).waitFor({ timeout: 30_000 })
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 booked 1', '10:00 booked 1'])

    // When the browser was closed meanwhile, and the app started anew
    await app.restart()
    calm()
    await tab.reload()
    await tab.getByRole('button', { name: 'Check again, and go on' }).click()
    await tab.getByRole('heading', { name: 'Moved' }).waitFor()
    assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 booked 1'])
    assert.deepEqual((await workOf(app))[0]?.state, 'done')
  })

  test('CON-10 the answer to the cancellation is lost: the patient has the new one for certain', async (t) => {
    const { app, tab, held, play, calm } = await givenAppointments(t)
    await chooseNew(tab, app)
    play('cancelAppointment', { kind: 'time-out' })
    await move(tab)

    // Then the two steps are seen while they are taken
    await tab.getByText(/Cancel the old one.*Being done/).waitFor()
    await tab.checkPage()
    await tab.getByRole('heading', { name: 'It is not known yet whether the old one was cancelled' }).waitFor({ timeout: 30_000 })
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 booked 1', '10:00 booked 1'])
    calm()
    await tab.getByRole('button', { name: 'Check again, and go on' }).click()
    await tab.getByRole('heading', { name: 'Moved' }).waitFor()
    assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 booked 1'])
  })

  test('CON-10 the answer to the booking is lost: the old one stands until it is known, also for whoever signs in anew', async (t) => {
    const { app, tab, held, odsCode, calm } = await givenAppointments(t)
    await chooseNew(tab, app)
    // It was booked, and the practice cannot be asked about it.
    const where = { practice: odsCode }
    app.faults.replace({
      ...{ kind: 'faults', seed: 1 },
      rules: [
        { where: { ...where, interaction: 'bookAppointment' }, what: { kind: 'reset-after' } },
        { where: { ...where, interaction: 'retrieveAppointments' }, what: { kind: 'status', status: 503 } },
      ],
    })
    await move(tab)
    await tab.getByRole('heading', { name: 'It is not known yet whether the new one was booked' }).waitFor({ timeout: 30_000 })
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 booked 1', '10:00 booked 1'])
    assert.deepEqual(
      (await workOf(app)).map(({ state }) => state),
      ['open'],
    )

    // When another slot is tried meanwhile, it is not booked
    const page = tab.url()
    await tab.goto(page.replace('/move', '/book'))
    await tab.getByRole('heading', { name: 'It is not known yet whether the new one was booked' }).waitFor()

    // When the session has ended
    calm()
    app.pass(25)
    await tab.goto(page)
    const signIn = tab.getByRole('button', { name: 'Sign in with Care Identity' })
    await signIn.waitFor()
    // CIS2's clock is the real one.
    app.pass(-25)
    await signIn.click()
    await tab.getByRole('button', { name: 'Check again, and go on' }).click()
    await tab.getByRole('heading', { name: 'Moved' }).waitFor()
    assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 booked 1'])
    assert.deepEqual(
      (await workOf(app)).map(({ state }) => state),
      ['done'],
    )
  })

  test('CON-10 is done once by two tabs, and can be left until then', async (t) => {
    const { app, tab, held } = await givenAppointments(t)
    await chooseNew(tab, app)
    const other = await secondTab(tab)
    await other.getByLabel('Why it is moved').fill('Cannot come that early')
    await Promise.all([move(tab), move(other)])
    for (const one of [tab, other]) await one.getByRole('heading', { name: 'Moved' }).waitFor()
    assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 booked 1'])
    assert.equal((await workOf(app)).length, 1)
  })

  test('CON-10 one that was given up, and ends when another tab has moved it, changes nothing of what is told', async (t) => {
    // Given a move that waits for PDS for so long that nothing is expected of it any more
    const { app, tab, calm, held } = await givenAppointments(t)
    await chooseNew(tab, app)
    app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { service: 'pds' }, what: { kind: 'time-out' } }] })
    await move(tab)
    await tab.getByRole('heading', { name: 'Moving the appointment' }).waitFor()
    calm()
    app.pass(3)

    // When it is taken over and moved, before that one has ended
    await tab.goto(tab.url())
    await tab.getByRole('heading', { name: 'Check, then move' }).waitFor()
    await move(tab)
    await tab.getByRole('heading', { name: 'Moved' }).waitFor()
    while ((await workOf(app)).some(({ state }) => state === 'open')) await new Promise((resolve) => setTimeout(resolve, 50))

    // Then
    await tab.goto(tab.url())
    assert.equal(await tab.innerText('h1'), 'Moved')
    assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 booked 1'])
  })

  test('CON-10 left, the appointment is where it was, and the next slot is booked for itself', async (t) => {
    const { app, tab, held } = await givenAppointments(t)
    await chooseNew(tab, app)
    await tab.getByRole('button', { name: 'Leave it where it is' }).click()
    await tab.getByRole('heading', { name: 'Appointment', level: 1 }).waitFor()
    await tab.getByRole('link', { name: 'Back to all appointments' }).click()
    await tab.getByRole('link', { name: 'Find a slot' }).click()
    await tab.getByRole('button', { name: '10:00' }).click()
    await tab.getByRole('heading', { name: 'Check, then book' }).waitFor()
    assert.deepEqual(await held(), ['09:00 booked 1'])
  })
})
