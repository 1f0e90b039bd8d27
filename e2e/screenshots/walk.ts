// Walks through the product as its users do, with the demo's data, and keeps what they see at three widths. A page that is wider than its
// screen fails.
import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { createCluster, readConnection, signIn } from '../support/console-pages.ts'
import { startMailServer, type MailServer } from '../support/mail-server.ts'
import { startProduct, type Product } from '../support/product.ts'
import { python } from '../support/run-python.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../docs/screenshots')
const CLIENT = path.resolve(import.meta.dirname, '../../scripts/demo/client.py')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]

test.describe.configure({ mode: 'serial' })

let product: Product
let mail: MailServer
let page: Page
let application: ChildProcess | undefined
let project: string
let source: string
let target: string
let number = 0

test.beforeAll(async ({ browser }) => {
  fs.rmSync(FOLDER, { recursive: true, force: true })
  mail = await startMailServer()
  product = await startProduct({ env: { SMTP_URL: mail.url, MAIL_FROM: 'Console <console@example.com>', FIRST_OWNER_EMAIL: undefined, FIRST_OWNER_PASSWORD: undefined } })
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
})
test.afterAll(async () => {
  application?.kill('SIGTERM')
  await product?.stop()
  await mail?.stop()
})

/** Keeps what the page shows now, dialogs as far as they are on the screen. */
async function shoot(name: string, sizes = SIZES) {
  const title = `${String(++number).padStart(2, '0')}-${name}`
  for (const size of sizes) {
    await page.setViewportSize(size)
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
    await page.waitForTimeout(400)
    // The link that led here may have scrolled the page.
    await page.evaluate(() => window.scrollTo(0, 0))
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${name} at ${size.width} px`).toBe(0)
    const inDialog = (await page.getByRole('dialog').count()) > 0
    await page.screenshot({ path: path.join(FOLDER, `${title}-${size.width}.png`), fullPage: !inDialog })
  }
  await page.setViewportSize(SIZES[0]!)
}

async function shootAt(address: string, heading: string | RegExp, name: string, sizes = SIZES) {
  await page.goto(product.url + address)
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  await shoot(name, sizes)
}

const dialog = (name: string) => page.getByRole('dialog', { name })

test('the first run', async () => {
  await shootAt('/', 'Set up this console', 'set-up')
  for (const [label, text] of [['Organization', 'Acme'], ['Your name', 'Olga Owner'], ['E-mail', product.owner.email], ['Password', product.owner.password]])
    await page.getByLabel(label!).fill(text!)
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible()
  await page.context().clearCookies()
  await shootAt('/sign-in', 'Sign in', 'sign-in')
  await signIn(page, product)
  project = (await page.getByRole('link', { name: 'Default Project' }).first().getAttribute('href'))!
  await shootAt('/', 'Projects', 'projects')
  await shootAt(project, 'Clusters', 'no-cluster-yet')
  await shootAt(`${project}/migrations`, 'Migrations', 'no-migration-yet')
  await shootAt(`${project}/clusters/new`, 'Create New Cluster', 'create-cluster')
  await shootAt(`${project}/clusters/register`, 'Register existing Milvus', 'register-milvus')
})

test('a cluster', async () => {
  await createCluster(page, product, 'catalog-prod')
  source = new URL(page.url()).pathname
  const { uri, token } = await readConnection(page)
  application = spawn(python(), ['-W', 'ignore', CLIENT, '--uri', uri, '--token', token], { stdio: 'ignore' })
  await shootAt(source, 'catalog-prod', 'cluster-overview')
  await page.goto(`${product.url}${source}?tab=collections`)
  await expect(page.getByRole('row', { name: /words.*Loaded/ })).toBeVisible({ timeout: 60_000 })
  await page.waitForTimeout(20_000) // so that the charts have something to show
  await shootAt(`${source}?tab=collections`, 'catalog-prod', 'collections')
  await page.getByRole('link', { name: 'words' }).click()
  await expect(page.getByRole('table', { name: 'Fields' })).toBeVisible()
  await shoot('collection-schema')
  await page.getByRole('tab', { name: 'Data' }).click()
  await page.getByRole('button', { name: 'Query', exact: true }).click()
  await expect(page.getByText(/entit(y|ies) in \d+ ms/)).toBeVisible()
  await shoot('collection-data')
  await shootAt(`${source}?tab=metrics`, 'catalog-prod', 'metrics')
  await shootAt(`${source}?tab=settings`, 'catalog-prod', 'cluster-settings')
})

test('a migration', async () => {
  await page.goto(`${product.url}${project}?migrate=1`)
  await dialog('Migration Settings').getByRole('combobox', { name: 'Source Cluster' }).click()
  await page.getByRole('option', { name: /^catalog-prod/ }).click()
  await shoot('migration-settings')
  await dialog('Migration Settings').getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Cluster Name').fill('catalog-next')
  await expect(page.getByRole('region', { name: 'Precheck' }).getByText(/^Checked /)).toBeVisible()
  await shoot('migrate-to-a-new-cluster')
  await page.getByRole('button', { name: 'Migrate', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'catalog-next' })).toBeVisible()
  target = new URL(page.url()).pathname
  await page.getByRole('link', { name: 'View Progress' }).click()
  await shoot('progress-of-the-copy', [SIZES[0]!])
  await expect(dialog('Migration Progress').getByText('Both sides are the same')).toBeVisible({ timeout: 120_000 })
  await page.waitForTimeout(15_000)
  await shoot('progress-of-the-sync')
  await dialog('Migration Progress').getByRole('checkbox', { name: 'I confirm that I have stopped writes to the source cluster' }).click()
  await shoot('stop-data-sync')
  await shootAt(source, 'catalog-prod', 'locked-source')
  await shootAt(project, 'Clusters', 'clusters-during-a-migration')
  await page.getByRole('button', { name: 'Cards', exact: true }).click()
  await shoot('clusters-as-cards')
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  await page.goto(`${product.url}${target}?progress=1`)
  await dialog('Migration Progress').getByRole('checkbox', { name: 'I confirm that I have stopped writes to the source cluster' }).click()
  await dialog('Migration Progress').getByRole('button', { name: 'Stop Data Sync' }).click()
  await expect(dialog('Migration Progress').getByRole('link', { name: 'View Connection Details' })).toBeVisible({ timeout: 60_000 })
  await shoot('switch-the-endpoint')
  await dialog('Migration Progress').getByRole('link', { name: 'View Connection Details' }).click()
  await expect(page).toHaveURL(/#connect$/)
  await shoot('connection-details')
  await shootAt(`${project}/migrations`, 'Migrations', 'migrations')
  await shootAt(`${project}/jobs`, 'Jobs', 'jobs')
})

test('the organization', async () => {
  await page.goto(`${product.url}/members`)
  await page.getByRole('button', { name: 'Invite members' }).first().click()
  await page.getByLabel('E-mail addresses').fill('ada@example.com, grace@example.com')
  await shoot('invite-members')
  await dialog('Invite members').getByRole('button', { name: 'Invite members' }).click()
  await expect(page.getByRole('list', { name: 'Pending invitations' })).toBeVisible()
  await shootAt('/members', 'Members', 'members')
  await shootAt(`${project}/members`, 'Members', 'members-of-a-project')
  for (const name of ['Activities', 'Settings', 'Account', 'Notifications']) await shootAt(`/${name.toLowerCase()}`, name, name.toLowerCase())
})

test('in the dark', async () => {
  await page.emulateMedia({ colorScheme: 'dark' })
  const [wide, , narrow] = SIZES
  await shootAt(`${project}?view=cards`, 'Clusters', 'dark-clusters', [wide!, narrow!])
  await shootAt(`${source}?tab=metrics`, 'catalog-prod', 'dark-metrics', [wide!])
  await shootAt(`${target}?progress=1`, 'catalog-next', 'dark-progress', [wide!, narrow!])
})
