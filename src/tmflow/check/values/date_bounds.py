"""Dates that are a last day in one text and a first day in the other: 5月31日までに and "after May 31"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.values.comparison import Comparison
from tmflow.check.values.figures import Figures
from tmflow.text.statements import Statement
from tmflow.text.values import ValueKind

__all__ = ["iter_turned_bounds"]

_JAPANESE = re.compile(
    r"(?:\s?[（(][月火水木金土日][)）])?(?:の?(?:午前|午後)?[0-9０-９]{1,2}時)?(?:(?P<last>までに|以前)|(?P<first>以降|以後))"
)
_ENGLISH = re.compile(
    r"\b(?:(?P<last>no\slater\sthan|(?:on\sor\s)?before|by)|(?P<first>no\searlier\sthan|since|on\sor\safter|after|starting|beginning|as\sof))"
    r"\s(?:the\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?$",
    re.IGNORECASE,
)
_REACH = 40
_DENIES = re.compile(r"\bnot\b|n[’']t\b|\bno(?!\s(?:later|earlier))\b|\bnever\b|\buntil\b", re.IGNORECASE)


def iter_turned_bounds(found: Comparison) -> Iterator[tuple[Statement, Statement]]:
    """Yield the dates of both texts that agree, the one as a last day and the other as a first."""
    for source, target in found.agreeing:
        if source.value.kind is target.value.kind is ValueKind.DATE:
            bounds = {_bound(source, found.source), _bound(target, found.target)}
            if bounds == {"first", "last"}:
                yield source, target


def _bound(statement: Statement, figures: Figures) -> str | None:
    value, text = statement.value, figures.text
    if figures.language == "ja":
        said = _JAPANESE.match(text, value.end)
    else:
        said = None if _DENIES.search(text) else _ENGLISH.search(text, max(0, value.start - _REACH), value.start)
    return said.lastgroup if said else None
