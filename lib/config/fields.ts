// The kinds of values that options have. Each message continues "NAME …".
import path from 'node:path'
import { z } from 'zod'

/** A TCP port to listen on. */
export const port = () =>
  z.string().regex(/^\d{1,5}$/, 'must be a port number').transform(Number).refine((n) => n > 0 && n < 65_536, 'must be a port number')

/** A range of ports such as `19530-19929`. */
export const portRange = () =>
  z
    .string()
    .regex(/^\d{1,5}-\d{1,5}$/, 'must be a range of ports such as 19530-19929')
    .transform((text) => {
      const [from, to] = text.split('-').map(Number) as [number, number]
      return { from, to }
    })
    .refine(({ from, to }) => from > 0 && from <= to && to < 65_536, 'must be a range of ports such as 19530-19929')

/** A number of bytes. */
export const size = () => z.string().regex(/^[1-9]\d{0,14}$/, 'must be a number of bytes').transform(Number)

/** A folder or program, made absolute so that every process means the same one. */
export const filePath = () => z.string().transform((text) => path.resolve(text))

/** A secret of enough length that it cannot be guessed. */
export const secret = () => z.string().min(16, 'must have at least 16 characters')

/** An address with one of the given schemes. */
export const url = (...schemes: string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), {
    message: `must start with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  })
