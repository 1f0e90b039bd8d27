// What holds of every view: the rules of WCAG 2.2 AA that a machine can judge, one h1, headings in order, a title, and a page no
// wider than a phone.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** No success criterion of their own, but who reads with the ears finds the way by them. */
const STRUCTURE = ['heading-order', 'landmark-one-main', 'landmark-unique']
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }

/**
 * The theme is an attribute of <html>; set here, so that menus and dialogs stay open. Colours on their way to others are waited
 * for: even a transition of no length shows the old one until the next frame, which a busy machine draws late.
 */
const setTheme = (page: Page, theme: 'light' | 'dark') =>
  page.evaluate(async (value) => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    document.documentElement.setAttribute('data-theme', value)
    await nextFrame()
    await nextFrame()
    await Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))
  }, theme)

/** Rules that are broken, each with the element and what axe says of it. */
async function violations(page: Page, only: 'all' | 'contrast'): Promise<string[]> {
  const rules = Object.fromEntries(STRUCTURE.map((rule) => [rule, { enabled: true }]))
  const options = only === 'all' ? { runOnly: { type: 'tag' as const, values: TAGS }, rules } : { runOnly: { type: 'rule' as const, values: ['color-contrast'] } }
  const { violations: broken } = await new AxeBuilder({ page }).setLegacyMode(true).options(options).analyze()
  return broken.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)}: ${failureSummary.split('\n').slice(1).join(' ').trim()}`))
}

async function outline(page: Page): Promise<string[]> {
  const title = await page.title()
  const h1 = await page.locator('h1').count()
  return [...(title.trim() === '' ? ['no title'] : []), ...(h1 === 1 ? [] : [`${h1} h1 elements`])]
}

/** How far the page sticks out of the window. */
async function overflow(page: Page): Promise<string[]> {
  const { wide, seen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth }))
  return wide <= seen ? [] : [`${wide} px wide in a window of ${seen} px`]
}

/**
 * Judges what is open now, and resolves with what is wrong: in light by all rules and in dark by contrast at 1440 px, then in
 * light by all rules at 390 px.
 */
export async function examine(page: Page, view: string): Promise<string[]> {
  await setTheme(page, 'light')
  const light = [...(await outline(page)), ...(await violations(page, 'all'))]
  await setTheme(page, 'dark')
  const dark = await violations(page, 'contrast')
  await setTheme(page, 'light')
  await page.setViewportSize(NARROW)
  const narrow = [...(await overflow(page)), ...(await violations(page, 'all'))]
  await page.setViewportSize(WIDE)
  const told = (where: string, found: string[]) => found.map((one) => `${view}, ${where}: ${one}`)
  return [...told('light', light), ...told('dark', dark), ...told('390 px', narrow)]
}

/** Everything that the browser complains about in messages of these kinds, refusals of the content security policy among it. */
export function complaintsOf(page: Page, kinds: ('error' | 'warning')[] = ['error']): string[] {
  const complaints: string[] = []
  const add = (text: string) => complaints.push(`${page.url()}: ${text}`)
  page.on('console', (message) => {
    if (kinds.some((kind) => kind === message.type())) add(message.text())
  })
  page.on('pageerror', (error) => add(error.message))
  return complaints
}
