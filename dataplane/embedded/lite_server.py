"""One Milvus Lite server for one cluster: listens on loopback, says its port, ends with its parent.

usage: lite_server.py DATA_DIR [PORT]      (PORT 0: any free one)

Standard output gets one line, {"port": N}, once calls are answered. SIGTERM and SIGINT end it in order. When
standard input closes, the parent is gone, however it ended: then this process ends at once, without finishing
calls, because nobody accounts for a write that lands from now on.

Lite starts with its collections released. Here they are loaded again unless a client released them (load_memory.py),
before the port is told, so that applications can read after a restart as before it. Reads and flushes are kept apart
(flush_guard.py), and nothing of a collection outlives its drop (collection_guard.py).
"""
import ctypes
import json
import os
import pathlib
import shutil
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


def remove_torn_collections(data_dir: str) -> None:
    """Removes collection folders without a schema: Lite ended between making the folder and writing its schema, or in
    the middle of a drop. Nobody was told that such a collection exists, Lite itself does not see it, and it could
    neither be made nor dropped again (CreateCollection fails with "File exists")."""
    root = pathlib.Path(data_dir)
    for collections in [root / "collections", *root.glob("databases/*/collections")]:
        if not collections.is_dir():
            continue
        for folder in collections.iterdir():
            if folder.is_dir() and not (folder / "schema.json").exists():
                shutil.rmtree(folder)


def main() -> int:
    data_dir, port = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    end_with_parent()
    remove_torn_collections(data_dir)
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())

    sys.path.insert(0, str(pathlib.Path(__file__).parent))  # python -I leaves it out
    from collection_guard import guard_collections
    from flush_guard import guard_flushes
    from load_memory import remember_loads
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    guard_flushes()
    guard_collections()
    with remember_loads(data_dir) as memory:
        server, database, bound = start_server_in_thread(data_dir, "127.0.0.1", port, MAX_WORKERS)
        memory.load_again(database)
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
