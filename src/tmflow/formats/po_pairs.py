"""Any gettext PO as pairs, read line by line: plural forms, contexts and duplicates too, which an article never has."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

from tmflow.errors import FormatError
from tmflow.formats.imported import ImportLog, ImportOptions, split_sample
from tmflow.formats.languages import find_language, pair_of_name, wrong_language
from tmflow.formats.packed import open_plain
from tmflow.formats.po_syntax import ESCAPE, HEADER_BYTES, bytes_of_escapes, declared_charset
from tmflow.formats.textfile import open_text
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.scripts import guess_language

__all__ = ["iter_po_pairs"]

_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*"(.*)"\s*$', re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_MAX_ENTRY_CHARS: Final = 1_000_000
"""Of its lines, which are held until it is whole; a text that is only too long for a unit is refused alone."""
_SAMPLE: Final = 100
"""Entries by whose script the languages are told, where the header does not name them."""


@dataclass(slots=True)
class _Entry:
    """An entry as its lines say it, of so many `chars`; `line` is that of its first keyword.

    `pieces` become `strings` when it is whole.
    """

    line: int = 0
    strings: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    is_fuzzy: bool = False
    is_obsolete: bool = False
    keyword: str = ""
    chars: int = 0


def iter_po_pairs(path: Path, *, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    """Yield the units of a PO file: fuzzy ones as drafts, a singular and each plural form as entries of their own.

    The languages are those of the header (`Language`, `X-Source-Language`), else as asked, of the file's name or by
    script. Contexts and places become properties ("msgctxt", "reference"). Untranslated entries are refused, obsolete
    ones left out. Raises FormatError, with the line, if the file cannot be read, is empty, broken, has an
    entry above a million characters, or in other languages.
    """
    with open_text(path, encoding=options.encoding or _charset(path), log=log) as lines:
        entries = (entry for entry in _iter_entries(lines, path) if entry.strings)
        sample, others = split_sample(entries, _SAMPLE, chars_of=lambda entry: entry.chars)
        if not sample:
            next(others, None)  # a fault at the beginning is one
            raise FormatError("no entry in it", path=path)
        header = sample.pop(0) if sample[0].strings["msgid"] == "" else _Entry()
        pair = _pair(header.strings.get("msgstr", ""), sample, path, options)
        for entry in chain(sample, others):
            if entry.is_obsolete:
                log.leave_out("obsolete entry")
            else:
                yield from _pairs_of(entry, pair, path, options, log)


def _charset(path: Path) -> str:
    """Return the codec the header names, "" if it names none that Python knows."""
    with open_plain(path) as stream:
        declared = declared_charset(stream.read(HEADER_BYTES))
    try:
        return codecs.lookup(declared).name if declared else ""
    except LookupError:
        return ""


def _pairs_of(
    entry: _Entry, pair: LanguagePair, path: Path, options: ImportOptions, log: ImportLog
) -> Iterator[MemoryEntry]:
    strings = entry.strings
    properties = [("msgctxt", strings["msgctxt"])] if "msgctxt" in strings else []
    properties += [("reference", place) for place in entry.places]
    for _ in range(_count_forms(strings) - 2):
        log.leave_out("plural form between the first and the last")
    for source, target in _texts(strings):
        if not source.strip() or not target.strip():
            log.refuse(entry.line, "not translated" if source.strip() else "one side is empty")
        elif len(source) + len(target) > options.max_unit_chars:
            log.refuse(
                entry.line, f"unit of {len(source) + len(target):,} characters (max_unit {options.max_unit_chars})"
            )
        elif problem := wrong_language(source, target, pair):
            log.refuse(entry.line, problem)
        else:
            log.read += 1
            yield MemoryEntry(
                source=source,
                target=target,
                pair=pair,
                document=path.name,
                draft=entry.is_fuzzy,
                notes=tuple(entry.notes),
                properties=tuple(properties),
            )


def _texts(strings: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of an entry: the singular with the first form, the plural with the last; of two the same, one."""
    forms = [text for name, text in strings.items() if name.startswith("msgstr")]
    yield strings["msgid"], forms[0]
    plural = strings.get("msgid_plural", strings["msgid"]), forms[-1]
    if plural != (strings["msgid"], forms[0]):
        yield plural


def _count_forms(strings: dict[str, str]) -> int:
    return sum(name.startswith("msgstr") for name in strings)


