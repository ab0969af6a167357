import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenTab, type Tab } from './browser.ts'
import { givenApp, STAFF, signIn } from './given-app.ts'
import { at, givenAppointments } from './given-appointments.ts'
import { givenPractices } from './given-practices.ts'
import { keyboardOf } from './keyboard.ts'

const comes = (tab: Tab, heading: string | RegExp) => tab.getByRole('heading', { name: heading, level: 1, exact: true }).waitFor()

describe('By keyboard alone, in the booking app', () => {
  test('CON-01 a patient is found by NHS number, a slot chosen and booked', async (t) => {
    // Given
    const app = await givenPractices(t, { practices: [{ slots: at('09:00') }] })
    const tab = await givenTab(t)
    await tab.goto(app.url)
    const { press, type } = keyboardOf(tab)
    await press('Sign in with Care Identity')
    await tab.getByRole('button', { name: `Sign in as ${STAFF.dev.name}` }).waitFor()
    await signIn(tab, app, STAFF.dev)
    // When
    await type('NHS number', '9990000018')
    await press('Find patient')
    await comes(tab, 'Check who you are speaking to')
    await press('Yes, this is the patient')
    await comes(tab, 'You have checked who this is')
    await press('Find a slot')
    await tab.getByRole('button', { name: '09:00' }).waitFor()
    await press('09:00')
    await comes(tab, 'Check, then book')
    await type('What it is about', 'Review')
    await press('Book this appointment')
    // Then
    await comes(tab, 'Booked')
    await press('Finish with this patient')
    await comes(tab, 'Find a patient')
    await press('Sign out')
    await tab.waitForURL(/endSession/)
  })

  test('CON-10 APT-09 APT-10 an appointment is moved, changed and cancelled', async (t) => {
    const { tab, held } = await givenAppointments(t)
    const { press, type } = keyboardOf(tab)
    await press('See appointments')
    await comes(tab, 'Appointments')
    await press(/^09:00/)
    await comes(tab, 'Appointment')
    await press('Move to another time')
    await tab.getByRole('button', { name: '10:00' }).waitFor()
    await press('10:00')
    await comes(tab, 'Check, then move')
    await type('Why it is moved', 'Cannot come that early')
    await press('Move the appointment')
    await comes(tab, 'Moved')
    assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 booked 1'])

    await press('Back to all appointments')
    await comes(tab, 'Appointments')
    await press(/^10:00/)
    await comes(tab, 'Appointment')
    await press('Change description or comment')
    await comes(tab, 'Change description or comment')
    await type('What it is about', 'Cough, a week now')
    await press('Change the appointment')
    await comes(tab, 'Changed')
    assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 booked 2'])

    await press('Back to all appointments')
    await comes(tab, 'Appointments')
    await press(/^10:00/)
    await comes(tab, 'Appointment')
    await press('Cancel it')
    await comes(tab, 'Cancel this appointment?')
    await type('Reason', 'Feels better')
    await press('Yes, cancel this appointment')
    await comes(tab, 'Cancelled')
    assert.deepEqual(await held(), ['09:00 cancelled 2', '10:00 cancelled 3'])
  })

  test('CON-02 CON-11 a list of practices is made, and what is not known is found out about', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    const { press, type } = keyboardOf(tab)
    // When
    await press('Lists of practices')
    await comes(tab, 'Lists of practices')
    await press('Make a list')
    await comes(tab, 'Make a list of practices')
    await type('Name of the list', 'By keyboard')
    await type('Add practices by ODS code', 'B86013')
    await press('Add')
    await tab.getByText('(B86013)').waitFor()
    await press('Save the list')
    // Then
    await comes(tab, 'By keyboard')

    // When
    await app.beginWork(STAFF.dev, 'booking', { summary: 'By keyboard' })
    app.pass(3)
    await press('My recent work')
    await comes(tab, 'My recent work')
    await press(/^Find out now: By keyboard$/)
    await tab.waitForURL(/#work-/)
    // Then
    const item = tab.locator('.nhsuk-inset-text').filter({ hasText: 'By keyboard' })
    assert.match(await item.getByRole('heading').innerText(), /^Not booked: /)
  })
})
