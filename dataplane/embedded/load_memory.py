"""Keeps the load states of a Milvus Lite over a restart, in a file beside its data.

Lite starts with every indexed collection released. While it runs a collection is loaded from its creation on until
somebody releases it, so what has to be remembered are the releases.
"""
import contextlib
import json
import os
import pathlib
import sys
import threading

from milvus_lite.adapter.grpc import server as lite
from milvus_lite.adapter.grpc.servicer import MilvusServicer

FILE = "released-collections.json"


class LoadMemory:
    def __init__(self, data_dir: str) -> None:
        self.file = pathlib.Path(data_dir).parent / FILE
        self.lock = threading.Lock()
        self.released = self.read()

    def read(self) -> set:
        try:
            return {tuple(one) for one in json.loads(self.file.read_text())}
        except (OSError, ValueError):
            return set()  # the file is a convenience: without it everything is loaded

    def note(self, database: str, collection: str, is_released: bool) -> None:
        with self.lock:
            before = set(self.released)
            (self.released.add if is_released else self.released.discard)((database, collection))
            if self.released != before:
                draft = self.file.with_suffix(".draft")
                draft.write_text(json.dumps(sorted(self.released)))
                os.replace(draft, self.file)

    def load_again(self, database) -> None:
        """Loads what was not released when the server ended."""
        for name in database.list_databases():
            for collection in database.list_collections(database_name=name):
                if (name, collection) in self.released:
                    continue
                try:
                    database.get_collection(collection, database_name=name).load()
                except Exception as error:  # the others must be served all the same
                    print(f"Collection {collection} of database {name} was not loaded again: {error}", file=sys.stderr)


@contextlib.contextmanager
def remember_loads(data_dir: str):
    """While open, servers that are made note what their clients load and release."""
    memory = LoadMemory(data_dir)

    class Servicer(MilvusServicer):
        def LoadCollection(self, request, context):
            status = super().LoadCollection(request, context)
            self._note(request, context, status, False)
            return status

        def ReleaseCollection(self, request, context):
            status = super().ReleaseCollection(request, context)
            self._note(request, context, status, True)
            return status

        def CreateCollection(self, request, context):
            status = super().CreateCollection(request, context)
            self._note(request, context, status, False)
            return status

        def _note(self, request, context, status, is_released: bool) -> None:
            if status.code == 0:
                database = self._database_name(request, context)
                name = self._db.resolve_collection_name(request.collection_name, database_name=database)
                memory.note(database, name, is_released)

    before = lite.MilvusServicer
    lite.MilvusServicer = Servicer
    try:
        yield memory
    finally:
        lite.MilvusServicer = before
