"""Rows of a table as entries and back: which column is which side is told by its heading, else by its script.

A heading names a language ("ja", "English", "英語") or a side ("source", "訳文"), or is one of those tmflow writes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

from tmflow.errors import FormatError
from tmflow.formats.imported import ImportLog, ImportOptions, split_sample
from tmflow.formats.languages import named_language, pair_of_name, script_problem, told_pair, wrong_language
from tmflow.formats.review import is_heading
from tmflow.formats.stamps import format_stamp, read_stamp
from tmflow.model.bitext import OriginKind, State
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.counts import counted
from tmflow.text.scripts import guess_language

__all__ = ["Row", "heading_row", "iter_row_entries", "row_of"]

Row = tuple[int, Sequence[str]]
"""The line (in XLSX the row) where it begins, from 1, and its cells."""

_SAMPLE_ROWS: Final = 100
"""Rows by whose script the columns are told apart: enough that a few names in Latin letters do not decide."""

_SOURCES: Final = frozenset({"source", "src", "source text", "sourcetext", "原文", "original", "msgid"})
_TARGETS: Final = frozenset(
    {"target", "tgt", "target text", "targettext", "訳文", "訳", "翻訳", "translation", "translated text", "msgstr"}
)
_NOTES: Final = frozenset({"note", "notes", "comment", "comments", "remark", "remarks", "備考", "メモ", "コメント"})


_STATES: Final = frozenset(state.value for state in State)
_ORIGINS: Final = frozenset(kind.value for kind in OriginKind)
_PAIRS: Final = {str(pair): pair for pair in (LanguagePair(one, one.other) for one in Language)}


def _text(text: str) -> str:
    return text


def _write_notes(notes: Sequence[str]) -> str:
    r"""Return notes as one cell, one a line; as JSON where they would not come back so.

    >>> _write_notes(["of the sea", "a noun"]), _write_notes(["two\nlines"])
    ('of the sea\na noun', '["two\\nlines"]')
    """
    plain = "\n".join(notes)
    return plain if _read_notes(plain) == tuple(notes) else _write_json(notes)


def _read_notes(cell: str) -> tuple[str, ...]:
    listed = _read_json(cell) if cell[:1] == "[" else None
    if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
        return tuple(listed)
    return tuple(cell.split("\n")) if cell else ()


def _write_properties(properties: Sequence[tuple[str, str]]) -> str:
    return _write_json(properties) if properties else ""


def _read_properties(cell: str) -> tuple[tuple[str, str], ...] | None:
    listed = _read_json(cell)
    if not isinstance(listed, list) or not all(isinstance(one, list) and len(one) == 2 for one in listed):  # noqa: PLR2004 - name and text
        return None
    return tuple((str(name), str(text)) for name, text in listed)


def _write_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read_json(cell: str) -> object:
    """Return what a cell of JSON says, None if it is none."""
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None


_FIELDS: Final[Mapping[str, tuple[Callable[[Any], str], Callable[[str], object]]]] = {
    "direction": (str, _PAIRS.get),
    "document": (_text, _text),
    "id": (_text, _text),
    "author": (_text, _text),
    "created": (format_stamp, lambda text: read_stamp(text)[0]),
    "changed": (format_stamp, lambda text: read_stamp(text)[0]),
    "state": (_text, lambda text: text if text in _STATES else None),
    "origin": (_text, lambda text: text if text in _ORIGINS else None),
    "draft": (lambda draft: "yes" if draft else "", lambda text: text == "yes" or None),
    "confidence": (str, lambda text: int(text) if re.fullmatch(r"\d\d?|100", text, re.ASCII) else None),
    "properties": (_write_properties, _read_properties),
}
"""The columns tmflow writes beside the two texts and the notes: how a value is written, and how it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Which column, from 0, holds what; `fields` and `others` have the name of each besides, `width` counts all known.

    is_named: whether the headings name the languages, so that a text is in the one it stands under, whatever its script.
    """

    source: int
    target: int
    pair: LanguagePair
    width: int
    is_named: bool = False
    notes: tuple[int, ...] = ()
    fields: tuple[tuple[int, str], ...] = ()
    others: tuple[tuple[int, str], ...] = ()


def iter_row_entries(
    rows: Iterator[Row], *, path: Path, options: ImportOptions, log: ImportLog
) -> Iterator[MemoryEntry]:
    """Yield the entries of a table's rows, in order.

    Columns with another heading become properties; without headings, what follows the two texts is notes.
    A row is refused that has one side only, both in one language or swapped for certain, more than `options.max_unit_chars` code
    points, or Japanese on both sides where no heading names the languages.
    Raises FormatError if there is no row, the columns cannot be told, one that `options` asks for is not there, or it is
    the table of an article, whose texts have marks for their codes.
    """
    sample, others = split_sample(rows, _SAMPLE_ROWS, chars_of=lambda row: sum(map(len, row[1])))
    first = next((index for index, (_, cells) in enumerate(sample) if any(map(str.strip, cells))), None)
    if first is None:
        next(others, None)  # a fault at the beginning is one
        raise FormatError("no row in it", path=path)
    line, headings = sample[first]
    if is_heading(headings):
        raise FormatError("the table of an article: take it back with: tmflow merge", path=path, line=line)
    layout = _named_layout(headings, sample[first + 1 :], path, options)
    if layout is None:
        layout = _bare_layout(sample[first:], path, options)
        first -= 1
    for line, cells in chain(sample[first + 1 :], others):
        if not any(map(str.strip, cells)):
            log.leave_out("empty row")
        elif problem := _problem(cells, layout, options.max_unit_chars):
            log.refuse(line, problem)
        else:
            log.read += 1
            log.line = line
            yield _entry(cells, layout, path)


def _problem(cells: Sequence[str], layout: _Layout, max_unit_chars: int) -> str | None:
    """Return why a row cannot be taken, None if it can."""
    if len(cells) <= max(layout.source, layout.target):
        return f"{counted(len(cells), 'cell')}, and column {max(layout.source, layout.target) + 1} is a side"
    source, target = cells[layout.source], cells[layout.target]
    if not source.strip() or not target.strip():
        return "one side is empty"
    if len(source) + len(target) > max_unit_chars:
        return f"row of {len(source) + len(target):,} characters (max_unit {max_unit_chars})"
    if layout.is_named:
        return wrong_language(source, target, layout.pair)
    return script_problem(source, target, layout.pair)


def _entry(cells: Sequence[str], layout: _Layout, path: Path) -> MemoryEntry:
    values: dict[str, Any] = {} if any(name == "document" for _, name in layout.fields) else {"document": path.name}
    others = [*layout.others, *((column, f"column {column + 1}") for column in range(layout.width, len(cells)))]
    for column, name in layout.fields:
        if column < len(cells) and cells[column]:
            value = _FIELDS[name][1](cells[column])
            if value is None:
                others.append((column, name))
            else:
                values[name] = value
    notes = [cells[column] for column in layout.notes if column < len(cells)]
    pair = values.pop("direction", None)
    is_own = pair is not None
    sides = cells[layout.source], cells[layout.target]
    source, target = sides if pair in {None, layout.pair} else sides[::-1]
    said = tuple((name, cells[column]) for column, name in others if column < len(cells) and cells[column])
    return MemoryEntry(
        source=source,
        target=target,
        pair=pair or layout.pair,
        notes=tuple(chain.from_iterable(map(_read_notes, notes)) if is_own else filter(str.strip, notes)),
        properties=(*values.pop("properties", ()), *said),
        **values,
    )


def _named_layout(headings: Sequence[str], rows: Sequence[Row], path: Path, options: ImportOptions) -> _Layout | None:
    """Return the layout the first row gives, None if it is no row of headings."""
    names = [_plain(heading) for heading in headings]
    of_language = [named_language(name) for name in names]
    found = sorted(of_language.index(language) for language in Language if language in of_language)
    if len(found) < len(Language):
        sides = (next((name for name in names if name in known), None) for known in (_SOURCES, _TARGETS))
        found = [names.index(name) for name in sides if name is not None]
    asked = (options.source_column, options.target_column)
    if len(found) < len(Language) and not any(one and _plain(one) in names for one in asked):
        return None
    columns = [_column(one, names, path) if one else None for one in asked]
    free = (column for column in found if column not in columns)
    source, target = (next(free, None) if column is None else column for column in columns)
    if source is None or target is None or max(source, target) >= len(names):
        problem = (
            f"no second side among the columns: {', '.join(headings)}; name both (--source-column, --target-column)"
        )
        raise FormatError(problem, path=path, line=1)
    told = told_pair(of_language[source], of_language[target])
    pair = told or _pair_of(source, target, rows, path, options)
    return replace(_layout(source, target, pair, names, headings), is_named=told is not None)


def _layout(source: int, target: int, pair: LanguagePair, names: Sequence[str], headings: Sequence[str]) -> _Layout:
    rest = [column for column in range(len(names)) if column not in {source, target}]
    notes = tuple(column for column in rest if names[column] in _NOTES)
    fields = tuple((column, names[column]) for column in rest if names[column] in _FIELDS)
    known = {*notes, *(column for column, _ in fields)}
    others = tuple(
        (column, headings[column].strip() or f"column {column + 1}") for column in rest if column not in known
    )
    width = len(names)
    return _Layout(source=source, target=target, pair=pair, width=width, notes=notes, fields=fields, others=others)


def _bare_layout(rows: Sequence[Row], path: Path, options: ImportOptions) -> _Layout:
    """Return the layout of a table without headings: the columns asked for, those the scripts tell, or the first two."""
    width = max(len(cells) for _, cells in rows)
    asked = [_column(one, (), path) if one else None for one in (options.source_column, options.target_column)]
    told = options.pair or pair_of_name(path)
    by_script = _columns_by_script(rows, width)
    if by_script and asked == [None, None]:
        first = told.source if told else min(by_script, key=lambda language: by_script[language])
        source, target = by_script[first], by_script[first.other]
        pair = LanguagePair(first, first.other)
    else:
        free = (column for column in range(len(asked) + 1) if column not in asked)
        source, target = (next(free) if column is None else column for column in asked)
        if width <= max(source, target):
            raise FormatError(f"{counted(width, 'column')}: two sides need two", path=path, line=rows[0][0])
        pair = _pair_of(source, target, rows, path, options)
    rest = [column for column in range(width) if column not in {source, target}]
    return _Layout(
        source=source,
        target=target,
        pair=pair,
        width=width,
        notes=tuple(column for column in rest if column > max(source, target)),
        others=tuple((column, f"column {column + 1}") for column in rest if column < max(source, target)),
    )


def _columns_by_script(rows: Sequence[Row], width: int) -> dict[Language, int] | None:
    """Return the columns with the most cells in Japanese and in Latin letters, None if there are not both."""
    counts = {language: [0] * width for language in Language}
    for _, cells in rows:
        for column, cell in enumerate(cells):
            if found := guess_language(cell):
                counts[Language(found)][column] += 1
    japanese = max(range(width), key=counts[Language.JA].__getitem__)
    others = [column for column in range(width) if column != japanese]
    english = max(others, key=counts[Language.EN].__getitem__, default=japanese)
    is_told = counts[Language.JA][japanese] and counts[Language.EN][english] and english != japanese
    return {Language.JA: japanese, Language.EN: english} if is_told else None


def _pair_of(source: int, target: int, rows: Sequence[Row], path: Path, options: ImportOptions) -> LanguagePair:
    """Return the direction of two columns: as asked, by the file's name, or by the script of their texts."""
    told = options.pair or pair_of_name(path)
    if told is not None:
        return told
    japanese = [
        sum(guess_language(cells[column]) == Language.JA for _, cells in rows if column < len(cells))
        for column in (source, target)
    ]
    if japanese[0] == japanese[1]:
        problem = (
            "it cannot be told which column is Japanese: name the language of the source (--from), or the columns "
            "(--source-column, --target-column)"
        )
        raise FormatError(problem, path=path, line=rows[0][0] if rows else 1)
    first = Language.JA if japanese[0] > japanese[1] else Language.EN
    return LanguagePair(first, first.other)


