"""What the templates print: rows as cells of segments, each with its language, permalink, state and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from markupsafe import Markup

from tmflow.publish.cleaning import clean_text
from tmflow.publish.credits import CreditLine
from tmflow.publish.gallery import ShownPicture
from tmflow.publish.inset_views import CodeView, ImageLink
from tmflow.publish.sections import SectionKind
from tmflow.publish.tables import GridCell

__all__ = ["Cell", "CreditSide", "OutlineView", "RowView", "SectionView", "SegmentView", "credit_sides"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """One side of a unit. `joint` is what stands before it; `label` tells of a draft; `id` is "" for a missing text.

    state, origin: of a translation, where they are not those of the article; else "".
    """

    id: str
    lang: str
    state: str
    origin: str
    draft: str
    label: str
    joint: str | Markup
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One language of a row. `mark` is the list mark or number shown before it; `back` links a note to what calls it.

    is_ragged: whether it holds what cannot be broken, so that justified lines would have holes.
    is_long: whether it takes a third of a printed page or more.
    """

    lang: str
    mark: str
    back: str
    segments: tuple[SegmentView, ...]
    is_ragged: bool = False
    is_long: bool = False

    @property
    def is_sentence(self) -> bool:
        """Whether it is one sentence and nothing beside it."""
        first, *others = self.segments
        return not others and bool(first.id) and not (first.joint or first.label or self.back)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row; `only` names its language if it stands on one side only. It has no cell where only the lists in it have text.

    Of an image the cells are its alternative text; pictures, links: what is shown of it; codes: of code.
    """

    kind: str
    level: int
    cells: tuple[Cell, ...]
    codes: tuple[CodeView, ...] = ()
    pictures: tuple[ShownPicture, ...] = ()
    links: tuple[ImageLink, ...] = ()

    @property
    def only(self) -> str:
        """The language of a one-sided row, "" for any other."""
        found = {cell.lang for cell in self.cells} | {code.lang for code in self.codes}
        found |= {shown.lang for shown in self.pictures} | {link.lang for link in self.links}
        return found.pop() if len(found) == 1 else ""

    @property
    def is_shown(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.cells or self.codes or self.pictures or self.links)

    @property
    def is_described(self) -> bool:
        """Whether its cells only describe a picture that stands beside them, and hold nothing that has to be seen."""
        return bool(self.pictures) and not any(segment.label for cell in self.cells for segment in cell.segments)

    @property
    def alt(self) -> str:
        """What stands where a picture cannot be seen: the alternative text in the language read first."""
        if not self.cells:
            return ""
        joined = Markup("").join(part for segment in self.cells[0].segments for part in (segment.joint, segment.html))
        return clean_text(joined.striptags())

    @property
    def is_long(self) -> bool:
        """Whether on paper it is better cut than kept whole, which would leave a page half empty."""
        return any(cell.is_long for cell in self.cells)

    @property
    def is_same(self) -> bool:
        """Whether it says the same in both languages, as figures do."""
        first, *others = (cell.segments[0].html if cell.is_sentence else None for cell in self.cells)
        return first is not None and others == [first]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section, as `sections.Section`, without what has nothing in these languages. cell: of a cell, how it lies in its table.

    number: of an item of an ordered list; value: the same where it is not one more than that of the item before.
    is_told: whether counting on from the first item would give another number, so that it has to be said.
    """

    kind: str
    rows: tuple[RowView, ...] = ()
    parts: tuple[SectionView, ...] = ()
    is_ordered: bool = False
    cell: GridCell | None = None
    number: int | None = None
    value: int | None = None
    is_told: bool = False

    @property
    def start(self) -> int | None:
        """Where an ordered list begins to count, None for 1. Browsers show it, but not the value of an item without a marker."""
        first = self.parts[0].number if self.is_ordered and self.parts else None
        return None if first == 1 else first

    @property
    def mark(self) -> str:
        """The mark its first paragraph is told by, in the language read first."""
        first = self.parts[0].rows[:1] if self.parts else ()
        return next((cell.mark for row in first for cell in row.cells), "")

    @property
    def usual(self) -> str:
        """The mark that the number of an item stands for of itself."""
        return "" if self.number is None or self.is_told else f"{self.number}."

    @property
    def only(self) -> str:
        """The language of what it holds if it holds nothing of the other, "" else."""
        found = {row.only for row in self.rows} | {part.only for part in self.parts if part.rows or part.parts}
        return found.pop() if len(found) == 1 else ""

    @property
    def is_well_formed(self) -> bool:
        """Whether it is no definition list, or one of HTML: terms, and after them what is said of them (section 4.4.9)."""
        kinds = [part.kind for part in self.parts]
        return self.kind != SectionKind.DEFINITIONS or (kinds[0], kinds[-1]) == (
            SectionKind.TERM,
            SectionKind.DEFINITION,
        )

    @property
    def head(self) -> tuple[SectionView, ...]:
        """The lines of a table at its top that are nothing but headings of columns."""
        return tuple(takewhile(_is_head, self.parts))


def _is_head(line: SectionView) -> bool:
    return all(part.cell.scope == "col" for part in line.parts if part.cell and part.cell.index is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineView:
    """An article, as `sections.Outline`."""

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
