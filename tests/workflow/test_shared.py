"""A memory shared by two projects, over a real server: what is pushed, what comes back, and what must not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.postgres_server import Server
from tests.workflow.projects import EN, JA, aligned
from tmflow.errors import MemoryStoreError
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.postgres import PostgresStore
from tmflow.memory.store import DocumentKind
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.workflow.project import Project
from tmflow.workflow.recall import project_memory
from tmflow.workflow.shared import Pulled, pull, push
from tmflow.workflow.upkeep import restore_text, retire_text

JA_EN = LanguagePair(Language.JA, Language.EN)
TODAY = datetime(2026, 5, 1, tzinfo=UTC)


def entry(source: str, target: str) -> MemoryEntry:
    return MemoryEntry(source=source, target=target, pair=JA_EN)


@pytest.fixture
def team(postgres: Server) -> Iterator[PostgresStore]:
    with PostgresStore(postgres.memory()) as store:
        yield store


@pytest.fixture
def lights(tmp_path: Path) -> Project:
    return aligned(tmp_path / "lights")


@pytest.fixture
def ports(tmp_path: Path) -> Project:
    return aligned(tmp_path / "ports")


@contextmanager
def learned(project: Project, **documents: tuple[str, str]) -> Iterator[TranslationMemory]:
    with project_memory(project) as memory:
        for name, texts in documents.items():
            memory.store.replace_document(f"{name}.po", "".join(texts), [entry(*texts)])
        yield memory


def test_what_one_project_pushes_another_finds(team: PostgresStore, lights: Project, ports: Project) -> None:
    with learned(lights, quay=("岸壁は長い。", "The quay is long.")) as memory:
        sent = push(memory.store, team, project="lights", who="Mori", when=TODAY)
    assert set(sent.sent) == {"mist.po", "quay.po"}
    with project_memory(ports) as memory:
        assert memory.lookup("岸壁は長い。") == []
        brought = pull(team, memory.store, project="ports")
        assert brought.units == sent.units
        assert [match.entry.document for match in memory.lookup("岸壁は長い。")] == ["shared/lights/quay.po"]
        told = memory.store.documents()["shared/lights/quay.po"]
        assert (told.kind, told.who, told.when) == (DocumentKind.SHARED, "Mori", TODAY)


def test_a_second_time_nothing_moves(team: PostgresStore, lights: Project, ports: Project) -> None:
    with project_memory(lights) as memory:
        push(memory.store, team, project="lights")
        again = push(memory.store, team, project="lights")
    assert (again.sent, again.units, len(again.unchanged)) == ((), 0, 1)
    with project_memory(ports) as memory:
        assert pull(team, memory.store, project="ports").brought
        generation = memory.store.generation()
        assert pull(team, memory.store, project="ports") == Pulled()
        assert memory.store.generation() == generation


def test_what_a_project_pushed_does_not_come_back_and_what_it_pulled_is_not_pushed(
    team: PostgresStore, lights: Project, ports: Project
) -> None:
    for project, name in ((lights, "lights"), (ports, "ports")):
        with project_memory(project) as memory:
            push(memory.store, team, project=name)
    with project_memory(lights) as memory:
        pull(team, memory.store, project="lights")
        push(memory.store, team, project="lights")
        assert len(memory.store.find_text(JA[2], Language.JA)) == 2
        assert {one.target for one in memory.store.find_text(JA[2], Language.JA)} == {EN[2]}
    assert set(team.documents()) == {"lights/mist.po", "ports/mist.po"}


def test_documents_of_one_name_are_kept_apart(team: PostgresStore, lights: Project, ports: Project) -> None:
    with learned(lights, quay=("岸壁だ。", "It is a quay.")) as memory:
        push(memory.store, team, project="lights")
    with learned(ports, quay=("岸壁だ。", "This is the wharf.")) as memory:
        push(memory.store, team, project="ports")
        pull(team, memory.store, project="ports")
        found = memory.store.find_text("岸壁だ。", Language.JA)
    assert [(one.document, one.target) for one in found] == [
        ("quay.po", "This is the wharf."),
        ("shared/lights/quay.po", "It is a quay."),
    ]


def test_changes_removals_and_retirements_reach_who_has_a_copy(
    team: PostgresStore, lights: Project, ports: Project
) -> None:
    with learned(lights, quay=("岸壁だ。", "A quay."), pier=("桟橋だ。", "A pier.")) as memory:
        push(memory.store, team, project="lights")
        with project_memory(ports) as other:
            pull(team, other.store, project="ports")
            memory.store.replace_document("quay.po", "new", [entry("岸壁だ。", "A wharf.")])
            memory.store.remove_document("pier.po")
            assert push(memory.store, team, project="lights").gone == ("pier.po",)
            assert pull(team, other.store, project="ports").brought == ("shared/lights/quay.po",)
            assert other.store.find_text("A pier.", Language.EN)
            push(memory.store, team, project="lights", remove_gone=True)
            assert pull(team, other.store, project="ports").removed == ("shared/lights/pier.po",)
            assert not other.store.find_text("A pier.", Language.EN)
            team.retire([("岸壁だ。", "A wharf.")], reason="misleading")
            pull(team, other.store, project="ports")
            assert [one.retired for one in other.store.find_text("A wharf.", Language.EN)] == ["misleading"]


def test_a_pull_that_was_interrupted_goes_on_where_it_was(team: PostgresStore, ports: Project) -> None:
    for name in "abc":
        team.replace_document(f"{name}.tmx", name, [entry(f"{name}だ。", f"It is {name}.")])

    class Interrupted(PostgresStore):
        """Loses its connection when it comes to the second document."""

        def iter_entries(self, document: str | None = None) -> Iterator[MemoryEntry]:
            if document == "b.tmx":
                self.close()
            return super().iter_entries(document)

    with project_memory(ports) as memory:
        with (
            Interrupted(team._dsn._conninfo) as broken,
            pytest.raises(MemoryStoreError, match="closed"),
        ):
            pull(broken, memory.store, project="ports")
        assert [name for name in memory.store.documents() if name.startswith("shared/")] == ["shared/a.tmx"]
        assert pull(team, memory.store, project="ports").brought == ("shared/b.tmx", "shared/c.tmx")


def test_a_pull_that_was_interrupted_after_a_removal_has_it_done(team: PostgresStore, ports: Project) -> None:
    for name in "abc":
        team.replace_document(f"{name}.tmx", name, [entry(f"{name}だ。", f"It is {name}.")])

    class Interrupted(PostgresStore):
        """Loses its connection after what was brought first."""

        def iter_entries(self, document: str | None = None) -> Iterator[MemoryEntry]:
            if document == "c.tmx":
                self.close()
            return super().iter_entries(document)

    with project_memory(ports) as memory:
        pull(team, memory.store, project="ports")
        team.remove_document("a.tmx")
        team.replace_document("b.tmx", "2", [entry("bだ。", "That is b.")])
        team.replace_document("c.tmx", "2", [entry("cだ。", "That is c.")])
        with Interrupted(team._dsn._conninfo) as broken, pytest.raises(MemoryStoreError, match="closed"):
            pull(broken, memory.store, project="ports")
        pull(team, memory.store, project="ports")
        assert [name for name in memory.store.documents() if name.startswith("shared/")] == [
            "shared/b.tmx",
            "shared/c.tmx",
        ]


def test_what_is_retired_or_offered_again_after_a_push_is_so_for_the_team_after_the_next(
    team: PostgresStore, lights: Project, ports: Project
) -> None:
    def sent_and_offered() -> tuple[int, list[str]]:
        with project_memory(lights) as memory:
            sent = push(memory.store, team, project="lights").sent
        with project_memory(ports) as memory:
            memory.store.remove_document("mist.po")
            pull(team, memory.store, project="ports")
            return len(sent), [match.target for match in memory.lookup(JA[2], threshold=100)]

    assert sent_and_offered() == (1, [EN[2]])
    retire_text(lights, JA[2], reason="stilted")
    assert sent_and_offered() == (1, [])
    assert sent_and_offered() == (0, [])
    restore_text(lights, JA[2])
    assert sent_and_offered() == (1, [EN[2]])


def test_another_memory_takes_the_place_of_the_one_before(
    postgres: Server, team: PostgresStore, ports: Project
) -> None:
    for name in ("old.tmx", "kept.tmx", "other.tmx"):
        team.replace_document(name, "", [entry("古い。", "It is old.")])
    with project_memory(ports) as memory, PostgresStore(postgres.memory("other")) as new:
        pull(team, memory.store, project="ports")
        new.replace_document("kept.tmx", "", [entry("新しい。", "It is new.")])
        result = pull(new, memory.store, project="ports")
        assert result.brought == ("shared/kept.tmx",)
        assert result.removed == ("shared/old.tmx", "shared/other.tmx")
        assert memory.store.find_text("古い。", Language.JA) == []


def test_a_project_that_takes_a_name_drops_what_it_had_pulled_under_it(team: PostgresStore, ports: Project) -> None:
    team.replace_document("ports/quay.po", "", [entry("岸壁だ。", "A quay.")])
    with project_memory(ports) as memory:
        pull(team, memory.store, project="new")
        assert pull(team, memory.store, project="ports").removed == ("shared/ports/quay.po",)


@pytest.mark.parametrize("name", ["", "a/b"])
def test_a_name_that_could_be_taken_for_another_is_refused(team: PostgresStore, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a project"):
        push(team, team, project=name)
