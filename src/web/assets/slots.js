// The page of free slots: takes up each practice's answer as it comes in, puts all of them in order, and filters in place.

import { askedFor, watchFilter } from './slots-filter.js'
import { lower, runsIn, wantedIn, weekdayOf } from './slots-wanted.js'

const results = document.getElementById('results')
const arrivals = document.getElementById('arrivals')
const filter = document.getElementById('filter')
const progress = document.getElementById('progress')
/** Each group of slots as it came, with what it can be filtered by. */
const groups = []
const states = new Map()
let isOver = false

document.documentElement.classList.add('js-enabled')
if (window.matchMedia('(max-width: 40em)').matches) filter.querySelector('details').open = false

const text = (parent, selector) => [...parent.querySelectorAll(selector)].map((found) => found.textContent).join('\n')

function takeUp(arrival) {
  const { practice, name, state } = arrival.dataset
  states.set(practice, { name, state, free: Number(arrival.dataset.free) })
  for (const day of arrival.querySelectorAll('.app-day'))
    for (const group of day.querySelectorAll('.app-group')) keep(group, day.dataset.day, name)
  for (const day of arrival.querySelectorAll('.app-day')) day.remove()
  arrival.hidden = state === 'answered'
}

function keep(element, day, practiceName) {
  for (const joined of element.querySelectorAll('.app-joined')) joined.remove()
  const { practice, channel, gender, minutes } = element.dataset
  const role = element.querySelector('.app-is')
  const slots = [...element.querySelectorAll('button')].map((button) => {
    const [hours, mins] = button.textContent.split(/[: ]/)
    const start = Number(hours) * 60 + Number(mins)
    const length = Number(minutes ?? button.querySelector('small')?.textContent.split(' ')[0])
    const item = button.parentElement
    return {
      button,
      item,
      start,
      end: start + length,
      value: button.value,
      was: [...button.childNodes],
      isShown: !item.hidden,
      together: '',
    }
  })
  slots.sort((one, other) => one.start - other.start || one.end - other.end)
  groups.push({
    ...{ first: slots[0]?.start ?? 0, number: 0, isShown: !element.hidden },
    ...{ order: Number(element.dataset.order), at: lower(practiceName) },
    ...{ element, day, practice, practiceName, slots, channel: lower(channel), gender: lower(gender) },
    weekday: weekdayOf(day),
    roleCode: lower(role?.dataset.code),
    role: lower(role?.textContent),
    type: lower(text(element, '.app-type')),
    place: lower(text(element, '.app-place')),
    service: lower(text(element, '.app-service')),
  })
}

/** Of one group: what is not wanted as a whole is left as it is, out of sight. */
function showIn(group, want) {
  const runs = runsIn(group, want)
  group.number = runs.length
  if (group.isShown !== runs.length > 0) {
    group.isShown = runs.length > 0
    group.element.hidden = !group.isShown
  }
  if (!group.isShown) return
  group.first = runs[0][0].start
  const next = new Set(group.slots)
  for (const run of runs) {
    next.delete(run[0])
    showSlot(run[0], true)
    showTogether(run, want.minutes)
  }
  for (const slot of next) showSlot(slot, false)
}

function showSlot(slot, isShown) {
  if (slot.isShown === isShown) return
  slot.isShown = isShown
  slot.item.hidden = !isShown
}

/** The button of the first slot stands for all of them. */
function showTogether(run, minutes) {
  const [first] = run
  const together = run.length > 1 ? `${clock(first.start)} to ${clock(run.at(-1).end)}` : ''
  if (first.together === together && (!together || first.button.value === `${first.value}/${minutes}`)) return
  first.together = together
  first.button.value = together ? `${first.value}/${minutes}` : first.value
  if (together) first.button.textContent = together
  else first.button.replaceChildren(...first.was)
}

