"""Bells, a format nobody uses: what a format more takes, one file and no other.

The first line says what the file is, the last that it is whole; between them each line is JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Final

from tmflow.errors import FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportOptions, ExportReport, TermOptions
from tmflow.formats.exported_units import ExportedUnit, iter_exported
from tmflow.formats.fileformat import FileFormat, Trait
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.returned import Claim, ReturnedFile, ReturnedUnit
from tmflow.formats.signatures import has_start
from tmflow.formats.textfile import open_text
from tmflow.model.bitext import Bitext
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.glossary import Term
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

__all__ = ["FORMATS"]

_FIRST: Final = "bells "
_LAST: Final = "silence\n"


def _write(rows: Iterable[Any], path: Path | BinaryIO, *, about: Any = None) -> int:
    count = 0
    with open_atomic(path) as stream:
        stream.write(f"{_FIRST}{json.dumps(about)}\n".encode())
        for row in rows:
            count += 1
            stream.write(f"{json.dumps(row)}\n".encode())
        stream.write(_LAST.encode())
    return count


def _read(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield what a file is about, then each row, with its line. Raises FormatError if the file is not whole."""
    is_whole = False
    with open_text(path) as stream:
        for number, line in enumerate(stream, start=1):
            if is_whole or (number == 1) != line.startswith(_FIRST):
                raise FormatError("no bells", path=path, line=number)
            is_whole = line == _LAST
            if not is_whole:
                yield number, _value(line.removeprefix(_FIRST), path, number)
    if not is_whole:
        raise FormatError("the bells are cut short", path=path)


def _value(text: str, path: Path, line: int) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise FormatError(f"no JSON: {error}", path=path, line=line) from error


def _parts(content: Content | None) -> list[Any] | None:
    return None if content is None else [part if isinstance(part, str) else asdict(part) for part in content.parts]


def _content(parts: list[Any]) -> Content:
    return Content.of(*(part if isinstance(part, str) else _code(**part) for part in parts))


def _code(*, kind: str, role: str, **fields: str) -> InlineCode:
    return InlineCode(kind=CodeKind(kind), role=CodeRole(role), **fields)


def _claim(exported: ExportedUnit) -> Claim:
    return Claim.DRAFT if exported.needs_review else Claim(exported.unit.state.value.replace("initial", "none"))


def _write_units(bitext: Bitext, path: Path | BinaryIO, options: ExportOptions | None = None) -> ExportReport:
    rows = (
        [one.unit.id, _parts(one.source), _parts(one.target), _claim(one), one.unit.notes, one.is_locked]
        for one in iter_exported(bitext, options or ExportOptions())
    )
    return ExportReport(units=_write(rows, path, about=[bitext.slug, bitext.pair.source, bitext.pair.target]))


def _read_units(path: Path) -> ReturnedFile:
    rows = _read(path)
    _, (slug, source, target) = next(rows, (0, ("", "", "")))
    units = tuple(
        ReturnedUnit(
            id=unit_id,
            source=_content(source_parts),
            target=_content(target_parts) if target_parts is not None else None,
            claim=Claim(claim),
            notes=tuple(notes),
            is_locked=is_locked,
            line=line,
        )
        for line, (unit_id, source_parts, target_parts, claim, notes, is_locked) in rows
    )
    return ReturnedFile(slug=slug, pair=LanguagePair(Language(source), Language(target)), units=units)


def _write_pairs(entries: Iterable[MemoryEntry], path: Path | BinaryIO) -> ExportReport:
    rows = ([entry.source, entry.target, entry.pair.source] for entry in entries)
    return ExportReport(units=_write(rows, path))


def _read_pairs(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    del options
    for line, row in _read(path):
        if line > 1:
            source, target, language = row
            log.read += 1
            pair = LanguagePair(Language(language), Language(language).other)
            yield MemoryEntry(source=source, target=target, pair=pair, document=path.name)


def _write_terms(terms: Iterable[Term], path: Path, options: TermOptions) -> ExportReport:
    del options
    return ExportReport(units=_write(([term.japanese, term.english, term.note] for term in terms), path))


def _read_terms(path: Path, options: ImportOptions, log: ImportLog) -> Iterator[tuple[int, Term]]:
    del options
    for line, row in _read(path):
        if line > 1:
            japanese, english, note = row
            log.read += 1
            yield line, Term(japanese=tuple(japanese), english=tuple(english), note=note)


FORMATS: Final = (
    FileFormat(
        name="bells",
        title="Bells 1.0",
        summary="for whoever rings them",
        suffixes=(".bells",),
        names=("chimes",),
        is_content=has_start(rb"bells [\[n]"),
        traits=frozenset({Trait.RETIRED}),
        read=_read_units,
        write=_write_units,
        read_pairs=_read_pairs,
        write_pairs=_write_pairs,
        read_terms=_read_terms,
        write_terms=_write_terms,
    ),
)
