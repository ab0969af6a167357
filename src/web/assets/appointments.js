// The list of appointments: says how the asking goes, as practices answer. It may run before there is anything of the page.

const observer = new MutationObserver(show)
observer.observe(document.documentElement, { childList: true, subtree: true })
document.addEventListener('DOMContentLoaded', show)
show()

function show() {
  const progress = document.getElementById('progress')
  if (!progress) return
  const asked = Number(progress.dataset.practices)
  const answers = [...document.querySelectorAll('.app-arrival')]
  const failed = answers.filter(({ dataset }) => dataset.state !== 'answered').length
  const standing = answers.reduce((sum, { dataset }) => sum + Number(dataset.standing), 0)
  const end = document.getElementById('end')
  if (end) observer.disconnect()
  else if (answers.length === 0) return
  const text = end
    ? atEnd(end, { asked, standing, failed })
    : `${counted(standing)} so far. ${answers.length} of ${asked} practices have been heard of.`
  if (progress.textContent !== text) progress.textContent = text
}

function atEnd(end, { asked, standing, failed }) {
  if (end.dataset.ended === 'broken-off') return 'The list broke off: open the page again.'
  const missing = failed > 0 ? ` ${failed} could not be asked.` : ''
  return `${counted(standing)}. ${end.dataset.answered} of ${asked} ${asked === 1 ? 'practice has' : 'practices have'} answered.${missing}`
}

function counted(standing) {
  return `${standing} ${standing === 1 ? 'appointment' : 'appointments'}`
}
