"""What an application does with pymilvus, against one endpoint; prints one JSON object.

    sdk_tour.py tour ADDRESS [TOKEN]        the daily operations, with what they returned
    sdk_tour.py forbidden ADDRESS           the operations that a locked source refuses, with what they raised
"""

import json
import sys
import time

from pymilvus import (
    Collection,
    CollectionSchema,
    DataType,
    FieldSchema,
    MilvusClient,
    connections,
    utility,
)

mode, address = sys.argv[1], sys.argv[2]
token = sys.argv[3] if len(sys.argv) > 3 else ""


def tour():
    connections.connect("default", uri=f"http://{address}", token=token)
    fields = [
        FieldSchema("id", DataType.INT64, is_primary=True),
        FieldSchema("vector", DataType.FLOAT_VECTOR, dim=4),
        FieldSchema("word", DataType.VARCHAR, max_length=100),
    ]
    words = Collection("tour", CollectionSchema(fields), consistency_level="Strong")
    words.create_index("vector", {"index_type": "FLAT", "metric_type": "L2", "params": {}})
    words.load()
    inserted = words.insert([{"id": i, "vector": [i, 1.0, 0.5, 0.25], "word": f"w{i}"} for i in range(2000)])
    words.upsert([[7], [[7.0, 7.0, 7.0, 7.0]], ["seven"]])
    words.delete("id in [1, 2, 3]")
    found = words.query("id in [1, 7, 8]", output_fields=["word"])
    hits = words.search([[7.0, 7.0, 7.0, 7.0]], "vector", {"metric_type": "L2"}, limit=3)
    count = words.query("", output_fields=["count(*)"])
    result = {
        "inserted": inserted.insert_count,
        "found": sorted([row["id"], row["word"]] for row in found),
        "nearest": hits[0].ids[0],
        "count": count[0]["count(*)"],
        "collections": utility.list_collections(),
    }
    words.drop()
    return result


def refused(operation):
    began = time.time()
    try:
        operation()
    except Exception as error:  # what an application would see, whatever its type
        return {"error": type(error).__name__, "text": str(error), "seconds": time.time() - began}
    return {"error": None, "text": "", "seconds": time.time() - began}


def forbidden():
    client = MilvusClient(uri=f"http://{address}", token=token)
    connections.connect("default", uri=f"http://{address}", token=token)
    return {
        "AlterCollection": refused(
            lambda: client.alter_collection_properties("words", properties={"collection.ttl.seconds": "60"})
        ),
        "AlterCollectionField": refused(
            lambda: client.alter_collection_field("words", field_name="word", field_params={"max_length": 99})
        ),
        "CreateAlias": refused(lambda: client.create_alias("words", "w")),
        "DropAlias": refused(lambda: client.drop_alias("w")),
        "AlterAlias": refused(lambda: client.alter_alias("words", "w")),
        "RenameCollection": refused(lambda: client.rename_collection("words", "other")),
        "AlterDatabase": refused(
            lambda: client.alter_database_properties("default", properties={"database.replica.number": "1"})
        ),
        "Import": refused(lambda: utility.do_bulk_insert("words", files=["rows.json"])),
    }


print(json.dumps({"tour": tour, "forbidden": forbidden}[mode]()))