const clock = (minutes) => `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const days = new Map()

function dayOf(date) {
  const known = days.get(date)
  if (known) return known
  const section = document.createElement('section')
  section.className = 'app-day'
  section.dataset.day = date
  const heading = document.createElement('h2')
  heading.className = 'nhsuk-heading-s'
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' })
  heading.textContent = format.format(new Date(`${date}T00:00:00Z`)).replace(',', '')
  section.append(heading)
  days.set(date, section)
  return section
}

let shownNow = 0

function show() {
  const want = wantedIn(filter)
  shownNow = 0
  for (const group of groups) {
    showIn(group, want)
    shownNow += group.number
  }
  // What is out of sight stays where it is.
  const byPractice = want.sort === 'practice'
  arrange(groups.filter(({ isShown, isPlaced }) => isShown || !isPlaced).sort((one, other) => inOrder(one, other, byPractice)))
  sayState()
}

const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0)
/** As the server does it for browsers without a script (`in-order.ts`), whatever practice answers first. */
const inOrder = (one, other, byPractice) =>
  compare(one.day, other.day) ||
  (byPractice && compare(one.practiceName, other.practiceName)) ||
  one.first - other.first ||
  compare(one.practiceName, other.practiceName) ||
  compare(one.practice, other.practice) ||
  one.order - other.order

/** Moves only what is not in its place: to filter leaves most where it was. */
function arrange(order) {
  const filled = new Set()
  let lastDay
  let before
  for (const group of order) {
    const section = dayOf(group.day)
    if (section !== lastDay) {
      before = section.firstElementChild
      if (!section.isConnected) results.insertBefore(section, laterDay(group.day))
      lastDay = section
    }
    if (nextInSight(before) !== group.element) before.after(group.element)
    group.isPlaced = true
    before = group.element
    if (group.isShown) filled.add(section)
  }
  for (const section of days.values()) if (section.hidden === filled.has(section)) section.hidden = !filled.has(section)
}

const laterDay = (day) => [...results.children].find((section) => section.dataset.day > day) ?? null

function nextInSight(element) {
  let next = element.nextElementSibling
  while (next?.hidden) next = next.nextElementSibling
  return next
}

const WORDS = { 'looking-up': 'looking it up', asking: 'asking', failed: 'could not be asked', 'gave-up': 'did not answer in time' }

function sayState() {
  const all = Number(progress.dataset.practices)
  const told = [...states.values()].filter(({ state }) => state in { answered: 1, failed: 1, 'gave-up': 1 })
  for (const line of document.querySelectorAll('#practices li')) {
    const known = states.get(line.dataset.practice)
    if (!known) continue
    line.querySelector('span').textContent =
      known.state === 'answered' ? `${known.free || 'no'} free ${known.free === 1 ? 'slot' : 'slots'}` : WORDS[known.state]
  }
  const failed = told.filter(({ state }) => state !== 'answered').length
  const missing = failed > 0 ? `, ${failed} could not be asked` : ''
  const answered = all === 1 ? ofOne(told[0]?.state) : `${told.length - failed} of ${all} practices answered${missing}`
  const number = shownNow === 1 ? '1 slot' : `${shownNow || 'No'} slots`
  const left = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000))
  const more = isOver ? '' : ` Waiting for ${all === 1 ? 'it' : 'the others'}, ${left} seconds at most.`
  announce(`${number} shown. ${answered}.${more}`)
  if (isOver) sayWhyNothing(told.length - failed)
}

const ofOne = (state) =>
  state === undefined
    ? 'The practice is being asked'
    : state === 'answered'
      ? 'The practice has answered'
      : 'The practice could not be asked'

const endsAt = Date.now() + Number(progress.dataset.until) * 1000
const clockTick = setInterval(() => (isOver ? clearInterval(clockTick) : sayState()), 5000)

let said = ''
function announce(words) {
  // What has not changed is not said again.
  if (words !== said) progress.textContent = words
  said = words
}

function sayWhyNothing(answered) {
  const free = groups.reduce((sum, { slots }) => sum + slots.length, 0)
  const why = shownNow > 0 ? '' : answered === 0 ? 'none-answered' : free === 0 ? 'none-free' : 'none-fits'
  for (const id of ['none-answered', 'none-free', 'none-fits']) {
    const block = document.getElementById(id)
    if (block) block.hidden = id !== why
  }
  if (why === 'none-fits') document.getElementById('asked-for')?.replaceChildren(...askedFor(filter).map(listItem))
  const [goOn, clear] = [document.getElementById('go-on'), document.getElementById('clear-too')]
  if (goOn) goOn.hidden = (why !== 'none-free' && why !== 'none-fits') || !goOn.querySelector('button').value
  if (clear) clear.hidden = why !== 'none-fits'
}

function listItem(words) {
  const item = document.createElement('li')
  item.textContent = words
  return item
}

/** What the parser has finished: it stands before something else, or the document is whole. */
function takeUpAll(isWhole) {
  let isNew = false
  for (const piece of [...arrivals.children]) {
    const isComplete = isWhole || piece.nextElementSibling !== null
    if (piece.matches('i[data-state]')) {
      const { practice, state } = piece.dataset
      states.set(practice, { state })
      piece.remove()
      isNew = true
    } else if (isComplete && piece.dataset.state && !piece.dataset.taken) {
      piece.dataset.taken = 'yes'
      takeUp(piece)
      isNew = true
    }
  }
  if (isNew || isWhole) show()
}

const observer = new MutationObserver(() => takeUpAll(false))
observer.observe(arrivals, { childList: true })
takeUpAll(false)

function whole() {
  observer.disconnect()
  isOver = true
  takeUpAll(true)
}
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', whole)
else whole()

watchFilter(filter, show)

/** One practice again, in its place. */
arrivals.addEventListener('click', async (event) => {
  const link = event.target instanceof Element ? event.target.closest('[data-retry]') : undefined
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  const { retry: practice } = link.dataset
  const section = link.closest('.app-arrival')
  const name = section.dataset.name
  states.set(practice, { name, state: 'asking' })
  announce(`Asking ${name} again.`)
  link.parentElement.setAttribute('aria-busy', 'true')
  try {
    const response = await fetch(link.href, { cache: 'no-store' })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const again = page.querySelector('.app-arrival')
    if (!response.ok || !again) return window.location.assign(link.href)
    section.replaceWith(again)
    takeUp(again)
    show()
    const focus = again.querySelector('[data-retry]') ?? progress
    if (focus === progress) progress.tabIndex = -1
    focus.focus()
  } catch {
    announce(`${name} could not be asked again: the server cannot be reached.`)
  }
})
