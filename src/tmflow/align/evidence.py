"""What answers are worth, as log-likelihood ratios, and where the segments of two texts answer each other.

For a feature of a Japanese segment, trust is the probability that a true translation shows its counterpart, chance the
probability that any English segment does. A counterpart found adds log(trust / chance), one missing log((1 - trust) / (1 - chance)).
The same is asked the other way round, of an English feature and the Japanese ones that answer it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tmflow.align.answers import LEAST_CHANCE, Columns, Feature, SignalKind, is_value, value_trust

__all__ = ["Evidence", "Links"]

Indexes: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

_KEY_TRUST = 0.5
"""How often a word has its counterpart, where the other text has one at all."""
_NO_TRUST = 1e-9
_USUAL_SEGMENTS = 8
"""So many segments of any text stand beside those of the pair, whose counts say little when it is short."""
_NEARBY = 40
"""Segments to both sides within which a feature's frequency is what counts for a bead there."""
_RARE_SHARE, _RARE_COUNT = 0.15, 40
"""Only features in fewer segments than both can fix a place in a long text."""


@dataclass(frozen=True, slots=True)
class Links:
    """Features of rows that are answered in columns, one an index: the row, the column, and what it is worth to both.

    row_item, column_item: which feature of its side; items are numbered row by row, column by column.
    """

    row: Indexes
    column: Indexes
    row_item: Indexes
    column_item: Indexes
    row_gain: Floats
    column_gain: Floats
    is_firm: npt.NDArray[np.bool_]


@dataclass(slots=True, kw_only=True)
class _Table:
    """The answers of all rows, one an index, rising by row."""

    row: Indexes
    item: Indexes
    key: Indexes
    row_gain: Floats
    column_gain: Floats
    row_home_gain: Floats
    column_home_gain: Floats
    is_firm: npt.NDArray[np.bool_]


