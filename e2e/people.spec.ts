import { expect, test, type Browser, type Locator, type Page, type Request } from '@playwright/test'
import { createCluster, signIn } from './support/console-pages.ts'
import { startMailServer, type MailServer } from './support/mail-server.ts'
import { startProduct, type Product } from './support/product.ts'

test.describe.configure({ mode: 'serial' })

const ADMIN = { name: 'Ada Admin', email: 'ada@example.com', password: 'a password for ada' }
const READER = { name: 'Rita Reader', email: 'rita@example.com', password: 'a password for rita' }

let product: Product
let mail: MailServer
let owner: Page
let admin: Page
let reader: Page
let project: string
let source: string
let target: string

test.beforeAll(async ({ browser }) => {
  mail = await startMailServer()
  product = await startProduct({ env: { SMTP_URL: mail.url, MAIL_FROM: 'Console <console@example.com>' } })
  owner = await newPerson(browser)
  await signIn(owner, product)
})
test.afterAll(async () => {
  await product?.stop()
  await mail?.stop()
})

const newPerson = async (browser: Browser) => (await browser.newContext()).newPage()
const progress = (of: Page) => of.getByRole('dialog', { name: 'Migration Progress' })

/** Asks a person to the project by mail; ends when the invitation is in the list. */
async function invite(email: string, role: string) {
  await owner.goto(`${product.url}${project}/members`)
  await owner.getByRole('button', { name: 'Add members' }).click()
  const dialog = owner.getByRole('dialog', { name: 'Add members to Default Project' })
  await dialog.getByLabel('E-mail addresses').fill(email)
  await dialog.getByRole('radio', { name: role }).click()
  await dialog.getByRole('button', { name: 'Add members' }).click()
  await expect(owner.getByRole('list', { name: 'Pending invitations' }).getByText(email)).toBeVisible()
}

/** Follows the link of the mail and sets a password; ends in the console. */
async function join(browser: Browser, { name, email, password }: typeof ADMIN): Promise<Page> {
  await expect.poll(() => mail.received.some(({ to }) => to === email)).toBe(true)
  const { links } = mail.received.find(({ to }) => to === email)!
  const page = await newPerson(browser)
  await page.goto(links[0]!)
  await expect(page.getByLabel('E-mail')).toHaveValue(email)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible()
  return page
}

test('an owner invites a Project Admin and a reader by mail, and both join with a password of their own', async ({ browser }) => {
  await createCluster(owner, product, 'source01')
  source = new URL(owner.url()).pathname
  project = source.split('/clusters/')[0]!
  await invite(ADMIN.email, 'Project Admin')
  await invite(READER.email, 'Project Read-Only')
  admin = await join(browser, ADMIN)
  reader = await join(browser, READER)
  await owner.goto(`${product.url}${project}/members`)
  await expect(owner.getByRole('row', { name: new RegExp(ADMIN.name) })).toContainText('Project Admin')
  await expect(owner.getByRole('row', { name: new RegExp(READER.name) })).toContainText('Project Read-Only')
  const used = await newPerson(browser)
  await used.goto(mail.received.find(({ to }) => to === ADMIN.email)!.links[0]!)
  await expect(used.getByRole('heading', { name: 'This invitation is not valid' })).toBeVisible()
  await used.context().close()
})

