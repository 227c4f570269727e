"""What of a bitext goes into an XLIFF file, whatever its version: units, codes with agreeing ids, matches, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.codes import align_ids, with_safe_ids
from tmflow.formats.export import ExportOptions, ExportProfile
from tmflow.formats.inline import parse_inline
from tmflow.formats.returned import ReturnedFile
from tmflow.formats.xml import MAX_INLINE_DEPTH, line_of, local_name, xml_safe_text
from tmflow.model.bitext import Bitext, OriginKind, Side, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MatchKind

__all__ = [
    "XLIFF_SUFFIXES",
    "ExportedMatch",
    "ExportedUnit",
    "TextFilter",
    "append_text",
    "check_depth",
    "is_locked",
    "is_own_match",
    "iter_exported",
    "joined_articles",
    "plain_text",
    "read_languages",
    "xliff_name",
    "xliff_version",
]

XLIFF_SUFFIXES: Final = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".txlf")
"""Names of the standard's files and of the dialects, all of which are read as what they are built on."""

_VERSIONED_NAMESPACE = re.compile(r"urn:oasis:names:tc:xliff:document:(\d[\d.]*)")
_NMTOKEN = re.compile(r"[\w.:-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedMatch:
    """A candidate as a CAT tool gets it.

    source: what the target is a translation of. similarity: of the texts of unit and entry, score: what it counts for, both percent; origin: where it comes from; engine: what translated
    it or a part of it, "" if no machine did.
    """

    kind: MatchKind
    similarity: int
    score: int
    origin: str
    engine: str
    source: Content
    target: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedUnit:
    """A unit as it is exported; `source` and `target` have codes under the same ids.

    matches: its candidates, and its own target where that is a machine's proposal no candidate repeats.
    is_locked: context only (`translate="no"`): text that stands on the source side alone, confirmed as such; with
    the profile for OmegaT, which takes a target for what is to be translated, all that is confirmed.
    is_prefilled: the target is the source's text, for tools that show nothing else.
    """

    unit: TranslationUnit
    source: Content
    target: Content | None
    matches: tuple[ExportedMatch, ...]
    is_locked: bool
    is_prefilled: bool

    @property
    def needs_review(self) -> bool:
        """Whether it has a target nobody stands behind as it is now."""
        return self.unit.target is not None and (self.unit.draft or self.unit.is_stale)

    @property
    def name(self) -> str:
        """A readable name: the kind of block and its number; "" if the place is not known."""
        place = self.unit.source_place
        return f"{place.kind.value}-{place.block}" if place is not None else ""


class TextFilter:
    """Takes the characters XML cannot hold out of every text, and remembers of which unit."""

    def __init__(self) -> None:
        self.removed: list[tuple[str, str]] = []
        self.unit_id = ""

    def __call__(self, text: str) -> str:
        """Return the text as XML can hold it."""
        clean, removed = xml_safe_text(text)
        if removed:
            self.removed.append((self.unit_id, removed))
        return clean


def iter_exported(bitext: Bitext, options: ExportOptions) -> Iterator[ExportedUnit]:
    """Yield what is exported of a bitext: every unit with a source, in order.

    Raises FormatError if an id is no NMTOKEN, which XLIFF demands of it.
    """
    for unit in bitext.units:
        if unit.side is Side.TARGET:
            continue
        if not _NMTOKEN.fullmatch(unit.id):
            raise FormatError(f'unit id "{unit.id}" is no NMTOKEN', path=Path(bitext.slug))
        source = with_safe_ids(unit.source)
        is_alone = unit.side is Side.SOURCE and not unit.draft
        is_for_omegat = options.profile is ExportProfile.PREFILL_SOURCE
        is_locked = is_alone or (is_for_omegat and unit.is_confirmed)
        is_prefilled = is_for_omegat and not is_locked
        target = align_ids(unit.target, source) if unit.target is not None else None
        yield ExportedUnit(
            unit=unit,
            source=source,
            target=source if is_prefilled else target,
            matches=(*_iter_matches(unit, source, options), *_own_match(unit, source, target)),
            is_locked=is_locked,
            is_prefilled=is_prefilled,
        )


def is_own_match(unit: TranslationUnit) -> bool:
    """Whether the target itself is a machine's proposal, for the source as it is now, that no candidate repeats."""
    is_machine = unit.origin is not None and unit.origin.kind is OriginKind.MT and not unit.is_stale
    return is_machine and unit.draft and not any(match.engine for match in unit.candidates)


_MADE_FOR_UNIT = frozenset({MatchKind.ADAPTED, MatchKind.REPAIRED})
"""Matches whose target is no translation of the entry's source any more, but of the unit's."""


def _iter_matches(unit: TranslationUnit, source: Content, options: ExportOptions) -> Iterator[ExportedMatch]:
    for match in unit.candidates:
        is_for_unit = match.kind in _MADE_FOR_UNIT
        match_source = source if is_for_unit else align_ids(parse_inline(match.source, options.source_format), source)
        match_target = align_ids(parse_inline(match.target, options.target_format), match_source)
        yield ExportedMatch(
            kind=match.kind,
            similarity=match.similarity,
            score=match.score,
            origin=match.made_by,
            engine=match.engine,
            source=match_source,
            target=match_target,
        )


def _own_match(unit: TranslationUnit, source: Content, target: Content | None) -> Iterator[ExportedMatch]:
    if target is None or unit.origin is None or not is_own_match(unit):
        return
    quality, tool = unit.origin.similarity or 0, unit.origin.tool or ""
    yield ExportedMatch(
        kind=unit.origin.match or MatchKind.MT,
        similarity=quality,
        score=quality,
        origin=tool,
        engine=tool,
        source=source,
        target=target,
    )


def append_text(parent: etree._Element, text: str) -> None:
    """Add text at the end of an element that may hold elements already."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def plain_text(element: etree._Element) -> str:
    """Return all text in an element, whatever elements stand in it."""
    return "".join(text for text in element.itertext() if isinstance(text, str))


def check_depth(depth: int, element: etree._Element, *, path: Path) -> None:
    """Raise FormatError if inline elements are nested deeper than any editor makes them."""
    if depth > MAX_INLINE_DEPTH:
        problem = f"inline elements are nested more than {MAX_INLINE_DEPTH} deep"
        raise FormatError(problem, path=path, line=line_of(element))


def xliff_name(element: etree._Element) -> str:
    """Return the name of an element of XLIFF's core, "" if it belongs to a module or to another tool."""
    return _core_name(element.tag)


@lru_cache(maxsize=1024)
def _core_name(tag: object) -> str:
    namespace, _, local = tag.rpartition("}") if isinstance(tag, str) else ("", "", "")
    return local if not namespace or namespace.startswith("{urn:oasis:names:tc:xliff:document:") else ""


def is_locked(element: etree._Element) -> bool:
    """Whether an element is not to be translated: by its own `translate`, or by that of what it lies in."""
    own = (ancestor.get("translate") for ancestor in (element, *element.iterancestors()))
    return next((told for told in own if told), "yes") == "no"


def joined_articles(files: tuple[ReturnedFile, ...], *, path: Path) -> ReturnedFile:
    """Return the first article of a document with the others in it. Raises FormatError if there is none."""
    if not files:
        raise FormatError("holds no <file> element: it was not exported by tmflow, or it is cut", path=path)
    return replace(files[0], more=files[1:])


def xliff_version(root: etree._Element, *, path: Path) -> str:
    """Return the version an XLIFF root names ("1.2"); a root that names none is told by its namespace and its units.

    Raises FormatError if it is another kind of file.
    """
    if local_name(root) != "xliff":
        raise FormatError(f"not an XLIFF file: its root is <{local_name(root)}>", path=path, line=1)
    version = root.get("version", "").strip()
    if version[:1] in {"1", "2"}:
        return version
    if version.replace(".", "").isdigit():
        raise FormatError(f'XLIFF version "{version}": tmflow reads 1.x and 2.x', path=path, line=1)
    namespace = _VERSIONED_NAMESPACE.search(str(root.tag))
    if namespace:
        return namespace[1]
    return "2.0" if root.get("srcLang") else "1.2"


def read_languages(source: str | None, target: str | None) -> tuple[LanguagePair | None, str]:
    """Return the pair of two language attributes, None if they are no pair of tmflow's, and what they say.

    A missing target is the other language.

    >>> read_languages("ja-JP", None)
    (LanguagePair(source=<Language.JA: 'ja'>, target=<Language.EN: 'en'>), 'ja-JP')
    >>> read_languages("fr", "de")
    (None, 'fr > de')
    """
    told = " > ".join(filter(None, (source, target))) or "no languages it names"
    try:
        source_language = Language.parse(source or "")
        return LanguagePair(source_language, Language.parse(target) if target else source_language.other), told
    except ValueError:
        return None, told
