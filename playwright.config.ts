import { defineConfig } from '@playwright/test'
import { findChromium } from './e2e/support/chromium.mjs'

// One worker: the product under test is one installation with real servers behind it.
export default defineConfig({
  testDir: 'e2e',
  // It is emptied at the start: what other suites keep for a look lies beside it.
  outputDir: 'test-results/e2e',
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    // What cannot be pressed within this is told at once, not at the end of the test's time.
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
})
