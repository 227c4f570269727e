"""XLIFF of any tool as pairs for a memory, read unit by unit: 1.x and 2.x, several files in one, any number of units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats import xliff2_reading, xliff12_reading
from tmflow.formats.foreign_codes import visible_text
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.languages import wrong_language
from tmflow.formats.returned import ReturnedUnit
from tmflow.formats.xliff_core import read_languages, xliff_name, xliff_version
from tmflow.formats.xliff_dialects import dialect_of, dialect_warning
from tmflow.formats.xliff_stream import iter_xliff, version_of
from tmflow.formats.xml import line_of
from tmflow.model.bitext import OriginKind, State
from tmflow.model.content import CodeRole, Content
from tmflow.model.language import LanguagePair
from tmflow.model.match import MemoryEntry

__all__ = ["iter_xliff_pairs"]

_MACHINES: Final = frozenset({"leveraged-mt", "mt-suggestion"})
_READERS: Final[dict[str, Callable[[etree._Element, Path], tuple[ReturnedUnit, ...]]]] = {
    "1": xliff12_reading.read_segments,
    "2": lambda element, path: (xliff2_reading.read_unit(element, path),),
}


def iter_xliff_pairs(path: Path, *, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    """Yield the translated units of an XLIFF file as entries, keeping it open; memory does not grow with the file.

    A unit that a tool has cut into the same segments on both sides gives an entry for each (1.x).

    Markup is left out of the texts, or kept where the file says it and `options.keep_markup` is set. What asks for
    a review is a draft. Units that are not translated are refused, locked ones left out.
    Raises FormatError, with the line: broken, no XLIFF, other languages; after the entries before a fault.
    """
    major = version_of(path)[:1]
    pair: LanguagePair | None = None
    for root, file, element in iter_xliff(path, major=major):
        if element is None:
            pair = None
            continue
        if pair is None:
            pair = _pair(root, file, element, path)
            log.add_warning(dialect_warning(xliff_version(root, path=path), dialect_of(root), is_merged=False))
        for unit in _READERS[major](element, path):
            if unit.is_locked:
                log.leave_out("locked unit")
                continue
            for entry in _entries(unit, pair, file.get("original") or path.name, options, log):
                yield replace(entry, origin=OriginKind.MT.value) if _is_by_machine(element) else entry


def _is_by_machine(unit: etree._Element) -> bool:
    """Whether a unit says that its target is a machine's, whoever has confirmed it since."""
    qualifiers = (child.get("state-qualifier") for child in unit if xliff_name(child) == "target")
    parts = (child.get("subState", "") for child in unit if xliff_name(child) == "segment")
    return any(one in _MACHINES for one in qualifiers) or any(one.endswith(":mt") for one in parts)


def _pair(root: etree._Element, file: etree._Element, unit: etree._Element, path: Path) -> LanguagePair:
    """Return the languages of a file; where it names no target language, its first unit may. Raises FormatError."""
    source = file.get("source-language") or root.get("srcLang")
    target = file.get("target-language") or root.get("trgLang") or xliff12_reading.target_language(unit)
    pair, languages = read_languages(source, target or None)
    if pair is None:
        raise FormatError(f"translates {languages}: tmflow keeps Japanese and English", path=path, line=line_of(file))
    return pair


def _entries(
    unit: ReturnedUnit, pair: LanguagePair, document: str, options: ImportOptions, log: ImportLog
) -> Iterator[MemoryEntry]:
    texts = [_text(side, keep_markup=options.keep_markup is True) for side in (unit.source, unit.target or Content())]
    if problem := _problem(unit, texts[0], texts[1], pair, options):
        log.refuse(unit.line or 1, problem)
        return
    log.read += 1
    state = unit.state
    yield MemoryEntry(
        source=texts[0],
        target=texts[1],
        pair=pair,
        document=document,
        id=unit.id,
        draft=unit.draft,
        state=(State.TRANSLATED if state is State.INITIAL else state).value,
        notes=unit.notes,
    )


def _text(content: Content, *, keep_markup: bool) -> str:
    if keep_markup:
        return content.native
    if not content.codes:
        return content.text
    codes = (
        part if isinstance(part, str) else visible_text(part.native, is_half=part.role is not CodeRole.STANDALONE)
        for part in content.parts
    )
    return "".join(codes)


def _problem(unit: ReturnedUnit, source: str, target: str, pair: LanguagePair, options: ImportOptions) -> str:
    """Return why a unit gives no entry, "" if it does."""
    if not unit.source:
        return "no source"
    if unit.target is None or (source == target and unit.state is State.INITIAL):
        return "not translated"
    if not source.strip() or not target.strip():
        return "one side is empty"
    if len(source) + len(target) > options.max_unit_chars:
        return f"unit of {len(source) + len(target):,} characters (max_unit {options.max_unit_chars})"
    return wrong_language(source, target, pair) or ""
