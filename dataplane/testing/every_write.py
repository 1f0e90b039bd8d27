"""Writes in every way that a server takes: usage every_write.py prepare|copy|sync URI TOKEN

`prepare` makes two sets of collections with entities; `copy` and `sync` each write to one of them, while the migration
copies and while it syncs. Prints JSON {"refused": {operation: message}}: what must be refused is tried too. What the
writes mean is not said here: afterwards both sides must hold the same.
"""
import json
import logging
import sys
import urllib.error
import urllib.request

import pymilvus
from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections, db, utility

logging.disable(logging.CRITICAL)

DIM = 8
IS_LITE = not pymilvus.__version__.startswith("2.")  # each server is spoken to with the client of its time
PHASES = ("copy", "sync")
MANY = 4_000  # so many that their copy is under way while they are written to


def row(key, n: int, **more) -> dict:
    return {"pk": key, "n": n, "emb": [((n * 7 + i) % 129 - 64) / 64 for i in range(DIM)], **more}


def make(name: str, rows=(), *, text=False, auto=False, load=True, partitions=(), using="default", extra=(), flush=False) -> Collection:
    key = FieldSchema("pk", DataType.VARCHAR, is_primary=True, max_length=200) if text else FieldSchema("pk", DataType.INT64, is_primary=True, auto_id=auto)
    fields = [key, FieldSchema("n", DataType.INT64), FieldSchema("emb", DataType.FLOAT_VECTOR, dim=DIM), *extra]
    made = Collection(name, CollectionSchema(fields, enable_dynamic_field=True), using=using)
    for partition in partitions:
        made.create_partition(partition)
    for first in range(0, len(rows), 1_000):
        made.insert(rows[first : first + 1_000])
    if flush:
        made.flush()
    made.create_index("emb", {"index_type": "FLAT", "metric_type": "L2", "params": {}})
    if load:
        made.load()
    return made


def prepare(phase: str) -> None:
    for text in (False, True):
        make(f"keys_{'text' if text else 'int'}_{phase}", [row(f"key {n}" if text else n, n, dyn={"old": n}) for n in range(60)], text=text)
    parted = make(f"parted_{phase}", partitions=["a", "b", "doomed"])
    for partition in ("a", "b", "doomed"):
        parted.insert([row(len(partition) * 1_000 + ord(partition[0]) * 100 + n, n) for n in range(20)], partition_name=partition)
    make(f"a_again_{phase}", [row(n, n) for n in range(MANY)])
    make(f"a_gone_{phase}", [row(n, n) for n in range(MANY)])
    make(f"unloaded_{phase}", [row(n, n) for n in range(30)], load=False)
    make(f"released_{phase}", [row(n, n) for n in range(30)])
    make(f"indexed_{phase}", [row(n, n) for n in range(30)])
    if IS_LITE:
        make(f"auto_{phase}", [{key: value for key, value in row(0, n).items() if key != "pk"} for n in range(30)], auto=True)
        make(f"cleared_{phase}", [row(n, n) for n in range(30)])
    else:
        # Each key twice: both growing, where a Query shows the first, and an older sealed one below a growing one.
        made = make(f"twice_growing_{phase}", [row(n, 1) for n in range(40)])
        made.insert([row(n, 2) for n in range(40)])
        made = make(f"twice_sealed_{phase}", [row(n, 1) for n in range(40)], flush=True)
        made.insert([row(n, 2) for n in range(40)])


def write_keys(name: str, text: bool) -> None:
    made, key = Collection(name), (lambda n: f"key {n}" if text else n)
    listed = lambda *keys: json.dumps([key(n) for n in keys])
    made.insert([row(key(n), n, dyn={"new": n}) for n in range(100, 130)])
    made.upsert([row(key(n), n + 1000, other=[n, "ü"]) for n in range(0, 10)])  # other dynamic fields than before
    made.upsert([row(key(n), n) for n in range(130, 140)])
    made.delete(f"pk in {listed(10, 11, 12, 999)}")
    made.delete("n >= 20 and n < 25")
    made.delete("n in [30, 31] or n == 32")
    made.delete("n > 120 and n < 900")  # what was written a moment ago
    made.delete(f"pk in {listed(40, 41)}")
    made.insert([row(key(40), -40)])  # and there it is again
    made.upsert([row(key(n), n, dyn=None) for n in (50, 51)])
    made.insert([row(key(200), 1), row(key(200), 2), row(key(201), 1)])  # a key twice in one batch
    made.insert([row(key(0), 7_000), row(key(100), 7_001)])  # keys that are there already
    made.delete("n == 7001")
    for n in range(10):  # the same key again and again
        made.upsert([row(key(300), n)])
    made.delete(f"pk in {listed(300)}")
    made.upsert([row(key(300), 11)])
    if IS_LITE:
        made.upsert([{"pk": key(1), "added": True}], partial_update=True)
        made.upsert([{"pk": key(2), "n": -2}], partial_update=True)


def write_partitions(name: str) -> None:
    made = Collection(name)
    made.insert([row(n, n) for n in range(500, 510)], partition_name="a")
    made.upsert([row(500, -1), row(501, -1)], partition_name="a")
    made.upsert([row(502, -2), row(503, -2)], partition_name="b")  # moves on Lite, is a second entity on Milvus
    made.delete("pk in [504, 505]", partition_name="a")
    made.delete("pk in [506]", partition_name="b")  # it is in the other one
    made.delete("n == 507", partition_name="a")
    made.delete("n == 3")
    made.create_partition("late")
    made.insert([row(n, n) for n in range(600, 610)], partition_name="late")
    made.delete("n > 605", partition_name="late")
    release_partition(made, "doomed")
    made.drop_partition("doomed")
    made.create_partition("doomed")
    made.insert([row(700, 700)], partition_name="doomed")


