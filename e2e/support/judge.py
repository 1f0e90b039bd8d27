"""Tells whether clusters hold what the writer's book says. Shares no code with the product or the writer.

usage: judge.py --log FILE --cluster NAME=URI[,TOKEN] [--cluster …]

Replays the book into the set of values that each key may have: one, where every write was acknowledged; more, where an
outcome is unknown. Reads every row with pymilvus and prints JSON, for each cluster: acknowledged (writes), keys, lost (must
be there and is not), wrong (has another value), invented (must not be there), repeated (autoID rows that a retry of the
client's library wrote twice), sample.
"""
import argparse
import json
import re
from collections import defaultdict

from pymilvus import Collection, connections, utility

ABSENT = None
FIELDS = ["pk", "owner", "bucket", "uid", "rev", "note", "emb", "extra"]
PAGE = 16_384
SAMPLES = 10


def value_of(row: dict) -> tuple:
    """What is compared of a row: everything but its key."""
    extra = row["extra"]
    extra = json.loads(extra) if isinstance(extra, (str, bytes)) else extra
    return (
        int(row["owner"]),
        int(row["bucket"]),
        row["uid"],
        int(row["rev"]),
        row["note"],
        tuple(float(x) for x in row["emb"]),
        json.dumps(extra, sort_keys=True),
    )


class Expected:
    """Of one collection."""

    def __init__(self) -> None:
        self.values = {}  # key -> set of possible values
        self.by_owner = defaultdict(set)  # owner -> keys that may be there
        self.stray = {}  # uid -> value, of autoID inserts whose keys nobody was told
        self.repeated_uids = set()  # of acknowledged autoID inserts, which a library may have sent twice
        self.owners = set()

    def put(self, key, value, certain: bool) -> None:
        before = self.values.get(key, {ABSENT})
        self.values[key] = {value} if certain else before | {value}
        if value is not ABSENT:
            self.by_owner[value[0]].add(key)

    def replay(self, entry: dict) -> None:
        certain, op, owner = entry["outcome"] == "ok", entry["op"], entry["owner"]
        self.owners.add(owner)
        if op in ("insert", "upsert"):
            self.replay_rows(entry, certain)
        elif op == "delete_keys":
            for key in entry["keys"]:
                self.put(str(key), ABSENT, certain)
        else:
            for key in list(self.by_owner[owner]):
                matching = {v for v in self.values[key] if v is not ABSENT and v[1] == entry["bucket"]}
                if matching:
                    rest = self.values[key] - matching if certain else self.values[key]
                    self.values[key] = rest | {ABSENT}
                    # Or else every delete of a long book looks at all keys that ever were.
                    if not rest - {ABSENT}:
                        self.by_owner[owner].discard(key)

    def replay_rows(self, entry: dict, certain: bool) -> None:
        auto = entry["collection"] == "zdm_auto"
        if auto and not certain:
            self.stray.update({row["uid"]: value_of(row) for row in entry["rows"]})
            return
        keys = entry["pks"] if auto else [str(row["pk"]) for row in entry["rows"]]
        for key, row in zip(keys, entry["rows"]):
            self.put(key, value_of(row), certain)
            if auto:
                self.repeated_uids.add(row["uid"])


def read_book(path: str):
    expected, acknowledged, unknown = defaultdict(Expected), 0, 0
    with open(path) as file:
        for line in sorted(map(json.loads, file), key=lambda entry: entry["n"]):
            expected[line["collection"]].replay(line)
            acknowledged += line["outcome"] == "ok"
            unknown += line["outcome"] != "ok"
    return expected, acknowledged, unknown


def read_rows(alias: str, name: str, owners) -> tuple:
    """All rows by key, and how many rows there are under keys that were read already or owners that nobody knows."""
    collection = Collection(name, using=alias)
    collection.load()
    strong = {"consistency_level": "Strong", "timeout": 300}
    rows, seen = {}, 0
    for owner in sorted(owners):
        page = collection.query(f"owner == {owner}", output_fields=FIELDS, limit=PAGE, **strong)
        if len(page) == PAGE:
            raise SystemExit(f"owner {owner} has too many rows to read in one page")
        seen += len(page)
        rows.update({str(row["pk"]): value_of(row) for row in page})
    total = int(collection.query("", output_fields=["count(*)"], **strong)[0]["count(*)"])
    return rows, (seen - len(rows)) + (total - seen)


def judge(alias: str, expected: dict) -> dict:
    verdict = {"keys": 0, "lost": 0, "wrong": 0, "invented": 0, "repeated": 0, "sample": []}

    def blame(kind: str, name: str, key, **facts) -> None:
        verdict[kind] += 1
        if kind != "repeated" and len(verdict["sample"]) < SAMPLES:
            verdict["sample"].append({"kind": kind, "collection": name, "key": key, **facts})

    for name, book in expected.items():
        if not utility.has_collection(name, using=alias):
            verdict["lost"] += len(book.values)
            verdict["sample"].append({"kind": "lost", "collection": name, "key": "(the whole collection)"})
            continue
        rows, surplus = read_rows(alias, name, book.owners)
        verdict["keys"] += len(book.values)
        if surplus:
            verdict["invented"] += surplus
            verdict["sample"].append({"kind": "invented", "collection": name, "key": "(duplicates or unknown owners)", "rows": surplus})
        for key, possible in book.values.items():
            found = rows.pop(key, ABSENT)
            if found in possible:
                continue
            kind = "lost" if found is ABSENT else "invented" if possible == {ABSENT} else "wrong"
            blame(kind, name, key, found=str(found)[:200], possible=[str(one)[:200] for one in possible][:3])
        for key, found in rows.items():
            if book.stray.get(found[2]) == found:
                continue
            blame("repeated" if found[2] in book.repeated_uids else "invented", name, key, found=str(found)[:200])
    return verdict


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--log", required=True)
    options.add_argument("--cluster", action="append", required=True)
    given = options.parse_args()
    expected, acknowledged, unknown = read_book(given.log)
    result = {"acknowledged": acknowledged, "unknown": unknown, "clusters": {}}
    for cluster in given.cluster:
        name, uri, token = re.fullmatch(r"([^=]+)=([^,]+),?(.*)", cluster).groups()
        connections.connect(name, uri=uri, token=token)
        result["clusters"][name] = judge(name, expected)
    print(json.dumps(result, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
