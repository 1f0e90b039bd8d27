"""Keeps reads and flushes of a Milvus Lite collection apart, and its writers one after the other.

A flush of Lite 3.2.2 puts a new, empty memtable in place before the rows of the old one are in a segment. A read in
between finds neither: measured, 0 of 2,000 entities that had been there and stayed there. Whoever copies by reading would
take them for deleted. Lite supports one writer of a collection only, and a flush is one as well.
"""
import functools
import threading
from contextlib import contextmanager

from milvus_lite.engine.collection import Collection

READS = ("get", "query", "search")
COUNTS = "_num_entities"
WRITES = ("insert", "upsert", "delete", "flush", "create_partition", "drop_partition")
FLUSH = "_trigger_flush"


class FlushGuard:
    """Many readers or one flush. A waiting flush goes first; a thread that reads may read again within."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.readers, self.flushing, self.waiting = 0, False, 0
        self.held = threading.local()
        self.writing = threading.RLock()

    @contextmanager
    def reading(self):
        depth = getattr(self.held, "depth", 0)
        if depth == 0:
            with self.changed:
                self.changed.wait_for(lambda: not self.flushing and self.waiting == 0)
                self.readers += 1
        self.held.depth = depth + 1
        try:
            yield
        finally:
            self.held.depth -= 1
            if depth == 0:
                with self.changed:
                    self.readers -= 1
                    self.changed.notify_all()

    @contextmanager
    def flush(self):
        with self.changed:
            self.waiting += 1
            self.changed.wait_for(lambda: not self.flushing and self.readers == 0)
            self.waiting -= 1
            self.flushing = True
        # What a flush reads of its own collection waits for nobody.
        self.held.depth = getattr(self.held, "depth", 0) + 1
        try:
            yield
        finally:
            self.held.depth -= 1
            with self.changed:
                self.flushing = False
                self.changed.notify_all()


def guard_of(collection: Collection) -> FlushGuard:
    return collection.__dict__.setdefault("_flush_guard", FlushGuard())


def _within(method, section):
    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        with section(guard_of(self)):
            return method(self, *args, **kwargs)

    return guarded


def guard_flushes() -> None:
    """From now on every collection of this process is guarded. Call it once, before a database is opened."""
    for name in (*READS, COUNTS):
        setattr(Collection, name, _within(getattr(Collection, name), FlushGuard.reading))
    for name in WRITES:
        setattr(Collection, name, _within(getattr(Collection, name), lambda guard: guard.writing))
    setattr(Collection, FLUSH, _within(getattr(Collection, FLUSH), FlushGuard.flush))
