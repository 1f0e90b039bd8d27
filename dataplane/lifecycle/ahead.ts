// Makes the next one of a sequence while one is worked on.

/** The items of `items`, each asked for as soon as the one before it is handed out. A failure shows in its turn. */
export async function* ahead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let coming = items.next()
  try {
    for (let item = await coming; !item.done; item = await coming) {
      coming = items.next()
      coming.catch(() => undefined)
      yield item.value
    }
  } finally {
    await items.return(undefined)
  }
}
