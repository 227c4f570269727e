"""What CAT tools put into XLIFF beside the standard, where it tells how far a unit has come or what a reviewer noted.

SDLXLIFF (Trados), MQXLIFF (memoQ), MXLIFF (Phrase) and TXLF (Wordfast) are read as the XLIFF 1.2 they are built on; their
own marks of confirmation go before the standard's `state`, which these tools leave as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml import etree

from tmflow.formats.xliff_units import plain_text
from tmflow.formats.xml import local_name
from tmflow.model.bitext import State

__all__ = ["Claim", "dialect_claim", "dialect_notes", "dialect_of", "dialect_warning"]

_NAMESPACES: Final = {
    "http://sdl.com/FileTypes/SdlXliff/": "SDLXLIFF",
    "MQXliff": "MQXLIFF",
    "http://www.memsource.com/mxlf/": "MXLIFF",
    "http://www.gs4tr.org/schema/xliff-ext": "TXLF",
}
_NEWEST: Final = "2.1"
"""The newest version whose every element is known; 2.2 only adds to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a tool says of a unit: its state, None if untranslated or not told, and whether somebody must look at it.

    is_silent: it names no state, and the one here is what the text looks like.
    """

    state: State | None = None
    draft: bool = False
    is_rejected: bool = False
    is_silent: bool = False


_NOTHING: Final = Claim()
_DRAFT: Final = Claim(state=State.TRANSLATED, draft=True)
_TRANSLATED: Final = Claim(state=State.TRANSLATED)
_REVIEWED: Final = Claim(state=State.REVIEWED)
_REJECTED: Final = Claim(state=State.TRANSLATED, draft=True, is_rejected=True)
_WORST_FIRST: Final = (_REJECTED, _DRAFT, _TRANSLATED, _REVIEWED)

_CLAIMS: Final[Mapping[str, Claim]] = MappingProxyType(
    {
        # Trados, sdl:seg/@conf
        "Draft": _DRAFT,
        "Translated": _TRANSLATED,
        "ApprovedTranslation": _REVIEWED,
        "ApprovedSignOff": _REVIEWED,
        "RejectedTranslation": _REJECTED,
        "RejectedSignOff": _REJECTED,
        # memoQ, trans-unit/@mq:status
        "PartiallyEdited": _DRAFT,
        "Pretranslated": _DRAFT,
        "AssembledFromFragments": _DRAFT,
        "ManuallyConfirmed": _TRANSLATED,
        "Reviewer1Confirmed": _REVIEWED,
        "Proofread": _REVIEWED,
        "Rejected": _REJECTED,
    }
)
_PHRASE: Final = {"0": _DRAFT, "1": _TRANSLATED}
"""Phrase, trans-unit/@m:confirmed."""


def dialect_of(root: etree._Element) -> str:
    """Return the name of the tool's variant of XLIFF a document is, by the namespaces of its root; "" if of none."""
    declared = [uri for uri in root.nsmap.values() if uri]
    return next((name for start, name in _NAMESPACES.items() if any(uri.startswith(start) for uri in declared)), "")


def dialect_warning(version: str, dialect: str) -> str:
    """Say what a user should know of how such a file is read; "" if nothing.

    >>> dialect_warning("2.2", "")
    'XLIFF 2.2 is read as 2.1: what is new in it is left out'
    """
    if dialect:
        return f"{dialect} is read as the XLIFF {version} it is built on; units are told by their source text where the ids are the tool's"
    if version.startswith("2") and version > _NEWEST:
        return f"XLIFF {version} is read as {_NEWEST}: what is new in it is left out"
    return ""


def dialect_claim(unit: etree._Element) -> Claim:
    """Return what a tool's own marks claim of a `<trans-unit>`.

    The lowest of its segments holds for all; one nobody has touched makes a draft of the others.
    """
    found = [
        _PHRASE.get(text, _NOTHING) if local == "confirmed" else _CLAIMS.get(text, _NOTHING)
        for local, text in _iter_marks(unit)
    ]
    worst = next((claim for claim in _WORST_FIRST if claim in found), _NOTHING)
    return _DRAFT if _NOTHING in found and worst in {_TRANSLATED, _REVIEWED} else worst


def _iter_marks(unit: etree._Element) -> Iterator[tuple[str, str]]:
    for name, text in unit.attrib.items():
        namespace, _, local = str(name).rpartition("}")
        if namespace and local in {"status", "confirmed"}:
            yield local, str(text)
    for element in unit.iter("{*}seg"):
        yield "conf", element.get("conf", "")


def dialect_notes(unit: etree._Element) -> Iterator[str]:
    """Yield the comments a tool keeps for a `<trans-unit>` outside of `<note>`: memoQ beside it, Trados in the header."""
    for comment in unit.iter("{MQXliff}comment"):
        yield plain_text(comment).strip()
    wanted = {
        str(text) for mark in unit.iter("{*}mrk") for name, text in mark.attrib.items() if str(name).endswith("}cid")
    }
    if wanted:
        for definition in unit.getroottree().getroot().iter("{*}cmt-def"):
            if definition.get("id") in wanted:
                yield from (
                    plain_text(element).strip() for element in definition.iter() if local_name(element) == "Comment"
                )
