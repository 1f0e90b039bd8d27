"""Tries every forbidden operation and the usual ones on a locked source: usage locked_operations.py URI TOKEN

Prints JSON {"refused": {operation: message}, "allowed": [...]}; an operation that went through is in neither list where it
should have been refused, and an exception of an allowed one ends the program.
"""
import json
import logging
import sys

import grpc
from pymilvus import DataType, MilvusClient
from pymilvus.grpc_gen import milvus_pb2, milvus_pb2_grpc

logging.disable(logging.CRITICAL)

COLLECTION = "zdm_int64"


def refused(client: MilvusClient, uri: str, token: str) -> dict:
    def raw_import():
        """MilvusClient has no call for the old Import; the message is checked as the SDKs check it."""
        import base64

        with grpc.insecure_channel(uri.removeprefix("http://")) as channel:
            stub = milvus_pb2_grpc.MilvusServiceStub(channel)
            header = [("authorization", base64.b64encode(token.encode()).decode())]
            reply = stub.Import(milvus_pb2.ImportRequest(collection_name=COLLECTION, files=["a.json"]), metadata=header)
            if reply.status.code or reply.status.error_code:
                raise RuntimeError(reply.status.reason)

    attempts = {
        "AlterCollection": lambda: client.alter_collection_properties(COLLECTION, {"collection.ttl.seconds": "60"}),
        "AlterCollectionField": lambda: client.alter_collection_field(COLLECTION, "note", {"max_length": "512"}),
        "CreateAlias": lambda: client.create_alias(COLLECTION, "an_alias"),
        "DropAlias": lambda: client.drop_alias("an_alias"),
        "AlterAlias": lambda: client.alter_alias(COLLECTION, "an_alias"),
        "RenameCollection": lambda: client.rename_collection(COLLECTION, "renamed"),
        "AlterDatabase": lambda: client.alter_database_properties("default", {"database.max.collections": "10"}),
        "Import": raw_import,
    }
    found = {}
    for operation, attempt in attempts.items():
        try:
            attempt()
        except Exception as error:
            found[operation] = str(error)
    return found


def allowed(client: MilvusClient) -> list:
    rows = [{"pk": key, "owner": -1, "bucket": 0, "uid": "u", "rev": 1, "note": "n", "emb": [0.5] * 16, "extra": {}} for key in (-1, -2)]
    done = []

    def perform(name, attempt):
        attempt()
        done.append(name)

    perform("search", lambda: client.search(COLLECTION, data=[[0.1] * 16], limit=1))
    perform("query", lambda: client.query(COLLECTION, filter="pk == 1"))
    perform("insert", lambda: client.insert(COLLECTION, rows))
    perform("upsert", lambda: client.upsert(COLLECTION, rows))
    perform("delete", lambda: client.delete(COLLECTION, ids=[-1, -2]))
    schema = MilvusClient.create_schema()
    schema.add_field("pk", DataType.INT64, is_primary=True)
    schema.add_field("emb", DataType.FLOAT_VECTOR, dim=4)
    perform("create_collection", lambda: client.create_collection("locked_new", schema=schema))
    perform("create_partition", lambda: client.create_partition("locked_new", "part"))
    perform("create_database", lambda: client.create_database("locked_database"))
    perform("drop_collection", lambda: client.drop_collection("locked_new"))
    return done


def main() -> None:
    uri, token = sys.argv[1], sys.argv[2]
    client = MilvusClient(uri=uri, token=token)
    print(json.dumps({"refused": refused(client, uri, token), "allowed": allowed(client)}))


main()
