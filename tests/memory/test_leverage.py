"""How much of an article each kind of match covers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tmflow.memory.leverage import JobMeter, is_to_translate, measure_leverage
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.quote import Band, Count
from tmflow.memory.transient import TransientStore
from tmflow.model.bitext import Origin, OriginKind, Place, Side, State, TranslationUnit
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import BlockKind
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Leverage, MatchKind, MemoryEntry


def unit(number: int, text: str, origin: Origin | None = None) -> TranslationUnit:
    if origin is None:
        return TranslationUnit(id=str(number), source=Content.of(text))
    return TranslationUnit(
        id=str(number), source=Content.of(text), target=Content.of("x"), state=State.TRANSLATED, origin=origin
    )


def memory(kind: MatchKind | None, similarity: int | None = None) -> Origin:
    return Origin(kind=OriginKind.MEMORY, match=kind, similarity=similarity)


def test_each_kind_is_counted_best_first_and_the_untranslated_last() -> None:
    units = [
        unit(1, "港"),
        unit(2, "灯台", memory(MatchKind.FUZZY, 80)),
        unit(3, "船", memory(MatchKind.EXACT, 100)),
        unit(4, "灯台守", memory(MatchKind.FUZZY, 71)),
        unit(5, "風が吹く", Origin(kind=OriginKind.MT)),
        unit(6, "海", memory(MatchKind.CONTEXT, 100)),
    ]
    assert measure_leverage(units) == (
        Leverage(kind=MatchKind.CONTEXT, units=1, characters=1),
        Leverage(kind=MatchKind.EXACT, units=1, characters=1),
        Leverage(kind=MatchKind.FUZZY, units=2, characters=5),
        Leverage(kind=MatchKind.MT, units=1, characters=4),
        Leverage(kind=None, units=1, characters=1),
    )


def test_a_memory_match_of_no_known_kind_is_judged_by_its_similarity() -> None:
    units = [unit(1, "港", memory(None, 100)), unit(2, "船", memory(None, 99)), unit(3, "海", memory(None))]
    assert [(row.kind, row.units) for row in measure_leverage(units)] == [(MatchKind.EXACT, 1), (MatchKind.FUZZY, 2)]


def test_what_no_match_was_asked_for_is_left_out() -> None:
    place = Place(block=0, kind=BlockKind.CREDIT)
    units = [
        unit(1, "港", Origin(kind=OriginKind.ALIGNED)),
        unit(2, "船", Origin(kind=OriginKind.HUMAN)),
        TranslationUnit(id="3", source=Content.of(), target=Content.of("x"), state=State.TRANSLATED, side=Side.TARGET),
        TranslationUnit(id="4", source=Content.of("写真"), side=Side.SOURCE, source_place=place),
    ]
    assert measure_leverage(units) == ()
    assert measure_leverage([]) == ()


def test_a_unit_that_is_doubtfully_one_sided_is_untranslated() -> None:
    doubtful = TranslationUnit(id="1", source=Content.of("本文。"), side=Side.SOURCE, draft=True)
    assert measure_leverage([doubtful]) == (Leverage(kind=None, units=1, characters=3),)


MEMORY_CASES: dict[str, Any] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "memory" / "leverage.yaml")


def meter(*sources: str, **options: Any) -> JobMeter:
    """A meter over a memory of these texts, each between neighbors that are in no article."""
    pair = LanguagePair(Language.JA, Language.EN)
    own = TranslationMemory(TransientStore())
    own.learn(
        [
            MemoryEntry(source=source, target="x", pair=pair, previous_source="前の文。", next_source="後の文。")
            for source in sources
        ],
        document="own.po",
    )
    return JobMeter(own, Language.JA, **{"threshold": 70, **options})


@pytest.mark.parametrize("case", MEMORY_CASES["cases"], ids=[case["id"] for case in MEMORY_CASES["cases"]])
def test_the_bands_of_a_job(case: dict[str, Any]) -> None:
    measured = meter(
        *MEMORY_CASES["memory"],
        threshold=case.get("threshold", 70),
        internal_fuzzy=case.get("internal", False),
    )
    tallies = [measured.measure([unit(at, text) for at, text in enumerate(file)]) for file in case["files"]]
    found = [{band.value: count.segments for band, count in tally.counts.items()} for tally in tallies]
    assert found == case["expected"], case["why"]


@pytest.mark.parametrize(
    ("texts", "band"),
    [
        (("前の文。", "港は静かだ。", "後の文。"), Band.CONTEXT_BOTH),
        (("前の文。", "港は静かだ。", "鐘が鳴る。"), Band.CONTEXT_ONE),
        (("鐘が鳴る。", "港は静かだ。", "後の文。"), Band.CONTEXT_ONE),
        (("後の文。", "港は静かだ。", "前の文。"), Band.EXACT),
    ],
)
def test_an_identical_segment_is_told_by_its_neighbors(texts: tuple[str, ...], band: Band) -> None:
    tally = meter("港は静かだ。").measure([unit(at, text) for at, text in enumerate(texts)])
    assert {band: count.segments for band, count in tally.counts.items()} == {Band.NEW: 2, band: 1}


def test_penalties_choose_the_match_and_do_not_change_its_band() -> None:
    text, pair = "灯台守は毎晩、沖の船に灯りで合図を送っている。", LanguagePair(Language.JA, Language.EN)
    doubtful = MemoryEntry(source=text, target="x", pair=pair, origin="aligned", confidence=10)  # 8 points less
    sure = replace(doubtful, source=text.replace("晩", "夜"), confidence=100)
    for entries, asked, band in (
        ([doubtful, sure], text, Band.EXACT),
        ([doubtful], text.replace("。", "．"), Band.NORMALIZED),
        ([doubtful, sure], text.replace("。", "．"), Band.FUZZY_95),
        ([doubtful], text.replace("晩", "夜"), Band.FUZZY_95),
    ):
        own = TranslationMemory(TransientStore())
        own.learn(entries, document="a.po")
        tally = JobMeter(own, Language.JA, threshold=70).measure([unit(1, asked)])
        assert list(tally.counts) == [band], asked


def test_the_volume_is_that_of_the_text_without_markup() -> None:
    strong = [
        InlineCode(id="1", kind=CodeKind.STRONG, role=role, native="**") for role in (CodeRole.OPEN, CodeRole.CLOSE)
    ]
    marked = TranslationUnit(id="1", source=Content.of(strong[0], "港", strong[1], "は静かだ。"))
    assert meter().measure([marked]).total == Count(segments=1, volume=6)
    assert meter(punctuation=False).measure([marked]).total == Count(segments=1, volume=5)
    english = JobMeter(TranslationMemory(TransientStore()), Language.EN, threshold=70)
    assert english.measure([unit(1, "The harbor is quiet.")]).total == Count(segments=1, volume=4)


def test_what_is_done_is_no_work_but_is_a_neighbor() -> None:
    done = unit(1, "前の文。", Origin(kind=OriginKind.HUMAN))
    tally = meter("港は静かだ。").measure([done, unit(2, "港は静かだ。"), unit(3, "後の文。", memory(MatchKind.EXACT))])
    assert {band: count.segments for band, count in tally.counts.items()} == {Band.CONTEXT_BOTH: 1}


@pytest.mark.parametrize(
    ("changes", "is_work"),
    [
        ({"origin": Origin(kind=OriginKind.HUMAN)}, False),
        ({"origin": Origin(kind=OriginKind.ALIGNED), "draft": True}, False),
        ({"origin": Origin(kind=OriginKind.MEMORY, match=MatchKind.EXACT)}, False),
        ({"origin": Origin(kind=OriginKind.MEMORY, match=MatchKind.FUZZY), "draft": True}, True),
        ({"origin": Origin(kind=OriginKind.MT), "draft": True}, True),
        ({"origin": Origin(kind=OriginKind.HUMAN), "previous_source": Content.of("海")}, True),
        ({"origin": Origin(kind=OriginKind.ALIGNED), "previous_source": Content.of("海")}, True),
    ],
    ids=["human", "doubtful pair", "taken over", "fuzzy draft", "machine draft", "stale", "stale pair"],
)
def test_what_has_a_target_is_work_while_nobody_has_confirmed_it(changes: dict[str, Any], is_work: bool) -> None:  # noqa: FBT001 - a column
    assert is_to_translate(replace(unit(1, "港", Origin(kind=OriginKind.HUMAN)), **changes)) is is_work


def test_one_sided_text_is_work_only_where_a_translation_is_missing() -> None:
    target_only = TranslationUnit(
        id="1", source=Content.of(), target=Content.of("x"), state=State.TRANSLATED, side=Side.TARGET
    )
    credit = TranslationUnit(
        id="2", source=Content.of("写真"), side=Side.SOURCE, source_place=Place(block=0, kind=BlockKind.CREDIT)
    )
    doubtful = TranslationUnit(id="3", source=Content.of("本文。"), side=Side.SOURCE, draft=True)
    assert [is_to_translate(one) for one in (target_only, credit, doubtful)] == [False, False, True]
