import { defineConfig } from '@playwright/test'
import config from '../../playwright.config.ts'

// No test: `npm run screenshots` renews docs/screenshots from the built product.
export default defineConfig({ ...config, testDir: '.', testMatch: 'walk.ts', reporter: 'list', outputDir: '../../test-results/screenshots' })
