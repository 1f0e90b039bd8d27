/** An overlay that opens takes the focus itself: no button is ringed or tells its tooltip before one has moved to it. */
export function focusItself(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}
