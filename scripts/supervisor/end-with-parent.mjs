// Loaded first into every process that the supervisor starts: ends it when the supervisor is gone, however that ended.
// The channel between the two closes with either process, kill -9 included.
const FORCE_AFTER_MS = 10_000

// Node hands preloads on to forked processes, whose channel leads to another parent: theirs is left alone.
if (process.channel && process.ppid === Number(process.env.SUPERVISOR_PID)) {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), FORCE_AFTER_MS).unref()
    process.kill(process.pid, 'SIGTERM')
  })
  process.channel.unref()
}
