"""Who wrote, translated, pictured and published it, and when: the lines a page takes from an article's metadata.

A line is left out where the article's own text on that side already says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tmflow.model.bitext import Bitext
from tmflow.model.document import BlockKind, Metadata
from tmflow.model.language import Language
from tmflow.publish.inline import clean_text
from tmflow.publish.rows import is_published
from tmflow.publish.urls import checked_url
from tmflow.publish.words import WORDS, format_date, parse_date, translator_line, writer_line

__all__ = ["CreditLine", "Credits", "read_credits"]


_CREDITING = frozenset(
    {BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT, BlockKind.SOURCE, BlockKind.CAPTION, BlockKind.KICKER}
)
"""Where a name tells who made something; elsewhere it may be anyone's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLine:
    """A line of text; `moment` is the ISO 8601 date it tells, `href` what it links to and `rel` as what, "" for none."""

    text: str
    moment: str = ""
    href: str = ""
    rel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """One side's lines: above the text and below it."""

    lang: str
    head: tuple[CreditLine, ...]
    foot: tuple[CreditLine, ...]


def read_credits(bitext: Bitext, metadata: Metadata, language: Language) -> Credits:
    """Return what the metadata of one side adds to what its text says."""
    said = _said(bitext, language)
    return Credits(
        lang=language.value,
        head=tuple(_iter_head(metadata, language, said)),
        foot=tuple(_iter_foot(metadata, language, said)),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The credits and captions published on one side, and which kinds of block it has."""

    text: str
    kinds: frozenset[BlockKind]

    def has(self, value: str) -> bool:
        return clean_text(value) in self.text


def _said(bitext: Bitext, language: Language) -> _Said:
    texts: list[str] = []
    kinds: set[BlockKind] = set()
    for unit in bitext.units:
        content = unit.source if language is bitext.pair.source else unit.target
        place = (unit.source_place if language is bitext.pair.source else unit.target_place) or unit.source_place
        kind = place.kind if place else BlockKind.PARAGRAPH
        if content and is_published(unit):
            kinds.add(kind)
            texts += [clean_text(content.text)] if kind in _CREDITING else []
    return _Said("\n".join(texts), frozenset(kinds))


def _iter_head(metadata: Metadata, language: Language, said: _Said) -> Iterator[CreditLine]:
    if metadata.byline and BlockKind.BYLINE not in said.kinds and not said.has(metadata.byline):
        yield CreditLine(text=writer_line(clean_text(metadata.byline), language))
    if metadata.translator and not said.has(metadata.translator):
        yield CreditLine(text=translator_line(clean_text(metadata.translator), language))
    day = parse_date(metadata.published)
    if BlockKind.DATELINE in said.kinds or any(said.has(written) for written in metadata.dates):
        return
    if day is not None:
        yield CreditLine(text=format_date(day, language), moment=(metadata.published or "").strip())
    else:
        yield from (CreditLine(text=clean_text(written)) for written in metadata.dates)


def _iter_foot(metadata: Metadata, language: Language, said: _Said) -> Iterator[CreditLine]:
    words = WORDS[language]
    if metadata.source and not said.has(metadata.source):
        yield CreditLine(text=_labelled(words["source"], metadata.source, language))
    yield from (CreditLine(text=clean_text(credit)) for credit in _new(metadata.credits, said))
    if metadata.licence and not said.has(metadata.licence):
        text = _labelled(words["rights"], metadata.licence, language)
        yield CreditLine(text=text, href=checked_url(metadata.licence) or "", rel="license")


def _new(values: Iterable[str], said: _Said) -> Iterator[str]:
    return (value for value in values if value and not said.has(value))


def _labelled(label: str, value: str, language: Language) -> str:
    return f"{label}　{clean_text(value)}" if language is Language.JA else f"{label}: {clean_text(value)}"
