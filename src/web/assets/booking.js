// The pages of a booking: counts what is typed, sends once, and waits for what is not known yet.

for (const field of document.querySelectorAll('[data-longest]')) count(field)

function count(field) {
  const longest = Number(field.dataset.longest)
  const left = document.createElement('p')
  left.className = 'app-left'
  const said = document.createElement('p')
  said.className = 'nhsuk-u-visually-hidden'
  said.setAttribute('role', 'status')
  field.after(left, said)
  let later
  const show = () => {
    // Blanks at the ends are not sent, and a line's end is one character.
    const over = field.value.trim().length - longest
    const text =
      over > 0 ? `${over} ${over === 1 ? 'character' : 'characters'} too many` : `${-over} ${over === -1 ? 'character' : 'characters'} left`
    left.textContent = text
    left.classList.toggle('app-left--over', over > 0)
    clearTimeout(later)
    // Not each key: only once the typing stops, and only when it matters.
    if (over > -20) later = setTimeout(() => (said.textContent = text), 1000)
  }
  field.addEventListener('input', show)
  show()
}

for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = 'yes'
    const button = form.querySelector('button')
    if (button) button.textContent = `${form.dataset.once}…`
  })
}

for (const form of document.querySelectorAll('form[data-keep]')) keepTyped(form)

/** With the patient in hand, whenever the typing pauses: for whoever is signed out before it is sent. */
function keepTyped(form) {
  let later
  const keep = () => fetch(form.dataset.keep, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' })
  form.addEventListener('input', () => {
    clearTimeout(later)
    // What could not be kept is still on the page, and kept with what is typed next.
    later = setTimeout(() => keep().catch(() => undefined), 1000)
  })
  form.addEventListener('submit', () => clearTimeout(later))
}

for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print())

const waiting = document.getElementById('waiting')
if (waiting) watch(waiting)

/** The server asks the practice whenever it is asked, so not too often. */
function watch({ dataset: { state, at, booking } }) {
  const every = at === 'sending' ? 2_000 : 20_000
  const said = document.getElementById('waiting-said')
  const ask = async () => {
    try {
      const response = await fetch(state, { cache: 'no-store' })
      const now = response.ok && !response.redirected ? await response.json() : undefined
      if (now && (now.at !== at || now.id !== booking)) return window.location.reload()
      if (said && at !== 'sending') {
        const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' })
        said.textContent = `Asked at ${time}: not known yet.`
      }
    } catch {
      if (said) said.textContent = 'The server cannot be reached. This page keeps trying.'
    }
    setTimeout(ask, every)
  }
  setTimeout(ask, every)
}
