"""Rules on web and mail addresses: each is kept byte for byte."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from tmflow.check.finding import Fix, Location, Severity
from tmflow.check.neighbors import around
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject, content_of
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.content import CodeKind, Content
from tmflow.model.document import Span
from tmflow.text.addresses import iter_addresses

__all__ = ["RULES", "without_language"]

_LABEL = r"(?:ja|jp|jpn|en|eng|us|uk)(?:[-_](?:jp|us|gb))?"
_LANGUAGE_STEP = re.compile(rf"(?<=[^/]/){_LABEL}(?:/|$)", re.IGNORECASE)
_LANGUAGE_LABEL = re.compile(rf"(?<![a-z]){_LABEL}(?![a-z])", re.IGNORECASE)
_REACH_UNITS = 2
"""An address may move to a neighbouring sentence: translations reorder what stands beside it."""
_LIKENESS = 0.6


def _addresses_of(content: Content | None) -> set[str]:
    """Return the addresses a content shows or links to; pictures are not links."""
    if content is None:
        return set()
    shown = (code for code in content.codes if code.kind is not CodeKind.IMAGE and not code.text)
    texts = (content.text, *(html.unescape(code.native) for code in shown))
    return {text[start:end] for text in texts for start, end in iter_addresses(text)}


def _find_changed(subject: Subject) -> Iterator[Fault]:
    units = subject.bitext.units
    sources = [_addresses_of(unit.source) for unit in units]
    targets = [_addresses_of(unit.target) for unit in units]
    for index, unit in enumerate(units):
        if unit.side is not Side.BOTH or unit.target is None:
            continue
        missing = [one for one in sorted(sources[index] - targets[index]) if not _is_near(one, targets, index)]
        added = [one for one in sorted(targets[index] - sources[index]) if not _is_near(one, sources, index)]
        yield from _faults(subject, unit, missing, added)


def _is_near(address: str, others: Sequence[set[str]], index: int) -> bool:
    """Whether an address stands on the other side of this unit or a neighbour; its language label may differ."""
    near = set[str]().union(*around(others, index, reach=_REACH_UNITS))
    return address in near or without_language(address) in map(without_language, near)


def without_language(address: str) -> str:
    """Return an address without the steps of its path that name a language (many sites leave out their own), other labels as "*"."""
    return _LANGUAGE_LABEL.sub("*", _LANGUAGE_STEP.sub("", address))


def _faults(subject: Subject, unit: TranslationUnit, missing: list[str], added: list[str]) -> Iterator[Fault]:
    left = list(added)
    for address in missing:
        close = get_close_matches(address, left, n=1, cutoff=_LIKENESS)
        found = close[0] if close else None
        if found is None:
            message = f"{address} is not in the translation"
        else:
            left.remove(found)
            message = f"{address} has become {found}"
        yield Fault(
            message=message,
            unit=unit,
            source_span=_span_of(unit.source, address),
            target_span=_span_of(unit.target, found),
            source=_place_of(subject, unit, Side.SOURCE, address),
            target=_place_of(subject, unit, Side.TARGET, found),
            expected=address,
            found=found,
            fix=_fix(unit, address, found),
        )
    for address in left:
        yield Fault(
            message=f"{address} is not in the source",
            unit=unit,
            target_span=_span_of(unit.target, address),
            target=_place_of(subject, unit, Side.TARGET, address),
            found=address,
        )


def _fix(unit: TranslationUnit, address: str, found: str | None) -> Fix | None:
    """Return the address for one that differs in case or in its last marks; any other may be another page on purpose."""
    span = _span_of(unit.target, found)
    if span is None or found is None or _bare(address) != _bare(found):
        return None
    return Fix(side=Side.TARGET, span=span, text=address)


def _bare(address: str) -> str:
    return address.rstrip("/.,;:)]").casefold()


def _span_of(content: Content | None, address: str | None) -> Span | None:
    if content is None or address is None:
        return None
    at = content.text.find(address)
    return Span(at, at + len(address)) if at >= 0 else None


def _place_of(subject: Subject, unit: TranslationUnit, side: Side, address: str | None) -> Location | None:
    """Where an address stands that no reader sees, such as that of a link; HTML writes & in its own way."""
    if address is None or _span_of(content_of(unit, side), address) is not None:
        return None
    written = (address, html.escape(address))
    return next(filter(None, (subject.locate_in_markup(unit, side, text) for text in written)), None)


RULES = (
    Rule(
        id="url",
        severity=Severity.ERROR,
        summary="Every web and mail address of the source stands in the translation, character for character.",
        why="A swallowed bracket or full stop breaks a link, and nobody clicks on all of them before publishing."
        " An address may differ in its language label (/ja/ and /en/).",
        good=Example(ja="詳しくはhttps://example.org/a。", en="See https://example.org/a."),
        bad=Example(ja="詳しくはhttps://example.org/a。", en="See https://example.org/b."),
        find=_find_changed,
    ),
)
