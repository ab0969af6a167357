/** Readable at the width of a telephone, in print, and in the dark. Contrast is WCAG AA's in both. */
export const STYLE = `
:root { color-scheme: light dark; --text: #212b32; --soft: #4c6272; --line: #d8dde0; --back: #fff; --field: #f0f4f5; --good: #00662f; --bad: #b01e12; --mid: #6b4c00; --link: #005eb8 }
@media (prefers-color-scheme: dark) { :root { --text: #eef2f4; --soft: #aebdc8; --line: #44525c; --back: #14191d; --field: #20282e; --good: #6fd69a; --bad: #ff9a8f; --mid: #f2c765; --link: #8cc4ff } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; color: var(--text); background: var(--back); font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.75rem; margin: 0 } h2 { font-size: 1.25rem; display: inline-block; margin: 1.5rem 0 .5rem }
.skip { position: absolute; left: -99rem } .skip:focus { position: static }
.target { margin: .25rem 0; overflow-wrap: anywhere; color: var(--soft) }
.totals { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none }
.totals li { border: 1px solid var(--line); border-top-width: 4px; padding: .5rem 1rem; min-width: 7rem } .totals strong { display: block; font-size: 1.5rem }
.totals .passed { border-top-color: var(--good) } .totals .failed, .totals .broken { border-top-color: var(--bad) } .totals .skipped { border-top-color: var(--mid) }
.warning { border-left: 4px solid var(--bad); padding-left: .75rem; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; max-width: 44rem } th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid var(--line) }
td, thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums } tbody th { font-weight: normal }
td.passed { color: var(--good) } td.failed { color: var(--bad); font-weight: bold } td.skipped { color: var(--mid) }
.common li { margin: .25rem 0 } .common span, .finding span { color: var(--soft) }
.filters { display: flex; flex-wrap: wrap; gap: .75rem; background: var(--field); padding: .75rem }
.filters label { flex: 1 1 11rem; font-weight: bold } select, input { display: block; width: 100%; font: inherit; padding: .4rem; border: 2px solid var(--soft); background: var(--back); color: inherit }
:focus-visible { outline: 3px solid #ffeb3b; outline-offset: 0; box-shadow: 0 0 0 5px #212b32 }
.scenarios { list-style: none; padding: 0 } .scenarios > li { border-bottom: 1px solid var(--line); padding: .5rem 0 } .scenarios > li > p { margin: .25rem 0 0; color: var(--soft) }
summary { cursor: pointer; overflow-wrap: anywhere } .head code, .ids { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere }
.mark { display: inline-block; min-width: 5rem; font-weight: bold } .mark.passed { color: var(--good) } .mark.failed, .mark.broken { color: var(--bad) } .mark.skipped { color: var(--mid) }
.finding { border-left: 4px solid var(--bad); margin: .75rem 0; padding-left: .75rem } .finding p { margin: 0 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem .75rem; margin: .25rem 0 } dt { color: var(--soft) } dd { margin: 0; min-width: 0 }
pre { margin: .25rem 0; padding: .5rem; background: var(--field); overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 26rem; overflow-y: auto; font-size: .875rem } dd pre { padding: 0 .25rem }
.exchange { margin: .5rem 0 } .exchange summary code { font-size: .875rem }
@media (max-width: 30rem) { th, td { padding: .3rem .25rem; font-size: .9375rem } tbody th { overflow-wrap: anywhere } dl { grid-template-columns: 1fr } .totals li { flex: 1 1 40%; min-width: 0 } .head code, .ids { display: block } }
@media print { .filters, .skip { display: none } pre { max-height: none } }
`
