import { initAll } from './nhsuk.js'

initAll()

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const text = document.getElementById(button.getAttribute('data-copy') ?? '')?.textContent ?? ''
    const said = button.parentElement?.querySelector('.app-copied')
    try {
      await navigator.clipboard.writeText(text)
      if (said) said.textContent = 'Copied'
    } catch {
      if (said) said.textContent = 'Could not copy: select the text instead'
    }
  })
}

const WARN_SECONDS = 120
const dialog = document.getElementById('time-out')
if (dialog instanceof HTMLDialogElement) watchTime(dialog)

/** Warns in time, and leaves the page when the session has ended: other tabs may have kept it alive, so the server is asked. */
function watchTime(dialog) {
  const { session, timedOut, formToken, secondsLeft } = dialog.dataset
  const left = dialog.querySelector('#time-out-left')
  const said = dialog.querySelector('#time-out-said')
  let endsAt = Date.now() + Number(secondsLeft) * 1000
  let asking = false
  /** It was asked for more time, and there is no more: the rest is for finishing. */
  let isFinal = false

  const remaining = () => Math.ceil((endsAt - Date.now()) / 1000)
  const leave = () => window.location.replace(`${timedOut}?from=${encodeURIComponent(window.location.pathname)}`)

  async function ask(init) {
    const response = await fetch(session, { cache: 'no-store', ...init })
    if (response.status === 401 || response.status === 403) return leave()
    const answer = await response.json()
    endsAt = Date.now() + answer.secondsLeft * 1000
    if (remaining() > WARN_SECONDS && dialog.open) dialog.close()
  }

  async function tick() {
    const seconds = remaining()
    if (seconds > WARN_SECONDS || asking) return
    asking = true
    try {
      if (seconds <= 0 || !(dialog.open || isFinal)) await ask()
    } catch {
      // Offline, or the server is away: what the clock says holds.
      if (seconds <= 0) leave()
    } finally {
      asking = false
    }
    const now = remaining()
    if (now > WARN_SECONDS || now <= 0) return
    const text = now > 60 ? `${Math.ceil(now / 60)} minutes` : `${now} seconds`
    if (left) left.textContent = text
    if (said && (now === WARN_SECONDS || now === 60 || now === 20)) said.textContent = `You will be signed out in ${text}`
    if (!dialog.open && !isFinal) dialog.showModal()
  }

  async function stay() {
    if (isFinal) return dialog.close()
    try {
      await ask({ method: 'POST', headers: { 'x-form-token': formToken } })
    } catch {
      if (said) said.textContent = 'Could not reach the server: try again'
      return
    }
    if (remaining() > WARN_SECONDS) return
    isFinal = true
    const text = dialog.querySelector('#time-out-text')
    if (text) text.textContent = 'You have been signed in for as long as is allowed. Finish what you are doing, then sign in again.'
    if (said) said.textContent = text?.textContent ?? ''
    const button = dialog.querySelector('#time-out-stay')
    if (button) button.textContent = 'Go on'
  }

  dialog.querySelector('#time-out-stay')?.addEventListener('click', stay)
  dialog.addEventListener('cancel', stay)
  setInterval(tick, 1000)

  // Signed out in another tab, or by CIS2: whoever comes back to this one sees no patient. Also one that the browser has kept whole.
  const isStillIn = () => document.visibilityState === 'visible' && ask().catch(() => undefined)
  document.addEventListener('visibilitychange', isStillIn)
  window.addEventListener('pageshow', ({ persisted }) => persisted && isStillIn())
}
