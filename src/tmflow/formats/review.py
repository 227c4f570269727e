"""Bilingual tables for an office program, whatever the program: their columns, their states, and codes as marks.

A row is a unit: number, id, source, target, state, note. The headings say which article it is and in which languages,
since they alone survive every program. An inline code is a mark: `⟦1⟧` opens, `⟦/1⟧` closes, `⟦2:log.txt⟧` and `⟦2/⟧`
stand alone; a `⟦` of the text is doubled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tmflow.errors import FormatError
from tmflow.formats.export import ExportOptions
from tmflow.formats.exported_units import iter_exported
from tmflow.formats.returned import Claim, ReturnedFile, ReturnedUnit, trim_layout
from tmflow.model.bitext import Bitext, State
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.language import Language, LanguagePair

__all__ = [
    "COLUMNS",
    "MAX_UNITS",
    "NO_TABLE",
    "STATES",
    "Cell",
    "ReviewRow",
    "TableRow",
    "find_table",
    "guidance",
    "headings",
    "is_heading",
    "iter_marks",
    "iter_review_rows",
    "parse_marks",
    "read_table",
]

MAX_UNITS: Final = 8_000
"""Of a table, some 300 pages; the bounds that a hostile one meets leave room for so many."""
COLUMNS: Final = ("number", "id", "source", "target", "state", "note")
DRAFT: Final = "draft"
CONTEXT: Final = "context"
UNTRANSLATED: Final = "untranslated"
STATES: Final = (UNTRANSLATED, DRAFT, State.TRANSLATED.value, State.REVIEWED.value, State.FINAL.value)
"""What may stand in the column of the state; "context" besides, of text that is not to be translated."""

_CLAIMS: Final = {
    **dict.fromkeys((UNTRANSLATED, "未訳"), Claim.NONE),
    DRAFT: Claim.DRAFT,
    **dict.fromkeys(("translated", "done", "翻訳済み", "翻訳済", "訳了"), Claim.TRANSLATED),
    **dict.fromkeys(("reviewed", "approved", "ok", "確認済み", "確認済", "承認", "承認済み"), Claim.REVIEWED),
    **dict.fromkeys(("final", "確定"), Claim.FINAL),
}
"""Any other word, or none, confirms nothing."""
_MARK = re.compile(r"⟦(⟦)|⟦\s*+(/?)\s*+([^\s/:⟦⟧]++)\s*+(?:(/)\s*+|(:)[^⟦⟧]*+)?⟧")
_SHOWN_CHARS: Final = 40
_ID = re.compile(r"\s*+ID\s*+[:：]\s*+(\S.*)", re.IGNORECASE | re.DOTALL)
_SIDE = re.compile(r"(source|target)\s*\(\s*([a-z]{2})\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A unit as a table shows it. note: the notes, a blank line between two. is_context: not to be changed."""

    number: int
    id: str
    source: Content
    target: Content
    state: str
    note: str

    @property
    def is_draft(self) -> bool:
        """Whether its target wants a review."""
        return self.state == DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as it came back; `fault` says why its text cannot be relied on."""

    text: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row as it came back. line: its number in the file, from 1; comments: on any cell of it."""

    line: int
    cells: tuple[Cell, ...]
    comments: tuple[str, ...] = ()
    fault: str = ""


def headings(bitext: Bitext) -> tuple[str, ...]:
    """Return the first row of an article's table.

    >>> headings(Bitext(slug="harbor", pair=LanguagePair(Language.JA, Language.EN)))
    ('No.', 'ID: harbor', 'Source (ja)', 'Target (en)', 'State', 'Note')
    """
    pair = bitext.pair
    return ("No.", f"ID: {bitext.slug}", f"Source ({pair.source})", f"Target ({pair.target})", "State", "Note")


