"""Writes to one collection at a steady rate: usage write_load.py URI THEN_URI CALLS_PER_SECOND

Four threads insert, upsert and delete by keys and by expression. A thread whose write is refused or fails goes to THEN_URI
for good and makes the same write there, as an application would that knows both endpoints. Prints a JSON line four times
a second and at the end; ends when standard input does. `refused` counts the answers of a source whose data has moved, `failed` all
other failures; `gapMs` is the longest time of a thread between two acknowledgements, less the pause of its pace.
"""
import json
import logging
import random
import sys
import threading
import time

from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections

logging.disable(logging.CRITICAL)
NAME, DIM, THREADS, ROWS, LIVE_KEYS, CALL_LIMIT_S = "load", 128, 4, 5, 500, 30


def make_collection(uri: str) -> None:
    connections.connect("make", uri=uri)
    fields = [
        FieldSchema("id", DataType.INT64, is_primary=True),
        FieldSchema("owner", DataType.INT64),
        FieldSchema("vector", DataType.FLOAT_VECTOR, dim=DIM),
    ]
    made = Collection(NAME, CollectionSchema(fields), using="make")
    made.create_index("vector", {"index_type": "FLAT", "metric_type": "COSINE", "params": {}})
    made.load()


class Load(threading.Thread):
    lock = threading.Lock()
    counts = {"acknowledged": 0, "rows": 0, "moved": 0, "refused": 0, "failed": 0, "gapMs": 0.0}
    times = []
    last_failure = None

    def __init__(self, index: int, uris: list, pause: float, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.index, self.uris, self.pause, self.stop_now = index, uris, pause, stop
        self.random, self.next_key, self.live, self.at = random.Random(index), index * 10**9, [], 0
        self.collections = []
        for number, uri in enumerate(uris):
            alias = f"{index}-{number}"
            connections.connect(alias, uri=uri)
            # The other side's collection may not exist yet: it is looked up when it is needed.
            self.collections.append(Collection(NAME, using=alias) if number == 0 else alias)

    def collection(self) -> Collection:
        found = self.collections[self.at]
        if isinstance(found, str):
            found = self.collections[self.at] = Collection(NAME, using=found)
        return found

    def rows(self, keys: list) -> list:
        return [{"id": key, "owner": self.index, "vector": [self.random.random() for _ in range(DIM)]} for key in keys]

    def choose(self):
        dice = self.random.random()
        if len(self.live) < 50 or (dice < 0.55 and len(self.live) < LIVE_KEYS):
            keys = list(range(self.next_key, self.next_key + ROWS))
            self.next_key += ROWS
            self.live += keys
            return "insert", self.rows(keys), ROWS
        if dice < 0.8:
            return "upsert", self.rows(self.random.sample(self.live, ROWS)), ROWS
        keys, self.live = self.live[:ROWS], self.live[ROWS:]
        # On a target that was just switched to, the collection is not loaded, which a delete by expression needs.
        if dice < 0.95 or self.at > 0:
            return "delete", f"id in {keys}", ROWS
        return "delete", f"owner == {self.index} and id >= {keys[0]} and id <= {keys[-1]}", ROWS

    def write(self, operation: str, what) -> None:
        try:
            getattr(self.collection(), operation)(what, timeout=CALL_LIMIT_S)
        except Exception as error:
            refused = any(words in str(error) for words in ("read-only", "has moved to the target"))
            with Load.lock:
                Load.counts["refused" if refused else "failed"] += 1
                if not refused:
                    Load.last_failure = f"{operation} at {self.uris[self.at]}: {type(error).__name__}: {error}"[:400]
            if self.at + 1 == len(self.uris):
                raise
            self.at += 1
            with Load.lock:
                Load.counts["moved"] += 1
            if operation == "delete":
                what = what if what.startswith("id in") else f"id in {list(range(*self.bounds(what)))}"
            self.write(operation, what)

    @staticmethod
    def bounds(expression: str):
        words = expression.split()
        return int(words[6]), int(words[10]) + 1

    def run(self) -> None:
        due = time.perf_counter() + self.pause * self.random.random()
        while not self.stop_now.wait(max(0.0, due - time.perf_counter())):
            operation, what, rows = self.choose()
            begin = time.perf_counter()
            try:
                self.write(operation, what)
            except Exception:
                self.stop_now.wait(0.2)
                continue
            took = time.perf_counter() - begin
            with Load.lock:
                Load.counts["acknowledged"] += 1
                Load.counts["rows"] += rows
                Load.counts["gapMs"] = max(Load.counts["gapMs"], took * 1000)
                Load.times.append(took * 1000)
            # No burst makes up for a stall: the rate is a ceiling.
            due = max(due + self.pause, time.perf_counter())


def report() -> None:
    with Load.lock:
        ordered = sorted(Load.times)
        p = {f"p{q}Ms": ordered[min(len(ordered) - 1, len(ordered) * q // 100)] if ordered else 0 for q in (50, 99)}
        print(json.dumps({**Load.counts, **p, "lastFailure": Load.last_failure}), flush=True)


def main() -> None:
    uri, then_uri, rate = sys.argv[1], sys.argv[2], float(sys.argv[3])
    make_collection(uri)
    stop = threading.Event()
    threads = [Load(index, [uri, then_uri], THREADS / rate, stop) for index in range(THREADS)]
    for thread in threads:
        thread.start()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    while not stop.wait(0.25):
        report()
    for thread in threads:
        thread.join()
    report()


main()
