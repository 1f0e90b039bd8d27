import fs from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { createCluster, expectState, readConnection, signIn, type Connection } from './support/console-pages.ts'
import { judge } from './support/judge.ts'
import { startMailServer, type MailServer } from './support/mail-server.ts'
import { startProduct, type Product } from './support/product.ts'
import { python, runPython } from './support/run-python.ts'
import { startWriter, type Writer } from './support/writer.ts'

const FORBIDDEN = ['AlterCollection', 'AlterCollectionField', 'CreateAlias', 'DropAlias', 'AlterAlias', 'RenameCollection', 'AlterDatabase', 'Import']
const COLLECTIONS = ['zdm_int64', 'zdm_varchar', 'zdm_auto']

test.describe.configure({ mode: 'serial' })

let product: Product
let mail: MailServer
let page: Page
let writer: Writer
let source: Connection
let target: Connection
let log: string
let sourcePage: string
let targetPage: string

test.beforeAll(async ({ browser }) => {
  mail = await startMailServer()
  product = await startProduct({ env: { SMTP_URL: mail.url, MAIL_FROM: 'Console <console@example.com>' } })
  log = path.resolve('test-results/writes.jsonl')
  fs.rmSync(log, { force: true })
  fs.mkdirSync(path.dirname(log), { recursive: true })
  page = await browser.newPage()
})
test.afterAll(async () => {
  await writer?.stop()
  await product?.stop()
  await mail?.stop()
})

test('an owner signs in and makes a cluster that an application can write to at once', async () => {
  await signIn(page, product)
  await createCluster(page, product, 'source01')
  sourcePage = page.url()
  source = await readConnection(page)
  writer = await startWriter({ python: python(), uri: source.uri, token: source.token, log })
  await writer.until(({ acknowledged }) => acknowledged > 300)
  expect(writer.counts().unknown).toBe(0)
})

test('a migration starts from Migrations > In Current Organization', async () => {
  await page.getByRole('link', { name: 'In Current Organization' }).click()
  const dialog = page.getByRole('dialog', { name: 'Migration Settings' })
  await expect(dialog.getByRole('radio', { name: 'Existing Cluster' })).toBeDisabled()
  await expect(dialog.getByText(/target has to start empty/)).toBeVisible()
  await expect(dialog.getByRole('radio', { name: 'New Cluster' })).toBeChecked()
  await expect(dialog.getByRole('radio', { name: 'Zero Downtime Migration' })).toBeChecked()
  await dialog.getByRole('combobox', { name: 'Source Cluster' }).click()
  await page.getByRole('option', { name: /^source01/ }).click()
  await dialog.getByRole('button', { name: 'Next' }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'Migrate to a New Cluster' })).toBeVisible()
  await page.getByLabel('Cluster Name').fill('target01')
  await page.getByRole('radio', { name: 'Google Cloud' }).click()
  await expect(page.getByRole('radio', { name: /^AUTOINDEX .* \(recommended\)$/ })).toBeChecked()
  await expect(page.getByRole('region', { name: 'Precheck' }).getByText(/^Checked /)).toBeVisible()
  await page.getByRole('button', { name: 'Migrate', exact: true }).click()
  await expect(page).toHaveURL(/\/clusters\/[\w-]+$/)
  await expect(page.getByRole('heading', { level: 1, name: 'target01' })).toBeVisible()
  targetPage = page.url()
})

test('View Progress follows the copy to the sync, and a reload changes nothing', async () => {
  await page.getByRole('link', { name: 'View Progress' }).click()
  const dialog = page.getByRole('dialog', { name: 'Migration Progress' })
  await expect(dialog.getByText('Prepare the target cluster and migrate the existing data')).toBeVisible()
  await expect(dialog.getByText('Lag Behind Source')).toBeVisible({ timeout: 120_000 })
  await page.reload()
  await expect(dialog.getByText('Lag Behind Source')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).first().click()
  await expect(dialog).toBeHidden()
  await expectState(page, 'Syncing')
})

