'use client'
import { useEffect, useRef, useState, type ChangeEvent, type FormEvent, type RefObject } from 'react'
import type { z } from 'zod'
import type { Refusal } from '@/lib/contracts/console-requests'
import { fieldOf, judge, only, without, type Problem, type Problems } from './form-problems'

type Name<Input> = keyof Input & string
type TextProps = { name: string; value: string; error: string | undefined; onChange: (event: ChangeEvent<HTMLInputElement>) => void }

export type RequestForm<Input extends object> = {
  values: Input
  /** What is wrong, by field; under `root` what concerns no field of the form. */
  problems: Problems<Input>
  /** From pressing the button until a refusal came; for good once the request was accepted, since the page goes on then. */
  busy: boolean
  /** For the `<form>`. Sent by `post`: pressed before the script is there, nothing must end up in the address. */
  props: { ref: RefObject<HTMLFormElement | null>; onSubmit: (event: FormEvent) => void; noValidate: true; method: 'post' }
  /** For the `<TextField>` of a value. */
  text: (name: Name<Input>) => TextProps
  change: (part: Partial<Input>) => void
  /** False where something is wrong with the named fields, which then is shown. */
  accepts: (names: readonly Name<Input>[]) => Promise<boolean>
  /** Shows a refusal of the server at the field that it names. */
  refuse: (refusal: Refusal) => void
}

const UNREACHABLE: Problem = { message: 'The console does not answer. Look at your connection and try again.' }

type Options<Input extends object, Output> = {
  /** Fetched when the form is judged for the first time, so that no page waits for schemas and the whole zod. */
  schema: () => Promise<z.ZodType<Output, Input>>
  initial: Input
  /** Values that the form does not show, so that a problem with them is one of the whole form. */
  hidden?: readonly Name<Input>[]
  /** Sends what the schema made of the values; a refusal that it resolves with is shown. */
  send: (output: Output) => Promise<Refusal | undefined>
}

/** The state of a form, which is judged by the schema of its request as the server does it. */
export function useRequestForm<Input extends object, Output>({ schema, initial, hidden = [], send }: Options<Input, Output>): RequestForm<Input> {
  const form = useRef<HTMLFormElement>(null)
  const [values, setValues] = useState(initial)
  const [problems, setProblems] = useState<Problems<Input>>({})
  const [sent, setSent] = useState(false)
  const [busy, setBusy] = useState(false)
  const fields = (Object.keys(values) as Name<Input>[]).filter((name) => !hidden.includes(name))

  useEffect(() => {
    // What was typed, or filled in by the browser, before the script was there.
    const typed = [...new FormData(form.current!)].filter(([, value]) => value !== '')
    setValues((before) => ({ ...before, ...Object.fromEntries(typed.filter(([name]) => name in before)) }))
  }, [])

  async function judged(now: Input) {
    const [fetched, { config }] = await Promise.all([schema(), import('zod/mini')])
    // Without this zod looks whether it may compile code, which the content security policy reports.
    config({ jitless: true })
    return judge(fetched, now, fields)
  }

  function show(found: Problems<Input>) {
    setProblems(found)
    const first = [...form.current!.elements].find((element) => element instanceof HTMLInputElement && element.name in found)
    if (first instanceof HTMLElement) first.focus()
  }

  const problemOf = ({ field = '', message, code }: Refusal) => ({ [fieldOf(field.split('.'), fields)]: { message, code } }) as Problems<Input>

  function change(part: Partial<Input>) {
    const changed = Object.keys(part)
    setValues((before) => ({ ...before, ...part }))
    setProblems((before) => without<Input>(before, changed))
    // Before the first try nobody is told that what he is still typing is wrong.
    if (!sent) return
    void judged({ ...values, ...part }).then((verdict) => {
      if (!verdict.ok) setProblems((before) => ({ ...without<Input>(before, changed), ...only<Input>(verdict.problems, changed) }))
    })
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    setSent(true)
    setBusy(true)
    const found = await judgeAndSend().catch((): Problems<Input> => ({ root: UNREACHABLE } as Problems<Input>))
    if (!found) return
    setBusy(false)
    show(found)
  }

  /** What is wrong; nothing where the request was accepted. */
  async function judgeAndSend(): Promise<Problems<Input> | undefined> {
    const verdict = await judged(values)
    if (!verdict.ok) return verdict.problems
    setProblems({})
    const refusal = await send(verdict.output)
    return refusal && problemOf(refusal)
  }

  async function accepts(names: readonly Name<Input>[]) {
    const verdict = await judged(values)
    const found = verdict.ok ? {} : only<Input>(verdict.problems, names)
    show(found)
    return Object.keys(found).length === 0
  }

  const text = (name: Name<Input>): TextProps => ({
    name,
    value: String(values[name] ?? ''),
    error: problems[name]?.message,
    onChange: (event) => change({ [name]: event.target.value } as Partial<Input>),
  })

  return { values, problems, busy, props: { ref: form, onSubmit: (event) => void submit(event), noValidate: true, method: 'post' }, text, change, accepts, refuse: (refusal) => show(problemOf(refusal)) }
}
