// Ends this process when the supervisor that started it is gone, however that ended: an open IPC channel
// closes with the process at its other end, kill -9 included.

/** Calls `stop` when the parent is gone. Does nothing in a process that was started without a channel. */
export function endWithParent(stop: () => unknown = () => process.exit(0)): void {
  if (!process.channel) return
  process.once('disconnect', stop)
  process.channel.unref()
}
