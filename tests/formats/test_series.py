"""Which series an article says it belongs to."""

from __future__ import annotations

import pytest

from tmflow.formats.article import parse_article
from tmflow.model.document import ArticleFormat, Metadata
from tmflow.model.language import Language


def metadata(text: str, format: ArticleFormat = ArticleFormat.MARKDOWN) -> Metadata:
    return parse_article(text, language=Language.JA, format=format).metadata


@pytest.mark.parametrize(
    ("front", "series", "part"),
    [
        ("series: 港めぐり\npart: 3", "港めぐり", 3),
        ("series: 港めぐり 第十二回", "港めぐり", 12),
        ("Series: Around the harbor, Part 2", "Around the harbor", 2),
        ("series: 港めぐり 第3回\nepisode: 4", "港めぐり", 4),
        ("series: 港めぐり\npart: last", "港めぐり", None),
        ("series: 港めぐり\npart: 99999", "港めぐり", None),
        ("kicker: 港めぐり（５）", "港めぐり", 5),
        ("kicker: 地域", None, None),
        ("series: 「港めぐり」【第２話】", "港めぐり", 2),
        ("series: 港 2026", "港 2026", None),
        ("series: 港めぐり 12", "港めぐり 12", None),
        ("part: 3", None, 3),
    ],
)
def test_front_matter_names_the_series(front: str, series: str | None, part: int | None) -> None:
    found = metadata(f"---\ntitle: 潮の話\n{front}\n---\n\n本文です。\n")
    assert (found.series, found.part) == (series, part)


def test_the_title_tells_the_part_of_a_series_that_is_named() -> None:
    named = metadata("---\ntitle: 霧の朝（第4回）\nseries: 港めぐり\n---\n\n本文です。\n")
    assert (named.series, named.part) == ("港めぐり", 4)
    alone = metadata("---\ntitle: 霧の朝（第4回）\n---\n\n本文です。\n")
    assert (alone.series, alone.part) == (None, None)


def test_a_line_above_the_title_names_it_only_with_its_part() -> None:
    numbered = metadata(
        "港めぐり　第3回\n\n潮が満ちる前に\n\n2026年2月8日\n\n船が出る。港は静かだ。\n", ArticleFormat.PLAIN
    )
    assert (numbered.series, numbered.part) == ("港めぐり", 3)
    plain = metadata("潮が満ちる前に\n\n2026年2月8日\n\n船が出る。港は静かだ。\n", ArticleFormat.PLAIN)
    assert (plain.series, plain.part) == (None, None)
