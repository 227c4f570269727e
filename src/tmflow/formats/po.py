"""The bitext of one article as a PO file: `memories/SLUG.po`, the truth tmflow keeps.

One entry a unit, in order, native markup as text. What PO has no field for stands in the tool comment (po_comment).
Unit ids are not stored: they are derived from the source text, so they hold through any editor. A change made in a PO
editor is taken as a person's decision: the fuzzy flag says what is a draft, whatever the comment recorded. A machine's
draft that was confirmed there has the figures of its editing when it is read; its day is the header's PO-Revision-Date.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

import polib

from tmflow.errors import FormatError, ModelError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.inline import parse_inline
from tmflow.formats.po_comment import Recorded, format_comment, parse_comment
from tmflow.formats.po_header import format_header, read_day, read_options, read_pair
from tmflow.formats.po_syntax import PoText, decode_po, iter_prepared
from tmflow.formats.returned import MAX_RETURNED_UNITS, Claim, ReturnedFile, ReturnedUnit
from tmflow.formats.textfile import read_lines
from tmflow.model.bitext import Bitext, Origin, OriginKind, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import BlockKind
from tmflow.model.post_edit import Proposal

__all__ = [
    "PoFile",
    "parse_po",
    "read",
    "read_foreign_po",
    "read_po",
    "read_po_file",
    "serialize",
    "serialize_po",
    "unit_id",
    "write",
    "write_po",
]

_ID_DIGITS: Final = 12
"""48 bits: two of a million units share an id with a probability of 1 in 500 (birthday bound)."""

_MAX_OCCURRENCE: Final = 64
"""How far a unit's own id is tried before its place among the repeats decides."""

_MAX_DIGITS: Final = 7
"""Of the number in a context: an article has no millions of repeats."""

_ENTRY: Final = re.compile(r'(?:^|[\r\n])[ \t]*+msgid[ \t"]')
_REPEAT: Final = "repeat "
_TARGET_ONLY: Final = "target-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoFile:
    """A PO file as read: the bitext, and what else a rewrite must be given to keep it (formats, editors' headers).

    is_settled: whether the bitext has figures of editing that the file lacks yet, of drafts an editor has confirmed.
    """

    bitext: Bitext
    options: ExportOptions
    is_settled: bool = False


def unit_id(source_native: str, occurrence: int = 1, side: Side = Side.BOTH) -> str:
    """Return the id of a unit: "u-" and twelve hexadecimal digits, a NMTOKEN, the same on every machine.

    source_native: the source with its markup, or the target's of a target-only unit.
    occurrence: which unit with that very text it is in its article, from 1.
    side: only TARGET makes a difference, so that an id stays when a source-only unit gets its translation.
    Raises ValueError if occurrence is below 1.

    >>> unit_id("保存する") == unit_id("保存する", 1, Side.SOURCE) != unit_id("保存する", 2)
    True
    """
    if occurrence < 1:
        raise ValueError("occurrence counts from 1")
    group = "target" if side is Side.TARGET else "source"
    digest = hashlib.sha256(f"{group}\0{occurrence}\0{source_native}".encode("utf-8", "surrogatepass"))
    return f"u-{digest.hexdigest()[:_ID_DIGITS]}"


def read_po(path: Path) -> Bitext:
    """Read the bitext of a PO file. Raises FormatError, with the line, for anything a PO file must not be."""
    return read_po_file(path).bitext


def read_foreign_po(path: Path) -> Bitext:
    """Read the bitext of a PO file that comes from elsewhere. Raises FormatError, also for more than 50,000 entries."""
    text = decode_po(read_lines(path), path=path)
    if sum(1 for _ in _ENTRY.finditer(text)) > MAX_RETURNED_UNITS:
        raise FormatError(f"more than {MAX_RETURNED_UNITS:,} entries: no article has so many", path=path)
    return parse_po(text, path=path).bitext


