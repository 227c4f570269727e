"""Fixes put into contents, and found in article files."""

from __future__ import annotations

import pytest

from tests.check.builders import content, subject
from tmflow.check.finding import Fix
from tmflow.check.mending import find_mend
from tmflow.check.runner import check_subjects
from tmflow.model.bitext import Side
from tmflow.model.document import Span


@pytest.mark.parametrize(
    ("native", "span", "text", "expected"),
    [
        ("at the the pier", (3, 10), "the", "at the pier"),
        ("at the *the* pier", (3, 10), "the", "at *the* pier"),
        ("at *the* the pier", (3, 10), "the", "at *the* pier"),
        ("two  blanks", (3, 5), " ", "two blanks"),
        ("no stop", (7, 7), ".", "no stop."),
        ("*no stop*", (7, 7), ".", "*no stop.*"),
        ("No cap", (0, 0), "“", "“No cap"),
        ("a `b  c` d", (3, 5), " ", None),
        ("a *b* c", (0, 5), "x", None),
    ],
)
def test_a_fix_leaves_codes_alone(native: str, span: tuple[int, int], text: str, expected: str | None) -> None:
    before = content(native)
    mend = find_mend(before, Span(*span), text)
    assert (mend and mend.apply(before).native) == expected
    if mend is not None and expected is not None:
        assert native[: mend.native.start] + mend.text + native[mend.native.end :] == expected


def test_a_range_outside_of_the_text_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="text of 3 characters"):
        find_mend(content("abc"), Span(2, 4), "")


@pytest.mark.parametrize(
    ("article", "place"),
    [
        ("One. At the the pier.\n", "articles/en/harbor.txt:1:9"),
        ("One.\n\nAt the the pier.\n", "articles/en/harbor.txt:3:4"),
        ("One. At the\nthe pier.\n", None),
        ("One. At  the the pier.\n", "articles/en/harbor.txt:1:10"),
        ("One. At the  the pier.\n", "articles/en/harbor.txt:1:9"),
    ],
)
def test_the_place_of_a_fix_is_the_characters_themselves(article: str, place: str | None) -> None:
    case = {"units": [{"source": "港。", "target": "At the the pier."}], "target_article": article}
    (finding,) = check_subjects([subject(case)], only=["dup.word"])
    assert finding.fix is not None
    assert finding.fix.span == Span(3, 10)
    assert (finding.fix.place and str(finding.fix.place)) == place


def test_a_fix_at_the_end_comes_after_the_last_character() -> None:
    one = subject({"units": [{"source": "港。", "target": "The pier"}], "target_article": "The pier\n"})
    fix = Fix(side=Side.TARGET, span=Span(8, 8), text=".")
    place = one.locate_fix(one.bitext.units[0], fix)
    assert place is not None
    assert (place.line, place.column, place.end_column) == (1, 9, 9)


def test_a_fix_outside_of_the_units_is_a_range_of_the_file() -> None:
    article = "港。\n\x08\n"
    (finding,) = check_subjects(
        [subject({"source_article": article, "units": [{"source": "港。", "target": "Port."}]})], only=["char.bad"]
    )
    assert finding.fix is not None
    assert finding.fix.place is not None
    assert (finding.fix.side, finding.fix.span, str(finding.fix.place)) == (
        Side.SOURCE,
        Span(3, 4),
        "articles/ja/harbor.txt:2:1",
    )
