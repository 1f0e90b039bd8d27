import { readFileSync, readdirSync } from 'node:fs'
import { extendTailwindMerge } from 'tailwind-merge'
import { expect, it } from 'vitest'
import { mergeClasses, readClass } from './merge-classes'

const theirs = extendTailwindMerge({ extend: { theme: { text: ['xs', 'sm', 'base', 'lg', 'xl', '2xl'], shadow: ['card', 'overlay'] } } })

/** Every class of the components that we judge: those of any string that looks like a list of them. */
const classes = [
  ...new Set(
    readdirSync('components', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tsx') || name.endsWith('button-style.ts'))
      .flatMap((name) => [...readFileSync(`components/${name}`, 'utf8').matchAll(/["'`]([^"'`\n]*)["'`]/g)].map(([, text]) => text ?? ''))
      .flatMap((text) => text.split(' '))
      .filter((name) => readClass(name) !== null),
  ),
]

it('of any two classes that this code base uses, the later one replaces the other where tailwind-merge says so', () => {
  expect(classes.length).toBeGreaterThan(200)
  const differing: string[] = []
  for (const first of classes)
    for (const second of classes) {
      const both = `${first} ${second}`
      if (first !== second && mergeClasses(both) !== theirs(both)) differing.push(both)
    }
  expect(differing).toEqual([])
})

it('variants are judged each by itself', () => {
  expect(mergeClasses('p-2 md:p-4 hover:p-1 px-3 md:p-6')).toBe('p-2 hover:p-1 px-3 md:p-6')
  expect(mergeClasses('px-3 py-2 p-5')).toBe('p-5')
  expect(mergeClasses('text-sm text-soft text-lg')).toBe('text-soft text-lg')
})
