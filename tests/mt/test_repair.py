"""Fuzzy repair: where the differing span belongs in the target, what is not certain, what a repair is worth."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import Span
from tmflow.model.glossary import Glossary, Term
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Change, Match, MatchKind, MemoryEntry, Penalty
from tmflow.mt.pipeline import Draft
from tmflow.mt.repair import Repair, machine_match, plan_repair, repair, repaired_match

JA_EN = LanguagePair(Language.JA, Language.EN)
CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "mt" / "repair.yaml")["cases"]
NOTHING = Draft(reason="engine: it is silent")


def repaired(
    pair: LanguagePair,
    texts: tuple[Content, Content, Content],
    engine: Mapping[str, str],
    terms: Mapping[str, list[str]],
) -> Repair | None:
    query, source, target = texts
    plan = plan_repair(query, source, target, pair=pair)
    if plan is None:
        return None

    def answer(content: Content) -> Draft:
        text = engine.get(content.native)
        return Draft(target=Content.of(text), score=80) if text else NOTHING

    glossary = Glossary(terms=tuple(Term(japanese=(ja,), english=tuple(en)) for ja, en in terms.items()))
    return repair(plan, {content: answer(content) for content in plan.contents}, answer(query), glossary=glossary)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_what_a_match_becomes(case: dict[str, Any]) -> None:
    language, *texts = case["input"]
    source = Language(language)
    query, old, target = map(Content.of, texts)
    found = repaired(LanguagePair(source, source.other), (query, old, target), case["engine"], case.get("glossary", {}))
    assert (found.target.native if found else None) == case["expected"], case["why"]
    if found:
        span, change = found.change.target_span, found.change
        start, end = span.start, len(found.target.native) - span.end
        assert target.native == target.native[:start] + change.target_before + target.native[len(target.native) - end :]
        assert found.target.native[span.start : span.end] == change.target_after
        assert found.confidence == case.get("confidence", 80)


def test_codes_beside_the_span_stay_and_a_span_with_a_code_in_it_is_left() -> None:
    def strong(text: str, after: str, *, before: str = "") -> Content:
        opening = InlineCode(id="1", kind=CodeKind.STRONG, role=CodeRole.OPEN, native="**")
        closing = InlineCode(id="1", kind=CodeKind.STRONG, role=CodeRole.CLOSE, native="**")
        return Content.of(before, opening, text, closing, after)

    engine = {"町議会": "town council", "県議会": "prefectural assembly"}
    query, source = strong("県議会", "は計画を承認した。"), strong("町議会", "は計画を承認した。")
    target = strong("town council", " approved the plan.", before="The ")
    found = repaired(JA_EN, (query, source, target), engine, {})
    assert found is not None
    assert found.target.native == "The **prefectural assembly** approved the plan."
    assert [code.role for code in found.target.codes] == [CodeRole.OPEN, CodeRole.CLOSE]
    split = strong("council", " approved the plan.", before="The town ")
    assert repaired(JA_EN, (query, source, split), engine, {}) is None


def fuzzy(similarity: int, *penalties: Penalty) -> Match:
    entry = MemoryEntry(source="橋は古い。", target="The bridge is old.", pair=JA_EN, document="harbor.po")
    return Match(
        kind=MatchKind.FUZZY,
        similarity=similarity,
        source=entry.source,
        target=entry.target,
        entry=entry,
        query="港は古い。",
        penalties=penalties,
    )


def patch(confidence: int) -> Repair:
    change = Change(
        kind="words",
        source_before="橋",
        source_after="港",
        target_before="bridge",
        target_after="harbor",
        target_span=Span(4, 10),
    )
    return Repair(target=Content.of("The harbor is old."), change=change, confidence=confidence)


@pytest.mark.parametrize(
    ("similarity", "confidence", "score"),
    [(80, 100, 98), (80, 75, 89), (80, 50, 80), (80, 20, 80), (70, 80, 86), (98, 100, 98)],
)
def test_a_repair_is_worth_what_the_engine_is_sure_of(similarity: int, confidence: int, score: int) -> None:
    match = repaired_match(fuzzy(similarity), patch(confidence), engine="argos ja>en 1.9")
    assert (match.kind, match.score, match.similarity) == (MatchKind.REPAIRED, score, similarity)


def test_a_repair_keeps_the_penalties_and_tells_both_origins() -> None:
    plain = fuzzy(80, Penalty(name="unreviewed", points=10))
    match = repaired_match(plain, patch(100), engine="argos ja>en 1.9")
    assert (plain.score, match.score) == (70, 88)
    assert match.made_by == "argos ja>en 1.9 + harbor.po"
    assert match.explanation == (
        "80 % of the characters, the rest translated by argos ja>en 1.9: +18",
        "words 橋 → 港: bridge → harbor",
        "unreviewed: -10",
    )


@pytest.mark.parametrize(("confidence", "score"), [(100, 69), (50, 34), (None, 0)])
def test_plain_mt_ranks_below_every_match_of_the_memory(confidence: int | None, score: int) -> None:
    query, target = Content.of("港は古い。"), Content.of("The harbor is old.")
    match = machine_match(query, target, pair=JA_EN, engine="echo", confidence=confidence, threshold=70)
    assert (match.kind, match.score, match.made_by) == (MatchKind.MT, score, "echo")
