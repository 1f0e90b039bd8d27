"""A client that writes to Milvus through one endpoint as fast as it can or at a rate, and keeps a book of every write.

usage: writer.py --uri URI [--token TOKEN] --log FILE [--threads N] [--create] [--seed N] [--collections A,B] [--rate N]

Three collections (int64, varchar and autoID keys); inserts, upserts, deletes by keys and by expression. Standard input
takes commands, one a line: "switch URI TOKEN", "stop". Standard output gets one JSON line a second and at the end.

How the book can be judged although writers run side by side: every thread owns its keys. A thread works in a
generation, a number in the field `owner` of its rows. After a write with an unknown outcome it leaves that generation
for ever, because the write may still land; what was acknowledged before it stays exact.
"""
import argparse
import itertools
import json
import logging
import random
import sys
import threading
import time

from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections, utility

logging.disable(logging.CRITICAL)  # pymilvus logs every refusal with its stack; the book has them

DIM = 16
LIVE_KEYS = 300  # of one generation; more would only make the deletes rare
ABOVE_DOUBLE = 9_007_199_254_740_993  # such keys break where an int64 becomes a floating-point number
CALL_LIMIT_S = 60
KINDS = {"zdm_int64": "int64", "zdm_varchar": "varchar", "zdm_auto": "auto"}


def create(alias: str, names) -> None:
    for name in names:
        kind = KINDS[name]
        if utility.has_collection(name, using=alias):
            continue
        key = (
            FieldSchema("pk", DataType.VARCHAR, is_primary=True, max_length=128)
            if kind == "varchar"
            else FieldSchema("pk", DataType.INT64, is_primary=True, auto_id=kind == "auto")
        )
        fields = [
            key,
            FieldSchema("owner", DataType.INT64),
            FieldSchema("bucket", DataType.INT64),
            FieldSchema("uid", DataType.VARCHAR, max_length=64),
            FieldSchema("rev", DataType.INT64),
            FieldSchema("note", DataType.VARCHAR, max_length=256),
            FieldSchema("emb", DataType.FLOAT_VECTOR, dim=DIM),
        ]
        made = Collection(name, CollectionSchema(fields, enable_dynamic_field=True), using=alias)
        made.create_index("emb", {"index_type": "FLAT", "metric_type": "L2", "params": {}})
        made.load()


class Book:
    def __init__(self, path: str) -> None:
        self.file = open(path, "a", buffering=1)
        self.lock = threading.Lock()
        self.sequence = itertools.count()
        self.counts = {"acknowledged": 0, "unknown": 0, "rows": 0}
        self.last_error = None

    def write(self, entry: dict) -> None:
        with self.lock:
            entry["n"] = next(self.sequence)
            ok = entry["outcome"] == "ok"
            self.counts["acknowledged" if ok else "unknown"] += 1
            self.counts["rows"] += len(entry.get("rows", ())) if ok else 0
            if not ok:
                self.last_error = entry["error"]
            self.file.write(json.dumps(entry) + "\n")


class Endpoint:
    """Where the threads write now; `switch` sends all of them elsewhere."""

    def __init__(self, uri: str, token: str) -> None:
        self.uri, self.token, self.number = uri, token, 0

    def switch(self, uri: str, token: str) -> None:
        self.uri, self.token = uri, token
        self.number += 1


