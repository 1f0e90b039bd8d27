"""Compares two clusters in all that they describe and hold: usage compare_shapes.py URI_A TOKEN_A URI_B TOKEN_B

Shares no code with the product or with every_shape.py. Asks each side by raw calls for databases with properties, for
collections with every described fact, partitions, aliases and vector metrics, and for every entity by value. Prints JSON
{"collections", "entities", "differences": [{"where", "what", "a", "b"}]}. Facts that a server makes anew for each
collection (ids, times, addresses, its own index names) are left out.
"""
import base64
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
from google.protobuf.json_format import MessageToDict
from pymilvus.grpc_gen import common_pb2, milvus_pb2, milvus_pb2_grpc

PAGE = 1_000
SIDE_BY_SIDE = 6  # a Strong read mostly waits
#: Facts of a description that belong to the server and not to the shape.
OWN_FACTS = {"status", "collectionID", "virtualChannelNames", "physicalChannelNames", "createdTimestamp", "createdUtcTimestamp", "startPositions", "updateTimestamp", "updateTimestampStr", "requestTime", "dbId"}
OWN_SCHEMA_FACTS = {"fieldID", "id", "version", "dbName", "inputFieldIds", "outputFieldIds"}
LIMIT = [("grpc.max_receive_message_length", 256 << 20)]


class Side:
    def __init__(self, uri: str, token: str) -> None:
        self.stub = milvus_pb2_grpc.MilvusServiceStub(grpc.insecure_channel(uri.removeprefix("http://"), options=LIMIT))
        self.header = [("authorization", base64.b64encode(token.encode()).decode())] if token else []

    def ask(self, method: str, request):
        reply = getattr(self.stub, method)(request, metadata=self.header, timeout=120)
        status = reply if isinstance(reply, common_pb2.Status) else reply.status
        if status.error_code or getattr(status, "code", 0):
            raise RuntimeError(f"{method}: {status.reason}")
        return reply

    def databases(self) -> dict:
        found = {}
        for name in self.ask("ListDatabases", milvus_pb2.ListDatabasesRequest()).db_names:
            try:
                described = self.ask("DescribeDatabase", milvus_pb2.DescribeDatabaseRequest(db_name=name))
                found[name] = {pair.key: pair.value for pair in described.properties}
            except (grpc.RpcError, AttributeError):  # older servers and clients do not have it
                found[name] = {}
        return found

    def collections(self, database: str) -> list:
        return sorted(self.ask("ShowCollections", milvus_pb2.ShowCollectionsRequest(db_name=database)).collection_names)

    def described(self, database: str, name: str):
        return self.ask("DescribeCollection", milvus_pb2.DescribeCollectionRequest(db_name=database, collection_name=name))

    def aliases(self, database: str, name: str, described) -> list:
        if described.aliases:
            return sorted(described.aliases)
        try:
            return sorted(self.ask("ListAliases", milvus_pb2.ListAliasesRequest(db_name=database, collection_name=name)).aliases)
        except (grpc.RpcError, AttributeError):
            return []

    def partitions(self, database: str, name: str) -> list:
        return sorted(self.ask("ShowPartitions", milvus_pb2.ShowPartitionsRequest(db_name=database, collection_name=name)).partition_names)

    def metrics(self, database: str, name: str) -> dict:
        try:
            indexes = self.ask("DescribeIndex", milvus_pb2.DescribeIndexRequest(db_name=database, collection_name=name)).index_descriptions
        except RuntimeError as error:
            if "index" not in str(error):
                raise
            return {}
        params = {index.field_name: {pair.key: pair.value for pair in index.params} for index in indexes}
        return {field: found["metric_type"] for field, found in params.items() if "metric_type" in found}

    def load(self, database: str, name: str) -> None:
        self.ask("LoadCollection", milvus_pb2.LoadCollectionRequest(db_name=database, collection_name=name, replica_number=1))
        request = milvus_pb2.GetLoadStateRequest(db_name=database, collection_name=name)
        while self.ask("GetLoadState", request).state != common_pb2.LoadStateLoaded:
            pass

    def entities(self, database: str, name: str, schema, partition) -> dict:
        """key -> value of every entity, read by pages of the listed keys."""
        read = [field.name for field in schema.fields if not field.is_function_output] if hasattr(schema.fields[0], "is_function_output") else [field.name for field in schema.fields]
        read += ["$meta"] if schema.enable_dynamic_field else []
        key = next(field for field in schema.fields if field.is_primary_key)

        def query(expr: str, fields: list, **params):
            pairs = [common_pb2.KeyValuePair(key=one, value=str(value)) for one, value in params.items()]
            request = milvus_pb2.QueryRequest(
                db_name=database, collection_name=name, expr=expr, output_fields=fields, query_params=pairs,
                partition_names=[partition] if partition else [], consistency_level=common_pb2.Strong,
            )
            return {column.field_name: column for column in self.ask("Query", request).fields_data}

        is_text = key.data_type == 21
        every = f'{key.name} >= ""' if is_text else f"{key.name} <= {2**63 - 1}"
        keys = []
        columns = query(every, [key.name], limit=16_384)
        if key.name in columns:
            keys = plain_column(columns[key.name])
        found = {}
        for first in range(0, len(keys), PAGE):
            chosen = keys[first : first + PAGE]
            listed = ", ".join(literal(one) for one in chosen if one != -(2**63))
            expr = f"{key.name} in [{listed}]"
            if -(2**63) in chosen:  # Milvus 2.3 cannot read this number in an expression
                expr += f" or {key.name} < {-(2**63) + 1}"
            columns = query(expr, read)
            values = {field: plain_column(column) for field, column in columns.items()}
            for at, one in enumerate(values[key.name]):
                found[one] = {field: column[at] for field, column in values.items() if field != key.name}
        total = plain_column(query("", ["count(*)"])["count(*)"])[0]
        return {"keys": len(keys), "total": total, "found": found}


