'use client'
import { useState } from 'react'
import { observe, type TimeLeft } from './time-left'

/** Smooths the readings of a time left over the renders; each reading (`at` tells them apart) counts once. */
export function useTimeLeft(reading: { at: number; leftMs: number | null }): TimeLeft | null {
  const [state, setState] = useState<{ at: number; left: TimeLeft | null }>({ at: 0, left: null })
  if (state.at === reading.at) return state.left
  const left = observe(state.left, reading)
  setState({ at: reading.at, left })
  return left
}
