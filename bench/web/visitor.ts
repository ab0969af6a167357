import { Agent, request as send } from 'node:http'

export type Page = { url: URL; status: number; html: string }
/** `name` is the page's, without what stands for a patient or an appointment; `ms` until its last byte. */
export type Answered = { name: string; method: string; status: number; firstMs: number; ms: number; bytes: number }
export type Visitor = {
  open: (path: string) => Promise<Page>
  /** Sends the form which has a button of these words, with what a browser would send, and follows where it leads. Of several buttons `which`. */
  press: (page: Page, words: RegExp, fields?: Record<string, string>, which?: (buttons: number) => number) => Promise<Page>
  leave: () => void
}

const MOST_REDIRECTS = 12

/** One user's browser, as a server sees it: cookies, redirects, forms and one connection that is kept. Nothing is drawn, and no script runs. */
export function createVisitor(home: string, answered: (answer: Answered) => void): Visitor {
  // A browser keeps more; one is enough for who asks for one page after the other.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const cookies = new Map<string, string>()

  async function visit(url: URL, body?: URLSearchParams): Promise<Page> {
    let [to, sent] = [url, body]
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const { status, location, html } = await ask(to, sent)
      if (status < 300 || status > 399 || location === undefined) return { url: to, status, html }
      ;[to, sent] = [new URL(location, to), undefined]
    }
    throw new Error(`There is no end of redirects from ${url.pathname}`)
  }

  function ask(url: URL, body?: URLSearchParams): Promise<{ status: number; location: string | undefined; html: string }> {
    const began = performance.now()
    const method = body ? 'POST' : 'GET'
    const headers = {
      accept: 'text/html',
      'sec-fetch-site': 'same-origin',
      ...(cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
      ...(body && { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin }),
    }
    return new Promise((resolve, reject) => {
      const request = send(url, { method, headers, agent }, (response) => {
        const firstMs = performance.now() - began
        const chunks: Buffer[] = []
        response.on('error', reject)
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          for (const cookie of response.headers['set-cookie'] ?? []) keep(cookie)
          const [html, status] = [Buffer.concat(chunks), response.statusCode ?? 0]
          const ms = performance.now() - began
          if (url.origin === new URL(home).origin) answered({ name: nameOf(url.pathname), method, status, firstMs, ms, bytes: html.length })
          resolve({ status, location: response.headers.location, html: html.toString('utf8') })
        })
      })
      request.on('error', reject)
      request.end(body?.toString())
    })
  }

  function keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) cookies.delete(name)
    else cookies.set(name, value)
  }

  return {
    open: (path) => visit(new URL(path, home)),
    press: async (page, words, fields = {}, which = () => 0) => {
      const form = formWith(page.html, words, which)
      if (!form)
        throw new Error(
          `${nameOf(page.url.pathname)} (${page.status}) has no button ${words}: ${shown(page.html.slice(page.html.indexOf('<main'))).slice(0, 1500)}`,
        )
      return visit(new URL(form.action || page.url, page.url), new URLSearchParams({ ...form.fields, ...fields }))
    },
    leave: () => agent.destroy(),
  }
}

const nameOf = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/(appointments\/)[^/]+/, '$1:id')

const attribute = (tag: string, name: string) => unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
const unescaped = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Of HTML as the app writes it: each button stands in its form. */
function formWith(html: string, words: RegExp, which: (buttons: number) => number) {
  for (const [form, open = '', inside = ''] of html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/g)) {
    const buttons = [...inside.matchAll(/(<button\b[^>]*>)([\s\S]*?)<\/button>/g)].filter(([, , text = '']) => words.test(shown(text)))
    const [, button = ''] = buttons[which(buttons.length)] ?? []
    if (button === '') continue
    const hidden = [...form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag)
    const sent = attribute(button, 'name') === '' ? hidden : [...hidden, button]
    return {
      action: attribute(open, 'action'),
      fields: Object.fromEntries(sent.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')])),
    }
  }
  return undefined
}

const shown = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
