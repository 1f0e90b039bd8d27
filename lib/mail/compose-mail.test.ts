import { describe, expect, it } from 'vitest'
import type { MailFacts } from './compose-mail.ts'
import { composeMail, renderMail } from './compose-mail.ts'

const facts: MailFacts = {
  sourceName: 'books',
  targetName: 'books-2',
  progressPath: '/projects/proj-a/clusters/in01-b?progress=1',
  connectPath: '/projects/proj-a/clusters/in01-b#connect',
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
})
