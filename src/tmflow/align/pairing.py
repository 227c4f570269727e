"""Which documents of two languages are translations of each other: one to one, each pair with a confidence and its reasons."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tmflow.align.lexicon import Lexicon
from tmflow.align.pairing_evidence import Clue, EvidenceIndex
from tmflow.align.pairing_profile import DocumentProfile
from tmflow.model.language import Language

__all__ = ["DocumentPair", "LoneDocument", "Pairing", "pair_documents"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPair:
    """Two documents that may be translations of each other, by name.

    score: the sum of the weights of `clues`. closeness: the logarithm of how many times likelier they are a translation than
    two texts on one subject. confidence: that they are one, 0.0 to 1.0.
    """

    source: str
    target: str
    score: float
    closeness: float
    confidence: float
    clues: tuple[Clue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneDocument:
    """A document without a partner. nearest: the one of the other side with the most in common, None if there is none."""

    name: str
    nearest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Each document once: in a pair, in a doubtful pair, or alone; each field in order of name."""

    pairs: tuple[DocumentPair, ...] = ()
    doubtful: tuple[DocumentPair, ...] = ()
    lone_sources: tuple[LoneDocument, ...] = ()
    lone_targets: tuple[LoneDocument, ...] = ()


_TEMPER = 0.45
"""Weights are not independent of each other: their sum counts this much."""
_STRANGERS = 10
_PARTNERED_ODDS = 4.0
"""Odds that a document has a partner, before anything is known of it."""
_RELATED_ODDS = 0.1
"""Odds that the best of a document's candidates is another text on its subject (106 of 2566 where half of the partners had
been taken away from both sides)."""
_PLAUSIBLE = 0.05
"""A pair of less confidence is none, not even a doubtful one."""
_LEAST_GAIN = 1e-9
"""Less than this is rounding."""
_LARGEST_EXPONENT = 500.0

Cell = tuple[int, int]


def pair_documents(
    source: Iterable[DocumentProfile], target: Iterable[DocumentProfile], *, lexicon: Lexicon, min_confidence: float
) -> Pairing:
    """Find the pairs that have the most in common, each document in one at most.

    It makes no difference which side is called the source, nor in which order the documents come. Only documents that
    share rare features are compared, so that the time grows about as the number of documents.
    lexicon: the one the profiles were made with. min_confidence: of a pair that is not doubtful, 0.0 to 1.0.
    Raises ValueError if a side has documents of both languages, the sides have the same one, or a name stands twice.
    """
    sides = [sorted(side, key=lambda profile: profile.name) for side in (source, target)]
    languages = [{profile.language for profile in side} for side in sides]
    if any(len(names) > 1 for names in languages) or languages[0] & languages[1]:
        raise ValueError("each side has one language, and not the other side's")
    if any(len({profile.name for profile in side}) < len(side) for side in sides):
        raise ValueError("the names of a side differ")
    if Language.EN in languages[0] or Language.JA in languages[1]:
        return _flipped(_pair(sides[1], sides[0], lexicon=lexicon, min_confidence=min_confidence))
    return _pair(sides[0], sides[1], lexicon=lexicon, min_confidence=min_confidence)


def _flipped(pairing: Pairing) -> Pairing:
    def flip(pairs: Iterable[DocumentPair]) -> tuple[DocumentPair, ...]:
        flipped = (replace(pair, source=pair.target, target=pair.source) for pair in pairs)
        return tuple(sorted(flipped, key=lambda pair: pair.source))

    return Pairing(
        pairs=flip(pairing.pairs),
        doubtful=flip(pairing.doubtful),
        lone_sources=pairing.lone_targets,
        lone_targets=pairing.lone_sources,
    )


def _pair(
    japanese: Sequence[DocumentProfile],
    english: Sequence[DocumentProfile],
    *,
    lexicon: Lexicon,
    min_confidence: float,
) -> Pairing:
    evidence = EvidenceIndex(japanese, english, lexicon=lexicon)
    cells = ((row, column) for row in range(len(japanese)) for column in evidence.nearest(row))
    assignment = _Assignment({cell: evidence.score(*cell) for cell in cells}, most=max(len(japanese), len(english)))
    pairs = [
        DocumentPair(
            source=japanese[row].name,
            target=english[column].name,
            score=assignment.scores[row, column],
            closeness=closeness,
            confidence=confidence,
            clues=evidence.clues(row, column),
        )
        for row, column in assignment.cells()
        for closeness in [evidence.closeness(row, column)]
        if (confidence := assignment.confidence(row, column, closeness=closeness)) >= min(_PLAUSIBLE, min_confidence)
    ]
    rows, columns = assignment.nearest()
    return Pairing(
        pairs=tuple(pair for pair in pairs if pair.confidence >= min_confidence),
        doubtful=tuple(pair for pair in pairs if pair.confidence < min_confidence),
        lone_sources=_lone(japanese, {pair.source for pair in pairs}, rows, english),
        lone_targets=_lone(english, {pair.target for pair in pairs}, columns, japanese),
    )


