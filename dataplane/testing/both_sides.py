"""Compares two clusters by value: usage both_sides.py URI_A URI_B TOKEN

Reads every database, collection, partition and entity of both with pymilvus, and shares no code with the product. Prints
JSON {"collections", "entities", "differing": [{"collection", "key", "kind"}], "differences"}; kinds: "missing collection",
"partitions", "only on a", "only on b", "value". `differing` has the first few, `differences` counts all.
"""
import json
import sys

from pymilvus import Collection, connections, db, utility

PAGE = 2_000
MOST_TOLD = 20


def databases_of(alias: str) -> list:
    try:
        return db.list_database(using=alias)
    except Exception as error:  # a server without databases
        if "unimplemented" not in str(error).lower():
            raise
        return ["default"]


def plain(value):
    """A value that JSON can carry and that is the same for the same entity, whichever client type it came in."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value.item() if hasattr(value, "item") else value


def entities_of(collection: Collection, partition: str) -> dict:
    """Every entity of a partition as text, by its key."""
    key = next(field for field in collection.schema.fields if field.is_primary)
    fields = [field.name for field in collection.schema.fields]
    wanted = [*fields, "*"] if collection.schema.enable_dynamic_field else fields
    found, after = {}, None
    while True:
        bound = json.dumps(after, ensure_ascii=False)
        expr = f"{key.name} > {bound}" if after is not None else (f'{key.name} >= ""' if key.dtype == 21 else f"{key.name} > {-2**63 + 1}")
        rows = collection.query(expr, output_fields=wanted, partition_names=[partition], limit=PAGE, consistency_level="Strong", timeout=300)
        if not rows:
            break
        for row in rows:
            found[row[key.name]] = json.dumps(plain(dict(row)), sort_keys=True)
            after = row[key.name] if after is None else max(after, row[key.name], key=lambda one: one.encode() if isinstance(one, str) else one)
    return found


def main() -> None:
    uri_a, uri_b, token = sys.argv[1:4]
    verdict = {"collections": 0, "entities": 0, "differences": 0, "differing": []}

    def blame(collection: str, key, kind: str, **facts) -> None:
        verdict["differences"] += 1
        if len(verdict["differing"]) < MOST_TOLD:
            verdict["differing"].append({"collection": collection, "key": str(key), "kind": kind, **facts})

    for side, uri in (("a", uri_a), ("b", uri_b)):
        connections.connect(side, uri=uri, token=token)
    databases = {side: set(databases_of(side)) for side in ("a", "b")}
    for name in databases["a"] ^ databases["b"]:
        blame(name, "", "missing database")
    for database in sorted(databases["a"] & databases["b"]):
        for side, uri in (("a", uri_a), ("b", uri_b)):
            connections.disconnect(side)
            connections.connect(side, uri=uri, token=token, db_name=database)
        names = {side: set(utility.list_collections(using=side)) for side in ("a", "b")}
        for name in names["a"] ^ names["b"]:
            blame(f"{database}/{name}", "", "missing collection", on="a" if name in names["a"] else "b")
        for name in sorted(names["a"] & names["b"]):
            verdict["collections"] += 1
            held = {side: Collection(name, using=side) for side in ("a", "b")}
            partitions = {side: {one.name for one in held[side].partitions} for side in ("a", "b")}
            if partitions["a"] != partitions["b"]:
                blame(f"{database}/{name}", "", "partitions", a=sorted(partitions["a"]), b=sorted(partitions["b"]))
            if not held["a"].indexes:
                continue  # never readable on the source, so it was never filled
            for side in ("a", "b"):
                held[side].load()
            read = {"a": 0, "b": 0}
            for partition in sorted(partitions["a"] & partitions["b"]):
                rows = {side: entities_of(held[side], partition) for side in ("a", "b")}
                read = {side: read[side] + len(rows[side]) for side in ("a", "b")}
                for key in rows["a"].keys() | rows["b"].keys():
                    a, b = rows["a"].get(key), rows["b"].get(key)
                    if a != b:
                        kind = "only on a" if b is None else "only on b" if a is None else "value"
                        blame(f"{database}/{name}/{partition}", key, kind, a=(a or "")[:300], b=(b or "")[:300])
            for side in ("a", "b"):
                counted = held[side].query("", output_fields=["count(*)"], consistency_level="Strong")[0]["count(*)"]
                if counted != read[side]:
                    raise SystemExit(f"{name}: {read[side]} entities were read of {counted} on {side}")
            verdict["entities"] += read["a"]
    print(json.dumps(verdict, ensure_ascii=False))


main()