def read_po_file(path: Path) -> PoFile:
    """Read a PO file with its header. Raises FormatError: missing, undecodable, broken, other languages."""
    return parse_po(decode_po(read_lines(path), path=path), path=path)


def write_po(bitext: Bitext, path: Path | BinaryIO, options: ExportOptions | None = None) -> ExportReport:
    """Write a bitext atomically, streamed. Raises StorageError, and FormatError for text UTF-8 cannot hold."""
    with open_atomic(path) as stream:
        for text in _iter_texts(bitext, options or ExportOptions()):
            try:
                stream.write(text.encode("utf-8"))
            except UnicodeEncodeError as error:
                problem = f"U+{ord(text[error.start]):04X} is half a character: UTF-8 has none"
                raise FormatError(problem, path=path if isinstance(path, Path) else Path(bitext.slug)) from error
    return ExportReport(units=len(bitext.units))


def parse_po(text: str, *, path: Path) -> PoFile:
    """Parse the text of a PO file; `path` is for messages and, without a header, the slug. Raises FormatError."""
    units: list[TranslationUnit] = []
    header: dict[str, str] = {}
    reader: _Reader | None = None
    for prepared in iter_prepared(text, path=path):
        entries = polib.pofile(prepared.text, wrapwidth=0)
        if reader is None:
            header = {name: prepared.restore(line) for name, line in entries.metadata.items()}
            reader = _Reader(read_options(header, path), path, revised=read_day(header))
        units += [reader.read(entry, prepared) for entry in entries if not entry.obsolete]
    slug = header.get("X-Tmflow-Article") or path.stem
    return PoFile(
        bitext=Bitext(slug=slug, pair=read_pair(header, path), units=tuple(units)),
        options=read_options(header, path),
        is_settled=reader is not None and reader.has_settled,
    )


def serialize_po(bitext: Bitext, options: ExportOptions | None = None) -> str:
    """Return the text of the PO file of a bitext. The same bitext and options give the same text.

    Raises FormatError if a source has no characters at all: a PO entry must have a msgid.
    """
    return "".join(_iter_texts(bitext, options or ExportOptions()))


def _iter_texts(bitext: Bitext, options: ExportOptions) -> Iterator[str]:
    """Yield the header, then each entry with the blank line before it."""
    frame = polib.POFile(wrapwidth=0)
    frame.metadata = format_header(bitext, options)
    yield str(frame).removeprefix("#\n")  # polib writes an empty comment before the header
    heading = ""
    for unit, occurrence in _iter_occurrences(bitext):
        yield f"\n{_entry(unit, occurrence, options, heading=heading).__unicode__(wrapwidth=0)}"
        if unit.source_place is not None and unit.source_place.kind is BlockKind.HEADING:
            heading = unit.source.text


def read(path: Path) -> ReturnedFile:
    """Read a PO file as one that comes back from another tool. Raises FormatError as `read_foreign_po` does."""
    bitext = read_foreign_po(path)
    units = (
        ReturnedUnit(
            id=unit.id,
            source=unit.source,
            target=unit.target,
            claim=_claim(unit),
            notes=unit.notes,
        )
        for unit in bitext.units
        if unit.side is not Side.TARGET
    )
    return ReturnedFile(slug=bitext.slug, pair=bitext.pair, units=tuple(units), is_native=True)


def _claim(unit: TranslationUnit) -> Claim:
    if unit.target is None:
        return Claim.NONE
    return Claim.DRAFT if unit.draft or unit.is_stale else Claim(unit.state.value)


write = write_po


def serialize(bitext: Bitext, options: ExportOptions | None = None) -> bytes:
    """Return the bytes of the PO file of a bitext."""
    return serialize_po(bitext, options).encode("utf-8")


def _native(unit: TranslationUnit) -> str:
    """Return the text a unit is known by: its source, or the target of a target-only unit."""
    return unit.target.native if unit.side is Side.TARGET and unit.target is not None else unit.source.native


