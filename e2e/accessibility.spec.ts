import { expect, test, type Page } from '@playwright/test'
import { createCluster, readConnection } from './support/console-pages.ts'
import { complaintsOf, examine as problemsOf } from './support/examine.ts'
import { startMailServer, type MailServer } from './support/mail-server.ts'
import { startProduct, type Product } from './support/product.ts'
import { python } from './support/run-python.ts'
import { startWriter } from './support/writer.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let mail: MailServer
let page: Page
let visitor: Page
let complaints: string[]
let project: string
let source: string
let target: string

test.beforeAll(async ({ browser }) => {
  mail = await startMailServer()
  // Without a first owner: the set-up page asks for one.
  const env = { SMTP_URL: mail.url, MAIL_FROM: 'Console <console@example.com>', FIRST_OWNER_EMAIL: undefined, FIRST_OWNER_PASSWORD: undefined }
  product = await startProduct({ env })
  // A colour on its way to another has neither contrast.
  const open = async () => (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  page = await open()
  visitor = await open()
  complaints = complaintsOf(page)
})
test.afterAll(async () => {
  await product?.stop()
  await mail?.stop()
})

/** Of all views: the walk goes on after each, and the last test tells them together. */
const problems: string[] = []
const examine = async (of: Page, view: string) => void problems.push(...(await problemsOf(of, view)))

/** Goes to a path and waits for what it is known by (behind a dialog, too), and until its data are there. */
async function open(path: string, heading: string | RegExp, of: Page = page) {
  await of.goto(product.url + path)
  await expect(of.getByRole('heading', { level: 1, name: heading, includeHidden: true })).toBeVisible()
  await expect(of.getByRole('status', { name: 'Loading' })).toHaveCount(0)
}

const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
const dialog = (name: string) => page.getByRole('dialog', { name })

/** Judges what a button opens, and closes it again. */
async function examineBehind(button: string | RegExp, opened: 'dialog' | 'alertdialog' | 'menu' | 'listbox', view: string) {
  await press(button)
  await expect(page.getByRole(opened)).toBeVisible()
  await examine(page, view)
  await page.keyboard.press('Escape')
  await expect(page.getByRole(opened)).toBeHidden()
}

test('the first run, and the pages of those who are not signed in', async () => {
  await open('/', 'Set up this console')
  await examine(page, 'set-up')
  await press('Create organization')
  await expect(page.getByRole('alert').first()).toBeVisible()
  await examine(page, 'set-up with errors')
  await page.getByLabel('Organization').fill('Acme')
  await page.getByLabel('Your name').fill('Olga Owner')
  await page.getByLabel('E-mail').fill(product.owner.email)
  await page.getByLabel('Password').fill(product.owner.password)
  await press('Create organization')
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible()
  await open('/sign-in', 'Sign in', visitor)
  await examine(visitor, 'sign-in')
  await open('/invitations/unknown', 'This invitation is not valid', visitor)
  await examine(visitor, 'invitation that is not valid')
})

test('an organization without clusters', async () => {
  await open('/', 'Projects')
  project = (await page.getByRole('link', { name: 'Default Project' }).first().getAttribute('href'))!
  await examine(page, 'projects')
  await examineBehind('New project', 'dialog', 'new project')
  await examineBehind('Actions for Default Project', 'menu', 'menu of a project')
  await examineBehind(/^Account of/, 'menu', 'menu of the account')
  await examineBehind('Notifications', 'dialog', 'notifications beside the bell')
  await open(project, 'Clusters')
  await examine(page, 'no cluster yet')
  await open(`${project}/migrations`, 'Migrations')
  await examine(page, 'no migration yet')
  await open(`${project}/jobs`, 'Jobs')
  await examine(page, 'no job yet')
  await open(`${project}/clusters/register`, 'Register existing Milvus')
  await examine(page, 'register')
  await open(`${project}/clusters/new`, 'Create New Cluster')
  await press('Create Cluster')
  await expect(page.getByRole('alert').first()).toBeVisible()
  await examine(page, 'create a cluster, with an error')
  await open(`${project}?migrate=other`, 'Clusters')
  await expect(dialog('In Other Organization')).toBeVisible()
  await examine(page, 'In Other Organization')
})

test('members, invitations, activities, settings and the account', async () => {
  await open('/members', 'Members')
  await press('Invite members')
  await page.getByLabel('E-mail addresses').fill('reader@example.com')
  await page.getByRole('button', { name: 'Add project' }).click()
  await examine(page, 'invite members')
  await dialog('Invite members').getByRole('button', { name: 'Invite members' }).click()
  await expect(page.getByRole('list', { name: 'Pending invitations' })).toBeVisible()
  await examine(page, 'members and an invitation')
  await examineBehind('Revoke', 'alertdialog', 'revoke an invitation')
  await examineBehind(/^Actions for Olga/, 'menu', 'menu of a member')
  const { links } = await mail.mail(/Invitation to Acme/)
  await open(new URL(links[0]!).pathname, 'Join Acme', visitor)
  await examine(visitor, 'invitation')
  await open(`${project}/members`, 'Members')
  await examine(page, 'members of a project')
  await open('/activities', 'Activities')
  await expect(page.getByText('reader@example.com').first()).toBeVisible()
  await examine(page, 'activities')
  await open('/settings', 'Settings')
  await examine(page, 'settings')
  await open('/account', 'Account')
  await expect(page.getByText('This session')).toBeVisible()
  await examine(page, 'account')
  await open('/notifications', 'Notifications')
  await examine(page, 'no notification')
})

test('a cluster with data', async () => {
  await createCluster(page, product, 'source01')
  source = new URL(page.url()).pathname
  const { uri, token } = await readConnection(page)
  const writer = await startWriter({ python: python(), uri, token, log: test.info().outputPath('writes.jsonl'), rate: 200 })
  await writer.until(({ acknowledged }) => acknowledged > 100)
  await writer.stop()
  await examine(page, 'cluster, overview')
  for (const view of ['Cards', 'Table']) {
    await open(project, 'Clusters')
    await page.getByRole('button', { name: view, exact: true }).click()
    await expect(page.getByRole('link', { name: 'source01' })).toBeVisible()
    await examine(page, `clusters as ${view.toLowerCase()}`)
  }
  await page.getByRole('combobox', { name: 'State' }).click()
  await examine(page, 'an open list of choices')
  await page.keyboard.press('Escape')
  await open(`${source}?tab=migrations`, 'source01')
  await examine(page, 'cluster, migrations')
  await open(`${source}?tab=metrics`, 'source01')
  await examine(page, 'cluster, metrics')
  await open(`${source}?tab=settings`, 'source01')
  await examine(page, 'cluster, settings')
  await examineBehind('Delete cluster', 'alertdialog', 'delete a cluster')
  await open(`${source}?tab=collections`, 'source01')
  await expect(page.getByRole('row', { name: /zdm_int64/ })).toBeVisible()
  await examine(page, 'collections')
  await page.getByRole('link', { name: 'zdm_int64' }).click()
  await expect(page.getByRole('table', { name: 'Fields' })).toBeVisible()
  await examine(page, 'collection, schema')
  await page.getByRole('tab', { name: 'Data' }).click()
  await page.getByRole('button', { name: 'Query', exact: true }).click()
  await expect(page.getByText(/entit(y|ies) in \d+ ms/)).toBeVisible()
  await examine(page, 'collection, data')
  await page.getByRole('tab', { name: 'Vector search' }).click()
  await examine(page, 'collection, vector search')
})

test('a migration from the wizard to its end', async () => {
  await open(`${project}?migrate=1`, 'Clusters')
  await dialog('Migration Settings').getByRole('combobox', { name: 'Source Cluster' }).click()
  await expect(page.getByRole('option', { name: /^source01/ })).toBeVisible()
  await examine(page, 'wizard')
  await page.getByRole('option', { name: /^source01/ }).click()
  await dialog('Migration Settings').getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('region', { name: 'Precheck' }).getByText(/^Checked /)).toBeVisible()
  await page.getByLabel('Cluster Name').fill('target01')
  await examine(page, 'migrate to a new cluster')
  await page.getByRole('button', { name: 'Migrate', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'target01' })).toBeVisible()
  target = new URL(page.url()).pathname
  await page.getByRole('link', { name: 'View Progress' }).click()
  const progress = dialog('Migration Progress')
  await expect(progress.getByText('Both sides are the same')).toBeVisible({ timeout: 120_000 })
  for (const part of [/collections compared$/, 'Details', 'Events']) await progress.locator('summary', { hasText: part }).click()
  await progress.getByRole('checkbox', { name: 'I confirm that I have stopped writes to the source cluster' }).click()
  await examine(page, 'progress while syncing, with the form that stops it')
  await progress.getByRole('button', { name: 'Cancel migration' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await examine(page, 'cancel a migration')
  await page.getByRole('button', { name: 'Go on migrating' }).click()
  await open(source, 'source01')
  await examine(page, 'a locked cluster')
  await open(`${project}/jobs`, 'Jobs')
  await examine(page, 'jobs')
  await examineBehind(/^Actions of job/, 'menu', 'menu of a job')
  await open(`${target}?progress=1`, 'target01')
  await progress.getByRole('checkbox', { name: 'I confirm that I have stopped writes to the source cluster' }).click()
  await progress.getByRole('button', { name: 'Stop Data Sync' }).click()
  await expect(progress.getByRole('link', { name: 'View Connection Details' })).toBeVisible({ timeout: 60_000 })
  await examine(page, 'progress of an ended migration')
  await open(`${project}/migrations`, 'Migrations')
  await expect(page.getByText('Successful', { exact: true })).toBeVisible()
  await examine(page, 'an ended migration in the list')
  await open('/notifications', 'Notifications')
  await expect(page.getByText(/Migration successful/).first()).toBeVisible()
  await examine(page, 'notifications')
  await examineBehind(/^Notifications/, 'dialog', 'notifications beside the bell')
})

test('the navigation of a narrow screen', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open('/', 'Projects')
  await press('Open navigation')
  await expect(dialog('Navigation')).toBeVisible()
  await examine(page, 'navigation of a narrow screen')
})

test('what is not there, and what breaks', async () => {
  // The browser complains of each answer that is not a success, and a view that broke tries again by itself for a while: a tab of
  // its own, whose complaints are not taken down.
  const broken = await page.context().newPage()
  await open('/projects/unknown', 'There is nothing here', broken)
  await examine(broken, 'not found')
  await open('/nowhere', 'There is nothing here', broken)
  await examine(broken, 'not found outside of the console')
  await open(project, 'Clusters', broken)
  // The console was renewed while the page was open: code that comes when it is asked for is gone.
  await broken.route('**/_next/static/chunks/**', (route) => route.abort())
  await broken.getByRole('link', { name: 'In Other Organization' }).click()
  await expect(broken.getByRole('heading', { level: 1, name: 'This page could not be shown' })).toBeVisible()
  await examine(broken, 'error')
  await broken.close()
})

test('no view breaks a rule of WCAG 2.2 AA, is wider than a phone, or makes the browser complain', () => {
  expect({ problems, complaints }).toEqual({ problems: [], complaints: [] })
})