def _plain(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).strip().lower()


def _column(asked: str, names: Sequence[str], path: Path) -> int:
    """Return the column of a heading, a letter ("B") or a number from 1. Raises FormatError."""
    plain = _plain(asked)
    if plain in names:
        return names.index(plain)
    if re.fullmatch(r"[1-9]\d{0,2}", plain, re.ASCII):
        return int(plain) - 1
    if re.fullmatch(r"[a-z]", plain):
        return ord(plain) - ord("a")
    raise FormatError(f'no column "{asked}"{": " + ", ".join(names) if names else ""}', path=path, line=1)


def heading_row(pair: LanguagePair) -> list[str]:
    """Return the headings tmflow writes: the two languages, notes, and the fields of an entry.

    >>> heading_row(LanguagePair(Language.JA, Language.EN))[:3]
    ['ja', 'en', 'notes']
    """
    return [pair.source.value, pair.target.value, "notes", *_FIELDS]


def row_of(entry: MemoryEntry, first: Language) -> list[str]:
    """Return the cells of an entry under `heading_row`, the side in the language `first` first.

    Several notes stand in one cell, one a line; properties in one as JSON; neighbours have no column (TMX keeps them).
    """
    sides = [entry.source, entry.target] if entry.pair.source is first else [entry.target, entry.source]
    values = ((getattr(entry, "pair" if name == "direction" else name), write) for name, (write, _) in _FIELDS.items())
    return [*sides, _write_notes(entry.notes), *("" if value is None else write(value) for value, write in values)]
