"""What the templates print: rows as cells of segments, each with its language, permalink, state and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tmflow.model.bitext import Bitext, OriginKind, Side, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.publish.credits import CreditLine
from tmflow.publish.inline import clean_text, joint, render_contents
from tmflow.publish.rows import ListItem, NumberedUnit, Outline, Row, Section
from tmflow.publish.words import DRAFT_LABELS, WORDS

__all__ = [
    "Cell",
    "CreditSide",
    "ItemView",
    "OutlineView",
    "RowView",
    "SectionView",
    "SegmentView",
    "ViewBuilder",
    "credit_sides",
    "draft_sort",
    "unit_name",
]

_BULLETS = frozenset("•・-*+–—●○◦▪■□◆◇")
_FOOTNOTE_MARK = re.compile(r"\[\^(.+)\]:")
_DIGITS = 3


def draft_sort(unit: TranslationUnit) -> str:
    """Return "machine" or "draft" for a target nobody has confirmed, "" for any other unit."""
    if not unit.draft or unit.target is None:
        return ""
    return "machine" if unit.origin is not None and unit.origin.kind is OriginKind.MT else "draft"


def unit_name(number: int, count: int) -> str:
    """Return what a unit is called in permalinks. count: the units of its bitext.

    >>> unit_name(12, 30), unit_name(12, 4000)
    ('u012', 'u0012')
    """
    return f"u{number:0{max(_DIGITS, len(str(count)))}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """One side of a unit. `joint` is what stands before it; `label` tells of a draft; `id` is "" for a missing text.

    state, origin: of the translation; "" where there is none.
    """

    id: str
    lang: str
    unit: str
    state: str
    origin: str
    draft: str
    label: str
    joint: str
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One language of a row. `mark` is the list mark or number shown before it."""

    lang: str
    mark: str
    segments: tuple[SegmentView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row; `only` names its language if it stands on one side only. It has no cell where only the lists in it have text."""

    kind: str
    level: int
    cells: tuple[Cell, ...]

    @property
    def only(self) -> str:
        """The language of a one-sided row, "" for any other."""
        return self.cells[0].lang if len(self.cells) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A list item and the lists inside it."""

    row: RowView
    lists: tuple[SectionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section, as `rows.Section`."""

    kind: str
    rows: tuple[RowView, ...]
    items: tuple[ItemView, ...]
    is_ordered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineView:
    """An article, as `rows.Outline`."""

    kickers: tuple[RowView, ...]
    titles: tuple[RowView, ...]
    decks: tuple[RowView, ...]
    head: tuple[RowView, ...]
    body: tuple[SectionView, ...]
    foot: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditSide:
    """One language's credits: the cells of the article's own lines, then the lines its metadata adds."""

    lang: str
    cells: tuple[Cell, ...]
    lines: tuple[CreditLine, ...]


def credit_sides(rows: Sequence[RowView], lines: Mapping[str, tuple[CreditLine, ...]]) -> tuple[CreditSide, ...]:
    """Gather credits by language, in the order of `lines`; a language that has none is left out."""
    sides = (
        CreditSide(
            lang=lang, cells=tuple(cell for row in rows for cell in row.cells if cell.lang == lang), lines=lines[lang]
        )
        for lang in lines
    )
    return tuple(side for side in sides if side.cells or side.lines)


class ViewBuilder:
    """Makes views of one bitext, the languages in reading order."""

    def __init__(self, bitext: Bitext, *, languages: tuple[Language, ...], mark_unreviewed: bool) -> None:
        self._pair: LanguagePair = bitext.pair
        self._languages = languages
        self._mark_unreviewed = mark_unreviewed
        self._count = len(bitext.units)

    def outline(self, outline: Outline) -> OutlineView:
        """Return the view of an article."""
        return OutlineView(
            kickers=self.rows(outline.kickers),
            titles=self.rows(outline.titles),
            decks=self.rows(outline.decks),
            head=self.rows(outline.head),
            body=self._sections(outline.body),
            foot=self.rows(outline.foot),
        )

    def rows(self, rows: Sequence[Row]) -> tuple[RowView, ...]:
        """Return the views of rows; a row that has nothing in these languages is left out."""
        views = (self._row(row) for row in rows)
        return tuple(view for view in views if view.cells)

    def _sections(self, sections: Sequence[Section]) -> tuple[SectionView, ...]:
        views = (
            SectionView(
                kind=section.kind.value,
                rows=self.rows(section.rows),
                items=tuple(self._items(section.items)),
                is_ordered=section.is_ordered,
            )
            for section in sections
        )
        return tuple(view for view in views if view.rows or view.items)

    def _items(self, items: Sequence[ListItem]) -> Iterator[ItemView]:
        for item in items:
            view = ItemView(row=self._row(item.row), lists=self._sections(item.lists))
            if view.row.cells or view.lists:
                yield view

    def _row(self, row: Row) -> RowView:
        cells = (self._cell(row, language) for language in self._languages)
        return RowView(kind=row.kind.value, level=row.level, cells=tuple(cell for cell in cells if cell.segments))

    def _cell(self, row: Row, language: Language) -> Cell:
        is_source = language is self._pair.source
        mark = row.source_mark if is_source else row.target_mark
        return Cell(
            lang=language.value,
            mark=_shown_mark(mark or row.source_mark or row.target_mark),
            segments=tuple(self._segments(row.units, language)),
        )

    def _segments(self, units: Sequence[NumberedUnit], language: Language) -> list[SegmentView]:
        is_source = language is self._pair.source
        present = [(numbered, text) for numbered in units if (text := self._text(numbered.unit, language)) is not None]
        contents = render_contents([text for _, text in present], language)
        segments: list[SegmentView] = []
        before = ""
        for (numbered, text), html in zip(present, contents, strict=True):
            unit = numbered.unit
            is_missing = not is_source and unit.target is None
            sort = "" if is_source else draft_sort(unit)
            name = unit_name(numbered.number, self._count)
            plain = text.text.strip()
            segments.append(
                SegmentView(
                    id="" if is_missing else f"{name}-{language.value}",
                    lang=language.value,
                    unit=name,
                    state=unit.state.value if unit.side is not Side.SOURCE else "",
                    origin=unit.origin.kind.value if unit.origin and not is_source else "",
                    draft=sort,
                    label=DRAFT_LABELS[language][sort] if sort and self._mark_unreviewed else "",
                    joint=joint(before, plain, language),
                    html=html,
                )
            )
            before = plain
        return segments

    def _text(self, unit: TranslationUnit, language: Language) -> Content | None:
        """Return a unit's text in a language; a missing translation says so, a side that has none is None."""
        if language is self._pair.source:
            return unit.source or None
        if unit.target is None:
            return Content.of(WORDS[language]["not_translated"]) if unit.side is Side.BOTH else None
        return unit.target or None


def _shown_mark(mark: str) -> str:
    """Return a mark to be shown as it is: the label of a footnote; of pointing and Markdown's marks nothing.

    >>> _shown_mark("①"), _shown_mark("[^1]:"), _shown_mark("•"), _shown_mark("##")
    ('①', '1', '', '')
    """
    stripped = clean_text(mark)
    if footnote := _FOOTNOTE_MARK.fullmatch(stripped):
        return footnote[1]
    return "" if stripped in _BULLETS or set(stripped) <= set("#>") else stripped