test('a locked source cannot be deleted and says why', async () => {
  await page.goto(sourcePage)
  await expectState(page, 'Locked')
  await page.getByRole('tab', { name: 'Settings' }).click()
  const remove = page.getByRole('button', { name: 'Delete cluster' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await expect(remove).toHaveAccessibleDescription(/migration/i)
})

test('the eight forbidden operations are refused readably on a locked source; writes and new collections go on', async () => {
  const outcome = await runPython<Record<string, string | null>>('operations.py', [source.uri, source.token])
  for (const name of FORBIDDEN) expect(outcome[name], name).toMatch(/migration/i)
  const allowed = Object.entries(outcome).filter(([name]) => !FORBIDDEN.includes(name))
  expect(Object.fromEntries(allowed)).toEqual({ 'create collection': null, insert: null, upsert: null, delete: null, list: null })
})

test('a restart of everything in the middle of the sync loses nothing and the sync goes on', async () => {
  const before = writer.counts().acknowledged
  await product.restart()
  await writer.until(({ acknowledged }) => acknowledged > before + 100)
  await page.goto(`${targetPage}?progress=1`)
  await expect(page.getByRole('dialog', { name: 'Migration Progress' }).getByText('Lag Behind Source')).toBeVisible()
})

test('a mail comes when the lag is short, and its link opens the progress dialog', async ({ browser }) => {
  const ready = await mail.mail(/Ready to stop the data sync: source01 to target01/, 90_000)
  expect(ready.to).toBe(product.owner.email)
  const link = ready.links[0]!
  expect(link).toMatch(/progress=1/)
  // In a browser that is not signed in: the way to the dialog leads through the sign-in page.
  const context = await browser.newContext()
  const visitor = await context.newPage()
  await signIn(visitor, product, new URL(link).pathname + new URL(link).search)
  await expect(visitor.getByRole('dialog', { name: 'Migration Progress' }).getByText('Lag Behind Source')).toBeVisible()
  await context.close()
})

test('both sides are compared by themselves while clients write, and the verdict, its table and its report say the same', async () => {
  const dialog = page.getByRole('dialog', { name: 'Migration Progress' })
  const section = dialog.getByRole('region', { name: 'Verification' })
  await expect(section.getByText('Both sides are the same')).toBeVisible({ timeout: 180_000 })
  await section.getByText(/collections compared$/).click()
  const table = section.getByRole('table', { name: 'Verification by collection' })
  for (const name of COLLECTIONS) await expect(table.getByRole('row', { name: new RegExp(name) }).getByText('Same')).toBeVisible()
  const [download] = await Promise.all([page.waitForEvent('download'), section.getByRole('button', { name: 'Download report' }).click()])
  const report = JSON.parse(fs.readFileSync(await download.path(), 'utf8')) as { verification: { verdict: string; compared: number }; samples: unknown[] }
  expect(report).toMatchObject({ verification: { verdict: 'identical' }, samples: [] })
  expect(report.verification.compared).toBeGreaterThan(0)
  await dialog.getByText('Events', { exact: true }).click()
  await expect(dialog.getByText(/Verification found both sides the same/).first()).toBeVisible()
})

test('Stop Data Sync needs the confirmation, and then the target takes over while clients write', async () => {
  const dialog = page.getByRole('dialog', { name: 'Migration Progress' })
  const stop = dialog.getByRole('button', { name: 'Stop Data Sync' })
  await expect(stop).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByRole('checkbox', { name: 'I confirm that I have stopped writes to the source cluster' }).click()
  await expect(dialog.getByRole('checkbox', { name: 'Stop without a finished verification' })).toBeHidden()
  await expect(stop).not.toHaveAttribute('aria-disabled', 'true')
  await stop.click()
  const connect = dialog.getByRole('link', { name: 'View Connection Details' })
  await expect(connect).toBeVisible({ timeout: 60_000 })
  await expect(dialog.getByRole('heading', { name: /^Switch the endpoint in your application code/ })).toBeVisible()
  console.log(`  ${await dialog.getByText(/Writes were held for/).innerText()}`)
  await expect(dialog.getByRole('region', { name: 'Last verification' }).getByText('Both sides are the same')).toBeVisible()
  await connect.click()
  await expect(page).toHaveURL(/#connect$/)
  await expectState(page, 'Running')
  target = await readConnection(page)
  expect(target.uri).not.toBe(source.uri)
})

test('the collections on the target are loaded with a button, and the application goes on there', async () => {
  await page.getByRole('tab', { name: 'Collections' }).click()
  for (const name of COLLECTIONS) {
    const row = page.getByRole('row', { name: new RegExp(name) })
    await row.getByRole('button', { name: `Load ${name}` }).click()
    await expect(row.getByText('Loaded', { exact: true })).toBeVisible()
  }
  const before = writer.counts().acknowledged
  writer.switchTo(target.uri, target.token)
  await writer.until(({ acknowledged }) => acknowledged > before + 200)
})

test('the mail of success leads to the connection details', async () => {
  const success = await mail.mail(/Migration successful: source01 to target01/)
  expect(success.to).toBe(product.owner.email)
  await page.goto(success.links[0]!)
  await expect(page.locator('#connect').getByText('Public Endpoint')).toBeVisible()
  const subjects = mail.received.map(({ subject }) => subject)
  expect(subjects, 'each mail comes once').toHaveLength(new Set(subjects).size)
})

test('every acknowledged write is on the target, by value', async () => {
  const counts = await writer.stop()
  expect(counts.acknowledged).toBeGreaterThan(1_000)
  const result = await judge({ python: python(), log, clusters: { target } })
  console.log(`  ${result.acknowledged} acknowledged writes, ${result.unknown} of unknown outcome, ${result.clusters.target!.keys} keys compared`)
  fs.writeFileSync('test-results/judgement.json', JSON.stringify(result, null, 2))
  expect(result.clusters.target).toMatchObject({ lost: 0, wrong: 0, invented: 0, sample: [] })
})
