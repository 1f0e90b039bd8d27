// Keeps windows apart: each costs both servers a few calls whatever is in it, so a moment's company is worth its wait.

/** Between the beginnings of two windows that need no look at the source, in ms. */
export const SPACING_MS = 100

export class Spacing {
  #begunAt = -Infinity
  #isHurried = false
  #wake: (() => void) | undefined

  /** Resolves when the next window may begin. */
  async turn(): Promise<void> {
    const waitMs = this.#begunAt + SPACING_MS - Date.now()
    if (waitMs > 0 && !this.#isHurried)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        setTimeout(resolve, waitMs)
      })
    this.#begunAt = Date.now()
  }

  /** Nothing comes that would be worth a wait, until it is eased again. */
  hurry(): void {
    this.#isHurried = true
    this.#wake?.()
  }

  ease(): void {
    this.#isHurried = false
  }
}