class Evidence:
    """The links between the segments of two sides; `base_rows` and `base_columns` are the scores of nothing being answered."""

    def __init__(
        self, rows: Sequence[Mapping[str, Feature]], columns: Columns, homes: Mapping[int, tuple[int, int]]
    ) -> None:
        self._features, self._columns = rows, columns
        self._keys = columns.keys
        self.rows, self.columns = len(rows), len(columns.keys_of)
        self._home_low = np.zeros(self.rows, dtype=np.int64)
        self._home_high = np.zeros(self.rows, dtype=np.int64)
        for row, (low, high) in homes.items():
            self._home_low[row], self._home_high[row] = low, high
        self._price()

    def _price(self) -> None:
        """Fill the table of answers and the base scores."""
        priced: dict[str, tuple[Feature, float, float]] = {}
        answering: dict[str, set[int]] = defaultdict(set)
        for row, features in enumerate(self._features):
            for feature in features.values():
                for answer in feature.answers:
                    answering[answer.key].add(row)
        for features in self._features:
            for name, feature in features.items():
                if name not in priced:
                    chance = self._chance(feature)
                    priced[name] = feature, chance, _loss(feature.trust, chance) if feature.is_expected else 0.0
        key_prices = {key: self._key_price(key, len(rows)) for key, rows in answering.items() if key in self._keys}
        self._priced = {name: (chance, loss) for name, (_, chance, loss) in priced.items()}
        self.base_rows = np.array([sum(priced[name][2] for name in features) for features in self._features])
        unanswered = {key: self._key_price(key, 0) for key in self._keys if is_value(key) and key not in key_prices}
        losses = {key: loss for key, (_, loss) in (*key_prices.items(), *unanswered.items())}
        self.base_columns = np.array([sum(losses.get(key, 0.0) for key in keys) for keys in self._columns.keys_of])
        self._tabulate(priced, key_prices)

    def _tabulate(
        self, priced: Mapping[str, tuple[Feature, float, float]], key_prices: Mapping[str, tuple[float, float]]
    ) -> None:
        """Price each answer of each feature once, and list the answers of every row."""
        answers = [
            (self._keys[one.key], one.trust, one.home_trust, chance, loss, *key_prices[one.key], feature.kind.is_firm)
            for feature, chance, loss in priced.values()
            for one in feature.answers
            if one.key in self._keys
        ]
        size = [sum(one.key in self._keys for one in feature.answers) for feature, _, _ in priced.values()]
        key, trust, home_trust, chance, loss, key_chance, key_loss, is_firm = (
            np.array(answers, dtype=np.float64).reshape(-1, 8).T
        )
        number = {name: place for place, name in enumerate(priced)}
        features = np.array([number[name] for found in self._features for name in found], dtype=np.int64)
        sizes = np.array(size, dtype=np.int64)
        starts = np.cumsum(sizes) - sizes
        counts = sizes[features]
        chosen = _ranges(starts[features], counts)
        row_of_item = np.repeat(np.arange(self.rows), [len(found) for found in self._features])
        self._table = _Table(
            row=np.repeat(row_of_item, counts),
            item=np.repeat(np.arange(len(features)), counts),
            key=key.astype(np.int64)[chosen],
            row_gain=_gains(trust, chance, loss)[chosen],
            column_gain=_gains(trust, key_chance, key_loss)[chosen],
            row_home_gain=_gains(home_trust, chance, loss)[chosen],
            column_home_gain=_gains(home_trust, key_chance, key_loss)[chosen],
            is_firm=is_firm.astype(bool)[chosen],
        )
        self._localise(chance[chosen], key_chance[chosen])

    def _localise(self, chance: Floats, key_chance: Floats) -> None:
        """Lower the gains of features that are frequent round a row: a name is rare in a book and in each line of its chapter.

        chance, key_chance: of each answer of the table, over the whole text.
        """
        table = self._table
        if max(self.rows, self.columns) <= 2 * _NEARBY:
            return
        course = table.row * self.columns // max(1, self.rows)
        near = self._columns.find(table.key, course + _NEARBY) - self._columns.find(table.key, course - _NEARBY)
        row_drop = _raised(near, chance)
        at = np.unique(table.key * (self.rows + 1) + table.row)
        here = table.key * (self.rows + 1)
        low, high = np.maximum(0, table.row - _NEARBY), np.minimum(self.rows, table.row + _NEARBY)
        column_drop = _raised(np.searchsorted(at, here + high) - np.searchsorted(at, here + low), key_chance)
        for gains, drop in (
            (table.row_gain, row_drop),
            (table.row_home_gain, row_drop),
            (table.column_gain, column_drop),
            (table.column_home_gain, column_drop),
        ):
            np.maximum(0.0, gains - drop, out=gains)

    def _chance(self, feature: Feature) -> float:
        """Return how probably any segment answers a feature: the share that do, drawn to what any text would show."""
        counts = self._columns.counts
        columns = min(self.columns, sum(counts.get(answer.key, 0) for answer in feature.answers))
        if feature.kind is SignalKind.VALUES:
            usual = max((value_trust(answer.key)[1] for answer in feature.answers), default=0.0)
        else:
            usual = min(0.3, LEAST_CHANCE * max(1, len(feature.answers)))
        return _drawn(columns, self.columns, usual)

    def _key_price(self, key: str, rows: int) -> tuple[float, float]:
        """Return how probably any Japanese segment answers an English key, and what the key loses where none does."""
        trust, usual = value_trust(key) if is_value(key) else (_KEY_TRUST, LEAST_CHANCE)
        chance = _drawn(rows, self.rows, usual)
        return chance, _loss(trust, chance)

    def links(self, first: int, low: Indexes, high: Indexes, *, rare_only: bool = False) -> Links:
        """Return the links of the rows from `first` on, each to the columns [low, high) of its own.

        rare_only: leave out features in so many segments that they fix no place.
        """
        table = self._table
        begin, end = np.searchsorted(table.row, [first, first + len(low)])
        chosen = np.arange(begin, end)
        if rare_only:
            limit = min(_RARE_COUNT, _RARE_SHARE * self.columns + 3)
            counts = np.fromiter(self._columns.counts.values(), dtype=np.int64, count=len(self._keys))
            chosen = chosen[counts[table.key[chosen]] <= limit]
        row, key = table.row[chosen] - first, table.key[chosen]
        starts = self._columns.find(key, low[row])
        ends = self._columns.find(key, high[row])
        counts = np.maximum(0, ends - starts)
        chosen, posted = np.repeat(chosen, counts), _ranges(starts, counts)
        row, column = table.row[chosen], self._columns.column[posted]
        is_home = (self._home_low[row] <= column) & (column < self._home_high[row])
        return Links(
            row=row,
            column=column,
            row_item=table.item[chosen],
            column_item=self._columns.item[posted],
            row_gain=np.where(is_home, table.row_home_gain[chosen], table.row_gain[chosen]),
            column_gain=np.where(is_home, table.column_home_gain[chosen], table.column_gain[chosen]),
            is_firm=table.is_firm[chosen],
        )

    def found(self, rows: Iterable[int], columns: Iterable[int]) -> dict[SignalKind, tuple[float, float]]:
        """Return, by kind, what the Japanese features of a bead gain that its English text answers, and what they would lose."""
        taken = list(columns)
        keys = {key for column in taken for key in self._columns.keys_of[column]}
        result: dict[SignalKind, tuple[float, float]] = {}
        for row in rows:
            is_home = self._home_low[row] <= taken[0] < self._home_high[row]
            for name, feature in self._features[row].items():
                chance, loss = self._priced[name]
                answers = (one for one in feature.answers if one.key in keys)
                gain = max(
                    (_gain(one.home_trust if is_home else one.trust, chance) - loss for one in answers), default=0.0
                )
                if gain > 0:
                    gains, losses = result.get(feature.kind, (0.0, 0.0))
                    result[feature.kind] = gains + gain, losses + loss
        return dict(sorted(result.items()))


def _drawn(count: int, segments: int, usual: float) -> float:
    """Return a share of segments, drawn to what is usual."""
    return min(0.95, max(usual, (count + _USUAL_SEGMENTS * usual) / (segments + _USUAL_SEGMENTS)))


def _ranges(starts: Indexes, counts: Indexes) -> Indexes:
    """Return the numbers from each start on, so many each, one range after the other."""
    offsets: Indexes = np.arange(int(counts.sum())) + np.repeat(starts - np.cumsum(counts) + counts, counts)
    return offsets


def _raised(near: Indexes, chance: Floats) -> Floats:
    """Return how much more frequent features are nearby than over the whole text, as a log; 0 where they are not."""
    local = (near + _USUAL_SEGMENTS * chance) / (2 * _NEARBY + _USUAL_SEGMENTS)
    raised: Floats = np.log(np.maximum(1.0, local / chance))
    return raised


def _gains(trust: Floats, chance: Floats, loss: Floats) -> Floats:
    """Return what answers are worth beside a loss; never less than nothing."""
    gains: Floats = np.maximum(0.0, np.log(np.maximum(trust, _NO_TRUST) / chance) - loss)
    return gains


def _gain(trust: float, chance: float) -> float:
    return math.log(trust / chance) if trust > 0 else -math.inf


def _loss(trust: float, chance: float) -> float:
    return min(0.0, math.log((1 - trust) / (1 - chance))) if trust > chance else 0.0
