"""Reading the units of XLIFF 2.x, of one segment or many, with the markup of their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.formats.returned import Claim, ReturnedFile, ReturnedUnit, blank_between, trim_layout
from tmflow.formats.skeleton import Skeleton
from tmflow.formats.xliff2_codes import kind_of
from tmflow.formats.xliff_core import is_locked, read_languages, slug_of, xliff_name, xliff_version
from tmflow.formats.xliff_dialects import dialect_of, dialect_warning
from tmflow.formats.xml import line_of
from tmflow.formats.xml_text import check_depth, plain_text
from tmflow.model.content import CodeRole, Content, InlineCode

__all__ = ["read_file", "read_unit"]

_CLAIMS: Final = {
    "initial": Claim.UNTRANSLATED,
    "translated": Claim.TRANSLATED,
    "reviewed": Claim.REVIEWED,
    "final": Claim.FINAL,
}
_LOWEST_FIRST: Final = (Claim.DEFAULT, *_CLAIMS.values())
_OWN_NOTE: Final = "developer"


def read_file(file: etree._Element, root: etree._Element, units: tuple[ReturnedUnit, ...], path: Path) -> ReturnedFile:
    """Return what a `<file>` holds beside its units; `root` names the languages."""
    pair, languages = read_languages(root.get("srcLang"), root.get("trgLang"))
    dialect = dialect_of(root)
    skeletons = (Skeleton.parse(plain_text(element)) for element in file if xliff_name(element) == "skeleton")
    return ReturnedFile(
        slug=slug_of(file.get("original", "")),
        pair=pair,
        units=units,
        languages=languages,
        dialect=dialect,
        warning=dialect_warning(xliff_version(root, path=path), dialect),
        skeleton=next(filter(None, skeletons), None),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A `<segment>` or `<ignorable>`: its two texts, what it claims, and where its target goes."""

    source: Content
    target: Content | None
    claim: Claim
    is_rejected: bool
    is_segment: bool
    order: int
    is_emptied: bool


def read_unit(unit: etree._Element, path: Path) -> ReturnedUnit:
    """Return what a `<unit>` says; `path` is for messages. Raises FormatError: inline elements nested too deep."""
    natives = _read_natives(unit)
    found = [element for element in unit if xliff_name(element) in {"segment", "ignorable"}]
    pieces = [_read_piece(element, number, natives, path) for number, element in enumerate(found, start=1)]
    source = trim_layout(Content.join(tuple(piece.source for piece in pieces)))
    target = _join_targets(pieces)
    return ReturnedUnit(
        id=unit.get("id", ""),
        source=source,
        target=target,
        claim=_claim(pieces),
        notes=tuple(dict.fromkeys(filter(None, _iter_notes(unit)))),
        line=line_of(unit) or 1,
        is_emptied=target is None and any(piece.is_emptied for piece in pieces),
        is_partial=target is not None and any(_is_open(piece) for piece in pieces),
        is_locked=is_locked(unit),
    )


def _read_piece(element: etree._Element, number: int, natives: Mapping[str, str], path: Path) -> _Piece:
    children = {xliff_name(child): child for child in reversed(element)}
    reader = _ContentReader(natives, path)
    source = reader.read(children["source"]) if "source" in children else Content()
    target = reader.read(children["target"]) if "target" in children else None
    is_emptied = target is not None and not target.text.strip() and not target.codes and bool(source.text.strip())
    if is_emptied:
        target = None
    order = children["target"].get("order", "") if "target" in children else ""
    return _Piece(
        source=source,
        target=target,
        claim=_CLAIMS.get(element.get("state", ""), Claim.DEFAULT),
        is_rejected=element.get("subState", "").endswith(":rejected"),
        is_segment=xliff_name(element) == "segment",
        order=int(order) if order.isascii() and order.isdigit() and len(order) < 7 else number,  # noqa: PLR2004 - digits of a count
        is_emptied=is_emptied,
    )


def _is_open(piece: _Piece) -> bool:
    """Whether a piece has text to translate and no target."""
    return piece.is_segment and bool(piece.source) and piece.target is None


