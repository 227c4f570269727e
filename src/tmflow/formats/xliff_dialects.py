"""What CAT tools put into XLIFF beside the standard, where it tells how far a unit has come or what a reviewer noted.

SDLXLIFF (Trados), MQXLIFF (memoQ), MXLIFF (Phrase) and TXLF (Wordfast) are read as the XLIFF 1.2 they are built on; their
own marks of confirmation go before the standard's `state`, which these tools leave as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from tmflow.formats.returned import Claim
from tmflow.formats.xml import local_name
from tmflow.formats.xml_text import plain_text

__all__ = ["dialect_claim", "dialect_notes", "dialect_of", "dialect_warning", "segment_claims"]

_NAMESPACES: Final = {
    "http://sdl.com/FileTypes/SdlXliff/": "SDLXLIFF",
    "MQXliff": "MQXLIFF",
    "http://www.memsource.com/mxlf/": "MXLIFF",
    "http://www.gs4tr.org/schema/xliff-ext": "TXLF",
}
_NEWEST: Final = "2.1"
"""The newest version whose every element is known; 2.2 only adds to it."""
_WORST_FIRST: Final = (Claim.REJECTED, Claim.DRAFT, Claim.TRANSLATED, Claim.REVIEWED)

_CLAIMS: Final[Mapping[str, Claim]] = MappingProxyType(
    {
        # Trados, sdl:seg/@conf
        "Draft": Claim.DRAFT,
        "Translated": Claim.TRANSLATED,
        "ApprovedTranslation": Claim.REVIEWED,
        "ApprovedSignOff": Claim.REVIEWED,
        "RejectedTranslation": Claim.REJECTED,
        "RejectedSignOff": Claim.REJECTED,
        # memoQ, trans-unit/@mq:status
        "PartiallyEdited": Claim.DRAFT,
        "Pretranslated": Claim.DRAFT,
        "AssembledFromFragments": Claim.DRAFT,
        "ManuallyConfirmed": Claim.TRANSLATED,
        "Reviewer1Confirmed": Claim.REVIEWED,
        "Proofread": Claim.REVIEWED,
        "Rejected": Claim.REJECTED,
    }
)
_PHRASE: Final = {"0": Claim.DRAFT, "1": Claim.TRANSLATED}
"""Phrase, trans-unit/@m:confirmed."""

_find_status: Final[Any] = etree.XPath(
    "@*[namespace-uri() and (local-name() = 'status' or local-name() = 'confirmed')]"
)
_find_comment_ids: Final[Any] = etree.XPath(".//*[local-name() = 'mrk']/@*[namespace-uri() and local-name() = 'cid']")
"""Linear in the attributes of an element, of which a hostile file may have any number; `attrib.items()` is not."""


def dialect_of(root: etree._Element) -> str:
    """Return the name of the tool's variant of XLIFF a document is, by the namespaces of its root; "" if of none."""
    declared = [uri for uri in root.nsmap.values() if uri]
    return next((name for start, name in _NAMESPACES.items() if any(uri.startswith(start) for uri in declared)), "")


def dialect_warning(version: str, dialect: str, *, is_merged: bool = True) -> str:
    """Say what a user should know of how such a file is read; "" if nothing. is_merged: whether the ids of its units count.

    >>> dialect_warning("2.2", "")
    'XLIFF 2.2 is read as 2.1: what is new in it is left out'
    """
    if dialect:
        ids = "; units are told by their source text where the ids are the tool's" if is_merged else ""
        return f"{dialect} is read as the XLIFF {version} it is built on{ids}"
    if version.startswith("2") and version > _NEWEST:
        return f"XLIFF {version} is read as {_NEWEST}: what is new in it is left out"
    return ""


def dialect_claim(unit: etree._Element) -> Claim | None:
    """Return what a tool's own marks claim of a `<trans-unit>`, None if they claim nothing.

    The lowest of its segments holds for all; one nobody has touched, or of a status that is not known here, makes a draft
    of the others.
    """
    marks = list(_iter_marks(unit))
    return _lowest(mark[1:] for mark in marks) if any(text for _, _, text in marks) else None


def segment_claims(unit: etree._Element) -> Mapping[str, Claim]:
    """Return the same of each segment of a `<trans-unit>` that has a mark of its own, by its id; none if none says anything."""
    marks = list(_iter_marks(unit))
    if not any(text for _, _, text in marks):
        return {}
    return {segment: _lowest([(local, text)]) for segment, local, text in marks if segment}


def _lowest(marks: Iterable[tuple[str, str]]) -> Claim:
    found = {(_PHRASE if local == "confirmed" else _CLAIMS).get(text, Claim.DRAFT) for local, text in marks}
    return next(claim for claim in _WORST_FIRST if claim in found)


def _iter_marks(unit: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Yield the segment each mark is of, "" for all of them, its name and what it says."""
    for text in _find_status(unit):
        yield "", text.attrname.rpartition("}")[2], str(text)
    for element in unit.iter("{*}seg"):
        yield element.get("id", ""), "conf", element.get("conf", "")


def dialect_notes(unit: etree._Element) -> Iterator[str]:
    """Yield the comments a tool keeps for a `<trans-unit>` outside of `<note>`: memoQ beside it, Trados in the header."""
    for comment in unit.iter("{MQXliff}comment"):
        yield plain_text(comment).strip()
    wanted = set(map(str, _find_comment_ids(unit)))
    if wanted:
        root = unit.getroottree().getroot()
        for place in (*root.iterchildren("{*}doc-info"), *root.iterfind("{*}file/{*}header")):
            comments = _defined_comments(place)
            yield from (comment for name in sorted(wanted) for comment in comments.get(name, ()))


@lru_cache(maxsize=2)
def _defined_comments(place: etree._Element) -> Mapping[str, tuple[str, ...]]:
    """Return the comments a header defines, by their ids; it is whole before the first unit, and asked for by each."""
    found: dict[str, tuple[str, ...]] = {}
    for definition in place.iter("{*}cmt-def"):
        texts = (plain_text(element).strip() for element in definition.iter() if local_name(element) == "Comment")
        name = definition.get("id", "")
        found[name] = (*found.get(name, ()), *texts)
    return found
