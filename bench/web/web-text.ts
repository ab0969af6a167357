import Table from 'cli-table3'
import type { WebFigures } from '../web.ts'

const MOST = { p95: 500, own: 100, growth: 1.1 }

/** The promises of the booking app: what fifty users at once wait for, beside what one alone does. */
export function webText({ alone, together, megabytes, cpuSeconds }: WebFigures): string[] {
  const table = new Table({
    head: [`The booking app with ${together.users} users`, 'alone', 'together', 'ratio', 'at most', ''],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
  })
  const row = (name: string, of: 'p50' | 'p95' | 'p99' | 'ownP95', most?: number) => {
    const [one, all] = [alone[of], together[of]]
    table.push([name, one.toFixed(0), all.toFixed(0), (all / one).toFixed(1), most ?? '', most === undefined ? '' : verdict(all <= most)])
  }
  row('all pages, p50, ms', 'p50')
  row('all pages, p95, ms', 'p95', MOST.p95)
  row('all pages, p99, ms', 'p99')
  row('pages that ask nobody, p95, ms', 'ownP95', MOST.own)
  table.push(['failures', alone.failed, together.failed, '', 0, verdict(together.failed === 0)])
  const growth = megabytes.end / megabytes.warm
  const [warm, end] = [megabytes.warm, megabytes.end].map((size) => size.toFixed(0))
  table.push([
    'memory, MB: a third in, and in the end',
    warm ?? '',
    end ?? '',
    growth.toFixed(2),
    MOST.growth,
    verdict(growth <= MOST.growth),
  ])
  const { done, requests, seconds, slowest, firstFailure } = together
  return [
    table.toString(),
    `${requests} pages in ${seconds.toFixed(0)} s, ${((100 * cpuSeconds) / seconds).toFixed(0)} % of one core: ${done.booked} booked, ${done.cancelled} cancelled, ${done.taken} times somebody else was faster.`,
    `Slowest (p95): ${slowest.map(({ name, p95 }) => `${name} ${p95.toFixed(0)} ms`).join(', ')}.`,
    ...(firstFailure === undefined ? [] : [`The first failure: ${firstFailure}`]),
  ]
}

const verdict = (holds: boolean) => (holds ? 'holds' : 'is broken')
