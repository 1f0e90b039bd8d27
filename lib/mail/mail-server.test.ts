import { expect, test } from 'vitest'
import { mailServerOf } from './mail-server.ts'

test('user and password of the mail server are not among what is shown', () => {
  const shown = mailServerOf('smtp://mia:pa%40ss@mail.example.com:2525/?secret=1')
  expect(shown).toEqual({ server: 'smtp://mail.example.com:2525', signsIn: true })
})

test('without a port it is the usual one', () => {
  expect(mailServerOf('smtps://mail.example.com').server).toBe('smtps://mail.example.com:465')
  expect(mailServerOf('smtp://mail.example.com')).toEqual({ server: 'smtp://mail.example.com:587', signsIn: false })
})

test('no mail server is said to be none', () => expect(mailServerOf(undefined)).toEqual({ server: null, signsIn: false }))
