"""Filling: how a unit gets its target, from a title block, from the memory or from the best of what is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from tmflow.formats.inline import parse_inline
from tmflow.memory.memory import TranslationMemory
from tmflow.model.bitext import Bitext, Origin, OriginKind, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, BlockKind, Document
from tmflow.model.match import Match, MatchKind
from tmflow.model.post_edit import Proposal
from tmflow.text.scripts import has_japanese
from tmflow.text.unwrapping import unwrap

__all__ = ["Progress", "fill_from_best", "fill_from_memory", "fill_from_title_block"]

Progress = Callable[[int, int], None]
"""Called with the units done and the units to do."""

_CANDIDATES = 3
_TAKEN_AS_IT_IS = frozenset({MatchKind.CONTEXT, MatchKind.EXACT})
_BY_MACHINE = frozenset({MatchKind.REPAIRED, MatchKind.MT})


def fill_from_title_block(bitext: Bitext, source: Document) -> Bitext:
    """Fill title and deck from a title block that gives them in both languages."""
    known = {BlockKind.TITLE: source.metadata.original_title, BlockKind.DECK: source.metadata.original_deck}

    def fill(unit: TranslationUnit) -> TranslationUnit:
        text = known.get(unit.source_place.kind) if unit.source_place else None
        if not text or not unit.is_untranslated:
            return unit
        origin = Origin(kind=OriginKind.HUMAN, tool="title-block")
        return _fill(unit, parse_inline(text, source.format), origin=origin, draft=False)

    return replace(bitext, units=tuple(fill(unit) for unit in bitext.units))


def fill_from_memory(
    bitext: Bitext,
    memory: TranslationMemory,
    *,
    format: ArticleFormat,
    threshold: int,
    on_progress: Progress | None = None,
) -> Bitext:
    """Fill the empty units with the best match of the memory.

    A context or exact match is taken over as it is; any other is a draft. The next best are kept as candidates.
    format: of the target article; threshold: least similarity of a match, percent.
    """
    units = bitext.units
    filled = list(units)
    todo = [number for number, unit in enumerate(units) if unit.is_untranslated]
    for done, number in enumerate(todo, 1):
        matches = memory.lookup(
            units[number].source.native,
            source=bitext.pair.source,
            threshold=threshold,
            limit=_CANDIDATES,
            previous=units[number - 1].source.native if number else "",
            following=units[number + 1].source.native if number + 1 < len(units) else "",
            beyond_exact=False,
        )
        if matches:
            filled[number] = fill_from_best(units[number], matches, format=format)
        if on_progress:
            on_progress(done, len(todo))
    return replace(bitext, units=tuple(filled))


def fill_from_best(unit: TranslationUnit, matches: Iterable[Match], *, format: ArticleFormat) -> TranslationUnit:
    """Give a unit the target of the match with the highest score, of equals the first; all are its candidates, best first.

    What a machine made, wholly or in part, has the origin MT and is a draft. Raises ValueError if there is no match.
    """
    ranked = _ranked(matches)
    if not ranked:
        raise ValueError(f"unit {unit.id}: nothing is offered")
    best = ranked[0]
    origin = Origin(
        kind=OriginKind.MT if best.kind in _BY_MACHINE else OriginKind.MEMORY,
        tool=best.made_by or None,
        match=best.kind,
        similarity=None if best.kind is MatchKind.MT else best.score,
    )
    target = parse_inline(_broken_as(unit.source, best.target), format)
    filled = _fill(unit, target, origin=origin, draft=best.kind not in _TAKEN_AS_IT_IS)
    return replace(filled, candidates=ranked)


def _broken_as(source: Content, target: str) -> str:
    """Return the text of a match, its lines joined where the source is one line: the break was another article's."""
    if "\n" not in target or any(code.is_line_break for code in source.codes):
        return target
    return unwrap(target.replace("\\\n", "\n"), has_blanks=not has_japanese(target)).text


def _ranked(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Return the matches by score, each target once."""
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: -match.score):
        best.setdefault(match.target, match)
    return tuple(best.values())


def _fill(unit: TranslationUnit, target: Content, *, origin: Origin, draft: bool) -> TranslationUnit:
    """Give a unit its target; a unit that lacked one because it stood on one side only now stands on both."""
    proposal = Proposal.of(target, origin) if draft else None
    return replace(
        unit,
        target=target,
        side=Side.BOTH,
        state=State.TRANSLATED,
        draft=draft,
        origin=origin,
        proposal=proposal,
    )
