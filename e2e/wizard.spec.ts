import { expect, test, type Browser, type Page } from '@playwright/test'
import { createCluster, expectState, signIn } from './support/console-pages.ts'
import { startMailServer, type MailServer } from './support/mail-server.ts'
import { startProduct, type Product } from './support/product.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let mail: MailServer
let page: Page
let projectPath: string
let targetPath: string

test.beforeAll(async ({ browser }) => {
  mail = await startMailServer()
  product = await startProduct({ env: { SMTP_URL: mail.url, MAIL_FROM: 'Console <console@example.com>' } })
  page = await browser.newPage()
  await signIn(page, product)
})
test.afterAll(async () => {
  await product?.stop()
  await mail?.stop()
})

const progress = (of: Page) => of.getByRole('dialog', { name: 'Migration Progress' })

/** Another browser that is signed in. */
async function secondBrowser(browser: Browser): Promise<Page> {
  const other = await (await browser.newContext()).newPage()
  await signIn(other, product)
  return other
}

test('without a cluster the wizard says what is needed and leads there', async () => {
  await page.goto(product.url)
  await page.getByRole('link', { name: 'Default Project' }).first().click()
  await expect(page).toHaveURL(/\/projects\/[\w-]+$/)
  projectPath = new URL(page.url()).pathname
  await page.goto(`${product.url}${projectPath}/migrations`)
  await expect(page.getByRole('heading', { name: 'What is needed' })).toBeVisible()
  await page.getByRole('link', { name: 'Start a migration' }).click()
  const dialog = page.getByRole('dialog', { name: 'Migration Settings' })
  await expect(dialog.getByRole('link', { name: 'Create a cluster' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Next' })).toHaveAttribute('aria-disabled', 'true')
  await page.goBack()
  await expect(dialog).toBeHidden()
  await page.getByRole('link', { name: 'In Other Organization' }).click()
  await expect(page.getByRole('dialog', { name: 'In Other Organization' }).getByText('This is not offered here.')).toBeVisible()
})

test('the back button and a reload keep what was filled in, field by field', async () => {
  await createCluster(page, product, 'source01')
  await page.getByRole('link', { name: 'In Current Organization' }).click()
  const dialog = page.getByRole('dialog', { name: 'Migration Settings' })
  await dialog.getByRole('combobox', { name: 'Source Cluster' }).fill('rce0')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('combobox', { name: 'Source Cluster' })).toHaveValue('source01')
  await dialog.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('region', { name: 'Precheck' }).getByText(/^Checked /)).toBeVisible()
  await page.getByLabel('Cluster Name').fill('not a name')
  await page.getByRole('button', { name: 'Migrate', exact: true }).click()
  await expect(page.getByText('Use letters, digits and hyphens only.')).toBeVisible()
  await page.getByLabel('Cluster Name').fill('target01')
  await page.getByRole('radio', { name: 'Microsoft Azure' }).click()
  await choose('Region', /^germanywestcentral/)
  await choose('CU Type', /^Capacity-optimized/)
  await choose('CU Size', '4 CU')
  await page.getByRole('radio', { name: /^Keep the source/ }).click()

  await page.reload()
  await expectFilled()
  await page.getByRole('link', { name: 'Back' }).click()
  await expect(page.getByRole('dialog', { name: 'Migration Settings' }).getByRole('combobox', { name: 'Source Cluster' })).toHaveValue('source01')
  await page.getByRole('dialog', { name: 'Migration Settings' }).getByRole('button', { name: 'Next' }).click()
  await expectFilled()
  await page.goBack()
  await page.goForward()
  await expectFilled()
})

async function choose(label: string, option: string | RegExp) {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', typeof option === 'string' ? { name: option, exact: true } : { name: option }).click()
}

async function expectFilled() {
  await expect(page.getByLabel('Cluster Name')).toHaveValue('target01')
  await expect(page.getByRole('radio', { name: 'Microsoft Azure' })).toBeChecked()
  await expect(page.getByRole('combobox', { name: 'Region' })).toHaveText(/germanywestcentral/)
  await expect(page.getByRole('combobox', { name: 'CU Type' })).toHaveText('Capacity-optimized')
  await expect(page.getByRole('combobox', { name: 'CU Size' })).toHaveText('4 CU')
  await expect(page.getByRole('radio', { name: /^Keep the source/ })).toBeChecked()
}

test('a link of a mail leads through the sign-in page to the progress dialog', async ({ browser }) => {
  await page.getByRole('button', { name: 'Migrate', exact: true }).click()
  await expect(page).toHaveURL(/\/clusters\/in01-[\w-]+$/)
  targetPath = new URL(page.url()).pathname
  const ready = await mail.mail(/Ready to stop the data sync: source01 to target01/)
  const context = await browser.newContext()
  const visitor = await context.newPage()
  const link = new URL(ready.links[0]!)
  await signIn(visitor, product, link.pathname + link.search)
  await expect(progress(visitor).getByText('Lag Behind Source')).toBeVisible()
  await visitor.reload()
  await expect(progress(visitor).getByText('Lag Behind Source')).toBeVisible()
  await context.close()
})

test('a hidden tab asks for nothing, an open dialog once a second at most', async () => {
  await page.goto(`${product.url}${targetPath}?progress=1`)
  await expect(progress(page).getByText('Lag Behind Source')).toBeVisible()
  let asked = 0
  page.on('request', (request) => {
    if (/\/api\/migrations\/job-/.test(request.url())) asked += 1
  })
  await page.waitForTimeout(4_000)
  expect(asked).toBeGreaterThan(1)
  expect(asked).toBeLessThanOrEqual(5)
  const seen = (state: 'hidden' | 'visible') =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }, state)
  await seen('hidden')
  await page.waitForTimeout(1_500)
  asked = 0
  await page.waitForTimeout(3_000)
  expect(asked).toBe(0)
  await seen('visible')
  await expect.poll(() => asked).toBeGreaterThan(0)
})

