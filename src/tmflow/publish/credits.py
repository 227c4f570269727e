"""Who wrote, translated, pictured and published it, and when: the lines a page takes from an article's metadata.

A line is left out where the article's own text on that side already says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tmflow.model.bitext import Bitext
from tmflow.model.document import BlockKind, Metadata
from tmflow.model.language import Language
from tmflow.publish.cleaning import clean_text
from tmflow.publish.rows import is_published
from tmflow.publish.urls import checked_url
from tmflow.publish.words import WORDS, format_date, parse_date, translator_line, writer_line

__all__ = ["CreditLine", "Credits", "read_credits"]


_PEOPLE = (BlockKind.BYLINE, BlockKind.CREDIT)
_SOURCES = (BlockKind.SOURCE, BlockKind.CREDIT, BlockKind.DATELINE, BlockKind.BYLINE)
_PICTURES = (BlockKind.CAPTION, BlockKind.CREDIT)
_DATES = (BlockKind.DATELINE, BlockKind.BYLINE, BlockKind.SOURCE, BlockKind.CREDIT)
_RIGHTS = (BlockKind.CREDIT, BlockKind.SOURCE)
"""Where each is said: a name in a caption is not the writer's."""
_WORD = r"[^\W\d_\u3040-\u9fff]"
"""A letter of a script that parts its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLine:
    """A line of text; `moment` is the ISO 8601 date it tells, `href` what it links to and `rel` as what, "" for none.

    lang: of the text, "" where it is that of its side.
    """

    text: str
    moment: str = ""
    href: str = ""
    rel: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """One side's lines: above the text and below it."""

    lang: str
    head: tuple[CreditLine, ...]
    foot: tuple[CreditLine, ...]


def read_credits(
    bitext: Bitext, metadata: Metadata, language: Language, *, original: Metadata | None = None
) -> Credits:
    """Return what the metadata of one side adds to what its text says.

    original: of the article it translates, where the translation has no article of its own to name its author and day.
    """
    said = _said(bitext, language)
    return Credits(
        lang=language.value,
        head=tuple(_iter_head(metadata, language, said, original or Metadata())),
        foot=tuple(_iter_foot(metadata, language, said)),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The lines published on one side, by kind of block."""

    lines: Mapping[BlockKind, str]

    def has(self, value: str, kinds: Iterable[BlockKind]) -> bool:
        """Whether a block of these kinds says it in whole words."""
        pattern = re.compile(rf"(?<!{_WORD}){re.escape(clean_text(value))}(?!{_WORD})")
        return any(pattern.search(self.lines.get(kind, "")) for kind in kinds)

    def new(self, values: Iterable[str], kinds: Sequence[BlockKind]) -> Iterator[str]:
        """Yield the values, cleaned, that no block of these kinds says."""
        return (clean_text(value) for value in values if value and not self.has(value, kinds))


def _said(bitext: Bitext, language: Language) -> _Said:
    lines: dict[BlockKind, str] = {}
    for unit in bitext.units:
        content = unit.source if language is bitext.pair.source else unit.target
        place = (unit.source_place if language is bitext.pair.source else unit.target_place) or unit.source_place
        if place and content and is_published(unit):
            lines[place.kind] = f"{lines.get(place.kind, '')}\n{clean_text(content.text)}"
    return _Said(lines)


def _iter_head(metadata: Metadata, language: Language, said: _Said, original: Metadata) -> Iterator[CreditLine]:
    if BlockKind.BYLINE not in said.lines:
        yield from (CreditLine(text=writer_line(name, language)) for name in said.new([metadata.byline or ""], _PEOPLE))
        authors = said.new([original.byline or ""], _PEOPLE)
        yield from (CreditLine(text=name, lang=language.other.value) for name in authors)
    names = said.new([metadata.translator or ""], _PEOPLE)
    yield from (CreditLine(text=translator_line(name, language)) for name in names)
    published = metadata.published or original.published or ""
    day = parse_date(published)
    if BlockKind.DATELINE in said.lines or any(said.has(written, _DATES) for written in metadata.dates):
        return
    if day is not None:
        yield CreditLine(text=format_date(day, language), moment=published.strip())
    else:
        yield from (CreditLine(text=clean_text(written)) for written in metadata.dates)


def _iter_foot(metadata: Metadata, language: Language, said: _Said) -> Iterator[CreditLine]:
    words = WORDS[language]
    for source in said.new([metadata.source or ""], _SOURCES):
        yield CreditLine(text=_labelled(words["source"], source, language))
    yield from (CreditLine(text=credit) for credit in said.new(metadata.credits, _PICTURES))
    for licence in said.new([metadata.licence or ""], _RIGHTS):
        yield CreditLine(
            text=_labelled(words["rights"], licence, language), href=checked_url(licence) or "", rel="license"
        )


def _labelled(label: str, value: str, language: Language) -> str:
    return f"{label}　{value}" if language is Language.JA else f"{label}: {value}"
