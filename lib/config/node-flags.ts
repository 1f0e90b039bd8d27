// How Node runs the data plane, wherever it is started: by the supervisor, by tests and by benchmarks.

/**
 * Young objects get 32 MiB instead of 16: each relayed call leaves a pair of HTTP/2 streams behind, and fewer, later
 * collections find more of them dead (docs/performance.md).
 */
export const DATA_PLANE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=32']
