"""Writes to a cluster with pymilvus-pg, which shadows every acknowledged write in PostgreSQL, and lets it judge.

usage: outside_judge.py write|judge --uri URI --token TOKEN --pg URL --folder FOLDER

write: makes two collections and writes without a pause until told to stop. Standard input takes "switch URI TOKEN" and
"stop"; standard output gets one JSON line a second: acknowledged, again (writes that were refused or failed and made again).
judge: compares what the cluster holds with PostgreSQL, and prints JSON, per collection: keys, onlyInMilvus, onlyInPg,
fullScan (pymilvus-pg's own comparison), different (keys whose values are not exactly the same), sample.

What pymilvus-pg 0.1.4 does not see, and what is done about it here:
- entity_compare(full_scan=True) compares the keys that both sides have and drops what its comparison of keys and counts said:
  compare_primary_keys is asked besides, and counts.
- it compares a batch without its keys and without order, in lists too: two entities that swapped their values, or a vector
  with its elements in another order, pass. Both are read besides, and the rows, aligned by its own code, compared exactly.
- by default it compares numbers to one digit: it is told six, and all numbers here are exact in six.
- its worker processes are forked under open gRPC channels: they are spawned here.
- a write that fails is rolled back in PostgreSQL although it may have landed: it is made again, as an upsert or a delete of the
  same keys, until it is acknowledged.
- pymilvus 2.5 writes keys into a delete without escaping their quotes: no key here has one.
"""
import argparse
import json
import logging
import multiprocessing
import os
import random
import sys
import threading

DIM = 8
BATCH = 20
LIVE_KEYS = 400
PAGE = 500
# A digit behind the point of 1/64 more than it has would be rounded; see above.
DIGITS = 6
COLLECTIONS = {"outside_int64": "int64", "outside_varchar": "varchar"}
FIELDS = ["label", "amount", "ratio", "flag", "meta", "tags", "emb"]


def client_of(given, uri: str, token: str):
    os.environ.setdefault("PYMILVUS_PG_LOG_DIR", os.path.join(given.folder, "logs"))
    logging.disable(logging.CRITICAL)  # pymilvus logs every refusal with its stack; the reports count them
    from loguru import logger
    from pymilvus import connections
    from pymilvus_pg import MilvusPGClient

    logger.remove()
    connections.disconnect("default")  # it takes this name for itself, and again for another cluster only when it is free
    digits = {"vector_precision_decimals": DIGITS, "vector_comparison_significant_digits": DIGITS}
    return MilvusPGClient(uri=uri, token=token, pg_conn_str=given.pg, enable_lmdb=False, **digits)


def load(client) -> None:
    for name in COLLECTIONS:
        client.load_collection(name)


def make(client) -> None:
    from pymilvus import DataType
    from pymilvus.milvus_client import IndexParams

    for name, kind in COLLECTIONS.items():
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        if kind == "varchar":
            schema.add_field("pk", DataType.VARCHAR, is_primary=True, max_length=64)
        else:
            schema.add_field("pk", DataType.INT64, is_primary=True)
        schema.add_field("label", DataType.VARCHAR, max_length=128)
        schema.add_field("amount", DataType.INT64)
        schema.add_field("ratio", DataType.DOUBLE)
        schema.add_field("flag", DataType.BOOL)
        schema.add_field("meta", DataType.JSON)
        schema.add_field("tags", DataType.ARRAY, element_type=DataType.INT64, max_capacity=8)
        schema.add_field("emb", DataType.FLOAT_VECTOR, dim=DIM)
        client.create_collection(name, schema)
        index = IndexParams()
        index.add_index("emb", metric_type="L2", index_type="FLAT", params={})
        client.create_index(name, index)
    load(client)