def _iter_occurrences(bitext: Bitext) -> Iterator[tuple[TranslationUnit, int]]:
    """Yield each unit with the occurrence its id was made of, or else the first that is free."""
    repeats = _Repeats()
    for unit in bitext.units:
        native = _native(unit)
        own = (number for number in range(1, _MAX_OCCURRENCE) if unit_id(native, number, unit.side) == unit.id)
        yield unit, repeats.take(native, unit.side, wanted=next(own, None))


def _entry(unit: TranslationUnit, occurrence: int, options: ExportOptions, *, heading: str) -> polib.POEntry:
    native = _native(unit)
    if not native:
        raise FormatError(f"unit {unit.id} has no characters", path=Path(options.source_path or "memory"))
    entry = polib.POEntry(
        msgid=native,
        msgstr=unit.target.native if unit.target is not None else "",
        msgctxt=_context(unit, occurrence),
        comment=_extracted_comment(unit, heading),
        tcomment=format_comment(unit),
        occurrences=_references(unit, options),
        previous_msgid=unit.previous_source.native if unit.previous_source is not None else None,
    )
    if unit.draft or unit.is_stale:
        entry.flags.append("fuzzy")
    return entry


def _context(unit: TranslationUnit, occurrence: int) -> str | None:
    if unit.side is Side.TARGET:
        return _TARGET_ONLY if occurrence == 1 else f"{_TARGET_ONLY} {occurrence}"
    return None if occurrence == 1 else f"{_REPEAT}{occurrence}"


def _extracted_comment(unit: TranslationUnit, heading: str) -> str:
    place = unit.source_place or unit.target_place
    if place is None:
        return ""
    kind = f"{place.kind.value} {place.level}" if place.level else place.kind.value
    lines = [kind if not place.mark else f"{kind} {place.mark}"]
    if heading and place.kind is not BlockKind.HEADING:
        lines.append(f"context: {heading}")
    return "\n".join(" ".join(line.split()) for line in lines)


def _references(unit: TranslationUnit, options: ExportOptions) -> list[tuple[str, str]]:
    """Return the places for `#:`. A blank in a path would cut it in two, so it is written as in a URL."""
    both = (options.source_path, unit.source_place), (options.target_path, unit.target_place)
    return [("%20".join(path.split()), str(place.line)) for path, place in both if path and place is not None]


class _Repeats:
    """Gives each unit with the same text its occurrence, from 1, none twice."""

    def __init__(self) -> None:
        self._used: set[tuple[bool, str, int]] = set()
        self._last: dict[tuple[bool, str], int] = {}

    def take(self, native: str, side: Side, *, wanted: int | None) -> int:
        """Return the wanted occurrence if it is free, else the next one that is."""
        key = (side is Side.TARGET, native)
        if wanted is not None and (*key, wanted) not in self._used:
            occurrence = wanted
        else:
            occurrence = self._last.get(key, 0) + 1
            while (*key, occurrence) in self._used:
                occurrence += 1
            self._last[key] = occurrence
        self._used.add((*key, occurrence))
        return occurrence


