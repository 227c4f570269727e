"""Lookups: kinds, scores, order, directions, drafts, context, and what a lookup must not load."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import tmflow
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.penalties import Penalties
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.transient import TransientStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Match, MatchKind, MemoryEntry, Penalty

JA_EN = LanguagePair(Language.JA, Language.EN)
TABLE: dict[str, Any] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "memory" / "lookup.yaml")


def entry(source: str, target: str, **fields: Any) -> MemoryEntry:
    return MemoryEntry(source=source, target=target, pair=JA_EN, **fields)


@pytest.fixture
def memory() -> Iterator[TranslationMemory]:
    with TranslationMemory(TransientStore()) as made:
        yield made


@pytest.fixture(scope="module")
def table_memory() -> Iterator[TranslationMemory]:
    with TranslationMemory(TransientStore()) as made:
        made.learn([entry(source, target) for source, target in TABLE["memory"]], document="table.po")
        yield made


def told(matches: list[Match]) -> list[tuple[str, int, str]]:
    return [(match.kind.value, match.score, match.target) for match in matches]


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["id"] for case in TABLE["cases"]])
def test_lookup_cases(table_memory: TranslationMemory, case: dict[str, Any]) -> None:
    best = told(table_memory.lookup(case["input"]))[:1]
    assert best == ([] if case["expected"] == "none" else [tuple(case["expected"])]), case["why"]


LONE_VALUES = (
    (("2026年10月3日", "October 3, 2026"), ("2027年4月19日", "April 19, 2027")),
    (("10月3日（土）", "Saturday, October 3"), ("4月19日（月）", "Monday, April 19")),
    (("500円", "500 yen"), ("980円", "980 yen")),
    (("7", "7"), ("1250", "1,250")),
    (("午後3時", "3 p.m."), ("午前11時15分", "11:15 a.m.")),
    (("30％", "30 percent"), ("12.5％", "12.5 percent")),
    (("第3章", "Chapter 3"), ("第12章", "Chapter 12")),
    (("https://example.org/a", "https://example.org/a"), ("https://example.org/b/7", "https://example.org/b/7")),
    (("3月", "March"), ("5月", "May")),
    (("9月〜11月", "September-November"), ("3月〜5月", "March-May")),
    (("10/3", "Oct. 3"), ("11/25", "Nov. 25")),
    (("10月3〜5日", "Oct. 3-5"), ("6月28〜30日", "June 28-30")),
)


@pytest.mark.parametrize(("stored", "asked"), LONE_VALUES, ids=[stored[0] for stored, _ in LONE_VALUES])
def test_a_value_alone_is_adapted_in_both_directions(
    memory: TranslationMemory, stored: tuple[str, str], asked: tuple[str, str]
) -> None:
    memory.learn([entry(*sides) for sides, _ in LONE_VALUES], document="a.po")
    for language, source, target in (("ja", asked[0], asked[1]), ("en", asked[1], asked[0])):
        (match, *_) = memory.lookup(source, source=language)
        assert (match.kind, match.similarity, match.target) == (MatchKind.ADAPTED, 99, target)
        assert match.source in stored


def test_a_month_that_is_cut_serves_one_that_is_not(memory: TranslationMemory) -> None:
    memory.learn([entry("3月", "Mar.")], document="a.po")
    assert told(memory.lookup("May")) == [("adapted", 99, "5月")]
    assert told(memory.lookup("Sept.")) == [("adapted", 99, "9月")]
    assert told(memory.lookup("5月")) == [("adapted", 99, "May")]


def test_a_match_shows_the_side_asked_for_and_keeps_the_entry_as_stored(memory: TranslationMemory) -> None:
    memory.learn([entry("港", "the port")], document="a.po")
    (match,) = memory.lookup("the port")
    assert (match.source, match.target, match.similarity) == ("the port", "港", 100)
    assert match.entry == entry("港", "the port", document="a.po")


def test_an_entry_of_the_other_direction_serves_alike(memory: TranslationMemory) -> None:
    memory.learn([replace(entry("the port", "港"), pair=JA_EN.reversed)], document="a.po")
    assert told(memory.lookup("港")) == [("exact", 100, "the port")]
    assert told(memory.lookup("the ports")) == [("fuzzy", 88, "港")]


def test_the_language_can_be_told(memory: TranslationMemory) -> None:
    memory.learn([entry("NATO", "北約")], document="a.po")
    assert memory.lookup("NATO") == []
    assert told(memory.lookup("NATO", source=Language.JA)) == [("exact", 100, "北約")]


def neighbours(document: str, target: str, before: str, after: str) -> MemoryEntry:
    return entry("はい。", target, document=document, previous_source=before, next_source=after)


def test_equal_neighbours_on_both_sides_make_a_context_match(memory: TranslationMemory) -> None:
    memory.learn([neighbours("a", "Aye.", "行くか。", "では。")], document="a")
    memory.learn([neighbours("b", "Yes.", "寒いか。", "では。")], document="b")
    given = memory.lookup("はい。", previous="寒いか。", following="では。")
    assert [(match.kind, match.target, match.neighbours) for match in given] == [
        (MatchKind.CONTEXT, "Yes.", 2),
        (MatchKind.CONTEXT, "Aye.", 1),
    ]
    half = memory.lookup("はい。", previous="寒いか。", following="別。")
    assert [(match.kind, match.target, match.neighbours) for match in half] == [
        (MatchKind.CONTEXT, "Yes.", 1),
        (MatchKind.EXACT, "Aye.", 0),
    ]
    unknown = memory.lookup("はい。", previous="寒いか。")
    assert (unknown[0].kind, unknown[0].neighbours) == (MatchKind.CONTEXT, 1)
    assert memory.lookup("はい。")[0].kind is MatchKind.EXACT


def test_two_edges_are_no_context(memory: TranslationMemory) -> None:
    memory.learn([entry("はい。", "Yes.")], document="tmx without context")
    assert memory.lookup("はい。", previous="", following="")[0].kind is MatchKind.EXACT


def test_an_edge_and_a_neighbour_are_context(memory: TranslationMemory) -> None:
    memory.learn([neighbours("a", "Yes.", "", "では。")], document="a")
    assert memory.lookup("はい。", previous="", following="では。")[0].kind is MatchKind.CONTEXT


def test_context_works_from_the_target_side_too(memory: TranslationMemory) -> None:
    memory.learn([entry("はい。", "Yes.", previous_target="Cold?", next_target="Well.")], document="a")
    assert memory.lookup("Yes.", previous="Cold?", following="Well.")[0].kind is MatchKind.CONTEXT


def test_ties_stand_by_state_then_neighbours_then_document(memory: TranslationMemory) -> None:
    memory.learn([entry("港。", "d", state="translated")], document="d")
    memory.learn([entry("港。", "c", state="translated")], document="c")
    memory.learn([entry("港。", "b", state="translated", previous_source="")], document="z")
    memory.learn([entry("港。", "a", state="reviewed")], document="y")
    memory.learn([entry("港。", "first", state="final")], document="x")
    found = memory.lookup("港。", previous="前。", following="後。")
    assert [match.target for match in found] == ["first", "a", "c", "d", "b"]


def test_of_equal_translations_only_the_best_is_given(memory: TranslationMemory) -> None:
    for name in ("c", "b", "a"):
        memory.learn([entry("港。", "A port.", state="reviewed" if name == "b" else "translated")], document=name)
    assert [match.entry.document for match in memory.lookup("港。")] == ["b"]


def test_repeats_do_not_crowd_out_other_matches(memory: TranslationMemory) -> None:
    for number in range(20):
        memory.learn([entry("灯台は古い。", "The lighthouse is old.")], document=f"{number}")
    memory.learn([entry("灯台は白い。", "It is white."), entry("灯台が古い。", "Old.")], document="z")
    assert len(memory.lookup("灯台も古い。", limit=3, threshold=60)) == 3


def test_drafts_are_never_given_unasked(memory: TranslationMemory) -> None:
    memory.learn([entry("港は静かだ。", "Machine words.", draft=True)], document="a")
    assert memory.lookup("港は静かだ。") == []
    assert memory.lookup("港は静かだよ。") == []
    assert memory.search("港") == []
    (match,) = memory.lookup("港は静かだ。", include_drafts=True)
    assert (match.kind, match.similarity, match.score, match.penalties) == (
        MatchKind.EXACT,
        100,
        90,
        (Penalty(name="unreviewed", points=10),),
    )
    assert [hit.entry.draft for hit in memory.search("港", include_drafts=True)] == [True]


def test_a_draft_word_for_word_does_not_hide_a_confirmed_near_match(memory: TranslationMemory) -> None:
    memory.learn([entry("港はとても静かだった。", "draft", draft=True)], document="a")
    memory.learn([entry("港はとても静かだっだ。", "near")], document="b")
    found = memory.lookup("港はとても静かだった。", include_drafts=True)
    assert told(found) == [("fuzzy", 90, "near"), ("exact", 90, "draft")]
    assert [match.target for match in memory.lookup("港はとても静かだった。")] == ["near"]


def test_the_threshold_is_of_the_similarity_and_a_penalty_of_the_rank(memory: TranslationMemory) -> None:
    memory.learn([entry("港は静かだ。", "draft", draft=True)], document="a")
    (match,) = memory.lookup("港は静かだ。", include_drafts=True, threshold=91)
    assert (match.similarity, match.score) == (100, 90)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"draft": True, "origin": "mt"}, [("unreviewed", 10), ("machine", 5)]),
        ({"origin": "mt", "state": "reviewed"}, []),
        ({"confidence": 62}, [("alignment", 3)]),
        ({"confidence": 90}, []),
        ({"confidence": 62, "state": "final"}, []),
        ({"changed": datetime(2019, 5, 1, tzinfo=UTC)}, [("age", 2)]),
        ({"created": datetime(2024, 5, 1, tzinfo=UTC)}, []),
    ],
)
def test_each_penalty_is_named(fields: dict[str, Any], expected: list[tuple[str, int]]) -> None:
    penalties = Penalties(age=2, other=1)
    with TranslationMemory(TransientStore(), penalties=penalties, today=date(2026, 5, 1)) as memory:
        memory.learn([entry("港は静かだ。", "own", **fields)], document="a.po")
        memory.learn([entry("港は静かだ。", "other", **fields)], document="a.tmx")
        memory.learn([entry("港は静かだ。", "pulled", **fields)], document="shared/lights/a.po")
        found = {match.target: match.penalties for match in memory.lookup("港は静かだ。", include_drafts=True)}
    own = tuple(Penalty(name=name, points=points) for name, points in expected)
    assert found["own"] == own
    assert set(found["other"]) == set(found["pulled"]) == {*own, Penalty(name="other memory", points=1)}


def test_case_is_the_askers_choice(memory: TranslationMemory) -> None:
    memory.learn([entry("港", "HARBOR")], document="a")
    assert memory.lookup("Harbor") == []
    assert told(memory.lookup("Harbor", ignore_case=True)) == [("normalized", 99, "港")]
    memory.learn([entry("港は静かだ。", "The Port Is Quiet.")], document="b")
    assert told(memory.lookup("The port is quiet.", ignore_case=True)) == [("normalized", 99, "港は静かだ。")]


def test_languages_are_told_by_either_name(memory: TranslationMemory) -> None:
    memory.learn([entry("NATO", "北約")], document="a")
    assert told(memory.lookup("NATO", target="en")) == [("exact", 100, "北約")]
    with pytest.raises(ValueError, match="both ja"):
        memory.lookup("NATO", source="ja", target="ja")
    with pytest.raises(ValueError, match="not a language"):
        memory.lookup("NATO", source="fr")


def test_what_is_retired_is_not_offered_until_it_is_brought_back(memory: TranslationMemory) -> None:
    memory.learn([entry("港は静かだ。", "Old words."), entry("港は静かだ。", "What is said now.")], document="a")
    assert memory.store.retire([("港は静かだ。", "Old words.")], reason="superseded") == 1
    assert [match.target for match in memory.lookup("港は静かだ。")] == ["What is said now."]
    assert [match.source for match in memory.lookup("Old words.")] == []
    assert [hit.entry.target for hit in memory.search("港")] == ["What is said now."]
    assert memory.store.retire([("Old words.", "港は静かだ。")], reason="") == 1
    assert {match.target for match in memory.lookup("港は静かよ。")} == {"Old words.", "What is said now."}


def test_penalised_drafts_do_not_push_out_better_scores(memory: TranslationMemory) -> None:
    text = "あいうえおかきくけこさしすせそたちつてと"
    drafts = [entry(text[:-1] + mark, f"draft {mark}", draft=True) for mark in "なにぬねの"]
    memory.learn([*drafts, entry(text[:-2] + "はひ", "confirmed")], document="a")
    found = memory.lookup(text, include_drafts=True, limit=1)
    assert told(found) == [("fuzzy", 90, "confirmed")]


def test_an_exact_match_ends_the_search_if_told(memory: TranslationMemory) -> None:
    memory.learn([entry("港は静かだ。", "exact"), entry("港は静かだよ。", "near")], document="a")
    assert [match.target for match in memory.lookup("港は静かだ。", beyond_exact=False)] == ["exact"]
    assert [match.target for match in memory.lookup("港は静かだ。")] == ["exact", "near"]


def test_what_is_learnt_after_a_fuzzy_lookup_is_found(memory: TranslationMemory) -> None:
    memory.learn([entry("灯台は古い。", "old")], document="a")
    assert told(memory.lookup("灯台は古いよ。")) == [("fuzzy", 85, "old")]
    memory.learn([entry("灯台は古いな。", "new")], document="b")
    assert [match.target for match in memory.lookup("灯台は古いよ。")] == ["old", "new"]
    memory.learn([entry("灯台は赤いよ。", "other")], document="a")
    assert [match.target for match in memory.lookup("灯台は古いよ。")] == ["other", "new"]
    assert memory.store.remove_document("b")
    assert [match.target for match in memory.lookup("灯台は古いよ。")] == ["other"]


def test_a_batch_knows_its_neighbours(memory: TranslationMemory) -> None:
    texts = ["寒いか。", "はい。", "では。"]
    edged = ["", *texts, ""]
    units = [
        entry(text, f"{at}", previous_source=edged[at], next_source=edged[at + 2]) for at, text in enumerate(texts)
    ]
    memory.learn(units, document="a")
    found = memory.lookup_many(texts, in_order=True)
    assert [(matches[0].kind, matches[0].target) for matches in found] == [
        (MatchKind.CONTEXT, str(at)) for at in range(3)
    ]
    assert memory.lookup_many([]) == []


def test_search_gives_each_entry_once_by_the_shortest_side_that_holds_the_word(memory: TranslationMemory) -> None:
    memory.learn([entry("NATOの首脳会議が開かれた。", "A Nato summit."), entry("風。", "NATO")], document="a")
    hits = memory.search("nato")
    assert [(hit.language, hit.entry.target) for hit in hits] == [
        (Language.EN, "NATO"),
        (Language.EN, "A Nato summit."),
    ]
    assert [(span.start, span.end) for span in hits[1].spans] == [(2, 6)]
    assert [(span.start, span.end) for span in hits[1].other_spans] == [(0, 4)]
    assert len(memory.search("nato", limit=1)) == 1
    assert [hit.language for hit in memory.search("nato", language=Language.JA)] == [Language.JA]
    assert memory.search(" ") == []


@pytest.mark.parametrize(("threshold", "limit"), [(0, 5), (101, 5), (70, 0)])
def test_options_out_of_range_are_a_fault_of_the_caller(memory: TranslationMemory, threshold: int, limit: int) -> None:
    with pytest.raises(ValueError, match="is not"):
        memory.lookup("港", threshold=threshold, limit=limit)
    with pytest.raises(ValueError, match="limit 0"):
        memory.search("港", limit=0)


PROBE = """
import sys
from pathlib import Path
import tmflow.memory.memory, tmflow.memory.sqlite
heavy = {"lxml", "numpy", "polib", "ruamel", "jinja2", "markdown_it", "psycopg", "ctranslate2"}
print(sorted(heavy & set(sys.modules)))
with tmflow.memory.memory.TranslationMemory(tmflow.memory.sqlite.SqliteStore(Path(sys.argv[1]))) as memory:
    print(memory.lookup("港。", beyond_exact=False)[0].score, "rapidfuzz" in sys.modules)
    print(memory.lookup("港！")[0].score if memory.lookup("港の。", threshold=60) else None, "rapidfuzz" in sys.modules)
