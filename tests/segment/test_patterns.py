"""A user's own patterns: where nothing is cut and where it always is, above the rules of the language."""

from __future__ import annotations

import itertools

import pytest

from tmflow.errors import ConfigError
from tmflow.model.language import Language
from tmflow.model.segmentation import BreakRule, LanguageMap, LanguageRules, SegmentationRules
from tmflow.segment.segmenter import Notes, SegmentOptions, explain, iter_segments
from tmflow.text import matching


def cut(text: str, language: Language, options: SegmentOptions) -> list[str]:
    return [segment.text.strip() for segment in iter_segments(text, language=language, options=options)]


def told(text: str, language: Language, options: SegmentOptions) -> list[tuple[str, bool]]:
    return [(decision.rule, decision.is_boundary) for decision in explain(text, language=language, options=options)]


def test_never_refuses_inside_of_a_match_and_at_its_end() -> None:
    text = "第三回。開幕だ。船が出る。"
    options = SegmentOptions(never=("第[一-十]+回。",))
    assert cut(text, Language.JA, SegmentOptions())[0] == "第三回。"
    assert cut(text, Language.JA, options) == ["第三回。開幕だ。", "船が出る。"]
    assert told(text, Language.JA, options) == [("user.never", False), ("ja.ender", True), ("ja.ender", True)]


def test_never_covers_the_blanks_after_a_match() -> None:
    options = SegmentOptions(never=(r"Pier\.",))
    assert cut("Meet at Old Pier.  The boat waits. We row.", Language.EN, options) == [
        "Meet at Old Pier.  The boat waits.",
        "We row.",
    ]


def test_never_allows_a_cut_where_a_match_begins() -> None:
    options = SegmentOptions(never=("The boat",))
    assert len(cut("It rains. The boat waits.", Language.EN, options)) == 2


def test_a_pattern_without_width_refuses_its_place() -> None:
    options = SegmentOptions(never=(r"(?<=だ。)(?=船)",))
    assert cut("朝だ。船だ。港だ。", Language.JA, options) == ["朝だ。船だ。", "港だ。"]


def test_always_ends_a_segment_after_a_match_and_its_blanks() -> None:
    text = "前編――完――　後編が始まる。"
    options = SegmentOptions(always=("――完――",))
    segments = list(iter_segments(text, language=Language.JA, options=options))
    assert [segment.text for segment in segments] == ["前編――完――　", "後編が始まる。"]
    assert segments[0].rule == "user.always"


def test_always_cuts_inside_of_brackets() -> None:
    options = SegmentOptions(always=(r"／",))
    assert cut("船（朝／夕）が出る。", Language.JA, options) == ["船（朝／", "夕）が出る。"]


def test_always_overrules_a_refusal() -> None:
    text = "Dr. Holt rows."
    assert told(text, Language.EN, SegmentOptions(always=(r"Dr\.",))) == [("user.always", True), ("en.ender", True)]


def test_never_ranks_above_always() -> None:
    options = SegmentOptions(never=("朝。",), always=("。",))
    assert cut("朝。夕。夜。", Language.JA, options) == ["朝。夕。", "夜。"]
    assert ("user.never", False) in told("朝。夕。", Language.JA, options)


def test_they_rank_above_rules_of_srx() -> None:
    rules = SegmentationRules(
        languages=(LanguageRules(name="All", rules=(BreakRule(before=";"),)),),
        maps=(LanguageMap(pattern=".*", name="All"),),
    )
    options = SegmentOptions(rules=rules, never=("b;",), always=("d",))
    assert cut("a;b;cde", Language.EN, options) == ["a;", "b;cd", "e"]


def test_a_block_ends_whatever_is_never_cut() -> None:
    options = SegmentOptions(never=("。",))
    assert cut("朝だ。\n\n夜だ。", Language.JA, options) == ["朝だ。", "夜だ。"]


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [("(a", r'"\(a" is no regular expression: missing \)'), ("a*", "matches the empty string"), ("", "empty string")],
)
def test_bad_patterns_are_refused(pattern: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        SegmentOptions(never=(pattern,))
    with pytest.raises(ValueError, match=problem):
        SegmentOptions(always=(pattern,))


def test_a_runaway_pattern_is_stopped_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "_TIMEOUT_S", 0.05)
    with pytest.raises(ConfigError, match=r'segment.never "\(\?:x\|xx\)\+y" was stopped'):
        cut("x" * 300, Language.EN, SegmentOptions(never=("(?:x|xx)+y",)))


def test_all_patterns_of_a_block_share_one_limit_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is harmless; a clock that goes on by a second whenever it is read lets five searches begin."""
    clock = itertools.count()
    monkeypatch.setattr(matching, "process_time", lambda: float(next(clock)))
    words = tuple(f"word{number}" for number in range(6))
    with pytest.raises(ConfigError, match=r'segment.never "word\d" was stopped: with the patterns before it'):
        cut("The boat waits.", Language.EN, SegmentOptions(never=words[:3], always=words[3:]))
    assert cut("One.\n\nTwo.", Language.EN, SegmentOptions(never=words[:3])) == ["One.", "Two."]


def test_options_can_be_compared_and_hashed() -> None:
    first, second = (SegmentOptions(never=("a",), always=("b",)) for _ in range(2))
    assert first == second
    assert len({first, second, SegmentOptions()}) == 2


def test_the_signature_tells_what_differs() -> None:
    assert SegmentOptions().signature == ""
    assert SegmentOptions(notes=Notes.OWN).signature.startswith("notes-")
    assert SegmentOptions(never=("a", "b")).signature == SegmentOptions(never=("b", "a")).signature
    assert SegmentOptions(never=("a",)).signature != SegmentOptions(never=("b",)).signature
    names = (frozenset({"港。", "The!"}), frozenset({"The!", "港。"}))
    assert len({SegmentOptions(names_with_marks=each).signature for each in names}) == 1