def literal(key) -> str:
    if isinstance(key, int):
        return str(key)
    for char, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        key = key.replace(char, escaped)
    return f'"{key}"'


def plain_column(column) -> list:
    """A column as Python values; nulls are None, whether the wire leaves room for them or not."""
    valid = list(column.valid_data) if hasattr(column, "valid_data") else []
    values = plain_vectors(column.vectors) if column.HasField("vectors") else plain_scalars(column.scalars)
    if not valid or all(valid):
        return values
    if len(values) == len(valid):
        return [value if ok else None for value, ok in zip(values, valid)]
    rest = iter(values)
    return [next(rest) if ok else None for ok in valid]


def plain_scalars(scalars) -> list:
    kind = scalars.WhichOneof("data")
    if kind is None:
        return []
    data = list(getattr(scalars, kind).data)
    if kind == "json_data":
        return [json.loads(value) if value else None for value in data]
    if kind == "array_data":
        return [plain_scalars(value) for value in data]
    return [value.hex() if isinstance(value, bytes) else value for value in data]


def plain_vectors(vectors) -> list:
    kind, dim = vectors.WhichOneof("data"), vectors.dim
    data = getattr(vectors, kind)
    if kind == "float_vector":
        return [list(data.data[at : at + dim]) for at in range(0, len(data.data), dim)]
    if kind == "sparse_float_vector":
        return [content.hex() for content in data.contents]
    size = dim // 8 if kind == "binary_vector" else dim if kind == "int8_vector" else dim * 2
    return [data[at : at + size].hex() for at in range(0, len(data), size)]


def facts_of(described) -> dict:
    facts = {key: value for key, value in MessageToDict(described).items() if key not in OWN_FACTS}
    facts["properties"] = pairs_of(facts.get("properties", []))
    facts["schema"] = schema_facts(facts["schema"])
    facts.pop("aliases", None)
    return facts


def schema_facts(value):
    if isinstance(value, list):
        return [schema_facts(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: schema_facts(one) for key, one in value.items() if key not in OWN_SCHEMA_FACTS}
    for key in ("typeParams", "indexParams", "properties", "params"):
        if key in found:
            found[key] = pairs_of(found[key])
    return found


def pairs_of(pairs: list) -> dict:
    return {pair["key"]: pair.get("value", "") for pair in sorted(pairs, key=lambda pair: pair["key"])}


class Verdict:
    def __init__(self) -> None:
        self.collections = self.entities = 0
        self.differences = []

    def add(self, other: "Verdict") -> None:
        self.collections += other.collections
        self.entities += other.entities
        self.differences += other.differences

    def same(self, where: str, what: str, a, b) -> bool:
        if a == b:
            return True
        self.differences.append({"where": where, "what": what, "a": str(a)[:400], "b": str(b)[:400]})
        return False

    def tree(self, where: str, a, b) -> None:
        """Goes down to the fact that differs."""
        if isinstance(a, dict) and isinstance(b, dict):
            for key in sorted(a.keys() | b.keys()):
                self.tree(f"{where}.{key}", a.get(key), b.get(key))
        elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b) and any(isinstance(one, dict) for one in a):
            for one, other in zip(a, b):
                self.tree(f"{where}.{one.get('name', '') if isinstance(one, dict) else ''}", one, other)
        else:
            self.same(where, "fact", a, b)


def compare(a: Side, b: Side) -> Verdict:
    verdict = Verdict()
    databases = a.databases(), b.databases()
    verdict.tree("databases", *databases)
    for database in sorted(databases[0].keys() & databases[1].keys()):
        names = a.collections(database), b.collections(database)
        verdict.same(database, "collections", *names)
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            common = sorted(set(names[0]) & set(names[1]))
            for found in pool.map(lambda name: compare_collection((a, b), database, name), common):
                verdict.add(found)
    return verdict


def compare_collection(sides, database: str, name: str) -> Verdict:
    verdict = Verdict()
    verdict.collections = 1
    where = f"{database}/{name}"
    described = [side.described(database, name) for side in sides]
    verdict.tree(where, *(facts_of(one) for one in described))
    verdict.same(where, "aliases", *(side.aliases(database, name, one) for side, one in zip(sides, described)))
    metrics = [side.metrics(database, name) for side in sides]
    if not metrics[0]:
        return verdict  # never readable, so it was never filled
    verdict.same(where, "metrics", *metrics)
    keyed = any(field.is_partition_key for field in described[0].schema.fields)
    partitions = [side.partitions(database, name) for side in sides]
    if not keyed:
        verdict.same(where, "partitions", *partitions)
    for side in sides:
        side.load(database, name)
    for partition in [None] if keyed else sorted(set(partitions[0]) & set(partitions[1])):
        held = [side.entities(database, name, one.schema, partition) for side, one in zip(sides, described)]
        verdict.entities += len(held[0]["found"])
        verdict.same(f"{where}/{partition}", "number of keys", held[0]["keys"], held[1]["keys"])
        verdict.same(f"{where}/{partition}", "count", held[0]["total"], held[1]["total"])
        for key in held[0]["found"].keys() | held[1]["found"].keys():
            verdict.tree(f"{where}/{partition}[{key!r}]"[:200], held[0]["found"].get(key), held[1]["found"].get(key))
    return verdict


def main() -> None:
    uri_a, token_a, uri_b, token_b = sys.argv[1:5]
    verdict = compare(Side(uri_a, token_a), Side(uri_b, token_b))
    print(json.dumps({"collections": verdict.collections, "entities": verdict.entities, "differences": verdict.differences[:40]}, ensure_ascii=False))


main()