"""


def test_an_exact_lookup_loads_no_index_and_importing_loads_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with TranslationMemory(SqliteStore(path)) as made:
        made.learn([entry("港。", "Port."), entry("港!", "Port!")], document="a")
    environment = os.environ | {"PYTHONPATH": str(Path(tmflow.__file__).parent.parent)}
    command = [sys.executable, "-c", PROBE, str(path)]
    output = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    assert output.splitlines() == ["[]", "100 False", "99 True"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"text": None}, "text is NoneType: give a str"),
        ({"text": b"port"}, "text is bytes: give a str"),
        ({"text": "港", "source": 5}, 'a language is int: give "ja" or "en"'),
        ({"text": "港", "limit": None}, "limit is NoneType: give a whole number from 1 up"),
        ({"text": "港", "limit": 2.0}, "limit is float: give a whole number from 1 up"),
        ({"text": "港", "threshold": None}, "threshold is NoneType: give a percentage from 1 to 100"),
        ({"text": "港", "threshold": "70"}, "threshold is str: give a percentage from 1 to 100"),
    ],
)
def test_what_is_no_text_or_number_is_refused_by_its_type(
    memory: TranslationMemory, arguments: dict[str, Any], expected: str
) -> None:
    with pytest.raises(TypeError, match=expected):
        memory.lookup(**arguments)


@pytest.mark.parametrize("threshold", [0.5, 100.5, float("nan"), float("inf")])
def test_a_threshold_out_of_range_is_refused(memory: TranslationMemory, threshold: float) -> None:
    with pytest.raises(ValueError, match="is not a percentage from 1 to 100"):
        memory.lookup("港", threshold=threshold)


def test_a_threshold_may_lie_between_two_percentages(memory: TranslationMemory) -> None:
    memory.learn([entry("港は静かだ。", "The port is quiet.")], document="a.po")
    ((kind, similarity, _),) = told(memory.lookup("港は静かか。"))
    assert (kind, similarity) == ("fuzzy", 83)
    assert memory.lookup("港は静かか。", threshold=82.5)
    assert memory.lookup("港は静かか。", threshold=83.0)
    assert memory.lookup("港は静かか。", threshold=83.5) == []


def test_one_text_in_the_place_of_several_is_refused(memory: TranslationMemory) -> None:
    with pytest.raises(TypeError, match="texts is one str: give several, or use lookup"):
        memory.lookup_many("港は静かだ。")
    with pytest.raises(TypeError, match="text is NoneType"):
        memory.lookup_many(["港", None])  # type: ignore[list-item]  # what a caller may do
    assert memory.lookup_many(iter(["港", "空"])) == [[], []]


def test_the_language_of_a_search_may_be_a_code(memory: TranslationMemory) -> None:
    memory.learn([entry("港は静かだ。", "The port is quiet.")], document="a.po")
    assert [hit.language for hit in memory.search("port", language="en")] == [Language.EN]
    with pytest.raises(ValueError, match="xx"):
        memory.search("port", language="xx")
    with pytest.raises(TypeError, match="text is NoneType"):
        memory.search(None)  # type: ignore[arg-type]  # what a caller may do


class CountingStore(TransientStore):
    """Counts how often similar texts are searched for."""

    searches = 0

    def search_keys(self, *words: Any, **options: Any) -> list[tuple[int, str]]:
        self.searches += 1
        return super().search_keys(*words, **options)


def test_where_exact_matches_fill_the_answer_nothing_else_is_compared() -> None:
    store = CountingStore()
    with TranslationMemory(store) as memory:
        twins = [entry(f"第{number}埠頭", f"Pier {number}") for number in (1, 2, 3)]
        memory.learn([*twins, entry("倉庫", "Warehouse", draft=True)], document="twins.po")
        for text, limit, is_enough in ((twins[0].source, 1, True), (twins[0].source, 2, False), ("倉庫", 1, False)):
            store.searches = 0
            found = memory.lookup(text, limit=limit, include_drafts=True)
            assert (found[0].kind, len(found), not store.searches) == (MatchKind.EXACT, limit, is_enough)