def _join_targets(pieces: Iterable[_Piece]) -> Content | None:
    """Return the targets in their own order, white space between them from either side; None if there are none."""
    ordered = sorted(pieces, key=lambda piece: piece.order)
    texts = [piece.source if piece.target is None else piece.target for piece in ordered if not _is_open(piece)]
    joints = ["", *(blank_between(before.text, after.text) for before, after in pairwise(texts))]
    pieces_and_joints = zip(joints, texts, strict=True) if texts else ()
    trimmed = trim_layout(Content.of(*(part for joint, text in pieces_and_joints for part in (joint, *text.parts))))
    has_target = any(piece.target is not None for piece in ordered if piece.is_segment)
    return trimmed if has_target and (trimmed.text.strip() or trimmed.codes) else None


def _claim(pieces: Iterable[_Piece]) -> Claim:
    """Return what holds for all segments: the lowest; where only some are still untranslated, it is for review."""
    segments = [piece for piece in pieces if piece.is_segment]
    claims = {piece.claim for piece in segments}
    if any(piece.is_rejected for piece in segments):
        return Claim.REJECTED
    lowest = next((claim for claim in _LOWEST_FIRST if claim in claims), Claim.DEFAULT)
    return Claim.DRAFT if len(claims) > 1 and lowest is Claim.UNTRANSLATED else lowest


def _iter_notes(unit: etree._Element) -> Iterator[str]:
    """Yield the notes of a unit, wherever a tool has put them, and the comments on a part of its texts."""
    for part in unit:
        if xliff_name(part) not in {"notes", "segment", "ignorable"}:
            continue
        for element in part.iter("{*}note", "{*}mrk", "{*}sm"):
            name = xliff_name(element)
            if name == "note" and element.get("category") != _OWN_NOTE:
                yield plain_text(element).strip()
            elif name in {"mrk", "sm"} and element.get("type") == "comment":
                yield element.get("value", "").strip()


def _read_natives(unit: etree._Element) -> dict[str, str]:
    return {
        data.get("id", ""): "".join(_iter_plain(data))
        for original in unit
        if xliff_name(original) == "originalData"
        for data in original
        if xliff_name(data) == "data"
    }


def _iter_plain(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if xliff_name(child) == "cp":
            yield _character(child)
        yield child.tail or ""


def _character(element: etree._Element) -> str:
    """Return the character a `<cp hex>` stands for; nothing if it names none, or half of one."""
    try:
        character = chr(int(element.get("hex", ""), 16))
    except (ValueError, OverflowError):
        return ""
    return "" if character == "\0" or 0xD800 <= ord(character) <= 0xDFFF else character  # noqa: PLR2004 - surrogates


class _ContentReader:
    """Reads the texts of one unit; knows its original data and which code each `ec` closes."""

    def __init__(self, natives: Mapping[str, str], path: Path) -> None:
        self._natives = natives
        self._path = path

    def read(self, element: etree._Element) -> Content:
        """Return the content of a `<source>` or `<target>`. Raises FormatError if it is nested too deep."""
        return Content.of(*(self._iter_parts(element, 0) if len(element) else (element.text or "",)))

    def _iter_parts(self, element: etree._Element, depth: int) -> Iterator[str | InlineCode]:
        check_depth(depth, element, path=self._path)
        yield element.text or ""
        for child in element:
            yield from self._iter_child(child, depth + 1)
            yield child.tail or ""

    def _iter_child(self, child: etree._Element, depth: int) -> Iterator[str | InlineCode]:
        tag = xliff_name(child)
        if tag == "pc":
            yield self._code(child, CodeRole.OPEN, "dataRefStart")
            yield from self._iter_parts(child, depth)
            yield self._code(child, CodeRole.CLOSE, "dataRefEnd")
        elif tag == "ph":
            yield self._code(child, CodeRole.STANDALONE, "dataRef")
        elif tag == "sc":
            yield self._code(child, CodeRole.OPEN, "dataRef")
        elif tag == "ec":
            yield self._code(child, CodeRole.CLOSE, "dataRef")
        elif tag == "cp":
            yield _character(child)
        else:  # mrk, and elements of other namespaces: their text is text; sm and em are empty
            yield from self._iter_parts(child, depth)

    def _code(self, element: etree._Element, role: CodeRole, reference: str) -> InlineCode:
        code_id = element.get("startRef") or element.get("id") or ""
        native = self._natives.get(element.get(reference, ""), "")
        return InlineCode(id=code_id, kind=kind_of(element), role=role, native=native)
