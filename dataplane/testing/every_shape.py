"""Makes every shape of database, collection and value that a server takes: usage every_shape.py URI TOKEN SHAPE...

Prints JSON {shape: entities} of what was made. It runs with the pymilvus of the server's own time (3 for Lite, 2.3 for
Milvus 2.3.5); what the older one cannot say is not asked of it. compare_shapes.py reads the result back.
"""
import json
import struct
import sys
from concurrent.futures import ThreadPoolExecutor

import pymilvus
from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections, db, utility

DIM = 4
LONGEST = 65_535  # the most that a VarChar can hold
ODD_TEXTS = ["", " ", "a", "ünïcödé ✓ 漢字 🦉", 'quotes " and \' and \\ and %', "line\nbreak\ttab\r", "null", "\u0000zero", "e\u0301"]
ODD_KEYS = ["k", "", " ", "ключ", "🦉", 'q"uote', "apo'strophe", "back\\slash", "line\nbreak", "tab\t", "\u00e9", "e\u0301", "\x01", "in [1]", "z" * 500]
ODD_JSON = [{}, {"a": 1}, {"a": None, "b": [1, 2.5, "x", {"c": True}]}, {"big": 2**53 + 1, "neg": -(2**63)}, {"ünï": "🦉"}, {"": ""}]
IS_OLD = pymilvus.__version__.startswith("2.")
#: Milvus 2.3.5 counts an entity with the greatest int64 as its key, and shows it to no Query
GREATEST_KEY = 2**63 - 2 if IS_OLD else 2**63 - 1
if not IS_OLD:  # Milvus 2.3 takes objects only
    ODD_JSON += [[], [1, "two", None]]


def vector(n: int, dim: int = DIM) -> list:
    return [((n * 7 + i * 13) % 129 - 64) / 64 for i in range(dim)]  # exact in 32 bits


def float32(value: float) -> float:
    return struct.unpack("<f", struct.pack("<f", value))[0]


def pk(**more) -> FieldSchema:
    return FieldSchema("pk", DataType.INT64, is_primary=True, description="the key", **more)


def emb(name: str = "emb", dim: int = DIM, **more) -> FieldSchema:
    return FieldSchema(name, DataType.FLOAT_VECTOR, dim=dim, **more)


def make(name: str, fields: list, rows: list, *, index: dict = None, using: str = "default", load: bool = True, partitions=(), dynamic=False, functions=(), flush=not IS_OLD, **more):
    """`index`: field -> (type, metric); nothing for a collection without any index."""
    extra = {"functions": list(functions)} if functions else {}
    schema = CollectionSchema(fields, description=f"the shape {name}", enable_dynamic_field=dynamic, **extra)
    made = Collection(name, schema, using=using, consistency_level=more.pop("consistency_level", "Strong"), **more)
    for partition in partitions:
        made.create_partition(partition)
    for first in range(0, len(rows), 500):
        made.insert(rows[first : first + 500])
    if flush:
        made.flush()
    for field, (kind, metric) in (index if index is not None else {"emb": ("FLAT", "L2")}).items():
        made.create_index(field, {"index_type": kind, "metric_type": metric, "params": {}})
    if load and index != {}:
        made.load()
    return len(rows)


