"""The cache of answers: what it keeps, what it tells apart, and how it fails."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tmflow.errors import StorageError
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.cache import AnswerCache
from tmflow.mt.translator import Hypothesis

JA_EN = LanguagePair(Language.JA, Language.EN)
ANSWER = (Hypothesis(text="Harbor 港\n", score=97), Hypothesis(text="", is_truncated=True))


def test_round_trip_over_a_new_connection(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "mt.sqlite"
    with AnswerCache(path) as cache:
        cache.keep({"港": ANSWER, "": ()}, pair=JA_EN, fingerprint="a")
    with AnswerCache(path) as cache:
        assert cache.find(["港", "", "海"], pair=JA_EN, fingerprint="a") == {"港": ANSWER, "": ()}
        assert len(cache) == 2


@pytest.mark.parametrize(("pair", "fingerprint"), [(JA_EN.reversed, "a"), (JA_EN, "b")])
def test_key_holds_direction_and_fingerprint(tmp_path: Path, pair: LanguagePair, fingerprint: str) -> None:
    with AnswerCache(tmp_path / "mt.sqlite") as cache:
        cache.keep({"港": ANSWER}, pair=JA_EN, fingerprint="a")
        assert cache.find(["港"], pair=pair, fingerprint=fingerprint) == {}


def test_newer_answer_replaces_the_older(tmp_path: Path) -> None:
    with AnswerCache(tmp_path / "mt.sqlite") as cache:
        cache.keep({"港": ANSWER}, pair=JA_EN, fingerprint="a")
        cache.keep({"港": ()}, pair=JA_EN, fingerprint="a")
        assert cache.find(["港"], pair=JA_EN, fingerprint="a") == {"港": ()}


def test_more_texts_than_one_query_takes(tmp_path: Path) -> None:
    texts = {f"{number}港": (Hypothesis(text=str(number)),) for number in range(1201)}
    with AnswerCache(tmp_path / "mt.sqlite") as cache:
        cache.keep(texts, pair=JA_EN, fingerprint="a")
        assert cache.find(texts, pair=JA_EN, fingerprint="a") == texts


def test_two_caches_on_one_file(tmp_path: Path) -> None:
    path = tmp_path / "mt.sqlite"
    with AnswerCache(path) as one, AnswerCache(path) as other:
        one.keep({"港": ANSWER}, pair=JA_EN, fingerprint="a")
        other.keep({"海": ANSWER}, pair=JA_EN, fingerprint="a")
        assert len(one) == len(other) == 2


def test_lone_surrogates_are_no_accident(tmp_path: Path) -> None:
    """A file read with surrogateescape may hold them; SQLite's text cannot, the key can."""
    answer = (Hypothesis(text="\udc80"),)
    with AnswerCache(tmp_path / "mt.sqlite") as cache:
        cache.keep({"\udc80": answer}, pair=JA_EN, fingerprint="a")
        assert cache.find(["\udc80"], pair=JA_EN, fingerprint="a") == {"\udc80": answer}


def test_bytes_that_are_no_text_in_the_tables_own_description(tmp_path: Path) -> None:
    path = tmp_path / "mt.sqlite"
    AnswerCache(path).close()
    path.write_bytes(path.read_bytes().replace(b"WITHOUT ROWID", b"WITHOUT ROW\xffD", 1))
    assert_begun_anew(path)


def test_no_cache_file(tmp_path: Path) -> None:
    path = tmp_path / "mt.sqlite"
    path.write_bytes(b"this is an article, not a database" * 100)
    assert_begun_anew(path)
    assert (tmp_path / "mt.sqlite.damaged").read_bytes().startswith(b"this is an article")


def test_a_page_of_answers_that_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "mt.sqlite"
    with AnswerCache(path) as cache:
        cache.keep({f"{number}港": ANSWER for number in range(500)}, pair=JA_EN, fingerprint="a")
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xee" * (len(whole) - 4096))
    notes: list[str] = []
    with AnswerCache(path, on_note=notes.append) as cache:
        assert cache.find(["1港"], pair=JA_EN, fingerprint="a") == {}
        cache.keep({"港": ANSWER}, pair=JA_EN, fingerprint="a")
        assert len(cache) == len(notes) == 1


def test_damage_that_is_met_while_answers_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "mt.sqlite"
    with AnswerCache(path) as cache:
        cache.keep({f"{number}港": ANSWER for number in range(500)}, pair=JA_EN, fingerprint="a")
    path.write_bytes(path.read_bytes()[:4096])
    notes: list[str] = []
    with AnswerCache(path, on_note=notes.append) as cache:
        cache.keep({"港": ANSWER}, pair=JA_EN, fingerprint="a")
        assert len(cache) == len(notes) == 1


def assert_begun_anew(path: Path) -> None:
    notes: list[str] = []
    with AnswerCache(path, on_note=notes.append) as cache:
        cache.keep({"港": ANSWER}, pair=JA_EN, fingerprint="a")
        assert cache.find(["港"], pair=JA_EN, fingerprint="a") == {"港": ANSWER}
    (note,) = notes
    assert note.startswith(f"{path}: damaged (")
    assert note.endswith("It is now mt.sqlite.damaged, and a new one is begun")
    with AnswerCache(path, on_note=notes.append) as cache:
        assert len(cache) == len(notes) == 1


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StorageError):
        AnswerCache(tmp_path / "file" / "mt.sqlite")


def test_row_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "mt.sqlite"
    with AnswerCache(path) as cache:
        cache.keep({"港": ANSWER}, pair=JA_EN, fingerprint="a")
        other = sqlite3.connect(path)
        with other:
            other.execute("UPDATE answers SET hypotheses = 'Harbor'")
        other.close()
        with pytest.raises(StorageError, match="Delete it"):
            cache.find(["港"], pair=JA_EN, fingerprint="a")


def test_closed_cache(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "mt.sqlite")
    cache.close()
    with pytest.raises(StorageError):
        cache.find(["港"], pair=JA_EN, fingerprint="a")