class Ingest:
    """One client that inserts, upserts and deletes by keys. Of each key the last acknowledged write counts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.live = {name: [] for name in COLLECTIONS}
        self.next = 0

    def row(self, key) -> dict:
        dice = self.random
        return {
            "pk": key,
            "label": f"{key} – {dice.randrange(10**9)}",
            "amount": dice.randrange(-(2**62), 2**62),
            "ratio": dice.randrange(-(2**20), 2**20) / 64,
            "flag": dice.random() < 0.5,
            "meta": {"of": str(key), "n": dice.randrange(1000), "list": [dice.randrange(9) for _ in range(3)]},
            "tags": [dice.randrange(1000) for _ in range(dice.randint(1, 8))],
            "emb": [dice.randrange(-64, 64) / 64 for _ in range(DIM)],
        }

    def fresh(self, name: str):
        self.next += 1
        return f"ké {self.next}" if COLLECTIONS[name] == "varchar" else 2**53 + self.next

    def choose(self):
        """(collection, insert | upsert | delete, rows or keys)"""
        name = self.random.choice(list(COLLECTIONS))
        live, dice = self.live[name], self.random.random()
        if len(live) < 50 or (dice < 0.35 and len(live) < LIVE_KEYS):
            return name, "insert", [self.row(self.fresh(name)) for _ in range(BATCH)]
        some = self.random.sample(live, self.random.randint(1, BATCH))
        if dice < 0.75:
            return name, "upsert", [self.row(key) for key in some]
        return name, "delete", some

    def acknowledge(self, name: str, op: str, what) -> None:
        if op == "delete":
            gone = set(what)
            self.live[name] = [key for key in self.live[name] if key not in gone]
        elif op == "insert":
            self.live[name] += [row["pk"] for row in what]


def write(given) -> None:
    wanted, counts, stop = [given.uri, given.token, 0], {"acknowledged": 0, "again": 0, "lastError": None}, threading.Event()
    client = client_of(given, given.uri, given.token)
    make(client)

    def ingest() -> None:
        nonlocal client
        at, writes = 0, Ingest(1)
        while not stop.is_set():
            name, op, what = writes.choose()
            method = op
            while True:
                try:
                    if at != wanted[2]:
                        client = client_of(given, *wanted[:2])
                        load(client)
                        at = wanted[2]
                    # A write with no answer is unknown: without an end the judge could not be asked.
                    getattr(client, method)(name, what, timeout=30)
                    break
                except Exception as error:
                    counts["again"] += 1
                    counts["lastError"] = f"{type(error).__name__}: {error}"[:300]
                    method = "delete" if op == "delete" else "upsert"
                    stop.wait(0.1)
            writes.acknowledge(name, op, what)
            counts["acknowledged"] += 1

    def obey() -> None:
        for line in sys.stdin:
            words = line.split()
            if words[0] == "switch":
                wanted[:] = [words[1], words[2] if len(words) > 2 else "", wanted[2] + 1]
            else:
                break
        stop.set()

    worker = threading.Thread(target=ingest, daemon=True)
    worker.start()
    threading.Thread(target=obey, daemon=True).start()
    while not stop.wait(1):
        print(json.dumps(counts), flush=True)
    worker.join()
    print(json.dumps(counts), flush=True)


def differing(client, name: str, keys: list) -> list:
    """Keys that both sides have and whose rows are not exactly the same."""
    found = []
    for first in range(0, len(keys), PAGE):
        page = keys[first : first + PAGE]
        rows, shadow = (frame.to_dict("index") for frame in read_page(client, name, page))
        found += [key for key in page if key in rows and key in shadow and rows[key] != shadow[key]]
    return found


def read_page(client, name: str, page: list):
    """The rows of these keys as two frames with the same index and columns."""
    import pandas as pd
    from pymilvus import MilvusClient

    literal = json.dumps(page, ensure_ascii=False)
    rows = MilvusClient.query(client, name, filter=f"pk in {literal}", output_fields=["pk", *FIELDS])
    with client._get_pg_connection() as pg, pg.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name} WHERE pk = ANY(%s)", (page,))
        shadow = pd.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description])
    return client._align_df(pd.DataFrame(rows), shadow)


def judge(given) -> None:
    client = client_of(given, given.uri, given.token)
    load(client)
    verdict = {}
    for name in COLLECTIONS:
        keys = client.compare_primary_keys(name)
        counts = client.count(name)
        different = differing(client, name, client._get_all_primary_keys_pg(name))
        verdict[name] = {
            "keys": keys["pg_count"],
            "onlyInMilvus": len(keys["only_in_milvus"]),
            "onlyInPg": len(keys["only_in_pg"]),
            "surplus": counts["milvus_count"] - counts["pg_count"],
            "fullScan": client.entity_compare(name, batch_size=PAGE, retry=1, full_scan=True),
            "different": len(different),
            "sample": [str(key) for key in (keys["only_in_milvus"] + keys["only_in_pg"] + different)[:10]],
        }
    print(json.dumps(verdict))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("mode", choices=["write", "judge"])
    options.add_argument("--uri", required=True)
    options.add_argument("--token", default="")
    options.add_argument("--pg", required=True)
    options.add_argument("--folder", required=True)
    given = options.parse_args()
    {"write": write, "judge": judge}[given.mode](given)


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
