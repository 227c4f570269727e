"""Reading a `<file>` of XLIFF 1.x, tolerantly: what other tools make of it comes back as text and codes.

Segmentation, codes of any kind, foreign namespaces and pretty-printing are understood; `alt-trans` is never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.formats.returned import Claim, ReturnedFile, ReturnedUnit, blank_between, trim_layout
from tmflow.formats.skeleton import Skeleton
from tmflow.formats.xliff_core import is_locked, read_languages, slug_of, xliff_name, xliff_version
from tmflow.formats.xliff_dialects import dialect_claim, dialect_notes, dialect_of, dialect_warning, segment_claims
from tmflow.formats.xml import XML_LANG, line_of
from tmflow.formats.xml_text import check_depth, plain_text
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode

__all__ = ["CTYPES", "OWN_NOTE", "read_file", "read_segments", "read_unit", "target_language"]

CTYPES: Final = {
    CodeKind.LINK: "link",
    CodeKind.STRONG: "bold",
    CodeKind.EMPHASIS: "italic",
    CodeKind.CODE: "x-code",
    CodeKind.RUBY: "x-ruby",
    CodeKind.FOOTNOTE: "x-footnote",
    CodeKind.IMAGE: "image",
    CodeKind.BREAK: "lb",
    CodeKind.ENTITY: "x-entity",
    CodeKind.OTHER: "x-other",
}
_KINDS: Final = {ctype: kind for kind, ctype in CTYPES.items()}
_CLAIMS: Final = {
    "new": Claim.UNTRANSLATED,
    "needs-review-translation": Claim.DRAFT,
    "translated": Claim.TRANSLATED,
    "signed-off": Claim.REVIEWED,
    "final": Claim.REVIEWED,
}
_MACHINES: Final = frozenset({"leveraged-mt", "mt-suggestion"})
OWN_NOTE: Final = "developer"
"""Notes tmflow writes for the translator's information; they are not taken back as notes."""


def target_language(unit: etree._Element) -> str:
    """Return the language the first target of a unit names, "" if none does: some files name it nowhere else."""
    return next((child.get(XML_LANG, "") for child in unit if xliff_name(child) == "target"), "")


def read_file(
    file: etree._Element, root: etree._Element, units: tuple[ReturnedUnit, ...], path: Path, *, target: str
) -> ReturnedFile:
    """Return what a `<file>` of a document holds beside its units; `target` is the language if it names none."""
    pair, languages = read_languages(file.get("source-language"), file.get("target-language") or target or None)
    dialect = dialect_of(root)
    skeletons = (Skeleton.parse(plain_text(element)) for element in file.iterfind("{*}header/{*}skl/{*}internal-file"))
    return ReturnedFile(
        slug=slug_of(file.get("original", "")),
        pair=pair,
        units=units,
        languages=languages,
        dialect=dialect,
        warning=dialect_warning(xliff_version(root, path=path), dialect),
        skeleton=next(filter(None, skeletons), None),
    )


def read_unit(element: etree._Element, path: Path) -> ReturnedUnit:
    """Return what a `<trans-unit>` says; `path` is for messages. Raises FormatError if a text is nested too deep."""
    children = {xliff_name(child): child for child in reversed(element)}
    source = _read_content(children.get("source"), path)
    target_element = children.get("target")
    target = _read_content(target_element, path)
    has_target = bool(target.text.strip() or target.codes)
    return ReturnedUnit(
        id=element.get("id", ""),
        source=source,
        target=target if has_target else None,
        claim=_read_claim(element, target_element) if has_target else Claim.NONE,
        notes=tuple(dict.fromkeys(filter(None, _iter_notes(element)))),
        line=line_of(element) or 1,
        is_emptied=target_element is not None and not has_target,
        is_partial=has_target and _has_open_segment(children.get("seg-source"), target_element),
        is_locked=is_locked(element),
    )


def read_segments(element: etree._Element, path: Path) -> tuple[ReturnedUnit, ...]:
    """Return what each segment of a `<trans-unit>` says, where a tool has cut both sides alike; else the unit, whole.

    A segment is told by its `mid`, and has a state of its own as far as the tool keeps one. Raises as `read_unit` does.
    """
    unit = read_unit(element, path)
    children = {xliff_name(child): child for child in reversed(element)}
    source, target = (_segments_by_mid(children.get(name)) for name in ("seg-source", "target"))
    if len(source) < 2 or source.keys() != target.keys():  # noqa: PLR2004 - of one segment there is nothing to part
        return (unit,)
    claims = segment_claims(element)
    usual = Claim.DRAFT if claims else unit.claim
    return tuple(
        _segment(replace(unit, id=f"{unit.id}/{mid}", claim=claims.get(mid, usual)), mark, target[mid], path)
        for mid, mark in source.items()
    )


