import type { Tab } from './browser.ts'
import type { GivenApp } from './given-app.ts'

/** Finds the patient, and confirms who they are. */
export async function confirmPatient(tab: Tab, { url }: Pick<GivenApp, 'url'>, nhsNumber: string): Promise<void> {
  await tab.goto(`${url}/find-patient`)
  await tab.getByLabel('NHS number').fill(nhsNumber)
  await tab.keyboard.press('Enter')
  await tab.getByRole('button', { name: 'Yes, this is the patient' }).click()
  await tab.getByRole('region', { name: 'Patient' }).waitFor()
}
