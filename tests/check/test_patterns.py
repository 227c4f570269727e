"""A publication's own rules of regular expressions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.check.builders import subject
from tmflow.check.finding import Finding
from tmflow.check.patterns import PatternRule
from tmflow.check.rule import Example
from tmflow.check.runner import check_subjects
from tmflow.errors import ConfigError
from tmflow.model.language import Language, LanguagePair

QUAY: dict[str, Any] = {
    "id": "house.quay",
    "message": "岸壁 is a quay here",
    "source": "岸壁",
    "target": r"\b[Qq]uays?\b",
    "forbidden": r"\b[Ww]har(?:f|ves)\b",
    "good": (Example(ja="岸壁が古い。", en="The quay is old."),),
    "bad": (
        Example(ja="岸壁が古い。", en="The wall is old."),
        Example(ja="岸壁が古い。", en="The quay is a wharf."),
    ),
}
JA_EN = LanguagePair(Language.JA, Language.EN)
EVIL: dict[str, Any] = {**QUAY, "source": "", "target": "", "forbidden": "(?:x|xx)+y"}
"""Its pattern runs away on many x."""


def found(rule: PatternRule, *pairs: tuple[str, str], pair: str = "ja>en") -> list[Finding]:
    units = [{"source": source, "target": target} for source, target in pairs]
    return list(check_subjects([subject({"units": units, "pair": pair})], only=[rule.id], own=[rule.rule]))


def test_a_translation_has_what_is_demanded_and_not_what_is_forbidden() -> None:
    rule = PatternRule(**QUAY)
    assert not found(rule, ("岸壁は静かだ。", "The quay is quiet."), ("港は静かだ。", "The wharf is quiet."))
    (missing,) = found(rule, ("古い岸壁は静かだ。", "The wall is quiet."))
    assert (missing.message, missing.expected, missing.found) == ("岸壁 is a quay here", r"\b[Qq]uays?\b", None)
    assert missing.source is not None
    assert (missing.source.column, missing.source.end_column) == (3, 5)
    (forbidden,) = found(rule, ("岸壁は静かだ。", "The quay, a wharf, is quiet."))
    assert forbidden.target is not None
    assert (forbidden.found, forbidden.target.column, forbidden.target.end_column) == ("wharf", 13, 18)


def test_a_replacement_is_a_fix() -> None:
    (one,) = found(PatternRule(**QUAY, replace="quay"), ("岸壁は静かだ。", "The quay, a wharf, is quiet."))
    assert one.fix is not None
    assert (one.fix.text, one.fix.span.start, one.fix.span.end) == ("quay", 12, 17)


def test_what_moved_to_a_neighbor_is_there() -> None:
    rule = PatternRule(**QUAY)
    moved = ("岸壁は古く、", "It is old,"), ("静かだ。", "but the quay is quiet.")
    assert not found(rule, *moved)
    assert len(found(rule, moved[0], ("岸壁は静かだ。", moved[1][1]))) == 1, "the neighbor needs its own"


def test_a_rule_without_a_source_looks_everywhere_and_one_with_a_direction_there_only() -> None:
    shouting = {
        **QUAY,
        "source": "",
        "target": "",
        "forbidden": "[!！]",
        "bad": (Example(ja="港。", en="Port!"), Example(ja="港！", en="Port!")),
    }
    assert len(found(PatternRule(**shouting), ("港。", "A port!"))) == 1
    assert len(found(PatternRule(**shouting), ("A port.", "港！"), pair="en>ja")) == 1
    only = PatternRule(**shouting, direction=JA_EN)
    assert not found(only, ("A port.", "港！"), pair="en>ja")


def test_lookaheads_without_width_are_patterns_too() -> None:
    rule = PatternRule(
        **{**QUAY, "source": "^(?=.*岸壁)(?=.*古)", "target": "^(?!.*wall)", "forbidden": ""}
        | {"bad": (Example(ja="岸壁が古い。", en="The wall is old."),)}
    )
    (one,) = found(rule, ("古い岸壁。", "An old wall."))
    assert str(one.location).endswith(":1:1")


def test_a_pattern_that_runs_away_is_stopped_and_named() -> None:
    rule = PatternRule(**{**EVIL, "bad": (Example(ja="港。", en="xy"),)}, place="tmflow-rules.yaml:3")
    message = (
        r"^tmflow-rules\.yaml:3: house\.quay: the forbidden pattern was stopped: .* it ran for 1 s on a block of 60"
    )
    with pytest.raises(ConfigError, match=message):
        found(rule, ("港。", "x" * 60))


def test_all_sentences_of_an_article_share_the_time() -> None:
    rule = PatternRule(**{**EVIL, "bad": (Example(ja="港。", en="xy"),)})
    with pytest.raises(ConfigError, match="was stopped"):
        found(rule, *[(f"港{number}。", "x" * 32) for number in range(4000)])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": "quay"}, 'the id is "quay"; it is FAMILY.NAME'),
        ({"source": "("}, "the source pattern is no regular expression: missing"),
        ({"target": "", "forbidden": ""}, "demands nothing"),
        ({"forbidden": "", "replace": "x"}, "there is nothing to replace"),
        ({"good": ()}, "lacks a good or a bad example"),
        ({"good": (Example(ja="岸壁。", en="Wall."),)}, "finds something in its good example: 岸壁。 / Wall."),
        ({"bad": (Example(ja="港。", en="Wall."),)}, "finds nothing in its bad example: 港。 / Wall."),
    ],
)
def test_a_rule_that_cannot_be_is_refused(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        PatternRule(**QUAY | change)