class Writer(threading.Thread):
    def __init__(self, index: int, name: str, endpoint: Endpoint, book: Book, generations, seed: int, stop, every_s: float) -> None:
        super().__init__(daemon=True)
        self.name_of_collection, self.kind = name, KINDS[name]
        self.endpoint, self.book, self.generations, self.stopping = endpoint, book, generations, stop
        self.random = random.Random(f"{seed}-{index}")
        self.index, self.connected, self.counter = index, -1, 0
        self.every_s = every_s  # between the starts of two writes; 0 for none
        self.leave_generation()

    def leave_generation(self) -> None:
        self.owner = next(self.generations)
        self.live = {}  # key -> bucket
        self.next_key = 0

    def connect(self) -> None:
        if self.connected == self.endpoint.number:
            return
        number = self.endpoint.number
        self.alias = f"w{self.index}-{number}"
        connections.connect(self.alias, uri=self.endpoint.uri, token=self.endpoint.token, timeout=CALL_LIMIT_S)
        self.collection = Collection(self.name_of_collection, using=self.alias)
        self.connected = number

    def fresh_key(self):
        at, self.next_key = self.next_key, self.next_key + 1
        return f"k{self.owner}-é'{at}" if self.kind == "varchar" else ABOVE_DOUBLE + self.owner * 1_000_000 + at

    def row(self, key) -> dict:
        self.counter += 1
        uid = f"{self.owner}-{self.index}-{self.counter}"
        row = {
            "owner": self.owner,
            "bucket": self.random.randrange(12),
            "uid": uid,
            "rev": self.random.randrange(-(2**62), 2**62),
            "note": f"ünï {uid}",
            "emb": [self.random.randrange(-64, 64) / 64 for _ in range(DIM)],  # exact in 32 bits
            "extra": {"n": self.counter, "t": uid},
        }
        return row if key is None else {"pk": key, **row}

    def choose(self):
        dice = self.random.random()
        if not self.live or len(self.live) < 20 or (dice < 0.4 and len(self.live) < LIVE_KEYS):
            auto = self.kind == "auto"
            return "insert", [self.row(None if auto else self.fresh_key()) for _ in range(self.random.randint(1, 20))]
        if dice < 0.75 and self.kind != "auto":
            keys = self.random.sample(list(self.live), min(len(self.live), self.random.randint(1, 10)))
            if self.random.random() < 0.3:
                keys.append(self.fresh_key())
            return "upsert", [self.row(key) for key in keys]
        if dice < 0.92:
            return "delete_keys", self.random.sample(list(self.live), min(len(self.live), self.random.randint(1, 10)))
        return "delete_expr", self.random.randrange(12)

    def perform(self, op: str, what) -> dict:
        """Carries the write out; returns what only its reply can tell."""
        limit = {"timeout": CALL_LIMIT_S}
        if op == "insert":
            reply = self.collection.insert(what, **limit)
            return {"pks": [str(key) for key in reply.primary_keys]} if self.kind == "auto" else {}
        if op == "upsert":
            self.collection.upsert(what, **limit)
        elif op == "delete_keys":
            self.collection.delete(f"pk in {json.dumps(what, ensure_ascii=False)}", **limit)
        else:
            self.collection.delete(f"owner == {self.owner} and bucket == {what}", **limit)
        return {}

    def settle(self, op: str, what, reply: dict) -> None:
        if op in ("insert", "upsert"):
            keys = [int(key) for key in reply["pks"]] if "pks" in reply else [row["pk"] for row in what]
            self.live.update({key: row["bucket"] for key, row in zip(keys, what)})
        elif op == "delete_keys":
            for key in what:
                del self.live[key]
        else:
            self.live = {key: bucket for key, bucket in self.live.items() if bucket != what}

    def run(self) -> None:
        due = time.monotonic()
        # What was missed is not made up for: a rate that cannot be kept must not become a burst later.
        while not self.stopping.wait(max(0, due - time.monotonic())):
            due = max(due + self.every_s, time.monotonic())
            op, what = self.choose()
            named = {"rows": what} if op in ("insert", "upsert") else {"keys": what} if op == "delete_keys" else {"bucket": what}
            entry = {"collection": self.name_of_collection, "owner": self.owner, "op": op, **named}
            entry["at"] = time.time()
            try:
                self.connect()
                entry["to"] = self.connected
                reply = self.perform(op, what)
                entry["ms"] = round((time.time() - entry["at"]) * 1000, 2)
                self.book.write({**entry, **reply, "outcome": "ok"})
                self.settle(op, what, reply)
            except Exception as error:  # whatever it is, nobody can tell what became of the write
                entry["ms"] = round((time.time() - entry["at"]) * 1000, 2)
                self.book.write({**entry, "outcome": "unknown", "error": f"{type(error).__name__}: {error}"[:400]})
                if self.live:
                    self.leave_generation()
                self.stopping.wait(0.2)


def obey(endpoint: Endpoint, stop) -> None:
    for line in sys.stdin:
        words = line.split()
        if words[:1] == ["switch"]:
            endpoint.switch(words[1], words[2] if len(words) > 2 else "")
        elif words[:1] == ["stop"]:
            break
    stop.set()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--uri", required=True)
    options.add_argument("--token", default="")
    options.add_argument("--log", required=True)
    options.add_argument("--threads", type=int, default=6)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--create", action="store_true")
    options.add_argument("--collections", default=",".join(KINDS))
    options.add_argument("--rate", type=float, default=0, help="writes a second of all threads; 0 for as many as it can")
    given = options.parse_args()
    names = given.collections.split(",")
    if given.create:
        connections.connect("create", uri=given.uri, token=given.token)
        create("create", names)
    stop, book, endpoint = threading.Event(), Book(given.log), Endpoint(given.uri, given.token)
    generations = itertools.count(given.seed * 100_000)
    every_s = given.threads / given.rate if given.rate else 0
    writers = [
        Writer(index, names[index % len(names)], endpoint, book, generations, given.seed, stop, every_s)
        for index in range(given.threads)
    ]
    for writer in writers:
        writer.start()
    threading.Thread(target=obey, args=(endpoint, stop), daemon=True).start()
    while not stop.wait(1):
        print(json.dumps({**book.counts, "lastError": book.last_error}), flush=True)
    for writer in writers:
        writer.join()
    print(json.dumps({**book.counts, "lastError": book.last_error, "ended": True}), flush=True)


if __name__ == "__main__":
    main()
