"""TMX 1.4: memories from elsewhere, and the memory for elsewhere; both streamed, so a file may be of any size.

Reading takes TMX 1.1 to 1.4, UTF-16, `lang` or `xml:lang`, any spelling of the languages, several variants of one
language. Writing gives native markup as `bpt`/`ept`/`ph`/`it`, everything else of an entry as `prop`, and no dates
but those it is told. Reference: TMX 1.4b, LISA OSCAR recommendation, 26 April 2005.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.tmx_segment import add_segment, read_segment
from tmflow.formats.xliff_units import TextFilter, line_of
from tmflow.formats.xml import XML_LANG, iterparse_xml, local_name
from tmflow.model.bitext import Bitext, Side
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

__all__ = ["SkippedUnit", "iter_entries", "iter_tmx", "write", "write_tmx"]

_TOOL: Final = "tmflow"
_MACHINE: Final = "MT!"
"""The `creationid` by which Okapi and others know a machine's translation."""

_MAX_UNIT_CHARS: Final = 20_000
"""A sentence has hundreds; a unit above this is a whole file that somebody pasted."""

_MAX_VARIANTS: Final = 100
"""Every variant of one language is paired with every one of the other, so their number counts twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedUnit:
    """A unit of a TMX file that gives no entry, and why; `line` is where it begins, 0 if the parser does not know."""

    line: int
    reason: str


def iter_tmx(
    path: Path,
    *,
    max_unit_chars: int = _MAX_UNIT_CHARS,
    keep_markup: bool | None = None,
    on_skip: Callable[[SkippedUnit], None] | None = None,
) -> Iterator[MemoryEntry]:
    """Yield the entries of a TMX file in order, keeping it open; memory does not grow with the file.

    Every variant of one language is paired with every variant of the other. `keep_markup` None keeps inline markup
    in files of tmflow's own and leaves other tools' codes out of the text. `on_skip` hears of each unit that gives no
    entry: one language only, an empty side, longer than `max_unit_chars` code points, more than 100 variants.
    Raises FormatError, with line and column, after the whole units before a fault; and if no unit of the file has both
    languages.
    """
    reader = _Reader(path, max_unit_chars, keep_markup, on_skip)
    try:
        for event, element in iterparse_xml(path, tags=("{*}tmx", "{*}header", "{*}tu")):
            yield from reader.take(event, element)
    except FormatError as error:
        if not error.problem.endswith("truncated?"):
            raise
        problem = f"{error.problem} {reader.units} whole units can be saved"
        raise FormatError(problem, path=path, line=error.line, column=error.column) from error
    reader.finish()


def iter_entries(bitext: Bitext) -> Iterator[MemoryEntry]:
    """Yield the units of a bitext that have both sides as memory entries; drafts are marked.

    Of the neighbours both sides are given, but no target that nobody has confirmed.
    """
    units = [unit for unit in bitext.units if unit.side is Side.BOTH]
    shown = [(unit.source.native, unit.target.native if unit.target and unit.is_confirmed else "") for unit in units]
    edged = [("", ""), *shown, ("", "")]
    for unit, before, after in zip(units, edged, edged[2:], strict=False):
        if not unit.target:
            continue
        yield MemoryEntry(
            source=unit.source.native,
            target=unit.target.native,
            pair=bitext.pair,
            document=f"{bitext.slug}.po",
            previous_source=before[0],
            next_source=after[0],
            previous_target=before[1],
            next_target=after[1],
            state=unit.state.value,
            origin=unit.origin.kind.value if unit.origin is not None else "human",
            draft=unit.draft or unit.is_stale,
            notes=unit.notes,
        )


def write(bitext: Bitext, path: Path, options: ExportOptions | None = None) -> ExportReport:
    """Write the confirmed translations of a bitext as TMX, atomically. Raises StorageError."""
    options = options or ExportOptions()
    return write_tmx(
        iter_entries(bitext),
        path,
        source_language=bitext.pair.source,
        source_format=options.source_format,
        target_format=options.target_format,
        tool_version=options.tool_version,
    )


def write_tmx(
    entries: Iterable[MemoryEntry],
    path: Path | BinaryIO,
    *,
    source_language: Language | None = None,
    source_format: ArticleFormat = ArticleFormat.PLAIN,
    target_format: ArticleFormat = ArticleFormat.PLAIN,
    include_drafts: bool = False,
    tool_version: str = "",
    created: datetime | None = None,
) -> ExportReport:
    """Write entries as TMX 1.4, streamed; the same entries give the same bytes.

    path: the file, written atomically, or an open stream.
    source_language: of the header; None says "*all*", and each unit says its own. created: for the header, in UTC;
    None leaves it out. Drafts are left out unless asked for. Raises StorageError.
    """
    writer = _Writer(source_language, source_format, target_format)
    header = {"creationtool": _TOOL, "creationtoolversion": writer.safe(tool_version) or "0"}
    header |= {"segtype": "sentence", "o-tmf": _TOOL, "adminlang": "en", "datatype": "plaintext"}
    header["srclang"] = source_language.value if source_language is not None else "*all*"
    if created is not None:
        header["creationdate"] = f"{created:%Y%m%dT%H%M%SZ}"
    units = 0
    target = open_atomic(path) if isinstance(path, Path) else nullcontext(path)
    with target as stream, etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        xml.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with xml.element("tmx", {"version": "1.4"}):
            xml.write("\n", etree.Element("header", header), "\n")
            with xml.element("body"):
                xml.write("\n")
                for entry in entries:
                    if entry.draft and not include_drafts:
                        continue
                    units += 1
                    xml.write(writer.unit(entry, units), "\n")
            xml.write("\n")
        xml.flush()
        stream.write(b"\n")
    return ExportReport(units=units, removed=tuple(writer.safe.removed))


class _Writer:
    """Builds the `<tu>` of an entry."""

    def __init__(self, language: Language | None, source_format: ArticleFormat, target_format: ArticleFormat) -> None:
        self.safe = TextFilter()
        self._language = language
        self._formats = (source_format, target_format)

    def unit(self, entry: MemoryEntry, number: int) -> etree._Element:
        """Return the element of an entry; `number` names it where characters had to go."""
        self.safe.unit_id = str(number)
        digest = hashlib.sha256(f"{entry.document}\0{entry.source}\0{entry.target}".encode("utf-8", "replace"))
        attributes = {"tuid": f"u-{digest.hexdigest()[:12]}"}
        if entry.pair.source is not self._language:
            attributes["srclang"] = entry.pair.source.value
        if entry.draft and entry.origin == "mt":
            attributes["creationid"] = _MACHINE
        unit = etree.Element("tu", attributes)
        for note in entry.notes:
            etree.SubElement(unit, "note").text = self.safe(note)
        for kind, text in _props(entry):
            etree.SubElement(unit, "prop", {"type": kind}).text = self.safe(text)
        sides = (entry.pair.source, entry.source), (entry.pair.target, entry.target)
        for (language, native), article_format in zip(sides, self._formats, strict=True):
            variant = etree.SubElement(unit, "tuv", {XML_LANG: language.value})
            add_segment(etree.SubElement(variant, "seg"), native, article_format, self.safe)
        return unit


def _props(entry: MemoryEntry) -> Iterator[tuple[str, str]]:
    yield "x-origin", entry.origin
    yield "x-state", "draft" if entry.draft and entry.state == "translated" else entry.state
    if entry.draft and entry.state != "translated":
        yield "x-draft", "yes"
    if entry.document:
        yield "x-document", entry.document
    neighbours = {
        "x-previous-source": entry.previous_source,
        "x-next-source": entry.next_source,
        "x-previous-target": entry.previous_target,
        "x-next-target": entry.next_target,
    }
    yield from ((kind, text) for kind, text in neighbours.items() if text)


class _Reader:
    """Turns `<tu>` elements into entries; knows the header, and counts."""

    def __init__(
        self,
        path: Path,
        max_unit_chars: int,
        keep_markup: bool | None,  # noqa: FBT001 - handed through from a keyword
        on_skip: Callable[[SkippedUnit], None] | None,
    ) -> None:
        self.units = 0
        self._path = path
        self._max_unit_chars = max_unit_chars
        self._keep_markup = keep_markup
        self._on_skip = on_skip
        self._entries = 0
        self._single_language_units = 0
        self._is_tmx = False
        self._is_own = False
        self._source_language = ""

    def take(self, event: str, element: etree._Element) -> Iterator[MemoryEntry]:
        """Yield the entries of an element that has ended, and drop it and what came before it."""
        name = local_name(element)
        if event == "start":
            self._is_tmx = self._is_tmx or name == "tmx"
            return
        if name == "header":
            self._is_own = element.get("creationtool") == _TOOL
            self._source_language = element.get("srclang", "")
        elif name == "tu":
            for entry in self._entries_of(element):
                self._entries += 1
                yield entry
            self.units += 1
            parent = element.getparent()
            element.clear()
            while parent is not None and element.getprevious() is not None:
                del parent[0]

    def finish(self) -> None:
        """Raise FormatError if the file was no TMX, or held nothing in the two languages."""
        if not self._is_tmx:
            raise FormatError("not a TMX file: it has no <tmx>", path=self._path, line=1)
        if self.units and self._single_language_units == self.units:
            slip = ""
            try:
                Language.parse(self._source_language)
            except ValueError as error:
                slip = f"; srclang {error}" if self._source_language not in {"", "*all*"} else ""
            raise FormatError(f"none of {self.units} units has both Japanese and English{slip}", path=self._path)

    def _entries_of(self, unit: etree._Element) -> Iterator[MemoryEntry]:
        variants = list(self._variants(unit))
        if len({language for language, _ in variants}) < len(Language):
            self._single_language_units += 1
            self._skip(unit, "has not both languages")
            return
        length = sum(len(text) for _, text in variants)
        if length > self._max_unit_chars:
            self._skip(unit, f"unit of {length:,} characters (max_unit {self._max_unit_chars})")
            return
        if len(variants) > _MAX_VARIANTS:
            self._skip(unit, f"{len(variants)} variants (at most {_MAX_VARIANTS})")
            return
        source_language = self._direction(unit, variants)
        template = self._template(unit, LanguagePair(source_language, source_language.other))
        targets = [text for language, text in variants if language is not source_language]
        for source in (text for language, text in variants if language is source_language):
            for target in targets:
                if source.strip() and target.strip():
                    yield replace(template, source=source, target=target)
                else:
                    self._skip(unit, "one side is empty")

    def _variants(self, unit: etree._Element) -> Iterator[tuple[Language, str]]:
        keep_markup = self._is_own if self._keep_markup is None else self._keep_markup
        for variant in unit:
            if local_name(variant) != "tuv":
                continue
            segment = next((child for child in variant if local_name(child) == "seg"), None)
            if segment is None:
                continue
            with suppress(ValueError):  # a third language is not ours to read
                language = Language.parse(variant.get(XML_LANG) or variant.get("lang") or "")
                text = read_segment(segment, keep_markup=keep_markup, path=self._path)
                yield language, text if self._is_own else _trim(text)

    def _direction(self, unit: etree._Element, variants: list[tuple[Language, str]]) -> Language:
        for tag in (unit.get("srclang"), self._source_language):
            if tag:
                with suppress(ValueError):  # "*all*" or another language: the first variant decides
                    return Language.parse(tag)
        return variants[0][0]

    def _template(self, unit: etree._Element, pair: LanguagePair) -> MemoryEntry:
        """Return an entry with all that a unit's variants share, and no texts."""
        props = {child.get("type", ""): _text_of(child) for child in unit if local_name(child) == "prop"}
        notes = (_text_of(child) for child in unit if local_name(child) == "note")
        state = props.get("x-state", "translated")
        is_machine = unit.get("creationid") == _MACHINE
        document = props.get("x-document") or props.get("file") or ("" if self._is_own else self._path.name)
        return MemoryEntry(
            source="",
            target="",
            pair=pair,
            document=document,
            previous_source=props.get("x-previous-source") or props.get("prev", ""),
            next_source=props.get("x-next-source") or props.get("next", ""),
            previous_target=props.get("x-previous-target", ""),
            next_target=props.get("x-next-target", ""),
            state="translated" if state == "draft" else state,
            origin=props.get("x-origin", "mt" if is_machine else "human"),
            draft=state == "draft" or is_machine or props.get("x-draft") == "yes",
            notes=tuple(note for note in notes if note),
        )

    def _skip(self, unit: etree._Element, reason: str) -> None:
        if self._on_skip is not None:
            self._on_skip(SkippedUnit(line=line_of(unit) or 0, reason=reason))


def _text_of(element: etree._Element) -> str:
    return "".join(text for text in element.itertext() if isinstance(text, str))


def _trim(text: str) -> str:
    """Drop the line breaks and indents a pretty-printer put at the ends."""
    body = text.strip(" \t\r\n")
    return body if "\n" in text.replace(body, "", 1) else text
