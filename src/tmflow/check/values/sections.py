"""The parts of a document that both texts name by a number or letter: 第8条第3項 "Article 8, Paragraph 3", 付録B "Appendix B"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from tmflow.check.values.figures import Figures
from tmflow.text.values import HALF_WIDTH, KANJI_DIGITS

__all__ = ["OtherSection", "iter_other_sections"]

Range = tuple[int, int]
OtherSection = tuple[Range, Range]
"""Where the Japanese text has a part of a document, and where the English one has another of the same sort."""

_LABELS = {
    "article": ("条", r"articles?|art\."), "paragraph": ("項", r"paragraphs?|para\."), "chapter": ("章", r"chapters?|ch\."),
    "section": ("節", r"sections?|sec\."), "page": ("ページ|頁", r"pages?|p\."), "appendix": ("付録|附録|補遺", r"appendix"),
    "table": ("表", r"tables?"), "figure": ("図", r"figures?|figs?\."), "volume": ("巻", r"volumes?|vol\."), "annex": ("付属書|附属書|別添", r"annex"),
    "exhibit": ("別紙", r"exhibits?"), "schedule": ("別表", r"schedules?"), "form": ("様式", r"forms?"),
}  # fmt: skip
_NUMBER = rf"[0-9]{{1,4}}|[{KANJI_DIGITS}十]{{1,3}}"
_JAPANESE = {
    name: re.compile(
        rf"第(?P<behind>{_NUMBER})(?:{here})|(?<![一-鿿])(?:{here})\s?(?P<number>[0-9]{{1,4}}|[A-Z](?![A-Za-z]))(?![0-9.,]|年|月)"
    )
    for name, (here, _) in _LABELS.items()
}
_ENGLISH = {
    name: re.compile(rf"\b(?i:{there})\s(?P<number>[0-9]{{1,4}}|[A-Z](?![A-Za-z’']))(?![0-9]|[.,][0-9])")
    for name, (_, there) in _LABELS.items()
}


def iter_other_sections(japanese: Figures, english: Figures) -> Iterator[OtherSection]:
    """Yield the parts of a document that both texts name once, by another number or letter.

    >>> list(iter_other_sections(Figures("付録Cにある。", "ja"), Figures("It is in Appendix B.", "en")))
    [((0, 3), (9, 19))]
    """
    here, there = _named(japanese.text.translate(HALF_WIDTH), _JAPANESE), _named(english.text, _ENGLISH)
    for name in here.keys() & there.keys():
        (mine, *more), (theirs, *others) = here[name], there[name]
        if not more and not others and mine[0] != theirs[0]:
            yield mine[1], theirs[1]


def _named(text: str, patterns: dict[str, re.Pattern[str]]) -> dict[str, list[tuple[str, Range]]]:
    """Return by the sort of part each number or letter, and where it stands."""
    named: dict[str, list[tuple[str, Range]]] = defaultdict(list)
    for name, pattern in patterns.items():
        for found in pattern.finditer(text):
            written = next(part for part in found.groupdict().values() if part)
            named[name].append((_in_digits(written), found.span()))
    return named


def _in_digits(written: str) -> str:
    """Return a number up to 99 in digits, a letter as it is."""
    if written.isascii():
        return written.lstrip("0")
    if "十" not in written:
        return "".join(str(KANJI_DIGITS.index(digit)) for digit in written)
    tens, _, ones = written.partition("十")
    return str((KANJI_DIGITS.index(tens) if tens else 1) * 10 + (KANJI_DIGITS.index(ones) if ones else 0))
