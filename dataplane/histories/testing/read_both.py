"""Reads two clusters with pymilvus and tells in what they differ. Shares no code with the product.

Standard input takes one JSON line for each comparison: {"source": {"uri", "token"}, "target": {…}, "globalKeys": bool};
standard output gives one: {"differences": [text], "rows": {collection: {partition: {key: entity}}}, "entities": n}, the
rows being the target's. With global keys (Milvus Lite on a side) the partition is no part of a key.
"""
import itertools
import json
import logging
import sys

from pymilvus import Collection, MilvusException, connections, db, utility

logging.disable(logging.CRITICAL)
MOST = 16_384
STRONG = {"consistency_level": "Strong", "timeout": 120}
SAMPLES = 12
INDEX_NOT_FOUND = 700
numbers = itertools.count()


def plain(value):
    """As JSON has it, floats by their value."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in sorted(value.items())}
    if isinstance(value, (list, tuple)) or type(value).__module__ == "numpy":
        return [plain(one) for one in value] if hasattr(value, "__iter__") else value.item()
    return value


def rows_of(collection, partitions):
    # `bucket` is never negative, so this is everything; an empty expression needs a limit that Lite does not keep to.
    names = {"partition_names": [partitions]} if partitions else {}
    found = collection.query("bucket >= 0", output_fields=["*"], limit=MOST, **names, **STRONG)
    if len(found) >= MOST:
        raise RuntimeError(f"{collection.name} has too many rows to read in one page")
    rows = {}
    for row in found:
        key = str(row["pk"])
        entity = {name: plain(value) for name, value in row.items() if name not in ("pk", "$meta")}
        rows.setdefault(key, []).append(entity)
    return rows


def loads(collection):
    """Milvus loads nothing without an index, and shows nothing of what is not loaded."""
    try:
        collection.load(timeout=120)
    except MilvusException as error:
        if error.code != INDEX_NOT_FOUND:
            raise
        return False
    return True


def read(alias, database, name, by_partition):
    collection = Collection(name, using=alias)
    readable = loads(collection)
    fields = [(field.name, str(field.dtype), field.is_primary, field.auto_id, field.is_partition_key, field.params) for field in collection.schema.fields]
    keyed = any(field.is_partition_key for field in collection.schema.fields)
    partitions = sorted(one.name for one in collection.partitions) if not keyed else []
    everything = rows_of(collection, None) if readable else {}
    named = {one: rows_of(collection, one) for one in partitions} if readable and (len(partitions) > 1 or by_partition) else {}
    count = collection.query("", output_fields=["count(*)"], **STRONG)[0]["count(*)"] if readable else 0
    return {
        "readable": readable,
        "schema": json.dumps([fields, collection.schema.enable_dynamic_field], sort_keys=True),
        "partitions": partitions,
        "all": everything,
        "named": named,
        "count": int(count),
    }


def read_cluster(at, by_partition):
    alias = f"reader-{next(numbers)}"
    connections.connect(alias, uri=at["uri"], token=at.get("token", ""), timeout=60)
    try:
        found, databases = {}, sorted(db.list_database(using=alias))
        for database in databases:
            db.using_database(database, using=alias)
            for name in sorted(utility.list_collections(using=alias)):
                found[f"{database}/{name}"] = read(alias, database, name, by_partition)
        return databases, found
    finally:
        connections.disconnect(alias)


def compare_rows(place, source, target, blame):
    for key in sorted(source.keys() | target.keys()):
        here, there = source.get(key), target.get(key)
        if here is None:
            blame(f"{place} key {key}: on the target only: {there}")
        elif there is None:
            blame(f"{place} key {key}: on the source only: {here}")
        elif len(there) != 1:
            blame(f"{place} key {key}: {len(there)} entities on the target: {there}")
        elif there[0] not in here:
            blame(f"{place} key {key}: source {here}, target {there[0]}")


def compare(name, source, target, global_keys, blame):
    # A source is read-only in the end: who made a collection at the last moment may have been refused its index.
    if not target["readable"]:
        blame(f"{name}: the target has no index")
    for what in ("schema", "partitions"):
        if source[what] != target[what]:
            blame(f"{name}: {what} {source[what]} on the source, {target[what]} on the target")
    if global_keys or not (source["named"] and target["named"]):
        compare_rows(name, source["all"], target["all"], blame)
    # Where a key may be in two partitions, a Query without one shows the row of either: the partitions tell.
    elif source["all"].keys() != target["all"].keys():
        blame(f"{name}: a Query of all partitions shows other keys: {sorted(source['all'].keys() ^ target['all'].keys())[:5]}")
    if target["count"] != sum(len(rows) for rows in (target["named"].values() if target["named"] and not global_keys else [target["all"]])):
        blame(f"{name}: count(*) of the target is {target['count']}, but it shows {len(target['all'])} keys")
    if source["count"] != target["count"]:
        blame(f"{name}: {source['count']} entities on the source, {target['count']} on the target")
    for partition in source["named"] if target["named"] else []:
        here, there = source["named"][partition], target["named"].get(partition, {})
        if not global_keys:
            compare_rows(f"{name} partition {partition}", here, there, blame)
            continue
        # Lite may go on showing a row where it was before: it must be in one of the places that the source shows.
        for key in there:
            if key not in here and key in source["all"] and any(key in rows for rows in source["named"].values()) and not any(
                key in source["named"][other] and key in target["named"].get(other, {}) for other in source["named"]
            ):
                blame(f"{name} key {key}: in partition {partition} on the target and not on the source")


def answer(request):
    differences = []
    by_partition = not request["globalKeys"]
    databases, source = read_cluster(request["source"], by_partition)
    there, target = read_cluster(request["target"], by_partition)
    if databases != there:
        differences.append(f"databases {databases} on the source, {there} on the target")
    for name in sorted(source.keys() | target.keys()):
        if name not in target or name not in source:
            differences.append(f"{name}: on the {'source' if name in source else 'target'} only")
        else:
            compare(name, source[name], target[name], request["globalKeys"], differences.append)
    rows = {
        name: {"": {key: rows[0] for key, rows in found["all"].items()}}
        if request["globalKeys"] or not found["named"]
        else {partition: {key: rows[0] for key, rows in part.items()} for partition, part in found["named"].items()}
        for name, found in target.items()
    }
    entities = sum(found["count"] for found in target.values())
    return {"differences": differences[:SAMPLES], "total": len(differences), "rows": rows, "entities": entities}


for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))), flush=True)
    except Exception as error:  # whoever asked decides what it means
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), flush=True)