def is_heading(texts: Iterable[str]) -> bool:
    """Whether the cells of a row are the first row of an article's table, in any order, others between them.

    >>> is_heading(["Source (ja)", "ID: harbor", "Target (en)"]), is_heading(["id", "source", "target"])
    (True, False)
    """
    cells = list(texts)
    sides = {side[1].lower() for cell in cells if (side := _SIDE.fullmatch(_folded(cell)))}
    return len(sides) == len(Language) and any(map(_ID.fullmatch, cells))


def guidance(language: Language) -> str:
    """Return what a reviewer is told, in a language."""
    if language is Language.JA:
        return (
            "Target、State、Note の列だけを編集してください。訳文が正しければ State の draft を translated、reviewed、"
            "final のいずれかに変えてください。⟦1⟧ のような印はそのまま残し、訳文の正しい位置に置いてください。"
        )
    return (
        "Edit the columns Target, State and Note only. Where a draft is right, change its state from draft to translated, "
        "reviewed or final. Keep marks such as ⟦1⟧ as they are, at their place in the translation."
    )


def iter_review_rows(bitext: Bitext, options: ExportOptions) -> Iterator[ReviewRow]:
    """Yield the rows of a bitext: every unit with a source, in order.

    Raises FormatError for an id that is no NMTOKEN, and for more units than would be read back.
    """
    if len(bitext.units) > MAX_UNITS:
        problem = f"{len(bitext.units):,} units: a table of more than {MAX_UNITS:,} is not read back. Use --to xliff12"
        raise FormatError(problem, path=Path(bitext.slug))
    for number, exported in enumerate(iter_exported(bitext, options), start=1):
        unit = exported.unit
        state = unit.state.value
        if exported.is_locked:
            state = CONTEXT
        elif exported.needs_review:
            state = DRAFT
        elif unit.target is None:
            state = UNTRANSLATED
        yield ReviewRow(
            number=number,
            id=unit.id,
            source=exported.source,
            target=exported.target or Content(),
            state=state,
            note="\n\n".join(unit.notes),
        )


def iter_marks(content: Content) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a content as a table shows them, and whether each is the mark of a code.

    >>> list(iter_marks(Content.of("a⟦", InlineCode(id="1", kind=CodeKind.BREAK, role=CodeRole.STANDALONE, native="x"))))
    [('a⟦⟦', False), ('⟦1/⟧', True)]
    """
    for part in content.parts:
        yield (part.replace("⟦", "⟦⟦"), False) if isinstance(part, str) else (_mark(part), True)


def _mark(code: InlineCode) -> str:
    if code.role is CodeRole.STANDALONE:
        shown = re.sub(r"[⟦⟧\s]+", " ", code.text)[:_SHOWN_CHARS].strip()
        return f"⟦{code.id}:{shown}⟧" if shown else f"⟦{code.id}/⟧"
    return f"⟦{'/' * (code.role is CodeRole.CLOSE)}{code.id}⟧"


def parse_marks(text: str) -> Content:
    """Return the content of a cell; blanks and full-width characters inside a mark do no harm.

    >>> [code.id for code in parse_marks("⟦ １ ⟧b⟦/1⟧ ⟦⟦2⟧").codes]
    ['1', '1']
    """
    parts: list[str | InlineCode] = []
    end = 0
    for found in _MARK.finditer(text):
        parts.append(text[end : found.start()])
        end = found.end()
        doubled, closing, code_id, standing, named = found.groups()
        if doubled:
            parts.append("⟦")
            continue
        role = CodeRole.STANDALONE if standing or named else CodeRole.CLOSE if closing else CodeRole.OPEN
        number = unicodedata.normalize("NFKC", code_id)
        parts.append(InlineCode(id=number, kind=CodeKind.OTHER, role=role, native=""))
    return Content.of(*parts, text[end:])


def _standing_as_in(source: Content, target: Content) -> Content:
    """Return the target with `⟦2⟧` standing alone if 2 does in the source, and nothing in the target closes it."""
    alone = {code.id for code in source.codes if code.role is CodeRole.STANDALONE}
    alone -= {code.id for code in target.codes if code.role is CodeRole.CLOSE}
    return Content.of(
        *(
            replace(part, role=CodeRole.STANDALONE) if isinstance(part, InlineCode) and part.id in alone else part
            for part in target.parts
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Which column, from 0, holds what, and what the headings say."""

    slug: str
    pair: LanguagePair
    columns: dict[str, int]

    def cell(self, row: TableRow, name: str) -> Cell:
        index = self.columns.get(name, len(row.cells))
        return row.cells[index] if index < len(row.cells) else Cell()


