"""Making the views of one bitext: which text each cell shows, with which mark, label and permalink."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from markupsafe import Markup, escape

from tmflow.model.bitext import Bitext, Side, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import BlockKind, ContainerKind
from tmflow.model.language import Language, LanguagePair
from tmflow.publish.annotate import Annotator
from tmflow.publish.cleaning import clean_text, joint
from tmflow.publish.gallery import Gallery, InlinePictures
from tmflow.publish.inline import in_language, render_contents
from tmflow.publish.inset_views import code_views, image_links, shown_pictures
from tmflow.publish.markup import element
from tmflow.publish.notes import read_note_links, without_back
from tmflow.publish.numbered import NumberedUnit
from tmflow.publish.options import PageOptions
from tmflow.publish.rows import META, Row, read_rows, unit_name
from tmflow.publish.sections import Section, SectionKind, outline_rows
from tmflow.publish.states import Usual, draft_sort
from tmflow.publish.tables import lay_out, without_pipe_escapes
from tmflow.publish.views import Cell, OutlineView, RowView, SectionView, SegmentView
from tmflow.publish.words import DRAFT_LABELS, WORDS

__all__ = ["ViewBuilder"]

_BULLETS = frozenset("•・-*+–—●○◦▪■□◆◇")
_UNBREAKABLE = re.compile(r"https?://|[!-~\u00c0-\u024f]{12}")
"""What a line gives its room up for: an address, whose breaks are far apart, and any long word."""
_LINE_BREAK = re.compile(r"<br|\n", re.IGNORECASE)
_LONG_CHARS = {Language.JA: 350, Language.EN: 800}
"""What fills a third of a column of A4."""
_NUMBER = re.compile(r"[(（]?(\d{1,9})[.．)）、]?")
"""A mark that is a number; CommonMark 0.31, section 5.2: "ordered list markers of ten digits or more" are none."""
_HUNG = frozenset({BlockKind.LIST_ITEM, BlockKind.NOTE})
"""What has the mark of its first block beside its text."""
_FOOTNOTE_MARK = re.compile(r"\[\^(.+)\]:")


class ViewBuilder:
    """Makes views of one bitext, the languages in reading order."""

    def __init__(
        self,
        bitext: Bitext,
        *,
        options: PageOptions,
        rows: Sequence[Row] | None = None,
        gallery: Gallery | None = None,
        moments: Sequence[str] = (),
        is_vertical: bool = False,
    ) -> None:
        """Make one. rows: of the bitext, with the code and the images between them; by default the bitext's own.

        gallery: the pictures; moments: ISO 8601 times known of the article, for the days its credits name.
        is_vertical: whether the figures in its Japanese are made ready to stand upright.
        """
        self._pair: LanguagePair = bitext.pair
        self._options = options
        self._usual = Usual.of(bitext)
        self._count = len(bitext.units)
        self._rows = read_rows(bitext) if rows is None else rows
        self._gallery = gallery or Gallery()
        self._inline = InlinePictures(self._gallery, options.languages)
        self._notes = {language: read_note_links(bitext, self._rows, language) for language in options.languages}
        self._annotators = {
            language: Annotator(
                language,
                notes=self._notes[language].calls,
                readings=dict(options.readings) if language is Language.JA else {},
                moments=moments,
                is_vertical=is_vertical and language is Language.JA,
            )
            for language in options.languages
        }

    def outline(self) -> OutlineView:
        """Return the view of the article."""
        outline = outline_rows(self._rows)
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
        return tuple(view for view in views if view.is_shown)

    def _sections(self, sections: Sequence[Section]) -> tuple[SectionView, ...]:
        """Return the views of sections; one that has nothing in these languages is left out, a list that is none is what it holds."""
        views = [view for view in map(self._section, sections) if view.rows or view.parts]
        whole = (
            [view] if view.is_well_formed else [one for part in view.parts for one in part.parts] for view in views
        )
        return tuple(chain.from_iterable(whole))

    def _section(self, section: Section) -> SectionView:
        parts = self._sections(section.parts)
        view = SectionView(
            kind=section.kind.value,
            rows=self.rows(section.rows),
            parts=tuple(_iter_numbered(parts)) if section.is_ordered else parts,
            is_ordered=section.is_ordered,
        )
        if section.kind is SectionKind.TABLE:
            return replace(view, parts=self._lines(section.parts))
        return view

    def _lines(self, sections: Sequence[Section]) -> tuple[SectionView, ...]:
        """Return the lines of a table that have something in these languages, their cells laid out as a grid."""
        lines = [(line, [self._section(cell) for cell in line.parts]) for line in sections]
        shown = [(line, views) for line, views in lines if any(view.parts for view in views)]
        grid = lay_out(
            [line.step.part for line, _ in shown if line.step],
            [[cell.step for cell in line.parts if cell.step] for line, _ in shown],
        )
        return tuple(
            SectionView(
                kind=SectionKind.LINE.value,
                parts=tuple(
                    SectionView(
                        kind=SectionKind.CELL.value,
                        parts=views[cell.index].parts if cell.index is not None else (),
                        cell=cell,
                    )
                    for cell in cells
                ),
            )
            for (_, views), cells in zip(shown, grid, strict=True)
        )

    def _row(self, row: Row) -> RowView:
        languages = self._options.languages
        cells = (self._cell(row, language) for language in languages if row.units)
        view = RowView(kind=row.kind.value, level=row.level, cells=tuple(cell for cell in cells if cell.segments))
        if not row.is_inset:
            return view
        sides = {self._pair.source: row.source_inset, self._pair.target: row.target_inset}
        insets = {language: inset for language, inset in sides.items() if inset}
        if row.kind is not BlockKind.IMAGE:
            return replace(view, codes=code_views(insets, languages))
        return replace(
            view,
            pictures=shown_pictures(insets, languages, self._gallery),
            links=tuple(image_links(insets, languages, self._gallery)),
        )

    def _cell(self, row: Row, language: Language) -> Cell:
        is_source = language is self._pair.source
        mark = row.source_mark if is_source else row.target_mark
        first, notes = row.units[0].number, self._notes[language]
        texts = [text.text for _, text in self._iter_texts(row, language)]
        return Cell(
            lang=language.value,
            mark=_shown_mark(mark or row.source_mark or row.target_mark) or notes.labels.get(first, ""),
            back=notes.backs.get(first, ""),
            segments=tuple(self._segments(row, language)),
            is_ragged=language is Language.JA and any(map(_UNBREAKABLE.search, texts)),
            is_long=sum(map(len, texts)) > _LONG_CHARS[language],
        )

    def _segments(self, row: Row, language: Language) -> list[SegmentView]:
        is_source = language is self._pair.source
        present = list(self._iter_texts(row, language))
        if label := self._notes[language].labels.get(row.units[0].number):
            present = [(numbered, without_back(text, label)) for numbered, text in present]
        if row.inside and row.inside[-1].kind is ContainerKind.CELL:
            present = [(numbered, without_pipe_escapes(text)) for numbered, text in present]
        contents = render_contents(
            [text for _, text in present],
            language,
            annotator=self._annotators[language],
            has_days=row.kind in META,
            pictures=self._inline,
        )
        leads = _iter_leads(row, [numbered for numbered, _ in present], Side.SOURCE if is_source else Side.TARGET)
        segments: list[SegmentView] = []
        before = ""
        for (numbered, text), html, lead in zip(present, contents, leads, strict=True):
            unit = numbered.unit
            is_missing = not is_source and unit.target is None
            sort, told = "" if is_source else draft_sort(unit), self._usual.unlike(unit)
            plain = text.text.strip()
            segments.append(
                SegmentView(
                    id="" if is_missing else f"{unit_name(numbered.number, self._count)}-{language.value}",
                    lang=language.value,
                    state="" if is_source else told.state,
                    origin="" if is_source else told.origin,
                    draft=sort,
                    label=DRAFT_LABELS[language][sort] if sort and self._options.mark_unreviewed else "",
                    joint=((before and _line_breaks(unit, is_source=is_source)) or joint(before, plain, language))
                    + lead,
                    html=in_language(html, "" if is_missing else _foreign(unit, is_source=is_source)),
                )
            )
            before = plain
        return segments

    def _iter_texts(self, row: Row, language: Language) -> Iterator[tuple[NumberedUnit, Content]]:
        """Yield a row's texts in a language, in the order of its article; a missing translation says so."""
        side = Side.SOURCE if language is self._pair.source else Side.TARGET
        for numbered in row.in_order(side):
            is_missing = numbered.unit.target is None and numbered.unit.side is Side.BOTH
            if side is Side.TARGET and is_missing:
                yield numbered, Content.of(WORDS[language]["not_translated"])
            elif text := numbered.text(side):
                yield numbered, text


