// Flow-control windows and session limits, the same on both sides of the gateway. They bound what a slow
// reader makes us hold: at most one stream window for each stream.
import type http2 from 'node:http2'

/** Received and not yet passed on, a stream. Keeps a 50 ms path at 80 MB/s. */
const STREAM_WINDOW_BYTES = 4 * 1024 * 1024
/** Received on one connection before its streams are read; streams above share it. */
const CONNECTION_WINDOW_BYTES = 64 * 1024 * 1024
/** Fewer, larger frames for large messages; small calls never reach it. */
const MAX_FRAME_BYTES = 256 * 1024

/** Settings that we announce to the other side. */
export const SESSION_SETTINGS: http2.Settings = {
  enablePush: false,
  initialWindowSize: STREAM_WINDOW_BYTES,
  maxFrameSize: MAX_FRAME_BYTES,
}

/**
 * Node refuses new streams on a session that holds more than this (10 MB by default, which two large
 * messages exceed); the windows are the real bound.
 */
export const SESSION_MEMORY_MB = 1024

/** Widens the connection window of an open session. */
export function widenConnection(session: http2.Http2Session): void {
  if (!session.destroyed) session.setLocalWindowSize(CONNECTION_WINDOW_BYTES)
}
