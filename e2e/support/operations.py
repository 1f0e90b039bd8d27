"""Tries operations with pymilvus and prints what became of each, as JSON: null, or the exception's text.

usage: operations.py URI TOKEN
"""
import json
import sys

from pymilvus import DataType, MilvusClient

client = MilvusClient(uri=sys.argv[1], token=sys.argv[2])
NAME, DIM = "zdm_operations", 8


def schema():
    made = client.create_schema(auto_id=False, enable_dynamic_field=True)
    made.add_field("pk", DataType.INT64, is_primary=True)
    made.add_field("emb", DataType.FLOAT_VECTOR, dim=DIM)
    return made


def bulk_import():
    from pymilvus.grpc_gen import milvus_pb2, milvus_pb2_grpc
    import grpc

    channel = grpc.insecure_channel(sys.argv[1].split("//")[1])
    stub = milvus_pb2_grpc.MilvusServiceStub(channel)
    import base64

    token = base64.b64encode(sys.argv[2].encode()).decode()
    reply = stub.Import(milvus_pb2.ImportRequest(collection_name=NAME, files=["a.json"]), metadata=[("authorization", token)], timeout=20)
    if reply.status.code or reply.status.error_code:
        raise RuntimeError(reply.status.reason)


rows = lambda *keys: [{"pk": key, "emb": [key / 8] * DIM} for key in keys]
OPERATIONS = {
    # forbidden on a locked source
    "AlterCollection": lambda: client.alter_collection_properties("zdm_int64", {"collection.ttl.seconds": 3600}),
    "AlterCollectionField": lambda: client.alter_collection_field("zdm_varchar", "note", {"max_length": 300}),
    "CreateAlias": lambda: client.create_alias("zdm_int64", "zdm_alias"),
    "DropAlias": lambda: client.drop_alias("zdm_alias"),
    "AlterAlias": lambda: client.alter_alias("zdm_int64", "zdm_alias"),
    "RenameCollection": lambda: client.rename_collection("zdm_int64", "zdm_renamed"),
    "AlterDatabase": lambda: client.alter_database_properties("default", {"database.replica.number": 1}),
    "Import": bulk_import,
    # go on
    "create collection": lambda: client.create_collection(NAME, schema=schema()),
    "insert": lambda: client.insert(NAME, rows(1, 2, 3)),
    "upsert": lambda: client.upsert(NAME, rows(2)),
    "delete": lambda: client.delete(NAME, ids=[3]),
    "list": lambda: client.list_collections(),
}


def attempt(operation):
    try:
        operation()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


print(json.dumps({name: attempt(operation) for name, operation in OPERATIONS.items()}))
