import { expect, test } from 'vitest'
import { batchesOf, inState, newRun, runText, withSteps } from './load-run'

const places = Array.from({ length: 45 }, (_, at) => ({ database: 'default', name: `c${at}` }))

test('collections are asked for in groups that the server takes at once, each once', () => {
  const batches = batchesOf(places)
  expect(batches.map((batch) => batch.length)).toEqual([20, 20, 5])
  expect(batches.flat()).toEqual(places)
})

test('one that fails leaves the others as they are, and can be told apart for another try', () => {
  const run = withSteps(newRun('load', places.slice(0, 3)), [
    { place: places[0]!, change: { state: 'done', progress: 100 } },
    { place: places[1]!, change: { state: 'failed', error: 'No index.' } },
  ])
  expect(inState(run, 'failed')).toEqual([places[1]])
  expect(inState(run, 'waiting', 'asked')).toEqual([places[2]])
  expect(runText(run)).toBe('1 of 3 loaded, 1 failed')
  expect(runText(newRun('release', places.slice(0, 2)))).toBe('0 of 2 released')
})

test('collections of one name in two databases are two', () => {
  const twins = [{ database: 'a', name: 'c' }, { database: 'b', name: 'c' }]
  expect(inState(withSteps(newRun('load', twins), [{ place: twins[1]!, change: { state: 'done' } }]), 'done')).toEqual([twins[1]])
})