def scalars() -> int:
    fields = [
        pk(),
        FieldSchema("flag", DataType.BOOL, description="a flag"),
        FieldSchema("tiny", DataType.INT8),
        FieldSchema("small", DataType.INT16),
        FieldSchema("medium", DataType.INT32),
        FieldSchema("large", DataType.INT64),
        FieldSchema("single", DataType.FLOAT),
        FieldSchema("double", DataType.DOUBLE),
        FieldSchema("text", DataType.VARCHAR, max_length=LONGEST),
        FieldSchema("doc", DataType.JSON),
        emb(),
    ]
    edges = [
        (False, -(2**7), -(2**15), -(2**31), -(2**63), -3.4028234663852886e38, -1.7976931348623157e308),
        (True, 2**7 - 1, 2**15 - 1, 2**31 - 1, 2**63 - 1, 3.4028234663852886e38, 1.7976931348623157e308),
        (True, 0, 0, 0, 2**53 + 1, float32(1.1754943508222875e-38), 5e-324),
        (False, 1, -1, 1, -1, -0.0, 0.1),
    ]
    texts = [*ODD_TEXTS, "x" * LONGEST, "é" * (LONGEST // 2)]
    rows = []
    for n in range(60):
        flag, tiny, small, medium, large, single, double = edges[n % len(edges)]
        row = {"pk": n - 5, "flag": flag, "tiny": tiny, "small": small, "medium": medium, "large": large, "single": single, "double": double}
        row.update(text=texts[n % len(texts)], doc=ODD_JSON[n % len(ODD_JSON)], emb=vector(n))
        if n % 3:
            row.update(extra={"n": n}, **({"only in some": [n, None, "✓"]} if n % 2 else {}))
        rows.append(row)
    rows[0]["pk"], rows[1]["pk"], rows[2]["pk"] = -(2**63), GREATEST_KEY, 2**53 + 1
    return make("scalars", fields, rows, dynamic=True, flush=True)


def arrays() -> int:
    elements = {
        "flags": (DataType.BOOL, [True, False]),
        "tinies": (DataType.INT8, [-(2**7), 2**7 - 1]),
        "smalls": (DataType.INT16, [-(2**15), 2**15 - 1]),
        "mediums": (DataType.INT32, [-(2**31), 2**31 - 1]),
        "larges": (DataType.INT64, [-(2**63), 2**63 - 1, 2**53 + 1]),
        "singles": (DataType.FLOAT, [0.5, -3.4028234663852886e38]),
        "doubles": (DataType.DOUBLE, [0.1, 1.7976931348623157e308]),
        "texts": (DataType.VARCHAR, ["", "🦉", 'q"', "x" * 64]),
    }
    fields = [pk(), emb()]
    for name, (kind, _) in elements.items():
        fields.append(FieldSchema(name, DataType.ARRAY, element_type=kind, max_capacity=8, **({"max_length": 64} if kind == DataType.VARCHAR else {})))
    rows = []
    for n in range(24):
        row = {"pk": n, "emb": vector(n)}
        for name, (_, values) in elements.items():
            row[name] = [] if n % 4 == 0 else values[: 1 + n % len(values)]
        rows.append(row)
    return make("arrays", fields, rows, index={"emb": ("FLAT", "IP")})


def varchar_keys() -> int:
    fields = [FieldSchema("name", DataType.VARCHAR, is_primary=True, max_length=512), FieldSchema("n", DataType.INT64), emb()]
    keys = [*ODD_KEYS, *(f"key {n:04}" for n in range(200))]
    return make("varchar_keys", fields, [{"name": key, "n": n, "emb": vector(n)} for n, key in enumerate(keys)], index={"emb": ("FLAT", "COSINE")})


def auto_id() -> int:
    fields = [pk(auto_id=True), FieldSchema("n", DataType.INT64), emb()]
    return make("auto_id", fields, [{"n": n, "emb": vector(n)} for n in range(40)])


def partition_key() -> int:
    fields = [pk(), FieldSchema("tenant", DataType.VARCHAR, max_length=32, is_partition_key=True), emb()]
    rows = [{"pk": n, "tenant": f"tenant {n % 7}", "emb": vector(n)} for n in range(60)]
    return make("partition_key", fields, rows, num_partitions=7)


def partitions() -> int:
    fields = [pk(), FieldSchema("n", DataType.INT64), emb()]
    made = make("partitions", fields, [{"pk": n, "n": n, "emb": vector(n)} for n in range(10)], partitions=["first", "empty_one"])
    held = Collection("partitions")
    held.insert([{"pk": 100 + n, "n": n, "emb": vector(n)} for n in range(10)], partition_name="first")
    utility.create_alias("partitions", "an_alias")
    utility.create_alias("partitions", "another_alias")
    return made + 10


def same_key_twice() -> int:
    """The same key in two partitions: two entities on Milvus."""
    make("same_key_twice", [pk(), FieldSchema("n", DataType.INT64), emb()], [], partitions=["left", "right"])
    held = Collection("same_key_twice")
    for n, partition in enumerate(["left", "right"]):
        held.insert([{"pk": key, "n": n, "emb": vector(n)} for key in range(10)], partition_name=partition)
    return 20


def settings() -> int:
    """Everything that is set beside the fields: shards, consistency level, time to live, mmap."""
    more = {"properties": {"collection.ttl.seconds": 864_000, "mmap.enabled": True}, "consistency_level": "Bounded"}
    try:
        return make("settings", [pk(), emb()], [{"pk": n, "emb": vector(n)} for n in range(5)], num_shards=2, **more)
    except Exception as error:
        if "shard" not in str(error):
            raise
        return make("settings", [pk(), emb()], [{"pk": n, "emb": vector(n)} for n in range(5)], **more)


def sizes() -> int:
    make("no_entity", [pk(), emb()], [])
    make("one_entity", [pk(), emb()], [{"pk": 0, "emb": vector(1)}])
    make("no_index", [pk(), emb()], [], index={})
    return 1


def unloaded() -> int:
    return make("unloaded", [pk(), emb()], [{"pk": n, "emb": vector(n)} for n in range(12)], load=False)


def databases() -> int:
    fields = [pk(), FieldSchema("n", DataType.INT64), emb()]
    names = ("second", "third")
    for name in names:
        db.create_database(name)
    found = 0
    for at, name in enumerate(names[:1]):
        connections.connect(name, uri=URI, token=TOKEN, db_name=name)
        found += make("scalars", fields, [{"pk": n, "n": at, "emb": vector(n)} for n in range(4)], using=name)
        utility.create_alias("scalars", "an_alias", using=name)
    return found


def database_properties() -> int:
    db.create_database("with_properties", properties={"database.max.collections": 7, "timezone": "Europe/Prague"})
    return 0


def binary() -> int:
    fields = [pk(), FieldSchema("bits", DataType.BINARY_VECTOR, dim=16)]
    rows = [{"pk": n, "bits": bytes([n, 255 - n])} for n in range(20)]
    return make("binary", fields, rows, index={"bits": ("BIN_FLAT", "JACCARD")})


def several_vectors() -> int:
    fields = [pk(), emb(), FieldSchema("sparse", DataType.SPARSE_FLOAT_VECTOR)]
    rows = [{"pk": n, "emb": vector(n), "sparse": {n: 0.5, 2**32 - 2: 1.25} if n % 2 else {0: float(n + 1)}} for n in range(20)]
    return make("several_vectors", fields, rows, index={"emb": ("FLAT", "COSINE"), "sparse": ("SPARSE_INVERTED_INDEX", "IP")})


def only_sparse() -> int:
    fields = [pk(), FieldSchema("sparse", DataType.SPARSE_FLOAT_VECTOR)]
    return make("only_sparse", fields, [{"pk": n, "sparse": {n: 1.5}} for n in range(10)], index={"sparse": ("SPARSE_INVERTED_INDEX", "IP")})


def nullable() -> int:
    kinds = {
        "flag": (DataType.BOOL, True),
        "tiny": (DataType.INT8, 7),
        "small": (DataType.INT16, 7),
        "medium": (DataType.INT32, 7),
        "large": (DataType.INT64, 2**60),
        "single": (DataType.FLOAT, 0.5),
        "double": (DataType.DOUBLE, 0.1),
        "text": (DataType.VARCHAR, "set"),
        "doc": (DataType.JSON, {"set": True}),
        "list": (DataType.ARRAY, [1, 2]),
    }
    more = {"text": {"max_length": 64}, "list": {"element_type": DataType.INT64, "max_capacity": 4}}
    fields = [pk(), emb(), *(FieldSchema(name, kind, nullable=True, **more.get(name, {})) for name, (kind, _) in kinds.items())]
    rows = []
    for n in range(30):
        row = {"pk": n, "emb": vector(n)}
        for at, (name, (_, value)) in enumerate(kinds.items()):
            row[name] = None if n == 0 or (n + at) % 3 == 0 else value
        rows.append(row)
    made = make("nullable", fields, rows)
    return made + make("all_null", fields, [{"pk": n, "emb": vector(n), **{name: None for name in kinds}} for n in range(5)])


def defaults() -> int:
    fields = [
        pk(),
        emb(),
        FieldSchema("n", DataType.INT64, default_value=42),
        FieldSchema("text", DataType.VARCHAR, max_length=64, default_value="given"),
        FieldSchema("flag", DataType.BOOL, default_value=True),
        FieldSchema("double", DataType.DOUBLE, default_value=0.25),
        FieldSchema("both", DataType.INT32, nullable=True, default_value=7),
    ]
    rows = []
    for n in range(20):
        row = {"pk": n, "emb": vector(n)}
        if n % 2:
            row.update(n=n, text="", flag=False, double=0.0, both=0)
        rows.append(row)
    return make("defaults", fields, rows)


def full_text() -> int:
    from pymilvus import Function, FunctionType

    analyzer = {"tokenizer": "standard", "filter": ["lowercase", {"type": "stop", "stop_words": ["the"]}]}
    fields = [
        pk(),
        FieldSchema("text", DataType.VARCHAR, max_length=1000, enable_analyzer=True, enable_match=True, analyzer_params=analyzer),
        FieldSchema("words", DataType.SPARSE_FLOAT_VECTOR),
        emb(),
    ]
    bm25 = Function("bm25", FunctionType.BM25, input_field_names=["text"], output_field_names=["words"], description="by words")
    rows = [{"pk": n, "text": f"The owl number {n} " + "hoots " * (n % 5), "emb": vector(n)} for n in range(30)]
    index = {"emb": ("FLAT", "L2"), "words": ("SPARSE_INVERTED_INDEX", "BM25")}
    return make("full_text", fields, rows, index=index, functions=[bm25])


def places_and_times() -> int:
    fields = [
        pk(),
        FieldSchema("place", DataType.GEOMETRY, nullable=True),
        FieldSchema("at", DataType.TIMESTAMPTZ, nullable=True),
        emb(),
    ]
    places = ["POINT (1 2)", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", None]
    times = ["2026-11-23T10:00:00Z", "1969-12-31T23:59:59.123456Z", "2026-03-29T02:30:00+02:00", None]
    rows = [{"pk": n, "place": places[n % 3], "at": times[n % 4], "emb": vector(n)} for n in range(24)]
    return make("places_and_times", fields, rows)


URI, TOKEN, names = sys.argv[1], sys.argv[2], sys.argv[3:]
connections.connect("default", uri=URI, token=TOKEN)
with ThreadPoolExecutor(4 if IS_OLD else 1) as pool:  # Milvus mostly waits, Lite takes one writer
    print(json.dumps(dict(zip(names, pool.map(lambda name: globals()[name](), names)))))
