/** The pages of the simulated CIS2: plain HTML, one button a choice, nothing fetched from anywhere and no script. */

export type Html = { html: string }

/** Only what comes out of this is put into a page unescaped. */
export function html(texts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const parts = values.map((value) =>
    typeof value === 'string' ? escaped(value) : isList(value) ? value.map((part) => part.html).join('') : value.html,
  )
  return { html: texts.map((text, index) => text + (parts[index] ?? '')).join('') }
}

const isList = (value: Html | readonly Html[]): value is readonly Html[] => Array.isArray(value)

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // No form-action: browsers would apply it to the way back to the application, too.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

const STYLE = `
  body { font: 1.1rem/1.5 Arial, sans-serif; color: #212b32; background: #f0f4f5; margin: 0 }
  header { background: #005eb8; color: #fff; padding: 1rem }
  main { max-width: 45rem; margin: auto; padding: 1rem }
  li { background: #fff; margin: 0 0 1rem; padding: 1rem }
  ul { list-style: none; padding: 0 }
  button { font: inherit; font-weight: bold; color: #fff; background: #007f3b; border: 0; border-radius: 4px; padding: .6rem 1rem; cursor: pointer }
  button.secondary { color: #212b32; background: #d8dde0 }
  button:focus-visible { outline: 4px solid #ffeb3b; outline-offset: 0; color: #212b32; background: #ffeb3b }
`

export function page(title: string, content: Html): string {
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – simulated CIS2</title><style>${{ html: STYLE }}</style></head>
<body>
<header>Simulated Care Identity (CIS2): test staff only, all invented</header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.html
}
