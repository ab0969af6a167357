// The form of the filter: acts at once, and is kept a moment later for when the page is opened again.

const AFTER_MS = 800

export function watchFilter(filter, show) {
  let waiting
  let keeping

  function send() {
    const body = new URLSearchParams(new FormData(filter))
    const headers = { 'x-form-token': body.get('formToken') ?? '' }
    return fetch(filter.action, { method: 'POST', body, keepalive: true, headers }).catch(() => {})
  }

  /** Settles once it is kept, or cannot be: the page shows it already. One after the other, so that the last is what is kept. */
  function keep() {
    clearTimeout(waiting)
    waiting = undefined
    const kept = (keeping ? keeping.then(send) : send()).then(() => {
      if (keeping === kept) keeping = undefined
    })
    keeping = kept
    return kept
  }

  function clear() {
    for (const control of filter.elements) {
      if (control.type === 'checkbox') control.checked = false
      else if (control.name !== 'formToken' && control.name !== 'sort' && 'value' in control && control.type !== 'submit')
        control.value = ''
    }
    void keep()
    show()
  }

  filter.addEventListener('input', () => {
    show()
    clearTimeout(waiting)
    waiting = setTimeout(keep, AFTER_MS)
  })
  // Chosen, or typed to its end: whatever comes next, this is kept first.
  filter.addEventListener('change', () => void keep())
  filter.addEventListener('submit', (event) => {
    event.preventDefault()
    if (event.submitter?.name === 'clear') clear()
    else show()
  })
  document.addEventListener('submit', (event) => {
    const { target: form, submitter } = event
    if (form.id === 'clear-too') {
      event.preventDefault()
      clear()
      document.getElementById('channel').focus()
    } else if (form.action.endsWith('/slots/days') && (keeping ?? waiting) !== undefined) {
      // The other days are looked at with this filter.
      event.preventDefault()
      void (waiting === undefined ? keeping : keep()).then(() => form.requestSubmit(submitter))
    }
  })
}

/** As the form has it: each control by its label, the boxes of the days together. The server says the same (`asked-for.ts`). */
export function askedFor(filter) {
  const boxes = [...filter.querySelectorAll('input[type=checkbox]:checked')].map((box) => box.labels[0].textContent.trim())
  const days = filter.querySelector('.app-weekdays')
  return [...filter.querySelectorAll('select:not(#sort), input[type=text], .app-weekdays')].flatMap((control) => {
    if (control === days) return boxes.length > 0 ? [`Days: ${boxes.join(', ')}`] : []
    const value = control.value && (control.selectedOptions?.[0].textContent ?? control.value).trim()
    return value ? [`${control.labels[0].textContent.trim()}: ${value}`] : []
  })
}
