import { describe, expect, it } from 'vitest'
import { NOTIFICATION_KINDS } from '../contracts/account-api.ts'
import type { MailFacts } from './compose-mail.ts'
import { composeMail, renderMail } from './compose-mail.ts'

const facts: MailFacts = {
  sourceName: 'books',
  targetName: 'books-2',
  progressPath: '/projects/proj-a/clusters/in01-b?progress=1',
  connectPath: '/projects/proj-a/clusters/in01-b#connect',
  jobPath: '/projects/proj-a/jobs?progress=job-a',
  reason: null,
}

describe('composeMail', () => {
  it('the mail of a caught-up sync links to the progress dialog', () => {
    const { text, html, subject } = renderMail(composeMail('caught_up', facts), 'https://console.example.com/')
    expect(subject).toContain('books-2')
    expect(text).toContain('https://console.example.com/projects/proj-a/clusters/in01-b?progress=1')
    expect(html).toContain('href="https://console.example.com/projects/proj-a/clusters/in01-b?progress=1"')
  })

  it('the mail of success links to the connection details', () => {
    expect(renderMail(composeMail('succeeded', facts), 'http://x').text).toContain('#connect')
  })

  it('the mail of a failure gives its reason', () => {
    const mail = composeMail('failed', { ...facts, reason: 'The disk of the target is full.' })
    expect(renderMail(mail, 'http://x').text).toContain('The disk of the target is full.')
  })

  it('a name cannot bring markup or header lines into a mail', () => {
    const mail = composeMail('failed', { ...facts, sourceName: '<img src=x>\r\nBcc: all', reason: '<script>' })
    const { html, subject } = renderMail(mail, 'http://x')
    expect(html).not.toContain('<img')
    expect(html).not.toContain('<script>')
    expect(subject).not.toMatch(/[\r\n]/)
  })

  it.each(NOTIFICATION_KINDS)('%s: text alone says it all, and the HTML is made for light and dark', (kind) => {
    const mail = composeMail(kind, { ...facts, reason: 'It is so.' })
    const { text, html } = renderMail(mail, 'https://console.example.com')
    for (const part of [mail.title, mail.body, mail.linkText, `https://console.example.com${mail.path}`]) expect(text).toContain(part)
    expect(text).not.toMatch(/<\w|&\w+;/)
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain('@media (prefers-color-scheme:dark)')
    // Each text says its colour, so that no program puts dark letters onto a card that it darkened.
    for (const [, , attributes] of html.matchAll(/<(h1|p|a) ([^>]*)>/g)) expect(attributes).toMatch(/class="[^"]+".*color:#/)
  })
})
