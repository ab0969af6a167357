import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { STAFF } from './given-app.ts'
import { at, bookElsewhere, elsewhere, givenAppointments, openAppointment, secondTab, workOf } from './given-appointments.ts'

describe('The patient’s appointments in the booking app', () => {
  for (const javaScript of [true, false]) {
    test(`APT-08 CON-14 come practice by practice, from today on (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const practices = [{ slots: at('09:00', '10:00') }, { slots: at('08:30') }, { file: { patients: [] } }]
      const { app, tab, play } = await givenAppointments(t, { practices, javaScript, booked: ['09:00', '10:00'] })
      await bookElsewhere(app, '08:30', 1)
      const cancelled = await (await elsewhere(app)).listAppointments()
      assert.ok(cancelled.kind === 'listed' && cancelled.appointments[1])
      await (await elsewhere(app)).cancel(cancelled.appointments[1], 'Feels better')

      // When
      await tab.getByRole('button', { name: 'See appointments' }).click()
      await tab.getByRole('link', { name: 'Look at other practices too' }).click()
      await tab.checkPage()
      await tab.getByLabel('By ODS code').fill(
        app.practices
          .slice(1)
          .map(({ odsCode }) => odsCode)
          .join(' '),
      )
      await tab.getByRole('button', { name: 'Look at these' }).click()

      // Then
      await tab.getByRole('heading', { name: 'All by day' }).waitFor()
      const page = await tab.innerText('main')
      for (const said of [
        'Earlier appointments are not listed',
        'Dr Asha Patel (female), General Medical Practitioner',
        'Surgery 1, 1 High Street, Leeds, LS1 6AE',
        'About: Cough',
        'Booked by: Yorkshire Ambulance Service NHS Trust (NHS 111) (RX8)',
        '1 cancelled at Surgery 1',
        'has no record of this patient',
        '3 of 3 practices have answered',
      ])
        assert.ok(page.toLowerCase().includes(said.toLowerCase()), `${said} in ${page}`)
      const byDay = await tab.locator('#end').innerText()
      assert.ok(byDay.indexOf('08:30') < byDay.indexOf('09:00') && !byDay.includes('10:00'), byDay)
      await tab.getByText(/1 cancelled at Surgery 1/i).click()
      assert.match(await tab.innerText('main'), /Cancelled because: Feels better/)
      assert.doesNotMatch(await tab.content(), /patient\/[^"]*9990000018/)
      await tab.checkPage()

      // When one of them does not answer
      play(undefined, { kind: 'status', status: 503 })
      await tab.reload()
      await tab.getByText('Could not be asked: what the patient has here is not known.').waitFor()
      assert.match(await tab.innerText('main'), /2 of 3 practices have answered/)
      await tab.checkPage()
    })
  }

  test('APT-08 there is none, and it is said where there may be', async (t) => {
    const { tab, play, calm, odsCode } = await givenAppointments(t, { booked: [] })
    await tab.getByRole('button', { name: 'See appointments' }).click()
    await tab.getByRole('heading', { name: 'The patient has no appointment from today on' }).waitFor()
    await tab.checkPage()

    play(undefined, { kind: 'status', status: 503 })
    await tab.reload()
    await tab.getByRole('heading', { name: 'No appointment is known' }).waitFor()
    calm()
    await tab.getByRole('link', { name: /Ask Surgery 1 again/i }).click()
    await tab.getByRole('heading', { name: 'The patient has no appointment from today on' }).waitFor()
    assert.ok(tab.url().endsWith(`/appointments/at/${odsCode}`))
  })
})

describe('An appointment in the booking app', () => {
  for (const javaScript of [true, false]) {
    test(`APT-09 is shown with all there is, and its texts are changed (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      const { app, tab, held } = await givenAppointments(t, { javaScript })
      await openAppointment(tab, app)
      const page = await tab.innerText('main')
      for (const fact of ['10 minutes', 'In-person', 'GP appointment', 'Morning surgery', 'Dr Asha Patel', 'Prefers mornings', '(RX8)'])
        assert.ok(page.includes(fact), `${fact} in ${page}`)
      await tab.checkPage()

      // When what was typed is too long, it is kept
      await tab.getByRole('button', { name: 'Change description or comment' }).click()
      await tab.checkPage()
      if (javaScript) await tab.getByText('95 characters left').waitFor()
      await tab.getByLabel('What it is about').fill('x'.repeat(101))
      await tab.getByRole('button', { name: 'Change the appointment' }).click()
      await tab.getByRole('link', { name: 'Shorten the description to 100 characters: it has 101' }).waitFor()
      assert.equal(await tab.getByLabel('What it is about').inputValue(), 'x'.repeat(101))
      await tab.checkPage()

      // When it is not
      await tab.getByLabel('What it is about').fill('Cough, a week now')
      await tab.getByLabel('Comment').fill('')
      await tab.getByRole('button', { name: 'Change the appointment' }).click()

      // Then
      await tab.getByRole('heading', { name: 'Changed' }).waitFor()
      assert.match(await tab.innerText('main'), /Cough, a week now[\s\S]*Comment\s+None/)
      assert.deepEqual(await held(), ['09:00 booked 2'])
      await tab.checkPage()
    })

    test(`APT-10 is cancelled with a reason, after one more look (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      const { app, tab, held } = await givenAppointments(t, { javaScript })
      await openAppointment(tab, app)
      await tab.getByRole('button', { name: 'Cancel it' }).click()
      await tab.checkPage()
      await tab.getByRole('button', { name: 'Yes, cancel this appointment' }).click()
      await tab.getByRole('link', { name: 'Enter why it is cancelled' }).waitFor()
      await tab.checkPage()
      assert.deepEqual(await held(), ['09:00 booked 1'])

      await tab.getByLabel('Reason').fill('Feels better')
      await tab.getByRole('button', { name: 'Yes, cancel this appointment' }).click()
      await tab.getByRole('heading', { name: 'Cancelled', exact: true }).waitFor()
      assert.match(await tab.innerText('main'), /Feels better/)
      await tab.checkPage()
      assert.deepEqual(await held(), ['09:00 cancelled 2'])

      // Then it cannot be changed any more
      await tab.getByRole('button', { name: 'Back to all appointments' }).click()
      await tab.getByText(/1 cancelled at Surgery 1/i).click()
      await tab.getByRole('link', { name: '09:00' }).click()
      await tab.getByText('This cannot be changed here. It is cancelled').waitFor()
      await tab.checkPage()
    })
  }

  test('CON-08 APT-11 that somebody else has changed is shown in both versions, and the user decides again', async (t) => {
    const { app, tab, held } = await givenAppointments(t)
    await openAppointment(tab, app)
    await tab.getByRole('button', { name: 'Change description or comment' }).click()
    await tab.getByLabel('What it is about').fill('Mine')
    const session = await elsewhere(app)
    const listed = await session.listAppointments()
    assert.ok(listed.kind === 'listed' && listed.appointments[0])
    await session.amend(listed.appointments[0], { description: 'Theirs' })

    // When
    await tab.getByRole('button', { name: 'Change the appointment' }).click()

    // Then
    await tab.getByRole('heading', { name: 'Somebody else has changed this appointment' }).waitFor()
    assert.match(await tab.getByRole('row', { name: /About/ }).innerText(), /Differs\s+Cough\s+Theirs/)
    assert.doesNotMatch(await tab.getByRole('row', { name: /Comment/ }).innerText(), /Differs/)
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 booked 2'])
    await tab.getByRole('button', { name: 'Write mine over it' }).click()
    await tab.getByRole('heading', { name: 'Changed' }).waitFor()
    assert.deepEqual(await held(), ['09:00 booked 3'])
  })

  test('what a practice sends turns no other text round', async (t) => {
    const { app, tab } = await givenAppointments(t, { booked: [], javaScript: false })
    await bookElsewhere(app, '09:00', 0, 'Cough \u202e31:40\u2066 x')
    await openAppointment(tab, app)
    const shown = await tab.content()
    assert.match(shown, /Cough 31:40 x/)
    assert.doesNotMatch(shown, /[\u202a-\u202e\u2066-\u2069]/)
  })

  test('APT-12 that somebody else has cancelled cannot be changed, and is shown', async (t) => {
    const { app, tab, held } = await givenAppointments(t)
    await openAppointment(tab, app)
    await tab.getByRole('button', { name: 'Change description or comment' }).click()
    const session = await elsewhere(app)
    const listed = await session.listAppointments()
    assert.ok(listed.kind === 'listed' && listed.appointments[0])
    await session.cancel(listed.appointments[0], 'Elsewhere now')
    await tab.getByLabel('What it is about').fill('Mine')
    await tab.getByRole('button', { name: 'Change the appointment' }).click()
    await tab.getByRole('heading', { name: 'It has been cancelled already' }).waitFor()
    assert.match(await tab.innerText('main'), /Elsewhere now/)
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 cancelled 2'])
  })

  test('APT-11 is changed once by two tabs, by the back button and by sending twice', async (t) => {
    const { app, tab, held } = await givenAppointments(t)
    await openAppointment(tab, app)
    await tab.getByRole('button', { name: 'Change description or comment' }).click()
    const [other, late] = [await secondTab(tab), await secondTab(tab)]

    // When the same is sent from both
    for (const one of [tab, other]) {
      await one.getByLabel('What it is about').fill('Cough, a week now')
      await one.getByRole('button', { name: 'Change the appointment' }).click()
      await one.getByRole('heading', { name: 'Changed' }).waitFor()
    }
    assert.deepEqual(await held(), ['09:00 booked 2'])

    // When something else is sent from a page that shows what there was before
    await late.getByLabel('What it is about').fill('Something else')
    await late.getByRole('button', { name: 'Change the appointment' }).click()
    await late.getByRole('heading', { name: 'Somebody else has changed this appointment' }).waitFor()
    assert.deepEqual(await held(), ['09:00 booked 2'])

    // Then the page before shows what there is
    await other.goBack()
    assert.equal(await other.getByLabel('What it is about').inputValue(), 'Cough, a week now')
  })

  test('APT-11 whose answer was lost is found out about, and cancelled once', async (t) => {
    const { app, tab, held, play, calm } = await givenAppointments(t)
    await openAppointment(tab, app)
    await tab.getByRole('button', { name: 'Cancel it' }).click()
    await tab.getByLabel('Reason').fill('Feels better')
    // Nothing reaches the practice, and nobody knows.
    play('cancelAppointment', { kind: 'time-out' })
    await tab.getByRole('button', { name: 'Yes, cancel this appointment' }).click()
    await tab.getByRole('heading', { name: 'It is not known yet whether this was cancelled' }).waitFor({ timeout: 30_000 })
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 booked 1'])
    assert.deepEqual(
      (await workOf(app)).map(({ kind, state }) => [kind, state]),
      [['cancellation', 'open']],
    )
    // Whoever asks from the list of recent work is not told too early that it was not made
    const other = await tab.context().newPage()
    await other.goto(`${app.url}/recent-work`)
    await other
      .getByRole('button', { name: /^Find out now/ })
      .first()
      .click()
    assert.match(await other.getByRole('alert').innerText(), /may still arrive. Ask again at \d\d:\d\d/)
    await other.close()

    // When its answer is lost again, though it was done
    play('cancelAppointment', { kind: 'reset-after' })
    await tab.getByRole('button', { name: 'Check again' }).click()

    // Then
    await tab.getByRole('heading', { name: 'Cancelled', exact: true }).waitFor({ timeout: 30_000 })
    calm()
    assert.deepEqual(await held(), ['09:00 cancelled 2'])
    assert.deepEqual(
      (await workOf(app)).map(({ kind, state }) => [kind, state]),
      [['cancellation', 'done']],
    )
  })

  for (const [kind, wanted, elsewhereFirst, words] of [
    ['cancellation', { kind: 'cancel', reason: 'Feels better' }, 'cancel', 'Cancelled'],
    ['cancellation', { kind: 'cancel', reason: 'Feels better' }, undefined, 'Not cancelled'],
    ['amendment', { kind: 'amend', texts: { description: 'Cough', comment: 'A week now ' } }, 'A week now', 'Changed'],
    ['amendment', { kind: 'amend', texts: { description: 'Cough', comment: 'A week now' } }, 'Since March', 'Changed otherwise meanwhile'],
    ['amendment', { kind: 'amend', texts: { description: 'Cough', comment: 'A week now' } }, undefined, 'Not changed'],
  ] as const) {
    const since = elsewhereFirst ? `and the practice has otherwise (${elsewhereFirst})` : 'and nothing has come of it'
    test(`APT-11 CON-11 a ${kind} of which nothing was heard, ${since}, is found out about from recent work: ${words}`, async (t) => {
      // Given work of somebody whose process ended before the answer came
      const { app, tab, odsCode } = await givenAppointments(t, { javaScript: false, booked: [] })
      const seen = await bookElsewhere(app, '09:00')
      const { id: appointmentId, version, practice } = seen
      assert.equal(practice, odsCode)
      const content = { practice: { odsCode: practice, name: 'Surgery' }, appointmentId, change: { wanted, version } }
      await app.beginWork(STAFF.dev, kind, { ...content, summary: `${words} ${odsCode}` })
      if (elsewhereFirst) {
        const session = await elsewhere(app)
        const done = await (elsewhereFirst === 'cancel'
          ? session.cancel(seen, 'Feels better')
          : session.amend(seen, { comment: elsewhereFirst }))
        assert.match(done.kind, /^(?:cancelled|amended)$/)
      } else app.pass(6)
      // When
      await tab.goto(`${app.url}/recent-work`)
      const item = tab.locator('.nhsuk-inset-text').filter({ hasText: `${words} ${odsCode}` })
      await item.getByRole('button', { name: /^Find out now/ }).click()
      // Then
      assert.ok((await item.getByRole('heading').innerText()).startsWith(`${words}: `))
      assert.equal(await item.getByRole('button', { name: /^Find out now/ }).count(), 0)
      await tab.checkPage()
    })
  }

  test('APT-11 a practice that cannot be asked what became of a change says why, and it stays to be found out', async (t) => {
    const { app, tab, play } = await givenAppointments(t, { booked: [] })
    const { id: appointmentId, version, practice: odsCode } = await bookElsewhere(app, '09:00')
    const change = { wanted: { kind: 'cancel', reason: 'Feels better' }, version } as const
    await app.beginWork(STAFF.dev, 'cancellation', { practice: { odsCode, name: 'Surgery' }, appointmentId, change, summary: odsCode })
    play('readAppointment', { kind: 'status', status: 503 })
    await tab.goto(`${app.url}/recent-work`)
    const item = tab.locator('.nhsuk-inset-text').filter({ hasText: odsCode })
    await item.getByRole('button', { name: /^Find out now/ }).click()
    assert.match(await item.getByRole('alert').innerText(), /Could not read the appointment/)
    await item.getByRole('button', { name: /^Find out now/ }).waitFor()
    await tab.checkPage()
  })

  test('APT-10 whose patient was finished with before the practice answered is known to be cancelled all the same', async (t) => {
    // Given a practice that takes its time
    const { app, tab, encounter, play, held } = await givenAppointments(t)
    await openAppointment(tab, app)
    await tab.getByRole('button', { name: 'Cancel it' }).click()
    await tab.getByLabel('Reason').fill('Feels better')
    play('cancelAppointment', { kind: 'delay', ms: 3_000 })

    // When
    const pressed = tab.getByRole('button', { name: 'Yes, cancel this appointment' }).click()
    while (!(await workOf(app)).some(({ state }) => state === 'open')) await new Promise((resolve) => setTimeout(resolve, 20))
    await app.db.query('delete from encounter where id = $1', [encounter.split('/').at(-1) ?? ''])
    await pressed

    // Then
    await tab.getByRole('heading', { name: 'It was sent, and cannot be shown here' }).waitFor()
    await tab.checkPage()
    assert.deepEqual(await held(), ['09:00 cancelled 2'])
    await tab.getByRole('link', { name: 'My recent work' }).last().click()
    assert.match(await tab.innerText('main'), /Cancelled/)
    assert.deepEqual(
      (await workOf(app)).map(({ kind, state }) => [kind, state]),
      [['cancellation', 'done']],
    )
  })

  test('ERR-02 at a practice that does not answer is left as it is, and can be asked for again', async (t) => {
    const { app, tab, held, play, calm } = await givenAppointments(t)
    await openAppointment(tab, app)
    const page = tab.url()
    await tab.getByRole('button', { name: 'Cancel it' }).click()
    await tab.getByLabel('Reason').fill('Feels better')
    play(undefined, { kind: 'reset-before' })
    await tab.getByRole('button', { name: 'Yes, cancel this appointment' }).click()
    await tab.getByRole('heading', { name: 'Not cancelled' }).waitFor({ timeout: 30_000 })
    await tab.checkPage()
    await tab.goto(page)
    await tab.getByText('This is how it was when the practice last said').waitFor({ timeout: 30_000 })
    await tab.checkPage()
    calm()
    await tab.goto(`${page}/outcome`)
    await tab.getByRole('button', { name: 'Ask again' }).click()
    await tab.getByRole('heading', { name: 'Cancelled', exact: true }).waitFor()
    assert.deepEqual(await held(), ['09:00 cancelled 2'])
  })

  test('CON-04 is nobody else’s: an address without its encounter, and a form that names no look, lead nowhere', async (t) => {
    const { app, tab, held, encounter } = await givenAppointments(t)
    await openAppointment(tab, app)
    await tab.getByRole('button', { name: 'Cancel it' }).click()
    await tab.locator('input[name=look]').evaluate((field) => field.setAttribute('value', '0123456789abcdef'))
    await tab.getByLabel('Reason').fill('Feels better')
    await tab.getByRole('button', { name: 'Yes, cancel this appointment' }).click()
    await tab.getByRole('heading', { name: 'This was changed in another tab' }).waitFor()
    await tab.goto(`${new URL(app.url).origin}${encounter}/appointments/__proto__`)
    await tab.getByRole('heading', { name: 'Page not found' }).waitFor()
    assert.deepEqual(await held(), ['09:00 booked 1'])
  })
})
