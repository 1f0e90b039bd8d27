"""Times calls of pymilvus: usage sdk_calls.py READ_COLLECTION SLICE_MS [URI WRITTEN_COLLECTION] ...

All ways take turns in one process, as in gateway-calls.ts, each for SLICE_MS a kind of call. Prints for each kind of call what each
way took: {"Query": [{"p50Ms": 1.5, "perS": 600}, {"p50Ms": 2.1, "perS": 450}], ...}.
"""
import itertools
import json
import random
import statistics
import sys
import time

from pymilvus import Collection, connections

TURN_S, KEYS, DIM = 0.1, 2_000, 100
random_vector = [random.random() for _ in range(DIM)]
next_key = itertools.count(3_000_000_000)
PLAIN = {"consistency_level": "Eventually"}

CALLS = {
    "Query": lambda read, _, turn: read.query(f"id in [{turn % KEYS}]", output_fields=["id", "word", "vector"], **PLAIN),
    "Search": lambda read, _, turn: read.search(
        [random_vector], "vector", {"metric_type": "COSINE", "params": {}}, limit=10, output_fields=["word"], **PLAIN
    ),
    "Insert": lambda _, written, turn: written.insert([{"id": next(next_key), "word": "word", "vector": random_vector}]),
}


def take_turn(call, collections, turn_s: float) -> list:
    times, end = [], time.perf_counter() + turn_s
    while not times or time.perf_counter() < end:
        begin = time.perf_counter()
        call(*collections, len(times))
        times.append(time.perf_counter() - begin)
    return times


def time_call(call, ways, slice_s: float) -> list:
    turn_s = min(TURN_S, slice_s)
    measured = [[] for _ in ways]
    for way in ways:
        take_turn(call, way, turn_s)
    for turn in range(max(1, round(slice_s / turn_s))):
        # Whoever goes first pays for what the turn before left behind, so the order alternates.
        for at in (range(len(ways)) if turn % 2 == 0 else reversed(range(len(ways)))):
            measured[at] += take_turn(call, ways[at], turn_s)
    return [{"p50Ms": statistics.median(times) * 1000, "perS": len(times) / sum(times)} for times in measured]


def main() -> None:
    read, slice_ms, *rest = sys.argv[1:]
    ways = []
    for at in range(0, len(rest), 2):
        connections.connect(str(at), uri=rest[at])
        ways.append((Collection(read, using=str(at)), Collection(rest[at + 1], using=str(at))))
    print(json.dumps({label: time_call(call, ways, float(slice_ms) / 1000) for label, call in CALLS.items()}))


main()
