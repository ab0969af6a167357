import assert from 'node:assert/strict'
import type { Tab } from './browser.ts'

/** More than any page of ours has before what is looked for. */
const MOST_TABS = 80

/** Somebody who has no mouse: whatever is used is reached with the Tab key first. */
export function keyboardOf(tab: Tab) {
  async function tabUntil(isThere: () => Promise<boolean>, what: string | RegExp): Promise<void> {
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (await isThere()) return
      await tab.keyboard.press('Tab')
    }
    assert.fail(`${what} cannot be reached by the keyboard on ${tab.url()}`)
  }

  /** A link or a button, by its text. */
  async function press(name: string | RegExp): Promise<void> {
    await tab.waitForLoadState('load')
    await tabUntil(async () => {
      const text = (await tab.evaluate<string | undefined>('document.activeElement?.textContent?.trim()')) ?? ''
      return typeof name === 'string' ? text === name : name.test(text)
    }, name)
    await tab.keyboard.press('Enter')
  }

  /** In place of what is there. */
  async function type(label: string, text: string): Promise<void> {
    await tab.waitForLoadState('load')
    await tabUntil(async () => (await tab.getByLabel(label).and(tab.locator(':focus')).count()) > 0, label)
    await tab.keyboard.press('ControlOrMeta+a')
    await tab.keyboard.type(text)
  }
  return { press, type }
}
