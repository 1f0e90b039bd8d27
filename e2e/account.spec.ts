import { expect, test } from '@playwright/test'
import { signIn } from './support/console-pages.ts'
import { complaintsOf } from './support/examine.ts'
import { startProduct, type Product } from './support/product.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(() => product?.stop())

test('no page breaks its content security policy, and every page has one', async ({ page }) => {
  const complaints = complaintsOf(page, ['error', 'warning'])
  await signIn(page, product)
  const project = await page.getByRole('link', { name: 'Default Project' }).first().getAttribute('href')
  const pages = ['/', '/account', '/notifications', `${project}`, `${project}/jobs`, `${project}/migrations`, `${project}/clusters/new`, `${project}/clusters/register`, `${project}/migrate`]
  for (const path of pages) {
    const response = await page.goto(product.url + path)
    expect(response?.headers()['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/)
    await page.waitForLoadState('networkidle')
  }
  expect(complaints).toEqual([])
})

test('the session cookie is out of reach for scripts and other sites', async ({ page, context }) => {
  await signIn(page, product)
  const cookie = (await context.cookies()).find(({ name }) => name.includes('session-token'))
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
})

test('a session that is signed out elsewhere ends at once, and the page comes back after signing in', async ({ page, browser }) => {
  await signIn(page, product)
  const elsewhere = await (await browser.newContext()).newPage()
  await signIn(elsewhere, product, '/account')
  await elsewhere.getByRole('button', { name: 'Sign out all others' }).click()
  await expect(elsewhere.getByText('All other sessions are signed out.')).toBeVisible()
  await page.goto(`${product.url}/notifications?show=unread`)
  await expect(page).toHaveURL(/sign-in\?callbackUrl=%2Fnotifications%3Fshow%3Dunread/)
  await page.getByLabel('E-mail').fill(product.owner.email)
  await page.getByLabel('Password').fill(product.owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/notifications\?show=unread$/)
  await elsewhere.context().close()
})

test('a new password needs the old one, keeps this session and ends the others', async ({ page, browser }) => {
  await signIn(page, product, '/account')
  const elsewhere = await (await browser.newContext()).newPage()
  await signIn(elsewhere, product)
  const fill = async (current: string, password: string, again = password) => {
    await page.getByLabel('Current password').fill(current)
    await page.getByLabel('New password', { exact: true }).fill(password)
    await page.getByLabel('New password again').fill(again)
    await page.getByRole('button', { name: 'Change password' }).click()
  }
  await fill('wrong', 'a new long password', 'another one')
  await expect(page.getByText('The two passwords differ.')).toBeVisible()
  await fill('wrong', 'a new long password')
  await expect(page.getByText('This is not your current password.')).toBeVisible()
  await fill(product.owner.password, 'a new long password')
  await expect(page.getByText(/Your password is changed/)).toBeVisible()
  product.owner.password = 'a new long password'
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible()
  await elsewhere.reload()
  await expect(elsewhere).toHaveURL(/sign-in/)
  await elsewhere.context().close()
})

test('too many failures close the door for a while, and the page says for how long', async ({ page }) => {
  await page.goto(`${product.url}/sign-in`)
  await page.getByLabel('E-mail').fill('nobody@example.com')
  await page.getByLabel('Password').fill('wrong')
  for (let attempt = 0; attempt < 10; attempt++) {
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('is not right')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled()
  }
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText(/Too many attempts\. Wait \d minutes? and try again\./)).toBeVisible()
})
