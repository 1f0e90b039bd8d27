"""Lets nothing of a Milvus Lite collection outlive its drop.

Lite 3.2.2 removes a collection's folder while others may still work on it. A flush or a load in that moment writes into the
folder: the drop fails half done, or leaves a folder without a schema. Then the collection cannot be made again ("File
exists"), or it goes on being served from memory, takes writes, and is gone at the next start. A truncate has the same gap.

Here looking a collection up, making and removing one are done one after the other, and a removal waits for whoever
changes the collection's files; whoever comes too late is told that there is none.
"""
import contextlib
import functools
import os
import shutil
import threading

from milvus_lite.db import SCHEMA_FILENAME, MilvusLite
from milvus_lite.engine.collection import Collection
from milvus_lite.exceptions import CollectionNotFoundError

from flush_guard import WRITES, guard_of

CATALOG = ("get_collection", "drop_database", "alter_database_properties")
REMOVALS = ("drop_collection", "truncate_collection", "rename_collection")
INDEXING = ("load", "create_index", "drop_index")
GONE = "_is_gone"


def catalog_lock(database: MilvusLite) -> threading.RLock:
    return database.__dict__.setdefault("_catalog_lock", threading.RLock())


def writing_lock(collection: Collection) -> threading.RLock:
    return guard_of(collection).writing


def indexing_lock(collection: Collection) -> threading.RLock:
    """Apart from the writers' lock: to build an index takes long, and writes go on beside it."""
    return collection.__dict__.setdefault("_indexing_lock", threading.RLock())


def _alone(method):
    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        with catalog_lock(self):
            return method(self, *args, **kwargs)

    return guarded


def _removing(method):
    @functools.wraps(method)
    def guarded(self, name, *args, **kwargs):
        database = kwargs.get("database_name", self._normalize_database_name(None))
        key = (database, self.resolve_collection_name(name, database_name=database))
        while True:
            # The catalog is locked last, so that nobody else waits for the collection's writers.
            collection = self._collections.get(key)
            with contextlib.ExitStack() as held:
                if collection is not None:
                    held.enter_context(indexing_lock(collection))
                    held.enter_context(writing_lock(collection))
                held.enter_context(catalog_lock(self))
                if self._collections.get(key) is not collection:
                    continue
                result = method(self, name, *args, **kwargs)
                if collection is not None:
                    collection.__dict__[GONE] = True
                return result

    return guarded


def _making(method):
    @functools.wraps(method)
    def guarded(self, name, *args, **kwargs):
        with catalog_lock(self):
            # What a background task of a removed collection wrote late. Without a schema it is no collection to anybody.
            folder = self._collection_dir(name, kwargs.get("database_name", self._normalize_database_name(None)))
            if os.path.isdir(folder) and not os.path.exists(os.path.join(folder, SCHEMA_FILENAME)):
                shutil.rmtree(folder)
            return method(self, name, *args, **kwargs)

    return guarded


def _changing(method, lock_of):
    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        with lock_of(self):
            if self.__dict__.get(GONE):
                raise CollectionNotFoundError(f"collection {self.name!r} does not exist")
            return method(self, *args, **kwargs)

    return guarded


def guard_collections() -> None:
    """From now on the collections of this process are guarded. Call it once, after guard_flushes."""
    for name in CATALOG:
        setattr(MilvusLite, name, _alone(getattr(MilvusLite, name)))
    for name in REMOVALS:
        setattr(MilvusLite, name, _removing(getattr(MilvusLite, name)))
    MilvusLite.create_collection = _making(MilvusLite.create_collection)
    for names, lock_of in ((WRITES, writing_lock), (INDEXING, indexing_lock)):
        for name in names:
            setattr(Collection, name, _changing(getattr(Collection, name), lock_of))
