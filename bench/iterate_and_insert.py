"""Moves a collection the way a user would by hand: usage iterate_and_insert.py SOURCE_URI TARGET_URI COLLECTION

Prints {"entities": N, "seconds": S}; the seconds are those of the iterator and the inserts alone.
"""
import json
import sys
import time

from pymilvus import Collection, connections

BATCH = 1000


def main() -> None:
    source_uri, target_uri, name = sys.argv[1:4]
    connections.connect("source", uri=source_uri)
    connections.connect("target", uri=target_uri)
    source = Collection(name, using="source")
    target = Collection(name, source.schema, using="target")
    columns = [field.name for field in source.schema.fields]
    entities, begin = 0, time.perf_counter()
    iterator = source.query_iterator(batch_size=BATCH, output_fields=columns)
    while rows := iterator.next():
        target.insert([{column: row[column] for column in columns} for row in rows])
        entities += len(rows)
    iterator.close()
    print(json.dumps({"entities": entities, "seconds": time.perf_counter() - begin}))


main()