def release_partition(made: Collection, name: str) -> None:
    if not IS_LITE:  # Milvus drops no loaded partition, Lite knows no release of one
        made.partition(name).release()


def write_duplicates(name: str) -> None:
    """What a filter hits and a Query does not show goes too."""
    made = Collection(name)
    made.delete("n == 1 and pk < 10")
    made.delete("n == 2 and pk >= 10 and pk < 20")
    made.upsert([row(20, 5)])
    made.delete("pk in [21]")
    made.insert([row(22, 3)])
    made.delete("n == 3")


def write_loads(phase: str) -> None:
    for kind in ("unloaded", "released"):
        made = Collection(f"{kind}_{phase}")
        if kind == "released":
            made.release()
        made.insert([row(n, n) for n in range(100, 105)])
        made.upsert([row(0, -1)])
        made.delete("pk in [1, 2]")
        if IS_LITE:  # Milvus answers such a delete only where the collection is loaded
            made.delete("n > 100 and n < 103")
    Collection(f"released_{phase}").load()


def write_definitions(phase: str) -> None:
    again = f"a_again_{phase}"
    for life in (1, 2):
        utility.drop_collection(again)
        more = [FieldSchema("more", DataType.VARCHAR, max_length=20)] if life == 2 else []
        made = make(again, [row(n, n + life, **({"more": "m"} if more else {})) for n in range(10 * life)], extra=more)
        made.delete("pk in [0]")
    utility.drop_collection(f"a_gone_{phase}")
    made = make(f"new_{phase}", partitions=["p"])
    made.insert([row(n, n) for n in range(10)], partition_name="p")
    made.delete("n < 3")
    make(f"new_and_gone_{phase}", [row(1, 1)])
    utility.drop_collection(f"new_and_gone_{phase}")
    make(f"bare_{phase}", load=False)
    indexed = Collection(f"indexed_{phase}")
    indexed.release()
    indexed.drop_index()
    indexed.insert([row(100, 100)])
    indexed.create_index("emb", {"index_type": "FLAT", "metric_type": "IP", "params": {}})
    indexed.load()
    for name in (f"kept_{phase}", f"short_{phase}"):
        db.create_database(name)
        connections.connect(name, uri=URI, token=TOKEN, db_name=name)
        inside = make("inside", [row(1, 1), row(2, 2)], using=name)
        inside.delete("n == 1")
    utility.drop_collection("inside", using=f"short_{phase}")
    db.drop_database(f"short_{phase}")


def write_on_lite(phase: str) -> None:
    made = Collection(f"auto_{phase}")
    keys = made.insert([{key: value for key, value in row(0, n).items() if key != "pk"} for n in range(100, 110)]).primary_keys
    made.upsert([row(int(keys[0]), -1)])
    made.delete(f"pk in [{int(keys[1])}]")
    made.delete("n >= 104 and n < 106")
    from pymilvus import MilvusClient

    MilvusClient(uri=URI, token=TOKEN).truncate_collection(f"cleared_{phase}")
    Collection(f"cleared_{phase}").insert([row(1, 1)])


def refused(phase: str) -> dict:
    name = f"keys_int_{phase}"
    rest = ("/v2/vectordb/entities/insert", {"collectionName": name, "data": [row(999, 9)]})
    if not IS_LITE:
        rest = ("/v1/vector/insert", {"collectionName": name, "data": row(999, 9)})

    def by_rest():
        request = urllib.request.Request(URI + rest[0], json.dumps(rest[1]).encode(), {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"})
        try:
            answer = json.load(urllib.request.urlopen(request))
        except urllib.error.HTTPError as error:
            answer = json.load(error)
        if answer["code"] not in (0, 200):
            raise RuntimeError(answer["message"])

    def by_template():
        from pymilvus import MilvusClient

        MilvusClient(uri=URI, token=TOKEN).delete(name, filter="n in {which}", filter_params={"which": [0]})

    attempts = {
        "rename": lambda: utility.rename_collection(name, "renamed"),
        "alias": lambda: utility.create_alias(name, "an_alias"),
        "REST": by_rest,
        "no such collection": lambda: connections._fetch_handler("default").delete("nowhere", "pk in [1]"),
        "broken expression": lambda: Collection(name).delete("n ==="),
    }
    if IS_LITE:  # takes no templates; the older client cannot send them
        attempts["template"] = by_template
    found = {}
    for operation, attempt in attempts.items():
        try:
            attempt()
        except Exception as error:
            found[operation] = str(error)[:300]
    return found


def write(phase: str) -> dict:
    write_definitions(phase)
    write_keys(f"keys_int_{phase}", text=False)
    write_keys(f"keys_text_{phase}", text=True)
    write_partitions(f"parted_{phase}")
    write_loads(phase)
    if IS_LITE:
        write_on_lite(phase)
    else:
        write_duplicates(f"twice_growing_{phase}")
        write_duplicates(f"twice_sealed_{phase}")
    return refused(phase)


COMMAND, URI, TOKEN = sys.argv[1:4]
connections.connect("default", uri=URI, token=TOKEN)
if COMMAND == "prepare":
    for one in PHASES:
        prepare(one)
    print("{}")
else:
    print(json.dumps({"refused": write(COMMAND)}))
