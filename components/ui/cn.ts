import { clsx, type ClassValue } from 'clsx'
import { mergeClasses } from './merge-classes'

/** Classes together; of those that set the same thing, the last one stays. */
export function cn(...classes: ClassValue[]): string {
  return mergeClasses(clsx(classes))
}
