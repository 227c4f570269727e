"""What a project's glossary and memory know, as the aligner takes it: pairs of texts, the nearest to an article first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tmflow.errors import FormatError
from tmflow.model.bitext import Bitext, Side
from tmflow.model.language import Language, LanguagePair
from tmflow.text.tokens import iter_japanese_tokens
from tmflow.workflow.ingest import Article
from tmflow.workflow.project import Project

__all__ = ["KnownPair", "KnownPairs", "known_pairs"]

_MOST = 2_000
"""Pairs for one article: what they teach grows slowly, and reading so many takes about as long as aligning a long article."""


@dataclass(frozen=True, slots=True)
class KnownPair:
    """A confirmed pair of texts."""

    japanese: str
    english: str

    def oriented(self, pair: LanguagePair) -> tuple[str, str]:
        """Return its texts as (source, target)."""
        return (self.japanese, self.english) if pair.source is Language.JA else (self.english, self.japanese)


def known_pairs(bitext: Bitext) -> Iterator[KnownPair]:
    """Yield what a bitext has that is confirmed and stands on both sides."""
    for unit in bitext.units:
        if unit.is_confirmed and unit.side is Side.BOTH and unit.target:
            yield _pair_of(unit.source.text, unit.target.text, bitext.pair)


def _pair_of(source: str, target: str, pair: LanguagePair) -> KnownPair:
    return KnownPair(source, target) if pair.source is Language.JA else KnownPair(target, source)


@dataclass
class KnownPairs:
    """The terms of a project's glossary and the confirmed pairs of its memory files, read when first asked for and kept.

    Of a file that cannot be read nothing is taken, of a TMX what stands before the fault.
    """

    project: Project
    _problems: list[FormatError] = field(default_factory=list, init=False)

    def take_problems(self) -> list[FormatError]:
        """Return what was wrong with files that were read since this was last asked."""
        found, self._problems = self._problems, []
        return found

    def near(self, article: Article, *, most: int = _MOST) -> list[tuple[str, str]]:
        """Return (source, target) pairs for an article: the glossary's, its own, then those of the others.

        Of more than `most` beside the glossary these are taken that share the rarest words with it, for their length.
        """
        own = list(known_pairs(article.stored))
        others = [pair for slug, pair in self._pairs if slug != article.slug]
        if len(own) + len(others) > most:
            others = self._nearest(article, others, most=max(0, most - len(own)))
        return [pair.oriented(article.pair) for pair in dict.fromkeys([*self._terms, *own, *others])]

    def _nearest(self, article: Article, pairs: Iterable[KnownPair], *, most: int) -> list[KnownPair]:
        passages = article.source_passages if article.pair.source is Language.JA else article.target_passages
        words = {word for passage in passages for word in iter_japanese_tokens(passage.content.text)}
        rarity = self._rarity
        scored = []
        for pair in pairs:
            tokens = self._tokens[pair]
            if shared := tokens & words:
                scored.append((sum(rarity[word] for word in shared) / math.sqrt(len(tokens)), pair))
        scored.sort(key=lambda one: -one[0])
        return [pair for _, pair in scored[:most]]

    @cached_property
    def _terms(self) -> tuple[KnownPair, ...]:
        """The terms of the project's glossary."""
        try:
            return tuple(KnownPair(japanese, english) for japanese, english in self.project.glossary.pairs())
        except FormatError as error:
            self._problems.append(error)
            return ()

    @cached_property
    def _pairs(self) -> tuple[tuple[str, KnownPair], ...]:
        """The pairs of all files, each with the slug of its bitext, "" if it is of a TMX."""
        return tuple(self._read())

    @cached_property
    def _tokens(self) -> dict[KnownPair, frozenset[str]]:
        return {pair: frozenset(iter_japanese_tokens(pair.japanese)) for _, pair in self._pairs}

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = Counter(word for tokens in self._tokens.values() for word in tokens)
        return {word: math.log(1 + len(self._tokens) / count) for word, count in counts.items()}

    def _read(self) -> Iterator[tuple[str, KnownPair]]:
        for path in sorted(self.project.memories_folder.glob("*")):
            if not path.is_file():
                continue
            try:
                if path.suffix == ".po":
                    yield from ((path.stem, pair) for pair in _of_bitext(path))
                elif path.suffix == ".tmx":
                    yield from (("", pair) for pair in _of_tmx(path))
            except FormatError as error:
                self._problems.append(error)


def _of_bitext(path: Path) -> Iterator[KnownPair]:
    from tmflow.formats.po import read_po

    return known_pairs(read_po(path))


def _of_tmx(path: Path) -> Iterator[KnownPair]:
    from tmflow.formats.tmx import iter_tmx

    for entry in iter_tmx(path, keep_markup=False):
        if not entry.draft:
            yield _pair_of(entry.source, entry.target, entry.pair)
