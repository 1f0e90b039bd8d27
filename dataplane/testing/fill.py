"""Fills a cluster with entities that nobody writes to: usage fill.py URI TOKEN ENTITIES DIM [COLLECTION]

Values follow from the key, so that check_fill.py can tell a wrong one without a list.
"""
import sys

from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections, utility

from fill_values import value_of

BATCH = 1000


def main() -> None:
    uri, token, entities, dim = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    name = sys.argv[5] if len(sys.argv) > 5 else "filled"
    connections.connect("default", uri=uri, token=token)
    if utility.has_collection(name):
        return
    fields = [
        FieldSchema("pk", DataType.INT64, is_primary=True),
        FieldSchema("text", DataType.VARCHAR, max_length=200),
        FieldSchema("emb", DataType.FLOAT_VECTOR, dim=dim),
    ]
    made = Collection(name, CollectionSchema(fields, enable_dynamic_field=True))
    made.create_index("emb", {"index_type": "FLAT", "metric_type": "IP", "params": {}})
    made.load()
    for first in range(0, entities, BATCH):
        keys = range(first, min(entities, first + BATCH))
        values = [(k, *value_of(k, dim)) for k in keys]
        made.insert([{"pk": k * 7, "text": text, "emb": emb, "dyn": dyn} for k, text, emb, dyn in values])


main()
