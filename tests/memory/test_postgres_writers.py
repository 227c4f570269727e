"""Several who write one memory in PostgreSQL at once, and who keep a copy of it meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from tests.postgres_server import Server
from tmflow.memory.postgres import PostgresStore
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.workflow.shared import pull

QUAY = MemoryEntry(
    source="岸壁に船が着いた。", target="A ship came to the quay.", pair=LanguagePair(Language.JA, Language.EN)
)

WRITER = """
import sys
from tmflow.memory.postgres import PostgresStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
address, name = sys.argv[1:]
pair = LanguagePair(Language.JA, Language.EN)
with PostgresStore(address) as store:
    for turn in range(12):
        entries = [MemoryEntry(source=f"{name}の{at}。", target=f"{at} of {name}.", pair=pair) for at in range(turn + 2)]
        store.replace_document("common.po", f"{name} {turn}", entries)
        store.replace_document(f"{name}{turn % 3}.po", str(turn), iter(entries))
        store.retire([(f"{name}の0。", f"0 of {name}."), ("Aの1。", "1 of A.")], reason=str(turn))
        with store.changing():
            store.remove_document(f"{name}{(turn + 1) % 3}.po")
            store.replace_document(f"{name}.po", str(turn), entries)
"""


def test_writers_at_once_lose_nothing_and_a_copy_misses_nothing(postgres: Server) -> None:
    """Four processes make the tables at once, then write the same document and their own; a fifth keeps a copy."""
    address, copy = postgres.memory(), TransientStore()
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, address, name]) for name in "ABCD"]
    try:
        with PostgresStore(address) as store:
            while any(writer.poll() is None for writer in writers):
                pull(store, copy, project="reader")
            assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
            pull(store, copy, project="reader")
            documents = store.documents()
            assert {name.removeprefix("shared/"): told.units for name, told in copy.documents().items()} == {
                name: told.units for name, told in documents.items()
            }
            assert set(documents) == {"common.po", *(f"{name}{end}.po" for name in "ABCD" for end in ("", "1", "2"))}
            assert {documents[f"{name}.po"].fingerprint for name in "ABCD"} == {"11"}
            assert {documents[f"{name}.po"].units for name in "ABCD"} == {13}
            common = {one.source[0] for one in store.iter_entries("common.po")}
            assert common == {documents["common.po"].fingerprint[0]}
            texts = [(one.source, one.retired) for one in store.iter_entries()]
            assert [(one.source, one.retired) for one in copy.iter_entries()] == texts
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


def test_who_reads_a_generation_has_seen_all_before_it(postgres: Server) -> None:
    """A long change that began first takes its generation when it ends, not when it begins."""
    seen: list[tuple[str, int]] = []

    def look(told: PostgresStore) -> None:
        since = max((generation for _, generation in seen), default=0)
        seen.extend((change.record.name, change.generation) for change in told.iter_changes(since))

    address = postgres.memory()
    with PostgresStore(address) as store, PostgresStore(address) as other:

        def long() -> Iterator[MemoryEntry]:
            yield QUAY
            other.replace_document("short", "1", [QUAY])
            look(other)
            yield QUAY

        store.replace_document("long", "1", long())
        look(other)
    assert [name for name, _ in seen] == ["short", "long"]
