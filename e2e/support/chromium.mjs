// Finds the browser for the tests: $CHROMIUM, the system's, Debian's package where it may be installed, else Playwright's own.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** Path of an installed browser, or undefined: then Playwright looks for its own. */
export const findChromium = () => process.env.CHROMIUM ?? PLACES.find((place) => fs.existsSync(place))

/** Makes sure that there is a browser. Throws with what to do where there can be none. */
export function ensureChromium(say = console.log) {
  if (findChromium()) return
  if (process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium (Debian package) …')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const install = () => spawnSync('apt-get', ['install', '-y', '-q', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'], env })
    if (install().status !== 0) {
      spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', env })
      install()
    }
    if (findChromium()) return
  }
  say("Installing Playwright's own Chromium …")
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')
  const done = spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' })
  if (done.status !== 0) throw new Error('There is no browser for the tests. Install Chromium, or set CHROMIUM to the path of one.')
}
