"""Which sentences call which notes: the links between both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tmflow.model.bitext import Bitext
from tmflow.model.content import Content
from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.publish.annotate import note_key
from tmflow.publish.rows import NumberedUnit, Row, unit_name

__all__ = ["NoteLinks", "read_note_links"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLinks:
    """calls: how a note is called -> the link to it. backs: number of the first unit of a note's row -> the link to what calls it."""

    calls: Mapping[str, str] = field(default_factory=dict)
    backs: Mapping[int, str] = field(default_factory=dict)


def read_note_links(bitext: Bitext, rows: Sequence[Row], language: Language) -> NoteLinks:
    """Return the links of one language. A note that nothing calls, or a call without its note, has none."""
    calls: dict[str, str] = {}
    backs: dict[int, str] = {}
    is_source = language is bitext.pair.source
    callers = [pair for row in rows if row.kind is not BlockKind.NOTE for pair in _iter_texts(row, is_source=is_source)]
    for row in (row for row in rows if row.kind is BlockKind.NOTE):
        number, first = next(_iter_texts(row, is_source=is_source), (0, Content.of("")))
        key = note_key(row.source_mark if is_source else row.target_mark, first.text)
        pattern = re.compile(f"{re.escape(key)}(?![0-9０-９])")
        caller = next((called for called, content in callers if pattern.search(content.native)), None) if key else None
        if caller is not None and key not in calls:
            calls[key] = f"#{unit_name(number, len(bitext.units))}-{language.value}"
            backs[row.units[0].number] = f"#{unit_name(caller, len(bitext.units))}-{language.value}"
    return NoteLinks(calls=calls, backs=backs)


def _iter_texts(row: Row, *, is_source: bool) -> Iterator[tuple[int, Content]]:
    """Yield what a row says on one side, with the numbers of its units."""
    for numbered in row.units:
        if content := _content(numbered, is_source=is_source):
            yield numbered.number, content


def _content(numbered: NumberedUnit, *, is_source: bool) -> Content | None:
    return (numbered.unit.source if is_source else numbered.unit.target) or None