def _pair(header: str, entries: list[_Entry], path: Path, options: ImportOptions) -> LanguagePair:
    fields = dict(re.findall(r"^([A-Za-z-]+):[ \t]*(.*?)[ \t]*$", header, re.MULTILINE))
    told = fields.get("Language", "")
    target, source = find_language(told), find_language(fields.get("X-Source-Language", ""))
    if told and target is None:
        raise FormatError(f'header: Language "{told}" is neither Japanese nor English', path=path)
    if target or source:
        source = source or (target.other if target else Language.EN)
        target = target or source.other
        if source is target:
            raise FormatError(f"header: both languages are {source.display_name}", path=path)
        return LanguagePair(source, target)
    if named := options.pair or pair_of_name(path):
        return named
    sample = [entry.strings for entry in entries if entry.strings.get("msgstr")][:_SAMPLE]
    japanese = [sum(guess_language(strings[name]) == Language.JA for strings in sample) for name in ("msgid", "msgstr")]
    if japanese[0] == japanese[1]:
        raise FormatError(
            "the header names no Language (ja or en), and the texts do not tell: name that of msgid (--from)", path=path
        )
    first = Language.JA if japanese[0] > japanese[1] else Language.EN
    return LanguagePair(first, first.other)


def _iter_entries(lines: Iterable[str], path: Path) -> Iterator[_Entry]:
    entry, number = _Entry(), 0
    for number, raw in enumerate(lines, start=1):
        line = raw.strip(" \t\r\n")
        is_obsolete = line.startswith("#~")
        if is_obsolete:
            line = line[2:].lstrip(" \t")
        if entry.strings and _begins_another(entry, line):
            yield _whole(entry, number, path)
            entry = _Entry()
        entry.chars += len(line)
        if entry.chars > _MAX_ENTRY_CHARS:
            problem = f"an entry of more than {_MAX_ENTRY_CHARS:,} characters: no sentence has so many"
            raise FormatError(problem, path=path, line=number)
        if not line or line.startswith("|"):
            continue
        if line.startswith("#"):
            _take_comment(entry, line)
            continue
        _take_string(entry, line, number, path)
        entry.is_obsolete = entry.is_obsolete or is_obsolete
    yield _whole(entry, number, path)


def _begins_another(entry: _Entry, line: str) -> bool:
    if line.startswith("#") or not line:
        return any(name.startswith("msgstr") for name in entry.strings)
    is_id = line.startswith("msgid") and not line.startswith("msgid_plural")
    return line.startswith("msgctxt") or (is_id and "msgid" in entry.strings)


def _whole(entry: _Entry, number: int, path: Path) -> _Entry:
    entry.strings = {keyword: "".join(pieces) for keyword, pieces in entry.pieces.items()}
    has_form = any(name.startswith("msgstr") for name in entry.strings)
    if entry.strings and not (has_form and "msgid" in entry.strings):
        missing = "msgstr" if "msgid" in entry.strings else "msgid"
        raise FormatError(f"the entry of line {entry.line} has no {missing}: truncated?", path=path, line=number)
    return entry


def _take_comment(entry: _Entry, line: str) -> None:
    mark, rest = line[:2], line[2:].strip()
    if mark == "#,":
        entry.is_fuzzy = entry.is_fuzzy or "fuzzy" in re.split(r"[,\s]+", rest)
    elif mark == "#:":
        entry.places += rest.split()
    elif mark in {"# ", "#."} and rest:
        entry.notes.append(rest)


def _take_string(entry: _Entry, line: str, number: int, path: Path) -> None:
    match = _KEYWORD.match(line)
    if match is not None:
        entry.keyword, body = match.groups()
        entry.line = entry.line or number
        entry.strings[entry.keyword], entry.pieces[entry.keyword] = "", []
    elif len(line) > 1 and line[0] == line[-1] == '"' and entry.keyword:
        body = line[1:-1]
    else:
        problem = "string not closed" if '"' in line else f"not a line of a PO file: {line[:40]}"
        raise FormatError(problem, path=path, line=number)
    entry.pieces[entry.keyword].append(ESCAPE.sub(_unescape, body))


def _unescape(match: re.Match[str]) -> str:
    run, letter = match.groups()
    if letter is not None:
        return _ESCAPED.get(letter, letter)
    text = bytes_of_escapes(run)
    return match[0] if text is None else text
