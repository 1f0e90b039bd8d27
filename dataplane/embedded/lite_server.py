"""One Milvus Lite server for one cluster: listens on loopback, says its port, ends with its parent.

usage: lite_server.py DATA_DIR [PORT]      (PORT 0: any free one)

Standard output gets one line, {"port": N}, once calls are answered. SIGTERM and SIGINT end it in order. When
standard input closes, the parent is gone, however it ended: then this process ends at once, without finishing
calls, because nobody accounts for a write that lands from now on.
"""
import ctypes
import json
import os
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1
MAX_WORKERS = 32  # Lite's default of 10 is used up by ten slow searches; more threads only wait for the GIL.


def end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    def watch() -> None:
        try:
            while os.read(0, 4096):
                pass
        finally:
            os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def main() -> int:
    data_dir, port = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    end_with_parent()
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())

    from milvus_lite.adapter.grpc.server import start_server_in_thread

    server, database, bound = start_server_in_thread(data_dir, "127.0.0.1", port, MAX_WORKERS)
    try:
        if bound == 0:
            print(f"Cannot listen on 127.0.0.1:{port}: the port is in use", file=sys.stderr)
            return 1
        print(json.dumps({"port": bound}), flush=True)
        stopping.wait()
    finally:
        server.stop(grace=5).wait()
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
