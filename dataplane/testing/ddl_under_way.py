"""Makes and drops collections, partitions and databases: usage ddl_under_way.py alias|write|read URI TOKEN

`alias` makes a collection with an alias before a migration; `read` prints how many entities are where `write` left them.
"""
import json
import sys

from pymilvus import DataType, MilvusClient


def make(client: MilvusClient, name: str, entities: int, partition: str = "") -> None:
    schema = MilvusClient.create_schema()
    schema.add_field("pk", DataType.INT64, is_primary=True)
    schema.add_field("emb", DataType.FLOAT_VECTOR, dim=4)
    index = client.prepare_index_params()
    index.add_index("emb", index_type="AUTOINDEX", metric_type="IP")
    client.create_collection(name, schema=schema, index_params=index)
    if partition:
        client.create_partition(name, partition)
    client.insert(name, [{"pk": key, "emb": [key, 0, 0, 1]} for key in range(entities)], partition_name=partition)


def alias(uri: str, token: str) -> None:
    client = MilvusClient(uri=uri, token=token)
    make(client, "aliased", 1)
    client.create_alias("aliased", "the_alias")
    make(client, "moved", 3)
    client.flush("moved")


def write(uri: str, token: str) -> None:
    client = MilvusClient(uri=uri, token=token)
    client.insert("the_alias", [{"pk": 50, "emb": [1, 1, 1, 1]}])
    client.delete("moved", ids=[0])
    client.create_partition("moved", "late")
    client.insert("moved", [{"pk": 0, "emb": [9, 9, 9, 9]}], partition_name="late")
    make(client, "made", 40)
    make(client, "again", 30)
    client.drop_collection("again")
    make(client, "again", 5)
    make(client, "dropped", 10)
    client.drop_collection("dropped")
    make(client, "parts", 7, "left")
    client.create_partition("parts", "gone")
    client.insert("parts", [{"pk": 100, "emb": [0, 0, 0, 1]}], partition_name="gone")
    client.drop_partition("parts", "gone")
    client.create_database("other")
    make(MilvusClient(uri=uri, token=token, db_name="other"), "inside", 3)


def count(client: MilvusClient, name: str, **more) -> int:
    client.load_collection(name)
    return len(client.query(name, filter="pk >= 0", output_fields=["pk"], consistency_level="Strong", **more))


def read(uri: str, token: str) -> None:
    client = MilvusClient(uri=uri, token=token)
    other = MilvusClient(uri=uri, token=token, db_name="other")
    found = {
        "made": count(client, "made"),
        "again": count(client, "again"),
        "moved": count(client, "moved"),
        "value": [float(x) for x in client.query("moved", filter="pk in [0]", output_fields=["emb"])[0]["emb"]],
        "late": count(client, "moved", partition_names=["late"]),
        "partition": count(client, "parts", partition_names=["left"]),
        "database": count(other, "inside"),
        "dropped": client.has_collection("dropped"),
        "throughAlias": count(client, "the_alias"),
    }
    print(json.dumps(found))


{"alias": alias, "write": write, "read": read}[sys.argv[1]](*sys.argv[2:])
