"""The units of an aligned article as a person sees them to correct them: numbered, each with its segments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from tmflow.errors import ConfigError
from tmflow.model.bitext import Bead, OriginKind, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.language import LanguagePair
from tmflow.workflow.anchors import find_anchors
from tmflow.workflow.ingest import Article, missing_partner
from tmflow.workflow.passages import Passage, passage_key, typed_mark

__all__ = ["PairedUnit", "Pairing", "read_pairing"]

_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedUnit:
    """A unit with what it holds of both articles.

    number: its place in the bitext, from 1. bead: the indexes of its passages; sources, targets: those passages.
    """

    number: int
    unit: TranslationUnit
    bead: Bead
    sources: tuple[Passage, ...]
    targets: tuple[Passage, ...]

    @property
    def is_otherwise(self) -> bool:
        """Whether its target reads otherwise than the target article: somebody wrote it into the bitext."""
        words = passage_key(self.unit.target or Content())
        there = "".join(passage_key(passage.content) for passage in self.targets)
        return words not in {there, *(typed_mark(passage) + there for passage in self.targets[:1])}

    @property
    def confidence_percent(self) -> int | None:
        """The aligner's confidence in the pair, None for one that a person made or that has one side only."""
        origin = self.unit.origin
        is_aligned = origin is not None and origin.kind is OriginKind.ALIGNED and self.sources and self.targets
        return origin.similarity if origin and is_aligned else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """The units of an aligned article, in order; each passage of both files is in exactly one."""

    slug: str
    pair: LanguagePair
    units: tuple[PairedUnit, ...]

    def find(self, reference: str) -> PairedUnit:
        """Return the unit of a number or an id. Raises ConfigError if there is none."""
        for one in self.units:
            if reference in {str(one.number), one.unit.id}:
                return one
        raise ConfigError(
            f"{self.slug} has no unit {reference}: its units are 1 to {len(self.units)}. "
            f"To list them, with their ids: tmflow align fix {self.slug}"
        )

    def select(self, references: Sequence[str]) -> tuple[PairedUnit, ...]:
        """Return the units of numbers, ids and ranges such as 8-12, each once. Raises ConfigError for an unknown one."""
        found = chain.from_iterable(self._iter_range(reference) for reference in references)
        return tuple({one.number: one for one in found}.values())

    def _iter_range(self, reference: str) -> Iterator[PairedUnit]:
        ends = _RANGE.fullmatch(reference)
        if ends is None:
            yield self.find(reference)
            return
        first, last = self.find(str(int(ends[1]))), self.find(str(int(ends[2])))
        if first.number > last.number:
            raise ConfigError(f"{reference} is no range of units: write {last.number}-{first.number}")
        yield from self.units[first.number - 1 : last.number]


def read_pairing(article: Article) -> Pairing:
    """Return the units of an article that is aligned as its files are now.

    Raises ConfigError if it has no bitext, lacks a file, or has changed since it was aligned.
    """
    slug = article.slug
    if not article.stored.units:
        raise ConfigError(f"{slug} has no bitext yet. Start with: tmflow align {slug}")
    if article.source is None or article.target is None:
        missing = article.pair.source if article.source is None else article.pair.target
        raise ConfigError(missing_partner(article.project, slug, missing))
    anchors = find_anchors(article)
    if not anchors.is_complete:
        raise ConfigError(f"{slug} has text that is in no unit yet: something was edited. First: tmflow align {slug}")
    units = (
        PairedUnit(
            number=number,
            unit=unit,
            bead=bead,
            sources=tuple(article.source_passages[index] for index in bead.source),
            targets=tuple(article.target_passages[index] for index in bead.target),
        )
        for number, (unit, bead) in enumerate(zip(anchors.units, anchors.beads, strict=True), 1)
    )
    return Pairing(slug=slug, pair=article.pair, units=tuple(units))
