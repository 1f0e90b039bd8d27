"""What stretches a migration: usage bounds.py make-many|check-many URI TOKEN COLLECTIONS
                                    bounds.py make-large|check-large URI TOKEN
                                    bounds.py make-odd URI TOKEN

`many`: collections of 0 and of 1 entity by turns. `large`: one insert of about 60 MiB, and entities of 9 MiB each.
`odd`: what a precheck should name. A check prints JSON, with what it found.
"""
import json
import sys

import numpy
from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections, utility

WIDE_DIM = 16384
WIDE_ENTITIES = 950
LONG_ENTITIES = 3
LONG_BYTES = 9 * 1024 * 1024


def make(name: str, fields: list, index: bool = True, **more) -> Collection:
    made = Collection(name, CollectionSchema([FieldSchema("pk", DataType.INT64, is_primary=True), *fields]), **more)
    if index:
        made.create_index("emb", {"index_type": "FLAT", "metric_type": "L2", "params": {}})
        made.load()
    return made


def vector(dim: int) -> FieldSchema:
    return FieldSchema("emb", DataType.FLOAT_VECTOR, dim=dim)


def value(key: int, dim: int) -> numpy.ndarray:
    return numpy.random.default_rng(key).random(dim, dtype=numpy.float32)


def make_many(count: int) -> None:
    for number in range(count):
        made = make(f"many_{number}", [vector(4)])
        if number % 2:
            made.insert([[number], [value(number, 4)]])


def check_many(count: int) -> dict:
    wrong = []
    for number in range(count):
        held = Collection(f"many_{number}")
        held.load()
        rows = held.query("pk >= 0", output_fields=["pk", "emb"], consistency_level="Strong")
        expected = [number] if number % 2 else []
        same = all(numpy.array_equal(numpy.array(row["emb"], dtype=numpy.float32), value(row["pk"], 4)) for row in rows)
        if [row["pk"] for row in rows] != expected or not same:
            wrong.append(number)
    return {"collections": len([name for name in utility.list_collections() if name.startswith("many_")]), "wrong": wrong}


def text(key: int) -> str:
    return chr(ord("a") + key % 26) * LONG_BYTES


def make_large() -> None:
    wide = make("wide", [vector(WIDE_DIM)])
    wide.insert([list(range(WIDE_ENTITIES)), [value(key, WIDE_DIM) for key in range(WIDE_ENTITIES)]])
    long = make("long", [vector(4), FieldSchema("doc", DataType.JSON)])
    for key in range(LONG_ENTITIES):
        long.insert([[key], [value(key, 4)], [{"text": text(key)}]])


def check_large() -> dict:
    wide, long = Collection("wide"), Collection("long")
    wide.load()
    long.load()
    wrong, found = 0, 0
    for first in range(0, WIDE_ENTITIES, 100):
        for row in wide.query(f"pk in {list(range(first, first + 100))}", output_fields=["pk", "emb"], consistency_level="Strong"):
            found += 1
            wrong += not numpy.array_equal(numpy.array(row["emb"], dtype=numpy.float32), value(row["pk"], WIDE_DIM))
    texts = 0
    for key in range(LONG_ENTITIES):
        rows = long.query(f"pk == {key}", output_fields=["doc"], consistency_level="Strong")
        doc = rows[0]["doc"] if rows else {}
        texts += (doc if isinstance(doc, dict) else json.loads(doc)).get("text") == text(key)
    return {"found": found, "wrong": wrong, "texts": texts}


def make_odd() -> None:
    twice = make("twice", [vector(4)])
    for _ in range(3):
        twice.insert([list(range(50)), [value(key, 4) for key in range(50)]])
    make("expiring", [vector(4)], properties={"collection.ttl.seconds": 3600})
    bare = make("bare", [vector(4)], index=False)
    bare.insert([[1], [value(1, 4)]])
    bare.flush()
    make("released", [vector(4)]).release()
    utility.create_user("app", "a-password")


def main() -> None:
    what, uri, token = sys.argv[1:4]
    connections.connect("default", uri=uri, token=token)
    work = {"make-many": make_many, "check-many": check_many, "make-large": make_large, "check-large": check_large, "make-odd": make_odd}[what]
    print(json.dumps(work(*map(int, sys.argv[4:]))))


main()
