"""What every memory store must do (`tmflow.memory.store.MemoryStore`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tmflow.memory.concordance import find_spans
from tmflow.memory.postgres import PostgresStore
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.store import DocumentKind, DocumentRecord, MemoryStore, facing
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

JA_EN = LanguagePair(Language.JA, Language.EN)
TEXTS = (("灯台は古い。", "The lighthouse is old."), ("船は来ない。", "No ship comes."), ("灯台は古い。", "It is old."))


@pytest.fixture(params=["transient", "sqlite", "sqlite-in-main-memory", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MemoryStore]:
    made: MemoryStore
    if request.param == "transient":
        made = TransientStore()
    elif request.param == "postgres":
        made = PostgresStore(request.getfixturevalue("postgres").memory())
    else:
        made = SqliteStore(tmp_path / "new" / "memory.sqlite" if request.param == "sqlite" else Path(":memory:"))
    yield made
    made.close()


def bitext(document: str, texts: tuple[tuple[str, str], ...] = TEXTS) -> list[MemoryEntry]:
    edged = (("", ""), *texts, ("", ""))
    return [
        MemoryEntry(
            source=source,
            target=target,
            pair=JA_EN,
            document=document,
            previous_source=edged[at][0],
            previous_target=edged[at][1],
            next_source=edged[at + 2][0],
            next_target=edged[at + 2][1],
        )
        for at, (source, target) in enumerate(texts)
    ]


def keys(store: MemoryStore, language: Language, **bounds: int) -> set[str]:
    limits = {"shortest": 0, "longest": 10_000} | bounds
    return set(store.iter_keys(language, include_drafts=False, **limits))


def test_a_new_store_is_empty(store: MemoryStore) -> None:
    assert dict(store.documents()) == {}
    assert list(store.iter_entries()) == []
    assert store.find_text("灯台は古い。", Language.JA) == []


def test_entries_come_back_whole_and_in_order(store: MemoryStore) -> None:
    first = bitext("a.po")
    rich = replace(
        first[1], state="final", origin="mt", draft=True, notes=("a note", "二つ目"), next_source="elsewhere"
    )
    store.replace_document("b.po", "2", bitext("b.po"))
    store.replace_document("a.po", "1", [first[0], rich, first[2]])
    assert list(store.iter_entries("a.po")) == [first[0], rich, first[2]]
    assert list(store.iter_entries()) == [first[0], rich, first[2], *bitext("b.po")]
    assert {name: (told.fingerprint, told.units) for name, told in store.documents().items()} == {
        "a.po": ("1", 3),
        "b.po": ("2", 3),
    }


def test_neighbours_that_are_not_the_next_units_are_kept_as_told(store: MemoryStore) -> None:
    alone = [
        replace(entry, previous_source="x", next_source="", previous_target="", next_target="y")
        for entry in bitext("a")
    ]
    store.replace_document("a", "", alone)
    assert list(store.iter_entries("a")) == alone


def test_a_document_is_found_under_the_name_it_is_stored_by(store: MemoryStore) -> None:
    assert store.replace_document("a.po", "", bitext("other name")) == 3
    assert {entry.document for entry in store.iter_entries()} == {"a.po"}


def test_entries_without_text_on_a_side_are_not_kept(store: MemoryStore) -> None:
    blank = [replace(bitext("a")[0], target=" \n"), replace(bitext("a")[0], source="")]
    assert store.replace_document("a", "", [*blank, bitext("a")[1]]) == 1
    assert [entry.source for entry in store.iter_entries()] == ["船は来ない。"]


def test_replacing_takes_the_old_entries_away(store: MemoryStore) -> None:
    store.replace_document("a", "1", bitext("a"))
    store.replace_document("b", "1", bitext("b"))
    store.replace_document("a", "2", bitext("a", (("別の文。", "Another."),)))
    assert [entry.document for entry in store.find_text("灯台は古い。", Language.JA)] == ["b", "b"]
    assert keys(store, Language.EN) == {"Another.", "The lighthouse is old.", "No ship comes.", "It is old."}
    assert store.documents()["a"].fingerprint == "2"


def test_removing_forgets_a_document_and_says_whether_there_was_one(store: MemoryStore) -> None:
    store.replace_document("a", "1", bitext("a"))
    assert store.remove_document("a")
    assert not store.remove_document("a")
    assert list(store.iter_entries()) == []
    assert list(store.documents()) == []
    assert keys(store, Language.JA) == set()


def test_an_identical_text_is_found_on_either_side(store: MemoryStore) -> None:
    store.replace_document("b", "", bitext("b"))
    store.replace_document("a", "", bitext("a"))
    found = store.find_text("灯台は古い。", Language.JA)
    assert [(entry.document, entry.target) for entry in found] == [
        ("a", "The lighthouse is old."),
        ("a", "It is old."),
        ("b", "The lighthouse is old."),
        ("b", "It is old."),
    ]
    assert [entry.source for entry in store.find_text("No ship comes.", Language.EN)] == ["船は来ない。"] * 2
    assert store.find_text("No ship comes.", Language.JA) == []
    assert store.find_text("no ship comes.", Language.EN) == []


def test_a_key_finds_every_spelling_a_text_only_its_own(store: MemoryStore) -> None:
    store.replace_document("a", "", bitext("a", (("１２０万 円。", "1.2 million."), ("120万円。", "1,200,000."))))
    assert [entry.target for entry in store.find_keys(["120万円。"], Language.JA)] == ["1.2 million.", "1,200,000."]
    assert [entry.target for entry in store.find_text("120万円。", Language.JA)] == ["1,200,000."]


def test_keys_are_given_by_length_both_ends_included(store: MemoryStore) -> None:
    store.replace_document(
        "a", "", bitext("a", (("あ。", "a"), ("ああ。", "b"), ("あああ。", "c"), ("ああああ。", "d")))
    )
    assert keys(store, Language.JA, shortest=3, longest=4) == {"ああ。", "あああ。"}
    assert keys(store, Language.EN, shortest=2) == set()


def test_keys_of_drafts_are_given_only_when_asked_for(store: MemoryStore) -> None:
    draft = replace(bitext("a")[1], draft=True)
    store.replace_document("a", "", [bitext("a")[0], draft])
    assert keys(store, Language.EN) == {"The lighthouse is old."}
    every = store.iter_keys(Language.EN, shortest=0, longest=99, include_drafts=True)
    assert set(every) == {"The lighthouse is old.", "No ship comes."}


def test_the_generation_tells_of_every_change_and_which_keys_are_new(store: MemoryStore) -> None:
    store.replace_document("a", "", bitext("a"))
    before = store.generation()
    assert store.generation() == before
    store.replace_document("b", "", bitext("b", (("新しい。", "New."),)))
    assert store.generation() > before
    assert keys(store, Language.EN, since=before) == {"New."}
    now = store.generation()
    store.remove_document("a")
    assert store.generation() > now


def test_what_fails_on_the_way_changes_nothing(store: MemoryStore) -> None:
    store.replace_document("a", "1", bitext("a"))
    before = store.generation()

    def broken() -> Iterator[MemoryEntry]:
        yield bitext("a")[0]
        raise OSError("the file ends here")

    with pytest.raises(OSError, match="the file ends here"):
        store.replace_document("a", "2", broken())
    assert list(store.iter_entries("a")) == bitext("a")
    assert (store.documents()["a"].fingerprint, store.generation()) == ("1", before)


@pytest.mark.parametrize(
    "query",
    ["灯", "船は", "old", "OLD", "ship comes", "%", "_", "\\", "é", "É", "ＡＢ", "120万円", "１２０", "ｶﾞ", "“x”"],
)
def test_no_text_that_holds_a_word_is_missed(store: MemoryStore, query: str) -> None:
    texts = (
        *TEXTS,
        ("100%の_確率\\で。", "Élysée and “x”"),
        ("ABの１２０万 円。", "école"),
        ("ガイドのAB。", 'He said "x".'),
        ("カ\u3099イド", "%_\\"),
    )
    store.replace_document("a", "", bitext("a", texts))
    given = [
        (facing(entry, language).source, language)
        for entry, language in store.iter_containing(query, language=None, include_drafts=False)
    ]
    expected = {
        (text, language)
        for pair in texts
        for text, language in zip(pair, (Language.JA, Language.EN), strict=True)
        if find_spans(text, query)
    }
    assert expected
    assert expected <= set(given)
    assert [len(text) for text, side in given if (text, side) in expected] == sorted(
        len(text) for text, side in given if (text, side) in expected
    )


def test_a_search_keeps_to_its_language_and_to_confirmed_entries(store: MemoryStore) -> None:
    draft = replace(bitext("a")[0], draft=True)
    both = bitext("a", (("NATOの会議。", "A NATO meeting."),))
    store.replace_document("a", "", [draft, *both])

    def sides(language: Language | None, *, include_drafts: bool, text: str) -> list[Language]:
        found = store.iter_containing(text, language=language, include_drafts=include_drafts)
        return [side for entry, side in found if find_spans(facing(entry, side).source, text)]

    assert sides(None, include_drafts=False, text="nato") == [Language.JA, Language.EN]
    assert sides(Language.EN, include_drafts=False, text="nato") == [Language.EN]
    assert sides(None, include_drafts=False, text="灯台") == []
    assert sides(None, include_drafts=True, text="灯台") == [Language.JA]


def test_closing_twice_is_harmless(store: MemoryStore) -> None:
    store.close()
    store.close()


def test_a_document_tells_where_it_comes_from(store: MemoryStore) -> None:
    when = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
    store.replace_document("old.tmx", "f", bitext("old.tmx"), kind=DocumentKind.IMPORT, who="Mori", when=when)
    expected = DocumentRecord(name="old.tmx", fingerprint="f", kind=DocumentKind.IMPORT, units=3, who="Mori", when=when)
    assert store.documents() == {"old.tmx": expected}


def test_entries_are_retired_and_brought_back_in_either_direction(store: MemoryStore) -> None:
    store.replace_document("a", "1", bitext("a"))
    store.replace_document("b", "1", [replace(entry, document="b") for entry in bitext("b")])
    before = store.generation()
    assert store.retire([TEXTS[0], ("No ship comes.", "船は来ない。"), ("無い。", "None.")], reason="old") == 4
    assert store.generation() > before
    assert [entry.retired for entry in store.iter_entries("a")] == ["old", "old", ""]
    assert [entry.retired for entry in store.find_text("船は来ない。", Language.JA)] == ["old", "old"]
    assert "It is old." in keys(store, Language.EN)
    assert store.retire([TEXTS[0]], reason="old") == 0
    assert store.retire([TEXTS[0]], reason="") == 2
    assert keys(store, Language.EN) >= {"It is old.", "The lighthouse is old."}
    assert store.retire([TEXTS[0], TEXTS[1]], reason="new", instead_of="old") == 2
    assert store.retire([TEXTS[0], TEXTS[1]], reason="other", instead_of="") == 2
    assert store.retire([TEXTS[0], TEXTS[1]], reason="", instead_of="new") == 2
    assert [entry.retired for entry in store.iter_entries("a")] == ["other", "", ""]


def test_keys_are_found_several_at_once_in_order_and_whatever_their_case(store: MemoryStore) -> None:
    store.replace_document("a", "", bitext("a"))
    found = store.find_keys(["It is old.", "The lighthouse is old.", "Nothing."], Language.EN)
    assert [entry.target for entry in found] == ["The lighthouse is old.", "It is old."]
    assert store.find_keys(["it is OLD."], Language.EN) == []
    assert [entry.target for entry in store.find_keys(["it is OLD."], Language.EN, ignore_case=True)] == ["It is old."]
    assert store.find_keys([], Language.EN) == []


def test_the_keys_most_alike_are_found_with_their_similarity(store: MemoryStore) -> None:
    store.replace_document("a", "", bitext("a"))
    found = store.search_keys("灯台は古いよ。", Language.JA, threshold=70, limit=3, include_drafts=False)
    assert found == [(85, "灯台は古い。")]
    store.replace_document("b", "", bitext("b", (("灯台も古いよ。", "So is the lighthouse."),)))
    found = store.search_keys("灯台は古いよ。", Language.JA, threshold=70, limit=3, include_drafts=False)
    assert found == [(85, "灯台は古い。"), (85, "灯台も古いよ。")]


def test_a_shape_finds_what_may_differ_in_values_only(store: MemoryStore) -> None:
    texts = (("工期は6年だ。", "It takes six years."), ("工期は12年だ。", "It takes 12 years."), ("7", "7"))
    store.replace_document("a", "", bitext("a", texts))
    found = store.find_shape("工期は9年だ。", Language.JA, limit=9, include_drafts=False)
    assert [entry.source for entry in found] == ["工期は6年だ。", "工期は12年だ。"]
    assert len(store.find_shape("It takes 7 years.", Language.EN, limit=1, include_drafts=False)) == 1
    assert store.find_shape("港は静かだ。", Language.JA, limit=9, include_drafts=False) == []


def test_a_value_alone_finds_values_of_its_kind_alone(store: MemoryStore) -> None:
    dates = (("2026年10月3日", "October 3, 2026"), ("令和7年1月12日", "January 12, 2025"))
    others = (
        ("7", "7"),
        ("10月3日", "October 3"),
        ("3月", "March"),
        ("500円", "500 yen"),
        ("午後3時", "3 p.m."),
        ("3割", "30%"),
    )
    store.replace_document("a", "", bitext("a", (*dates, *others)))

    def found(text: str, language: Language) -> list[str]:
        shaped = store.find_shape(text, language, limit=9, include_drafts=False)
        return [facing(entry, language).source for entry in shaped]

    assert found("2027年4月9日", Language.JA) == [source for source, _ in dates]
    assert found("9 April 2027", Language.EN) == [target for _, target in dates]
    assert found("8", Language.JA) == ["7"]
    assert found("12,000円", Language.JA) == ["500円"]
    assert found("11:15 a.m.", Language.EN) == ["3 p.m."]
    assert found("25 percent", Language.EN) == ["30%"]
    assert found("May", Language.EN) == ["March"]
    assert found("港", Language.JA) == []


def test_changes_within_one_change_are_all_made(store: MemoryStore) -> None:
    with store.changing():
        store.replace_document("a.po", "1", bitext("a.po"))
        store.retire([TEXTS[1]], reason="a typing error")
        assert [entry.retired for entry in store.find_text(TEXTS[1][0], Language.JA)] == ["a typing error"]
    assert [entry.retired for entry in store.iter_entries()] == ["", "a typing error", ""]


def test_a_change_that_fails_leaves_nothing_of_what_was_made_within(store: MemoryStore) -> None:
    store.replace_document("a.po", "1", bitext("a.po"))
    with pytest.raises(KeyboardInterrupt), store.changing():  # noqa: PT012 - all of it is to be undone
        store.replace_document("b.po", "1", bitext("b.po"))
        store.remove_document("a.po")
        store.retire([TEXTS[0]], reason="gone")
        raise KeyboardInterrupt
    assert list(store.iter_entries()) == bitext("a.po")
    assert [entry.document for entry in store.find_text(TEXTS[1][0], Language.JA)] == ["a.po"]
    assert store.remove_document("a.po")


def test_after_a_change_that_was_searched_and_undone_the_next_is_noticed(store: MemoryStore) -> None:
    def found(key: str) -> list[tuple[int, str]]:
        return store.search_keys(key, Language.EN, threshold=90, limit=3, include_drafts=False)

    store.replace_document("a", "", bitext("a"))
    assert found("It is old.") == [(100, "It is old.")]
    with pytest.raises(KeyboardInterrupt), store.changing():  # noqa: PT012 - all of it is to be undone
        store.replace_document("b", "", bitext("b", (("新しい港。", "The new port."),)))
        assert found("The new port.") == [(100, "The new port.")]
        raise KeyboardInterrupt
    store.replace_document("c", "", bitext("c", (("古い港。", "The old port."),)))
    assert found("The old port.") == [(100, "The old port.")]


def test_a_shape_is_not_hidden_by_drafts_and_retired_entries(store: MemoryStore) -> None:
    made = bitext("a", tuple((f"工期は{years}年だ。", f"It takes {years} years.") for years in range(2, 8)))
    drafts = [replace(entry, draft=True) for entry in made[:3]]
    store.replace_document("a", "", [*drafts, *made[3:]])
    store.retire([(made[3].source, made[3].target)], reason="wrong")
    found = store.find_shape("工期は9年だ。", Language.JA, limit=1, include_drafts=False)
    assert [entry.source for entry in found] == ["工期は6年だ。"]
    assert len(store.find_shape("工期は9年だ。", Language.JA, limit=9, include_drafts=True)) == 5


def test_a_document_may_be_made_from_itself(store: MemoryStore) -> None:
    store.replace_document("a", "1", bitext("a"))
    again = (entry for entry in store.iter_entries("a") if entry.source != "船は来ない。")
    assert store.replace_document("a", "2", again) == 2
    assert [entry.target for entry in store.iter_entries("a")] == ["The lighthouse is old.", "It is old."]
    assert store.documents()["a"].fingerprint == "2"


def test_what_fails_within_a_change_is_undone_by_itself(store: MemoryStore) -> None:
    def broken() -> Iterator[MemoryEntry]:
        yield bitext("a")[0]
        raise OSError("the file ends here")

    store.replace_document("a", "1", bitext("a"))
    with store.changing():
        store.replace_document("b", "1", bitext("b"))
        with suppress(OSError):
            store.replace_document("a", "2", broken())
    assert list(store.iter_entries("a")) == bitext("a")
    assert {name: told.fingerprint for name, told in store.documents().items()} == {"a": "1", "b": "1"}
