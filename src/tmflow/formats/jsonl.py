"""JSON Lines: one entry a line with all that it has, for programs and for git."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.languages import find_language, pair_of_name, wrong_language
from tmflow.formats.stamps import format_stamp, read_stamp
from tmflow.formats.textfile import open_text
from tmflow.model.language import LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.scripts import guess_language

__all__ = ["iter_jsonl", "write_jsonl"]

_LANGUAGES: Final = ("source_language", "target_language")
_DEFAULTS: Final = {one.name: one.default for one in fields(MemoryEntry) if one.default is not MISSING}
_STAMPS: Final = frozenset({"created", "changed"})


def iter_jsonl(path: Path, *, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    """Yield the entries of a JSON Lines file, keeping it open: objects with "source" and "target", or "ja" and "en".

    The direction is that of "source_language" and "target_language", else as asked, of the file's name or by script.
    Keys of no field become properties. A line that is no such object, or has its texts in the wrong language, is refused. Raises FormatError if the file cannot
    be read or decoded.
    """
    told = options.pair or pair_of_name(path)
    with open_text(path, encoding=options.encoding, log=log) as stream:
        for line, text in enumerate(stream, start=1):
            if not text.strip():
                log.leave_out("empty row")
                continue
            try:
                entry = _entry(text, told, path, options.max_unit_chars)
            except RecursionError:
                log.refuse(line, "JSON nested too deep")
                continue
            except ValueError as error:
                log.refuse(line, str(error))
                continue
            log.read += 1
            log.line = line
            yield entry


def _entry(text: str, told: LanguagePair | None, path: Path, max_unit_chars: int) -> MemoryEntry:
    """Return the entry of a line. Raises ValueError, with the reason, if it is none."""
    try:
        row = json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        raise ValueError(f"no JSON: {error}") from error
    if not isinstance(row, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 - a fault of the file, not of the caller
    pair = _pair_of(row, told)
    source, target = row.pop("source", None), row.pop("target", None)
    if not isinstance(source, str) or not isinstance(target, str):
        raise ValueError('no "source" and "target" texts')  # noqa: TRY004 - as above
    if not source.strip() or not target.strip():
        raise ValueError("one side is empty")
    if len(source) + len(target) > max_unit_chars:
        raise ValueError(f"line of {len(source) + len(target):,} characters (max_unit {max_unit_chars})")
    if problem := wrong_language(source, target, pair):
        raise ValueError(problem)
    values: dict[str, Any] = {"document": "" if "source_language" in row else path.name}
    properties = [(str(name), str(value)) for name, value in _pairs(row.pop("properties", []))]
    for name in _LANGUAGES:
        row.pop(name, None)
    for name, value in row.items():
        known = _value(name, value)
        if known is None:
            properties.append((name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
        else:
            values[name] = known
    return MemoryEntry(source=source, target=target, pair=pair, properties=tuple(properties), **values)


def _refuse(name: str) -> None:
    """Refuse what Python takes for a number and JSON does not know: NaN, Infinity (RFC 8259, section 6)."""
    raise ValueError(f"{name} is no number")


def _pair_of(row: dict[str, Any], told: LanguagePair | None) -> LanguagePair:
    """Return the direction of a line; texts under languages are put under sides. Raises ValueError."""
    if isinstance(row.get("ja"), str) and isinstance(row.get("en"), str) and "source" not in row:
        first = told.source.value if told else next(name for name in row if name in {"ja", "en"})
        row["source_language"], row["target_language"] = first, "en" if first == "ja" else "ja"
        row["source"], row["target"] = row.pop(first), row.pop(row["target_language"])
    source, target = (find_language(str(row.get(name, ""))) for name in _LANGUAGES)
    if source and target:
        return LanguagePair(source, target)
    if told is not None:
        return told
    guessed = find_language(guess_language(str(row.get("source", ""))) or "")
    if guessed is None:
        raise ValueError("it cannot be told which side is Japanese")
    return LanguagePair(guessed, guessed.other)


def _pairs(value: object) -> list[list[object]]:
    well_formed = isinstance(value, list) and all(
        isinstance(one, list) and len(one) == len(_LANGUAGES) for one in value
    )
    if not well_formed:
        raise ValueError('"properties" is no list of pairs')
    return value  # type: ignore[return-value]  # just checked


def _value(name: str, value: Any) -> Any:
    """Return the value of a field, None if there is no such field or it cannot take the value."""
    default = _DEFAULTS.get(name, MISSING)
    if name in _STAMPS:
        return read_stamp(value)[0] if isinstance(value, str) else None
    if name == "notes":
        return tuple(map(str, value)) if isinstance(value, list) else None
    if name == "confidence":
        return value if type(value) is int and 0 <= value <= 100 else None  # noqa: PLR2004 - percent
    return value if isinstance(default, (str, bool)) and type(value) is type(default) else None


def write_jsonl(entries: Iterable[MemoryEntry], path: Path | BinaryIO) -> ExportReport:
    """Write entries as JSON Lines, streamed: fields in order, those that say nothing left out. Raises StorageError."""
    units = 0
    with open_atomic(path) as stream:
        for entry in entries:
            units += 1
            line = json.dumps(_row(entry), ensure_ascii=False, separators=(",", ":"))
            stream.write(f"{line}\n".encode("utf-8", "backslashreplace"))  # half a character as JSON spells it
    return ExportReport(units=units)


def _row(entry: MemoryEntry) -> dict[str, Any]:
    row: dict[str, Any] = {"source": entry.source, "target": entry.target}
    row |= zip(_LANGUAGES, (entry.pair.source.value, entry.pair.target.value), strict=True)
    for name, default in _DEFAULTS.items():
        value = getattr(entry, name)
        if value != default:
            row[name] = format_stamp(value) if isinstance(value, datetime) else value
    return row