/** Presses Tab until the named element has the focus. */
async function tabTo(page: Page, role: 'link' | 'combobox' | 'button' | 'textbox', name: string | RegExp) {
  const sought = page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first()
  await expect(sought).toBeVisible()
  for (let tries = 0; tries < 80; tries++) {
    if (await sought.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach the ${role} ${String(name)}`)
}

test('the keyboard alone leads from the wizard to Migrate', async () => {
  await admin.goto(product.url + project)
  await tabTo(admin, 'link', 'In Current Organization')
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('dialog', { name: 'Migration Settings' })).toBeVisible()
  await tabTo(admin, 'combobox', 'Source Cluster')
  await admin.keyboard.press('ArrowDown')
  await expect(admin.getByRole('option', { name: /^source01/ })).toBeVisible()
  await admin.keyboard.type('source')
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('combobox', { name: 'Source Cluster' })).toHaveValue('source01')
  await tabTo(admin, 'button', 'Next')
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('heading', { level: 1, name: 'Migrate to a New Cluster' })).toBeVisible()
  await expect(admin.getByRole('region', { name: 'Precheck' }).getByText(/^Checked /)).toBeVisible()
  await tabTo(admin, 'textbox', 'Cluster Name')
  await admin.keyboard.type('target01')
  await tabTo(admin, 'textbox', 'Cluster Description (optional)')
  await admin.keyboard.type('for the shop')
  await tabTo(admin, 'button', 'Migrate')
})

/** Ends all other sessions of a person, as the account page offers it. */
async function signOutElsewhere(browser: Browser, person: typeof ADMIN) {
  const elsewhere = await newPerson(browser)
  await signIn(elsewhere, { ...product, owner: person }, '/account')
  await elsewhere.getByRole('button', { name: 'Sign out all others' }).click()
  await expect(elsewhere.getByText('All other sessions are signed out.')).toBeVisible()
  await elsewhere.context().close()
}

async function signInAgain(page: Page, { email, password }: typeof ADMIN, within: Page | Locator = page) {
  await within.getByRole('link', { name: 'Sign in again' }).first().click()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('a session that ends before Migrate is pressed loses nothing that was filled in', async ({ browser }) => {
  await signOutElsewhere(browser, ADMIN)
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('alert').getByText('You are not signed in. Sign in again.')).toBeVisible()
  await signInAgain(admin, ADMIN)
  await expect(admin.getByLabel('Cluster Name')).toHaveValue('target01')
  await expect(admin.getByLabel('Cluster Description (optional)')).toHaveValue('for the shop')
  await expect(admin.getByRole('region', { name: 'Precheck' }).getByText(/^Checked /)).toBeVisible()
  await tabTo(admin, 'button', 'Migrate')
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('heading', { level: 1, name: 'target01' })).toBeVisible()
  target = new URL(admin.url()).pathname
})

test('a session that ends while the progress dialog is open leads to sign-in and back to that dialog', async ({ browser }) => {
  await admin.goto(`${product.url}${target}?progress=1`)
  await expect(progress(admin).getByText('Lag Behind Source')).toBeVisible({ timeout: 120_000 })
  await signOutElsewhere(browser, ADMIN)
  await expect(progress(admin).getByText('Your session has ended')).toBeVisible()
  await expect(progress(admin).getByText('Lag Behind Source')).toBeVisible()
  await signInAgain(admin, ADMIN, progress(admin))
  await expect(admin).toHaveURL(`${product.url}${target}?progress=1`)
  await expect(progress(admin).getByText('Lag Behind Source')).toBeVisible()
  await expect(progress(admin).getByText('Your session has ended')).toBeHidden()
})

/** The button takes no click, and says whom to ask. */
async function expectRefused(page: Page, name: string | RegExp, permission: string, within = page.getByRole('main')) {
  const button = within.getByRole('button', { name, exact: true }).first()
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await expect(button).toHaveAccessibleDescription(`Your role does not allow this (${permission}). Ask an Organization Owner or a Project Admin.`)
}

test('a reader sees the migration and why each button is disabled', async () => {
  await reader.goto(product.url + project)
  await expect(reader.getByRole('link', { name: 'target01' })).toBeVisible()
  await expectRefused(reader, 'Create cluster', 'cluster.create')
  await reader.goto(`${product.url}${project}/migrations`)
  await expectRefused(reader, 'New migration', 'migration.start')
  await reader.goto(`${product.url}${project}/members`)
  await expectRefused(reader, 'Add members', 'member.manage')
  await reader.goto(`${product.url}${source}`)
  await expectRefused(reader, 'Reveal token', 'cluster.token')
  await reader.goto(`${product.url}${source}?tab=settings`)
  await expectRefused(reader, 'Delete cluster', 'cluster.delete')
  await reader.goto(`${product.url}${target}?progress=1`)
  await expect(progress(reader).getByText('Lag Behind Source')).toBeVisible()
  await progress(reader).getByRole('checkbox', { name: 'I confirm that I have stopped writes to the source cluster' }).click()
  await expectRefused(reader, 'Stop Data Sync', 'migration.stop', progress(reader))
  await expectRefused(reader, 'Cancel migration', 'migration.cancel', progress(reader))
  await expectRefused(reader, /Verify/, 'migration.verify', progress(reader))
  for (const path of ['/activities', '/settings']) {
    await reader.goto(product.url + path)
    await expect(reader.getByText(/There is nothing here|Your role does not allow this/)).toBeVisible()
  }
})

/** Presses what only others may, and keeps the request on its way from the server. */
async function catchCancel(page: Page): Promise<Request> {
  const [, request] = await Promise.all([
    page.route('**/*', (route) => (route.request().headers()['next-action'] ? route.abort() : route.continue())),
    page.waitForRequest((sent) => 'next-action' in sent.headers()),
    page
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Cancel migration' })
      .click(),
  ])
  return request
}

test('the server refuses a reader what the page does not offer, and the migration goes on', async () => {
  const visitor = await owner.context().newPage()
  await visitor.goto(`${product.url}${target}?progress=1`)
  await progress(visitor).getByRole('button', { name: 'Cancel migration' }).click()
  const request = await catchCancel(visitor)
  await visitor.close()
  const { 'next-action': action, 'content-type': type, accept } = request.headers()
  const answer = await reader.request.post(request.url(), {
    headers: { 'next-action': action!, 'content-type': type!, accept: accept!, origin: product.url },
    data: request.postData()!,
  })
  expect(await answer.text()).toContain('Your role does not allow this (migration.cancel).')
  await reader.goto(`${product.url}${target}?progress=1`)
  await expect(progress(reader).getByText('Lag Behind Source')).toBeVisible()
  await expect(progress(reader).getByText(/cancell?ed|being canceled/i)).toHaveCount(0)
})