NO_TABLE: Final = "no table of an article: its headings are No., ID: ARTICLE, Source (ja), Target (en), State, Note"


def read_table(rows: Iterable[TableRow], *, path: Path) -> ReturnedFile:
    """Return the units of a table as `find_table` does. Raises FormatError, also if there is no row of headings."""
    found = find_table(rows, path=path)
    if found is None:
        raise FormatError(NO_TABLE, path=path)
    return found


def find_table(rows: Iterable[TableRow], *, path: Path) -> ReturnedFile | None:
    """Return the units of a table that came back, in its order, None if there is no row of headings.

    Rows without an id and text are passed over. Columns are found by their headings, so that they may be moved, and
    others may stand between them. Raises FormatError for two rows of headings that differ.
    """
    layout: _Layout | None = None
    units: list[ReturnedUnit] = []
    for row in rows:
        found = _layout(row, path)
        if found is not None and layout is not None and (found.slug, found.pair) != (layout.slug, layout.pair):
            raise FormatError(f"holds two articles, {layout.slug} and {found.slug}", path=path, line=row.line)
        if found is not None or layout is None:
            layout = found or layout
            continue
        unit = _unit(row, layout)
        if unit is not None:
            units.append(unit)
    return ReturnedFile(slug=layout.slug, pair=layout.pair, units=tuple(units)) if layout is not None else None


def _layout(row: TableRow, path: Path) -> _Layout | None:
    """Return what a row of headings says, None if it is none."""
    columns: dict[str, int] = {}
    languages: dict[str, str] = {}
    slug = ""
    for index, cell in enumerate(row.cells):
        text = _folded(cell.text)
        if side := _SIDE.fullmatch(text):
            columns[side[1].lower()], languages[side[1].lower()] = index, side[2]
        elif (named := _ID.fullmatch(cell.text)) and not slug:
            columns["id"], slug = index, named[1].rstrip()
        elif text.lower() in {"state", "note"}:
            columns[text.lower()] = index
    if not slug or len(languages) < len(Language):
        return None
    try:
        pair = LanguagePair(Language.parse(languages["source"]), Language.parse(languages["target"]))
    except ValueError as error:
        raise FormatError(str(error), path=path, line=row.line) from error
    return _Layout(slug=slug, pair=pair, columns=columns)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _unit(row: TableRow, layout: _Layout) -> ReturnedUnit | None:
    """Return the unit of a row, None for one without text, and for context."""
    source, target = (parse_marks(layout.cell(row, side).text) for side in ("source", "target"))
    unit_id = "".join(layout.cell(row, "id").text.split())
    told = _folded(layout.cell(row, "state").text).lower()
    if told == CONTEXT or not (unit_id or source or target):
        return None
    target = trim_layout(_standing_as_in(source, target))
    taken = target if target.text.strip() or target.codes else None
    notes = re.split(r"\n[^\S\n]*\n", layout.cell(row, "note").text)
    faults = (row.fault, layout.cell(row, "source").fault, layout.cell(row, "target").fault)
    return ReturnedUnit(
        id=unit_id,
        source=trim_layout(source),
        target=taken,
        claim=_CLAIMS.get(told, Claim.UNTRANSLATED),
        notes=tuple(note.strip("\n") for note in (*notes, *row.comments) if note.strip()),
        line=row.line,
        is_emptied=taken is None and told != UNTRANSLATED,
        fault=next(filter(None, faults), ""),
    )