test('on a slow network skeletons stand where the content will be, and no error comes up', async ({ browser }) => {
  const slow = await secondBrowser(browser)
  const session = await slow.context().newCDPSession(slow)
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 1_200, downloadThroughput: 60_000, uploadThroughput: 30_000 })
  // However fast the machine is: the answer comes when the skeleton has been seen.
  let seen = () => {}
  const held = new Promise<void>((resolve) => (seen = resolve))
  await slow.route(/\/api\/migrations\/job-/, (route) => held.then(() => route.continue()))
  await slow.goto(`${product.url}${projectPath}/jobs`)
  await slow.getByRole('button', { name: /Actions of job|^Actions/ }).first().click()
  await slow.getByRole('menuitem', { name: 'View Details' }).click()
  await expect(progress(slow).getByRole('status', { name: 'Loading' })).toBeVisible()
  seen()
  await expect(progress(slow).getByText('Lag Behind Source')).toBeVisible()
  await expect(slow.getByRole('main').getByRole('alert')).toHaveCount(0)
  await slow.goBack()
  await expect(progress(slow)).toBeHidden()
  await slow.unrouteAll({ behavior: 'ignoreErrors' })
  await slow.context().close()
})

test('while the data plane is away the page says so and keeps the last facts, and goes on by itself afterwards', async () => {
  await page.goto(`${product.url}${targetPath}?progress=1`)
  await expect(progress(page).getByText('Lag Behind Source')).toBeVisible()
  const pid = product.pidOf('dataplane')
  process.kill(pid, 'SIGSTOP')
  try {
    await expect(progress(page).getByText(/^Data plane unreachable, showing last facts of/)).toBeVisible()
    await expect(progress(page).getByText('Lag Behind Source')).toBeVisible()
    await progress(page).getByRole('checkbox', { name: 'I confirm that I have stopped writes to the source cluster' }).click()
    await expect(progress(page).getByRole('button', { name: 'Stop Data Sync' })).toHaveAccessibleDescription(/data plane cannot be reached/)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await expect(progress(page).getByText(/^Data plane unreachable/)).toBeHidden()
})

test('of two who look at a migration, one stops it and the other sees it without a reload', async ({ browser }) => {
  const watcher = await secondBrowser(browser)
  await watcher.goto(`${product.url}${projectPath}/migrations`)
  await watcher.getByRole('link', { name: 'View Progress' }).click()
  await expect(progress(watcher).getByText('Lag Behind Source')).toBeVisible()
  await expect(progress(page).getByText('Both sides are the same')).toBeVisible({ timeout: 60_000 })
  await progress(page).getByRole('button', { name: 'Stop Data Sync' }).click()
  await expect(progress(watcher).getByRole('link', { name: 'View Connection Details' })).toBeVisible({ timeout: 60_000 })
  await expect(progress(watcher).getByText('Successful', { exact: true })).toBeVisible()
  const code = progress(watcher).getByRole('region', { name: /code for the new endpoint/ })
  await expect(code).toHaveText(/removed: .*:\d+.*added: .*:\d+/s)
  await watcher.getByRole('button', { name: 'Close' }).first().click()
  await expect(progress(watcher)).toBeHidden()
  await expect(watcher.getByRole('table', { name: 'Migrations' }).getByText('Successful', { exact: true })).toBeVisible()
  await watcher.context().close()
  await page.goto(product.url + targetPath)
  await expectState(page, 'Running')
})
