"""What a person may do to the units of an aligned article, and which units come of it: pure, nothing is read or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, pairwise
from typing import TypeAlias

from tmflow.errors import ConfigError
from tmflow.formats.inline import parse_inline
from tmflow.model.bitext import Bead, Origin, OriginKind, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import Document
from tmflow.model.language import Language
from tmflow.text.counts import counted
from tmflow.workflow.authorship import alignment_tool
from tmflow.workflow.pairing import PairedUnit, Pairing
from tmflow.workflow.passages import Passage, join_passages
from tmflow.workflow.review import confirmed

__all__ = ["Bench", "Confirm", "Edits", "Link", "Merge", "Move", "Operation", "Split", "Unlink"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Which units come of an operation, by the number of a unit: what stands in its place, and what comes before it.

    The number after the last one is the end of the bitext.
    """

    instead: Mapping[int, tuple[TranslationUnit, ...]]
    before: Mapping[int, tuple[TranslationUnit, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """The units to be corrected, the articles their words come from, and who stands behind what comes of it."""

    pairing: Pairing
    source: Document
    target: Document
    source_passages: tuple[Passage, ...]
    target_passages: tuple[Passage, ...]
    reviewer: str
    when: date | None

    def take(self, reference: str, *, keeps_words: bool = False) -> PairedUnit:
        """Return a unit that is to be taken apart or joined.

        keeps_words: whether the operation keeps a target as it is, so that it need not read as the article does.
        Raises ConfigError for an unknown unit, a stale one, and one whose words stand in the bitext only.
        """
        one, slug = self.pairing.find(reference), self.pairing.slug
        if one.unit.is_stale:
            raise ConfigError(
                f"unit {one.number} is stale: its source was edited after its translation. "
                f"If they still fit: tmflow align fix {slug} confirm {one.number}"
            )
        if one.is_otherwise and not (keeps_words and one.targets):
            raise ConfigError(
                f"unit {one.number} reads otherwise than the article. Write its words there: "
                f"tmflow export {slug} --to article --force; or drop them: tmflow align {slug} --take-article"
            )
        return one

    def make(self, bead: Bead, notes: tuple[str, ...], words: str | None = None) -> TranslationUnit:
        """Return the confirmed unit of a bead.

        words: its target in native markup where that is not what the article says.
        """
        sources = [self.source_passages[index] for index in bead.source]
        targets = [self.target_passages[index] for index in bead.target]
        source = join_passages(sources, self.source) if sources else Content()
        human = Origin(kind=OriginKind.HUMAN, reviewer=self.reviewer, when=self.when)
        place = sources[0].place if sources else None
        if not targets:
            return TranslationUnit(
                id="unnumbered", source=source, side=Side.SOURCE, origin=human, notes=notes, source_place=place
            )
        text = join_passages(targets, self.target) if words is None else parse_inline(words, self.target.format)
        aligned = replace(human, kind=OriginKind.ALIGNED, tool=alignment_tool(text))
        return TranslationUnit(
            id="unnumbered",
            source=source,
            target=text,
            state=State.REVIEWED,
            side=Side.BOTH if sources else Side.TARGET,
            origin=aligned if words is None else human,
            notes=notes,
            source_place=place,
            target_place=targets[0].place,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Join units that follow one another into one."""

    units: tuple[str, ...]

    def apply(self, bench: Bench) -> Edits:
        """Return the joined unit. A target that reads otherwise than the article keeps its words."""
        chosen = bench.pairing.select(self.units)
        if len(chosen) < 2:  # noqa: PLR2004 - one unit cannot be merged
            raise ConfigError("merge joins two units or more, such as: merge 7 8")
        parts = [bench.take(one.unit.id, keeps_words=True) for one in chosen]
        bead = Bead(
            source=_joined(parts, [part.bead.source for part in parts], bench.source),
            target=_joined(parts, [part.bead.target for part in parts], bench.target),
            confidence=1.0,
        )
        first = min(parts, key=lambda part: (not part.bead.source, part.number))
        notes = tuple(chain.from_iterable(part.unit.notes for part in parts))
        merged = bench.make(bead, notes, _joined_words(parts, bench.target))
        return Edits(instead={part.number: (merged,) if part is first else () for part in parts})


def _joined(parts: Sequence[PairedUnit], sides: Sequence[tuple[int, ...]], document: Document) -> tuple[int, ...]:
    """The segments of units on one side. Raises ConfigError if something stands between them."""
    indexes = tuple(sorted(chain.from_iterable(sides)))
    for before, after in pairwise(indexes):
        if after != before + 1:
            first, last = (
                next(part.number for part, side in zip(parts, sides, strict=True) if index in side)
                for index in (before, after)
            )
            raise ConfigError(
                f"units {first} and {last} do not follow one another in the {document.language.display_name} article. "
                f"Merge what stands between them too, or take them apart (unlink) and pair the halves (link)"
            )
    return indexes


def _joined_words(parts: Sequence[PairedUnit], target: Document) -> str | None:
    """The joined targets of units, None if they are what the article says."""
    if not any(part.is_otherwise for part in parts):
        return None
    ordered = sorted((part for part in parts if part.targets), key=lambda part: part.bead.target)
    separator = " " if target.language is Language.EN else ""
    texts = [(part.targets[0].place.lead or separator, part.unit.target.native) for part in ordered if part.unit.target]
    return "".join(lead + text for lead, text in texts).removeprefix(texts[0][0] if texts else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Cut a unit in two. source, target: how many segments of each side the first of them takes."""

    unit: str
    source: int
    target: int

    def apply(self, bench: Bench) -> Edits:
        """Return the two units. Raises ConfigError if one of them would hold nothing."""
        whole = bench.take(self.unit)
        bead = whole.bead
        sources, targets = len(bead.source), len(bead.target)
        if sources + targets == 1:
            raise ConfigError(f"unit {whole.number} has one segment only: there is nothing to split")
        is_part = self.source <= sources and self.target <= targets
        if not is_part or self.source + self.target in {0, sources + targets}:
            raise ConfigError(
                f"unit {whole.number} has {sources}:{targets} segments: its first part cannot be {self.source}:{self.target}"
            )
        first = replace(bead, source=bead.source[: self.source], target=bead.target[: self.target], signals=())
        second = replace(bead, source=bead.source[self.source :], target=bead.target[self.target :], signals=())
        halves = bench.make(first, whole.unit.notes), bench.make(second, ())
        return Edits(instead={whole.number: halves})


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Hand segments at the edge of a unit to the unit above or below it.

    side: source, target or the code of a language. count: how many segments, from the first one up or the last one down.
    """

    unit: str
    side: str
    is_down: bool
    count: int = 1

    def apply(self, bench: Bench) -> Edits:
        """Return both units, or only the other one, with the notes of both, if nothing is left of the first."""
        giver = bench.take(self.unit)
        number = giver.number + (1 if self.is_down else -1)
        if not 1 <= number <= len(bench.pairing.units):
            raise ConfigError(f"unit {giver.number} has no unit {'below' if self.is_down else 'above'} it")
        taker = bench.take(str(number))
        is_source = self._is_source(bench)
        held, other = _side(giver, is_source=is_source), _side(taker, is_source=is_source)
        name = "source" if is_source else "target"
        if not 0 < self.count <= len(held):
            raise ConfigError(
                f"unit {giver.number} has {counted(len(held), f'{name} segment')}: {self.count} cannot be moved"
            )
        cut = len(held) - self.count if self.is_down else self.count
        kept, moved = (held[:cut], held[cut:]) if self.is_down else (held[cut:], held[:cut])
        joined = (*moved, *other) if self.is_down else (*other, *moved)
        if joined != tuple(range(joined[0], joined[0] + len(joined))):
            raise ConfigError(
                f"the {name} segments of units {giver.number} and {taker.number} do not follow one another. "
                f"To pair them otherwise: unlink {giver.number}, then link"
            )
        rest = _with_side(bench, giver, kept, giver.unit.notes, is_source=is_source)
        parts = (taker,) if rest else (giver, taker) if self.is_down else (taker, giver)
        notes = tuple(chain.from_iterable(part.unit.notes for part in parts))
        more = _with_side(bench, taker, joined, notes, is_source=is_source)
        return Edits(instead={giver.number: rest, taker.number: more})

    def _is_source(self, bench: Bench) -> bool:
        pair = bench.pairing.pair
        sides = {"source": True, "target": False, pair.source.value: True, pair.target.value: False}
        if self.side not in sides:
            raise ConfigError(f'"{self.side}" is no side: {", ".join(sides)}')
        return sides[self.side]


def _side(one: PairedUnit, *, is_source: bool) -> tuple[int, ...]:
    return one.bead.source if is_source else one.bead.target


def _with_side(
    bench: Bench, one: PairedUnit, indexes: tuple[int, ...], notes: tuple[str, ...], *, is_source: bool
) -> tuple[TranslationUnit, ...]:
    """The unit with other segments on one side, nothing if it has none on either."""
    source, target = (indexes, one.bead.target) if is_source else (one.bead.source, indexes)
    if not source and not target:
        return ()
    return (bench.make(Bead(source=source, target=target, confidence=1.0), notes),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlink:
    """Take source and target of units apart."""

    units: tuple[str, ...]

    def apply(self, bench: Bench) -> Edits:
        """Return the one-sided units; the target ones stand before what follows them in their article."""
        instead, before = {}, {}
        for chosen in bench.pairing.select(self.units):
            one = bench.take(chosen.unit.id)
            if not one.sources or not one.targets:
                raise ConfigError(f"unit {one.number} has one side only: there is nothing to unlink")
            source = bench.make(replace(one.bead, target=(), signals=()), one.unit.notes)
            target = bench.make(replace(one.bead, source=(), signals=()), ())
            following = one.bead.target[-1] + 1
            numbers = (other.number for other in bench.pairing.units if following in other.bead.target)
            instead[one.number] = (source,)
            before[next(numbers, len(bench.pairing.units) + 1)] = (target,)
        return Edits(instead=instead, before=before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Make a pair of a unit that has a source only and one that has a target only, wherever they stand."""

    units: tuple[str, str]

    def apply(self, bench: Bench) -> Edits:
        """Return the pair, in the place of its source."""
        first, second = (bench.take(reference) for reference in self.units)
        if first is second:
            raise ConfigError(
                f"link pairs two different units, one with a source and one with a target: {first.number} is one"
            )
        source, target = (first, second) if first.sources else (second, first)
        paired = [one.number for one in (first, second) if one.sources and one.targets]
        if paired:
            raise ConfigError(
                f"unit {paired[0]} is a pair already. To take it apart: unlink {paired[0]}; to join neighbours: merge"
            )
        if not source.sources or not target.targets:
            side = "source" if source.sources else "target"
            raise ConfigError(f"units {first.number} and {second.number} have a {side} only. To join neighbours: merge")
        bead = Bead(source=source.bead.source, target=target.bead.target, confidence=1.0)
        linked = bench.make(bead, (*source.unit.notes, *target.unit.notes))
        return Edits(instead={source.number: (linked,), target.number: ()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """Say that units are right as they are.

    least_percent: of the aligner's confidence in the pairs that are confirmed beside those named, None for no others.
    """

    units: tuple[str, ...] = ()
    least_percent: int | None = None

    def apply(self, bench: Bench) -> Edits:
        """Return the units with their reviewer. What a person has reviewed already stays as it is."""
        named = bench.pairing.select(self.units)
        sure = (one for one in bench.pairing.units if self._is_sure(one))
        return Edits(
            instead={
                one.number: (confirmed(one.unit, reviewer=bench.reviewer, when=bench.when),) for one in (*named, *sure)
            }
        )

    def _is_sure(self, one: PairedUnit) -> bool:
        percent = one.confidence_percent
        is_open = one.unit.state is State.TRANSLATED and not one.unit.is_stale
        return self.least_percent is not None and percent is not None and is_open and percent >= self.least_percent


Operation: TypeAlias = Merge | Split | Move | Unlink | Link | Confirm
