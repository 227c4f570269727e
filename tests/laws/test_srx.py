"""Laws of SRX: files lose nothing, a cut text is partitioned, and the engine does what the specification says."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tmflow.formats.srx import parse_srx, serialize_srx
from tmflow.model.language import Language
from tmflow.model.segmentation import BreakRule, LanguageMap, LanguageRules, SegmentationRules
from tmflow.segment.rules import SegmentOptions
from tmflow.segment.segmenter import explain, iter_segments
from tmflow.segment.spans import SpanFinder
from tmflow.segment.srx.cutter import SrxCutter
from tmflow.segment.srx.export import native_rules

XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r"),
    max_size=12,
)
ANY_RULE = st.builds(BreakRule, before=XML_TEXT, after=XML_TEXT, is_break=st.booleans())
ANY_RULES = st.lists(XML_TEXT, min_size=1, max_size=4, unique=True).flatmap(
    lambda names: st.builds(
        SegmentationRules,
        languages=st.tuples(
            *(
                st.builds(LanguageRules, name=st.just(name), rules=st.lists(ANY_RULE, max_size=4).map(tuple))
                for name in names
            )
        ),
        maps=st.lists(st.builds(LanguageMap, pattern=XML_TEXT, name=st.sampled_from(names)), max_size=4).map(tuple),
        is_cascading=st.booleans(),
        segments_subflows=st.booleans(),
        includes_start=st.booleans(),
        includes_end=st.booleans(),
        includes_isolated=st.booleans(),
    )
)

PATTERN = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\.", "a*", "b+", "a?", "^a"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        inner.map(lambda pattern: f"({pattern})?"),
    ),
    max_leaves=4,
)
SMALL_RULES = st.lists(
    st.builds(BreakRule, before=PATTERN | st.just(""), after=PATTERN | st.just(""), is_break=st.booleans()), max_size=5
)
NATIVE = SegmentOptions(rules=native_rules(SegmentOptions()))


@given(ANY_RULES)
def test_what_is_written_is_read_again(rules: SegmentationRules) -> None:
    content = serialize_srx(rules)
    assert parse_srx(content, path=Path("rules.srx")) == rules
    assert serialize_srx(parse_srx(content, path=Path("rules.srx"))) == content


def spec(text: str, rules: list[BreakRule]) -> list[tuple[int, bool]]:
    """Break or no break at each position a break rule matches: the first rule that matches up to it and from it decides."""

    def matches(rule: BreakRule, position: int) -> bool:
        before = re.compile(rule.before)
        ends = any(before.fullmatch(text, start, position) for start in range(position + 1))
        return ends and re.compile(rule.after).match(text, position) is not None

    found = []
    for position in range(1, len(text)):
        matching = [rule for rule in rules if matches(rule, position)]
        if any(rule.is_break for rule in matching):
            found.append((position, matching[0].is_break))
    return found


@settings(deadline=None, max_examples=400)
@given(st.text("ab.", max_size=8), SMALL_RULES)
def test_the_engine_does_what_the_specification_says(text: str, rules: list[BreakRule]) -> None:
    value = SegmentationRules(
        languages=(LanguageRules(name="All", rules=tuple(rules)),), maps=(LanguageMap(pattern=".*", name="All"),)
    )
    verdicts = SrxCutter(value, Language.EN).iter_verdicts(text, SpanFinder().find(text))
    assert [(verdict.position, verdict.is_boundary) for verdict in verdicts] == spec(text, rules)


TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from([*"。！？.!?…「」（）“”\"' \u3000\nあ港aA1", "Mr.", "[1]", "（注：", "と"]), max_size=30
    ).map("".join),
)


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.sampled_from(list(Language)))
def test_a_text_cut_by_srx_is_partitioned(text: str, language: Language) -> None:
    segments = list(iter_segments(text, language=language, options=NATIVE))
    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text for segment in segments)
    ends = [d.position for d in explain(text, language=language, options=NATIVE) if d.is_boundary]
    assert ends == [segment.end for segment in segments]


@settings(deadline=None, max_examples=200)
@given(
    TEXTS,
    st.sampled_from(list(Language)),
    st.sampled_from(["。", "と", "a.", "[「（]", r"\s"]),
    st.sampled_from(["あ", r"\."]),
)
def test_never_and_always_hold_on_any_text(text: str, language: Language, never: str, always: str) -> None:
    options = SegmentOptions(never=(never,), always=(always,))
    segments = list(iter_segments(text, language=language, options=options))
    assert "".join(segment.text for segment in segments) == text
    decisions = list(explain(text, language=language, options=options))
    assert [d.position for d in decisions if d.is_boundary] == [segment.end for segment in segments]
