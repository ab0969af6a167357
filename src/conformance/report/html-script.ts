/** Filters the list by what is chosen, and keeps the choice in the address, so that a link shows the same. */
export const SCRIPT = `
const ids = ['status', 'interaction', 'requirement', 'words']
const controls = ids.map((id) => document.getElementById(id))
const items = [...document.querySelectorAll('.scenarios > li')]
for (const select of controls.slice(0, 3)) select.prepend(new Option('all', '', true, true))
for (const [id, value] of new URLSearchParams(location.hash.slice(1))) {
  const control = controls[ids.indexOf(id)]
  if (control) control.value = value
}
function apply() {
  const [status, interaction, requirement, words] = controls.map((control) => control.value)
  const wanted = words.toLowerCase().split(/\\s+/).filter(Boolean)
  let shown = 0
  for (const item of items) {
    const { status: has, interaction: of, requirements } = item.dataset
    const text = wanted.length > 0 ? item.querySelector('.head').textContent.toLowerCase() : ''
    item.hidden = !(
      (!status || has === status) && (!interaction || of === interaction) &&
      (!requirement || requirements.split(' ').includes(requirement)) && wanted.every((word) => text.includes(word))
    )
    if (!item.hidden) shown += 1
  }
  document.getElementById('count').textContent = shown + ' of ' + items.length + ' scenarios'
  const chosen = new URLSearchParams(ids.map((id, at) => [id, controls[at].value]).filter(([, value]) => value))
  history.replaceState(null, '', chosen.size > 0 ? '#' + chosen : location.pathname + location.search)
}
for (const control of controls) control.addEventListener('input', apply)
document.querySelector('form').addEventListener('submit', (event) => event.preventDefault())
apply()
`
