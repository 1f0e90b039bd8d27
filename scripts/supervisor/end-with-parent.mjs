// Loaded first into every process that the supervisor starts: ends it when the supervisor is gone, however that ended.
// The channel between the two closes with either process, kill -9 included.

// Node hands preloads on to forked processes, whose channel leads to another parent: theirs is left alone.
if (process.channel && process.ppid === Number(process.env.SUPERVISOR_PID)) {
  process.once('disconnect', () => {
    const limitMs = Number(process.env.SUPERVISOR_GONE_LIMIT_MS)
    if (limitMs === 0) process.exit(1)
    setTimeout(() => process.exit(1), limitMs).unref()
    process.kill(process.pid, 'SIGTERM')
  })
  process.channel.unref()
}
