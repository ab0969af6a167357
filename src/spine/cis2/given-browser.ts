/** As much of a browser as a sign-in needs: it follows redirects, keeps cookies by path, and sends forms. */
export function openBrowser({ reach, until }: { reach: (url: string) => string; until: (url: string) => boolean }) {
  const cookies = new Map<string, { path: string; value: string }>()
  let at = ''
  let page = ''

  function keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/'
      const key = `${name} ${path}`
      if (value === '' || attributes.some((one) => /^expires=Thu, 01 Jan 1970/i.test(one))) cookies.delete(key)
      else cookies.set(key, { path, value })
    }
  }

  async function go(url: string, init: { method: string; body?: URLSearchParams } = { method: 'GET' }, hops = 0): Promise<void> {
    at = url
    page = ''
    if (until(url) || hops > 10) return
    const { pathname } = new URL(url)
    const cookie = [...cookies].flatMap(([key, { path, value }]) => (pathname.startsWith(path) ? [`${key.split(' ')[0]}=${value}`] : []))
    const response = await fetch(reach(url), { ...init, redirect: 'manual', headers: { cookie: cookie.join('; '), accept: 'text/html' } })
    keep(response)
    page = await response.text()
    const location = response.headers.get('location')
    if (location !== null) await go(new URL(location, url).href, { method: 'GET' }, hops + 1)
    // The one script there is: a form that sends itself, where somebody else was signed in before.
    else if (page.includes('document.forms[0].submit()')) await submit({})
  }

  /** The form on this page, with the hidden fields it has. */
  function submit(fields: Record<string, string>): Promise<void> {
    const action = /<form[^>]*action="([^"]*)"/.exec(page)?.[1] ?? at
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ])
    return go(new URL(action, at).href, { method: 'POST', body: new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }) })
  }

  return {
    open: (url: string) => go(url),
    submit,
    url: () => at,
    page: () => page,
    arrived: () => until(at),
    /** As if it had never been here. */
    forget: () => cookies.clear(),
  }
}