def _segment(unit: ReturnedUnit, source: etree._Element, target: etree._Element, path: Path) -> ReturnedUnit:
    """Return a unit with the texts of a segment alone."""
    content = _read_content(target, path)
    has_target = bool(content.text.strip() or content.codes)
    return replace(
        unit,
        source=_read_content(source, path),
        target=content if has_target else None,
        claim=unit.claim if has_target else Claim.NONE,
        line=line_of(source) or unit.line,
        is_partial=False,
    )


def _segments_by_mid(element: etree._Element | None) -> dict[str, etree._Element]:
    """Return the segments of a text by their `mid`; none if one has no `mid` of its own, or text stands outside of them."""
    segments = list(_iter_segments(element))
    found = {mark.get("mid", ""): mark for mark in segments}
    if element is None or "" in found or len(found) < len(segments):
        return {}
    inside = "".join("".join(plain_text(mark).split()) for mark in segments)
    return found if inside == "".join(plain_text(element).split()) else {}


def _iter_notes(element: etree._Element) -> Iterator[str]:
    """Yield the notes of a unit, the comments on a part of its texts, and what a tool keeps elsewhere."""
    for child in element:
        name = xliff_name(child)
        if name == "note" and child.get("from") != OWN_NOTE:
            yield plain_text(child).strip()
        elif name in {"source", "seg-source", "target"}:
            yield from (mark.get("comment", "").strip() for mark in child.iter("{*}mrk"))
    yield from dialect_notes(element)


def _has_open_segment(source: etree._Element | None, target: etree._Element | None) -> bool:
    """Whether a target that was cut into segments lacks one, or has one without text: a part is not translated yet."""
    done = [bool(len(mark) or (mark.text or "").strip()) for mark in _iter_segments(target)]
    return bool(done) and (not all(done) or len(done) < len(list(_iter_segments(source))))


def _iter_segments(element: etree._Element | None) -> Iterator[etree._Element]:
    marks = element.iter("{*}mrk") if element is not None else ()
    return (mark for mark in marks if mark.get("mtype") == "seg")


def _read_claim(element: etree._Element, target: etree._Element | None) -> Claim:
    """Return what is said of a target that has text.

    Of the states that ask for more, tmflow writes "needs-review-translation": any other one is a reviewer's own.
    """
    told = dialect_claim(element)
    if told is not None or target is None:
        return told or Claim.NONE
    state, qualifier = target.get("state", ""), target.get("state-qualifier", "")
    if element.get("approved") == "yes":
        return Claim.REVIEWED
    if qualifier.startswith("rejected-") and state.startswith("needs-"):
        return Claim.REJECTED
    if qualifier in _MACHINES and state in {"", "new"}:
        return Claim.DRAFT
    return _CLAIMS.get(state, Claim.REJECTED if state.startswith("needs-") else Claim.NONE)


def _read_content(element: etree._Element | None, path: Path) -> Content:
    if element is None:
        return Content()
    if not len(element):
        return trim_layout(Content.of(element.text or ""))
    _part_segments(element)
    return trim_layout(Content.of(*_iter_parts(element, path, 0)))


def _part_segments(element: etree._Element) -> None:
    """Put a blank between segments that a tool has cut from text without one, where their language has blanks."""
    segments = list(_iter_segments(element))
    for before, after in pairwise(segments):
        if before.getnext() is after and not before.tail:
            before.tail = blank_between(plain_text(before), plain_text(after))


def _iter_parts(element: etree._Element, path: Path, depth: int) -> Iterator[str | InlineCode]:
    check_depth(depth, element, path=path)
    yield element.text or ""
    for child in element:
        yield from _iter_child(child, path, depth + 1)
        yield child.tail or ""


def _iter_child(child: etree._Element, path: Path, depth: int) -> Iterator[str | InlineCode]:
    tag = xliff_name(child)
    if tag == "g":
        yield _code(child, CodeRole.OPEN)
        yield from _iter_parts(child, path, depth)
        yield _code(child, CodeRole.CLOSE)
    elif tag in {"x", "ph"}:
        yield _code(child, CodeRole.STANDALONE)
    elif tag in {"bx", "bpt"}:
        yield _code(child, CodeRole.OPEN)
    elif tag in {"ex", "ept"}:
        yield _code(child, CodeRole.CLOSE)
    elif tag == "it":
        yield _code(child, CodeRole.CLOSE if child.get("pos") == "close" else CodeRole.OPEN)
    else:  # mrk, and what no version of the standard knows: its text is text
        yield from _iter_parts(child, path, depth)


def _code(element: etree._Element, role: CodeRole) -> InlineCode:
    """Return the code of an element: `bpt`, `ept`, `ph` and `it` hold the markup itself, the others may tell it."""
    holds_native = xliff_name(element) in {"bpt", "ept", "ph", "it"}
    native = plain_text(element) if holds_native else element.get("equiv-text", "")
    kind = _KINDS.get(element.get("ctype", ""), CodeKind.OTHER)
    return InlineCode(id=element.get("rid") or element.get("id") or "", kind=kind, role=role, native=native)