def _iter_numbered(items: Iterable[SectionView]) -> Iterator[SectionView]:
    """Number the items of an ordered list: as their marks say, one more than the last where they say nothing."""
    last: int | None = None
    is_told = False
    for item in items:
        said = _NUMBER.fullmatch(item.mark)
        number = int(said[1]) if said else (last or 0) + 1
        is_jump = last is not None and number != last + 1
        is_told |= is_jump
        yield replace(item, number=number, value=number if is_jump else None, is_told=is_told)
        last = number


def _foreign(unit: TranslationUnit, *, is_source: bool) -> str:
    """Return the tag of the language that a unit's text is in if its article says it is in another than its own, else "".

    A translation without an article of its own is in the language of its source if it repeats it.
    """
    if is_source or (unit.target_place is None and unit.target == unit.source):
        return unit.source_place.foreign if unit.source_place else ""
    return unit.target_place.foreign if unit.target_place else ""


def _iter_leads(row: Row, units: Iterable[NumberedUnit], side: Side) -> Iterator[Markup]:
    """Yield what marks a text as the beginning of a block where the row it stands in has no room of its own for it."""
    last: int | None = None
    is_hung = row.kind in _HUNG
    for numbered in units:
        place = numbered.place(side)
        begins = place is not None and place.block != last
        mark = _shown_mark(place.mark) if place and begins and not is_hung else ""
        yield escape(f"{mark} ") if mark else Markup("")
        is_hung &= not begins
        last = place.block if place else last


def _line_breaks(unit: TranslationUnit, *, is_source: bool) -> Markup:
    """Return the line breaks before a unit's text: those of its own article, where it stands in one, else those of the source."""
    place = unit.source_place if is_source else unit.target_place or unit.source_place
    return element("br") * len(_LINE_BREAK.findall(place.lead if place else ""))


def _shown_mark(mark: str) -> str:
    """Return a mark to be shown as it is: the label of a footnote; of pointing and Markdown's marks nothing.

    >>> _shown_mark("①"), _shown_mark("[^1]:"), _shown_mark("•"), _shown_mark("##")
    ('①', '1', '', '')
    """
    stripped = clean_text(mark).rstrip("：")
    if footnote := _FOOTNOTE_MARK.fullmatch(stripped):
        return footnote[1]
    return "" if stripped in _BULLETS or set(stripped) <= set("#>") else stripped