def _lone(
    side: Sequence[DocumentProfile], paired: set[str], nearest: Mapping[int, int], other: Sequence[DocumentProfile]
) -> tuple[LoneDocument, ...]:
    return tuple(
        LoneDocument(name=profile.name, nearest=other[nearest[index]].name if index in nearest else None)
        for index, profile in enumerate(side)
        if profile.name not in paired
    )


@dataclass(frozen=True, slots=True)
class _Exchange:
    """Another place for the documents of a pair: what the sum of scores gains by it, the pairs it ends and those it makes."""

    gain: float
    ended: tuple[Cell, ...]
    made: tuple[Cell, ...]


class _Assignment:
    """The pairs of a table of scores, one to one: the best first, then exchanged while an exchange raises their sum.

    A pair scores more than 0, which is what two documents that stay alone have.
    """

    def __init__(self, scores: Mapping[Cell, float], *, most: int) -> None:
        self.scores = scores
        self._most = most
        self._best_first = sorted((cell for cell in scores if scores[cell] > 0), key=lambda cell: (-scores[cell], cell))
        self._columns_of: dict[int, list[int]] = defaultdict(list)
        self._rows_of: dict[int, list[int]] = defaultdict(list)
        for row, column in self._best_first:
            self._columns_of[row].append(column)
            self._rows_of[column].append(row)
        self._column: dict[int, int] = {}
        self._row: dict[int, int] = {}
        self._fill()
        while self._improve():
            self._fill()

    def cells(self) -> list[Cell]:
        """Return the pairs, in order."""
        return sorted(self._column.items())

    def confidence(self, row: int, column: int, *, closeness: float) -> float:
        """Return how likely a pair is right, 0.0 to 1.0: against none, another text on the subject, and each exchange.

        An exchange weighs by all it changes: a rival that has a better partner of its own is none.
        """
        alone = (self._most + _STRANGERS) / _PARTNERED_ODDS * _exp(-self.scores[row, column])
        related = _RELATED_ODDS * _exp(-closeness)
        return 1 / (1 + alone + related + sum(_exp(exchange.gain) for exchange in self._iter_exchanges(row, column)))

    def nearest(self) -> tuple[dict[int, int], dict[int, int]]:
        """Return the best column of each row, and the best row of each column."""
        rows: dict[int, int] = {}
        columns: dict[int, int] = {}
        for row, column in self._best_first:
            rows.setdefault(row, column)
            columns.setdefault(column, row)
        return rows, columns

    def _fill(self) -> None:
        """Pair what is free, the best first."""
        for row, column in self._best_first:
            if row not in self._column and column not in self._row:
                self._column[row], self._row[column] = column, row

    def _improve(self) -> bool:
        """Make each exchange that gains something; return whether there was one. The sum grows with each, so it ends."""
        is_changed = False
        for row, column in self.cells():
            if self._column.get(row) != column:
                continue
            best = max(self._iter_exchanges(row, column), key=lambda exchange: exchange.gain, default=None)
            if best is not None and best.gain > _LEAST_GAIN:
                is_changed = True
                for ended in best.ended:
                    del self._column[ended[0]], self._row[ended[1]]
                for made in best.made:
                    self._column[made[0]], self._row[made[1]] = made[1], made[0]
        return is_changed

    def _iter_exchanges(self, row: int, column: int) -> Iterator[_Exchange]:
        """Yield each exchange that gives one document of a pair to another."""
        for other in self._columns_of[row]:
            if other != column:
                yield self._exchange((row, column), (self._row.get(other), other))
        for rival in self._rows_of[column]:
            taken = self._column.get(rival)
            if rival != row and (taken is None or self.scores.get((row, taken), 0.0) <= 0):  # else it came above
                yield self._exchange((row, column), (rival, taken))

    def _exchange(self, pair: Cell, other: tuple[int | None, int | None]) -> _Exchange:
        """Return the exchange of a pair with another one, or with a document that is alone."""
        ended, made = [pair], []
        if other[0] is not None and other[1] is not None:
            ended.append((other[0], other[1]))
        for row, column in ((pair[0], other[1]), (other[0], pair[1])):
            if row is not None and column is not None and self.scores.get((row, column), 0.0) > 0:
                made.append((row, column))
        gain = sum(self.scores[cell] for cell in made) - sum(self.scores[cell] for cell in ended)
        return _Exchange(gain, tuple(ended), tuple(made))


def _exp(score: float) -> float:
    """Return the odds that a sum of weights stands for."""
    return math.exp(min(_TEMPER * score, _LARGEST_EXPONENT))
