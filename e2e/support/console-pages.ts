// The console as its users see it: by roles and labels.
import { expect, type Page } from '@playwright/test'
import type { Product } from './product.ts'

/** Signs in on the page that asks for it. */
export async function signIn(page: Page, product: Product, path = '/'): Promise<void> {
  await page.goto(product.url + path)
  await page.getByLabel('E-mail').fill(product.owner.email)
  await page.getByLabel('Password').fill(product.owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}

/** Makes an embedded cluster in the Default Project; ends on its details page, Running. */
export async function createCluster(page: Page, product: Product, name: string): Promise<void> {
  await page.goto(product.url)
  await page.getByRole('link', { name: 'Default Project' }).first().click()
  await page.getByRole('link', { name: 'Create cluster' }).first().click()
  await page.getByLabel('Cluster Name').fill(name)
  await page.getByRole('button', { name: 'Create Cluster' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expectState(page, 'Running')
}

/** The badge beside the name of the cluster. */
export async function expectState(page: Page, state: string, timeout = 60_000): Promise<void> {
  await expect(page.getByRole('main').locator('header').getByText(state, { exact: true })).toBeVisible({ timeout })
}

export type Connection = { uri: string; token: string }

/** Endpoint and token from the Connect card of the details page that is open. */
export async function readConnection(page: Page): Promise<Connection> {
  const card = page.locator('#connect')
  await card.getByRole('button', { name: 'Reveal token' }).click()
  await expect(card.getByRole('button', { name: 'Hide token' })).toBeVisible()
  const code = await card.locator('pre').first().innerText()
  const uri = /https?:\/\/[\w.-]+:\d+/.exec(code)?.[0]
  const token = /token\s*=\s*["']([^"']+)["']/.exec(code)?.[1]
  if (!uri || !token) throw new Error(`no endpoint or token in:\n${code}`)
  return { uri, token }
}