class _Reader:
    """Turns PO entries into units; keeps count of the repeats."""

    def __init__(self, options: ExportOptions, path: Path, *, revised: date | None) -> None:
        self._options = options
        self._revised = revised
        self._path = path
        self._repeats = _Repeats()
        self.has_settled = False

    def read(self, entry: polib.POEntry, prepared: PoText) -> TranslationUnit:
        """Return the unit of an entry. Raises FormatError for a tool comment that cannot be read."""
        restore = prepared.restore
        msgid, msgstr, context = restore(entry.msgid), restore(entry.msgstr), restore(entry.msgctxt or "")
        msgstr = msgstr if msgstr.strip() else ""  # blanks translate nothing; the other formats read them so too
        try:
            recorded = parse_comment(restore(entry.tcomment))
        except (ValueError, ModelError) as error:
            line = max(1, (entry.linenum or 0) - prepared.shift)
            raise FormatError(f"tmflow comment: {error}", path=self._path, line=line) from error
        previous = restore(entry.previous_msgid or "") if entry.fuzzy or not msgstr else ""
        is_draft = entry.fuzzy and (recorded.draft is not False or not previous)
        if recorded.side is Side.TARGET or context.split(" ")[0] == _TARGET_ONLY:
            unit = self._target_only(msgstr or msgid, recorded, is_draft=is_draft)
        else:
            unit = self._translation(msgid, msgstr, recorded, is_draft=is_draft)
        unit = replace(
            unit,
            id=self._id(_native(unit), context, unit.side),
            notes=recorded.notes,
            source_place=recorded.source_place,
            target_place=recorded.target_place,
        )
        if unit.target is not None:
            unit = self._with_history(unit, recorded, is_stale=bool(previous))
        if not previous or (unit.target is None and recorded.state is not None):
            return unit
        return replace(unit, previous_source=self._content(previous))

    def _with_history(self, unit: TranslationUnit, recorded: Recorded, *, is_stale: bool) -> TranslationUnit:
        """Return the unit with what a machine proposed; if an editor has confirmed it, with the figures of that."""
        proposal = None
        if recorded.proposed is not None and not is_stale:
            kind, tool, native = recorded.proposed
            proposal = Proposal(target=parse_inline(native, self._options.target_format), kind=kind, tool=tool)
        if proposal is None and recorded.post_edit is None:
            return unit
        if proposal is None or unit.target is None or unit.draft:
            return replace(unit, proposal=proposal, post_edit=recorded.post_edit)
        self.has_settled = True
        return replace(unit, post_edit=proposal.edited_to(unit.target, when=self._revised))

    def _content(self, native: str) -> Content:
        return parse_inline(native, self._options.source_format)

    def _target_only(self, text: str, recorded: Recorded, *, is_draft: bool) -> TranslationUnit:
        return TranslationUnit(
            id="",
            source=Content(),
            target=parse_inline(text, self._options.target_format),
            state=_read_state(recorded.state, is_draft=is_draft),
            side=Side.TARGET,
            draft=is_draft,
            origin=recorded.origin,
        )

    def _translation(self, msgid: str, msgstr: str, recorded: Recorded, *, is_draft: bool) -> TranslationUnit:
        source = self._content(msgid)
        side = recorded.side
        if not msgstr:
            was_emptied = recorded.state is not None
            if was_emptied and recorded.origin and recorded.origin.kind is OriginKind.ALIGNED:
                # Its words stand in the target article: who takes them away says that they belong elsewhere.
                taken = Origin(kind=OriginKind.HUMAN)
                return TranslationUnit(id="", source=source, side=Side.SOURCE, draft=True, origin=taken)
            origin = None if was_emptied else recorded.origin
            return TranslationUnit(id="", source=source, side=side, draft=recorded.draft is True, origin=origin)
        was_filled = recorded.state is None or side is Side.SOURCE
        return TranslationUnit(
            id="",
            source=source,
            target=parse_inline(msgstr, self._options.target_format),
            state=_read_state(recorded.state, is_draft=is_draft),
            draft=is_draft,
            origin=Origin(kind=OriginKind.HUMAN) if was_filled else recorded.origin,
        )

    def _id(self, native: str, context: str, side: Side) -> str:
        """Return the unit's id: of the occurrence its context names, else of the next that is free."""
        is_target = side is Side.TARGET
        number = context.removeprefix(_TARGET_ONLY if is_target else _REPEAT).strip()
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) < _MAX_DIGITS else None
        return unit_id(native, self._repeats.take(native, side, wanted=wanted or None), side)


def _read_state(recorded: State | None, *, is_draft: bool) -> State:
    """Return the state of a unit that has a target: what is a draft again is not reviewed."""
    if recorded is None or recorded is State.INITIAL or is_draft:
        return State.TRANSLATED
    return recorded
