import { describe, test } from 'node:test'
import { expectAllToPass } from './expect-all-to-pass.ts'
import { givenJudged } from './given-judged.ts'

describe('The judge, of our provider', () => {
  test('every scenario passes in JSON, none for want of data skipped, and nothing is left behind', async (t) => {
    await expectAllToPass(await givenJudged(t), 'json')
  })
})
