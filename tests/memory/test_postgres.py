"""The memory in PostgreSQL, against a real server: databases of any locale, rights, formats, failures, many at once."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.postgres_server import PASSWORD, Server
from tmflow.errors import MemoryLockedError, MemoryStoreError, StorageError
from tmflow.memory import postgres_schema
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.postgres import PostgresStore
from tmflow.memory.postgres_setup import make_roles, migrate
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.distance import similarity_percent
from tmflow.text.normalize import match_key
from tmflow.workflow.shared import pull

JA_EN = LanguagePair(Language.JA, Language.EN)
LOCALES = {
    "C": "LOCALE 'C' TEMPLATE template0",
    "UTF8": "LOCALE 'C.UTF-8' TEMPLATE template0",
    "ICU": "LOCALE_PROVIDER icu ICU_LOCALE 'ja-JP' LOCALE 'C.UTF-8' TEMPLATE template0",
}
DOCS = Path(__file__).parents[2] / "docs" / "shared-memory.md"


def entry(source: str, target: str) -> MemoryEntry:
    return MemoryEntry(source=source, target=target, pair=JA_EN)


QUAY = entry("岸壁に船が着いた。", "A ship came to the quay.")


def sentences(count: int) -> Iterator[MemoryEntry]:
    """Pairs of sentences from few words, so that many are alike; every hundredth is as long as a paragraph."""
    dice = random.Random(11)  # noqa: S311 - the same sentences in each run
    ja = ("灯台", "港", "守", "は", "が", "の", "古い", "静か", "だ", "船", "汽笛", "を", "聞く", "階段", "132", "、")
    en = ("the ", "lighthouse ", "harbor ", "is ", "was ", "old ", "quiet ", "keeper ", "hears ", "a ", "horn ", "132 ")
    for number in range(count):
        length = dice.randint(60, 90) if number % 100 == 0 else dice.randint(1, 16)
        yield entry("".join(dice.choices(ja, k=length)) + "。", "".join(dice.choices(en, k=length)).strip() + ".")


def memory_in(postgres: Server, locale: str) -> str:
    if locale == "ICU" and postgres.version() < 15:
        pytest.skip("PostgreSQL 14 has no databases of ICU")
    return postgres.memory(f"locale_{locale.lower()}", LOCALES[locale])


@pytest.fixture
def address(postgres: Server) -> str:
    return postgres.memory()


@pytest.fixture
def store(address: str) -> Iterator[PostgresStore]:
    with PostgresStore(address) as made:
        yield made


@pytest.mark.parametrize("locale", LOCALES)
def test_the_most_alike_are_those_that_comparing_all_finds_in_a_database_of_any_locale(
    postgres: Server, locale: str
) -> None:
    units = list(sentences(1500))
    queries = ["港", "", "灯台\0は古い。", "\ud800 is old.", "the the the the the the the", "誰もいない。"]
    for unit in units[::150]:
        queries += [unit.source, unit.source[1:] + "よ", unit.target.replace("e", "", 2), unit.target[::-1]]
    with PostgresStore(memory_in(postgres, locale)) as store:
        store.replace_document("a.po", "", units)
        for language in Language:
            keys = {match_key(unit.source if language is Language.JA else unit.target) for unit in units}
            for query in queries:
                for threshold in (55, 70, 85, 99):
                    alike = sorted((-similarity_percent(query, key), key) for key in keys)
                    every = [(-minus, key) for minus, key in alike if -minus >= threshold]
                    expected = [found for found in every if len(every) < 5 or found[0] >= every[4][0]]
                    bounds = {"threshold": threshold, "limit": 5, "include_drafts": False}
                    assert store.search_keys(query, language, **bounds) == expected  # type: ignore[arg-type]  # int or bool, as they should be


@pytest.mark.parametrize("locale", LOCALES)
def test_case_is_that_of_the_memory_whatever_the_locale(postgres: Server, locale: str) -> None:
    with PostgresStore(memory_in(postgres, locale)) as store:
        store.replace_document("b", "", [entry("島。", "Île d'ORLÉANS.")])
        store.replace_document("B", "", [entry("島だ。", "ÎLE D'orléans.")])
        assert list(store.documents()) == ["B", "b"]
        found = store.find_keys(["île d'orléans."], Language.EN, ignore_case=True)
        assert [one.document for one in found] == ["B", "b"]
        given = store.iter_containing("orléans", language=None, include_drafts=False)
        assert [one.document for one, _ in given] == ["B", "b"]


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII", "EUC_JP"])
def test_a_database_that_cannot_hold_every_text_is_refused(postgres: Server, encoding: str) -> None:
    address = postgres.memory(f"encoding_{encoding.lower()}", f"ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(MemoryStoreError, match=f"is in {encoding}, .* ENCODING 'UTF8'"):
        PostgresStore(address)


def test_texts_postgresql_cannot_keep_are_refused_and_nothing_is_changed(store: PostgresStore) -> None:
    store.replace_document("a", "1", [QUAY])
    for text, reason in (("a\0b", "cannot keep such a text"), ("half \ud800", "half a character")):
        with pytest.raises(MemoryStoreError, match=reason):
            store.replace_document("a", "2", [entry("港。", text)])
        assert store.find_text(text, Language.EN) == []
        assert store.retire([(QUAY.source, text)], reason="x") == 0
    assert [one.target for one in store.iter_entries("a")] == [QUAY.target]
    assert store.documents()["a"].fingerprint == "1"


def test_every_field_comes_back_whatever_characters_are_in_it(store: PostgresStore) -> None:
    odd = ("", "NULL", "\\N", "\\.", "{}", '{"a",b}', '"', "\\", "a\tb\r\nc", "\x01\x7f\u2028", "%s %(x)s", "𠮷\ufeff")
    moment = datetime(2026, 3, 1, 9, 30, 15, 250, tzinfo=timezone(timedelta(hours=9)))
    rich = [
        replace(
            entry(f"岸壁{text}", f"quay{text}"),
            document="a",
            previous_source=text,
            next_source=odd[-1 - at],
            previous_target=odd[at - 1],
            next_target=text * 2,
            notes=odd[at:],
            id=text,
            author=text,
            created=moment,
            changed=moment + timedelta(days=at),
            confidence=at,
            properties=tuple((other, text) for other in odd[at:]),
            retired=text,
        )
        for at, text in enumerate(odd)
    ]
    store.replace_document("a", "", rich)
    assert list(store.iter_entries("a")) == rich
    assert [store.find_text(unit.source, Language.JA) for unit in rich] == [[unit] for unit in rich]


def test_a_lookup_reads_by_gram_or_by_length_never_the_whole_table(store: PostgresStore) -> None:
    store.replace_document("a", "", sentences(300))
    asked = {"bits": "0" * 1024, "drafts": False, "chars": 20, "threshold": 70, "language": "en"}
    plan = store._rows("EXPLAIN " + postgres_schema.SEARCH_KEYS, asked | {"grams": [1], "bare": 18, "longest": 20})
    lines = "\n".join(line for (line,) in plan)
    assert "segment_by_gram" in lines
    assert "segment_by_length" in lines
    assert "Seq Scan" not in lines


def test_roles_read_or_write_and_no_more(postgres: Server, address: str) -> None:
    PostgresStore(address).close()
    make_roles(address)
    make_roles(address)
    for user, role in (("reader", "tmflow_read"), ("writer", "tmflow_write"), ("stranger", "")):
        postgres.run(f"DROP ROLE IF EXISTS {user}")
        postgres.run(f"CREATE ROLE {user} LOGIN {role and f'IN ROLE {role}'}")
    with PostgresStore(postgres.dsn("memory", "writer")) as writer:
        assert writer.replace_document("a", "1", [QUAY]) == 1
        assert writer.retire([(QUAY.source, QUAY.target)], reason="old") == 1
        assert writer.retire([(QUAY.target, QUAY.source)], reason="") == 1
        writer.replace_document("b", "1", [QUAY])
        assert writer.remove_document("b")
    with PostgresStore(postgres.dsn("memory", "reader")) as reader, TranslationMemory(reader) as memory:
        assert [match.target for match in memory.lookup(QUAY.source)] == [QUAY.target]
        assert pull(reader, TransientStore(), project="p").brought == ("shared/a",)
        with pytest.raises(StorageError, match="ask the owner of the memory for the role tmflow_write"):
            reader.replace_document("a", "2", [])
        with pytest.raises(StorageError, match="ask the owner of the memory for the role tmflow_write"):
            reader.remove_document("a")
    with pytest.raises(StorageError, match="let who may create roles do it"):
        make_roles(postgres.dsn("memory", "writer"))
    with pytest.raises(MemoryStoreError, match="ask the owner of the memory for the role tmflow_read"):
        PostgresStore(postgres.dsn("memory", "stranger"))
    import psycopg

    for statement in ("DROP TABLE tmflow.unit", "TRUNCATE tmflow.unit", "UPDATE tmflow.memory SET format = 9"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            postgres.run(statement, "memory", "writer")


def test_the_documentation_gives_the_roles_their_rights() -> None:
    assert postgres_schema.ROLES.strip() in DOCS.read_text(encoding="utf-8")


@pytest.mark.usefixtures("address")
def test_who_may_not_make_the_tables_is_told_who_may(postgres: Server) -> None:
    postgres.run("DROP ROLE IF EXISTS guest")
    postgres.run("CREATE ROLE guest LOGIN")
    with pytest.raises(MemoryStoreError, match=r"holds no memory yet, .* let its owner open it once"):
        PostgresStore(postgres.dsn("memory", "guest"))


def test_a_memory_of_a_newer_tmflow_is_left_alone(postgres: Server, address: str) -> None:
    PostgresStore(address).close()
    postgres.run("UPDATE tmflow.memory SET format = 99", "memory")
    with pytest.raises(MemoryStoreError, match="memory format 99, this tmflow knows 1: upgrade; nothing was changed"):
        PostgresStore(address)


def test_an_older_memory_takes_the_steps_it_lacks_and_keeps_its_entries(store: PostgresStore) -> None:
    store.replace_document("a", "1", [QUAY])
    steps = (*postgres_schema.MIGRATIONS, "ALTER TABLE tmflow.document ADD COLUMN color text NOT NULL DEFAULT 'red'")
    for _ in range(2):
        migrate(store._connection, steps)
        assert store._rows("SELECT format, color FROM tmflow.memory, tmflow.document") == [(2, "red")]
    assert [one.target for one in store.iter_entries()] == [QUAY.target]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://mori:{word}@127.0.0.1:1/memory", "postgresql://mori@127.0.0.1:1/memory: no connection"),
        ("postgresql://mori:x@{word}@127.0.0.1/memory", "cannot be read"),
        ("postgresql://mori:12/{word}@127.0.0.1/memory", "cannot be read"),
        ("postgresql://mori:{word}/x@127.0.0.1/memory", "cannot be read"),
        ("postgresql://mori:%{word}@127.0.0.1/memory", "cannot be read"),
        ("host=127.0.0.1 password={word} x", "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_without_the_password(address: str, shown: str) -> None:
    with pytest.raises(MemoryStoreError) as caught:
        PostgresStore(address.format(word="s3cret"))
    assert shown in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_wrong_password_and_an_unknown_database_are_told_apart(postgres: Server) -> None:
    right = PASSWORD.replace(" ", "%20")
    with pytest.raises(MemoryStoreError, match='password authentication failed for user "owner"') as caught:
        PostgresStore(postgres.password_dsn("postgres", "wr0ng"))
    assert "wr0ng" not in str(caught.value)
    with pytest.raises(MemoryStoreError, match='database "nowhere" does not exist') as caught:
        PostgresStore(postgres.password_dsn("nowhere", right))
    assert right not in str(caught.value)
    assert PASSWORD not in str(caught.value)


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        start = time.monotonic()
        with pytest.raises(MemoryStoreError, match="no connection"):
            PostgresStore(f"postgresql://127.0.0.1:{mute.getsockname()[1]}/x?connect_timeout=2")
        assert time.monotonic() - start < 5


def test_a_connection_lost_on_the_way_changes_nothing_and_the_next_call_makes_a_new_one(
    postgres: Server, store: PostgresStore
) -> None:
    store.replace_document("a", "1", [QUAY])

    def cut() -> Iterator[MemoryEntry]:
        yield QUAY
        postgres.run(f"SELECT pg_terminate_backend({store._connection.info.backend_pid})")
        yield QUAY

    with pytest.raises(MemoryStoreError, match="a change under way is not kept; try again"):
        store.replace_document("a", "2", cut())
    assert store.documents()["a"].fingerprint == "1"
    assert store.replace_document("a", "3", [QUAY, QUAY]) == 2


def test_a_statement_that_takes_too_long_and_a_lock_that_is_not_given_back_are_said(
    address: str, store: PostgresStore
) -> None:
    import psycopg

    store._connection.execute("SET statement_timeout = '100ms'")
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE tmflow.document")
        with pytest.raises(MemoryStoreError, match="raise the role's statement_timeout, or try again"):
            store.documents()
        store._connection.execute("SET statement_timeout = 0; SET lock_timeout = '100ms'")
        with pytest.raises(MemoryLockedError, match="another process has held it"):
            store.replace_document("a", "1", [QUAY])


def test_a_closed_store_says_so(store: PostgresStore) -> None:
    store.close()
    with pytest.raises(MemoryStoreError, match="has been closed"):
        store.documents()


def test_a_memory_that_has_gone_is_told_from_one_that_is_empty(postgres: Server, address: str) -> None:
    with PostgresStore(address) as store:
        postgres.run("DROP SCHEMA tmflow CASCADE", "memory")
        with pytest.raises(MemoryStoreError, match="has gone or is damaged"):
            store.documents()


def test_without_psycopg_the_line_that_installs_it_is_said() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from tmflow.memory.postgres import PostgresStore\n"
        "PostgresStore('postgresql://localhost/x')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "pip install 'tmflow[postgres]'" in done.stderr


def test_entries_are_read_and_given_as_they_come(store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tmflow.memory.postgres._BATCH", 100)

    def peak_mb(count: int) -> float:
        tracemalloc.start()
        try:
            store.replace_document("a", "", (entry(f"第{number}の船。", f"Ship {number}.") for number in range(count)))
            assert sum(1 for _ in store.iter_entries("a")) == count
            return tracemalloc.get_traced_memory()[1] / 1e6
        finally:
            tracemalloc.stop()

    peak_mb(10)
    assert peak_mb(2000) < 1.5 * peak_mb(400)


def test_a_document_may_be_made_of_what_the_store_gives_meanwhile(store: PostgresStore) -> None:
    store.replace_document("a", "1", sentences(50))
    assert store.replace_document("b", "1", store.iter_entries("a")) == 50
    assert store.replace_document("b", "2", store.iter_entries("b")) == 50
    with store.changing():
        store.replace_document("c", "1", [QUAY])
        assert store.replace_document("d", "1", store.iter_entries("c")) == 1
