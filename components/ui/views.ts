/** How a list may be looked at. */
export const VIEWS = ['table', 'cards'] as const
export type View = (typeof VIEWS)[number]
