"""Compares what fill.py wrote with what a cluster holds: usage check_fill.py URI TOKEN ENTITIES DIM [COLLECTION]

Prints JSON {"expected", "found", "wrong"}; found counts each entity once for every time that a page shows it.
"""
import json
import sys

from pymilvus import Collection, connections

from fill_values import value_of

PAGE = 2000


def main() -> None:
    uri, token, entities, dim = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    name = sys.argv[5] if len(sys.argv) > 5 else "filled"
    connections.connect("default", uri=uri, token=token)
    held = Collection(name)
    held.load()
    found, wrong, at = 0, 0, 0
    for first in range(0, entities, PAGE):
        keys = [k * 7 for k in range(first, min(entities, first + PAGE))]
        for row in held.query(f"pk in {keys}", output_fields=["pk", "text", "emb", "dyn"], consistency_level="Strong"):
            found += 1
            expected = value_of(row["pk"] // 7, dim)
            extra = row["dyn"] if isinstance(row["dyn"], dict) else json.loads(row["dyn"])
            if (row["text"], [float(x) for x in row["emb"]], extra) != expected:
                wrong += 1
    total = held.query("", output_fields=["count(*)"], consistency_level="Strong")[0]["count(*)"]
    print(json.dumps({"expected": entities, "found": found, "wrong": wrong, "total": total}))


main()
