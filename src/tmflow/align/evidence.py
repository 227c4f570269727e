"""What answers are worth, as log-likelihood ratios, and where the segments of two texts answer each other.

For a feature of a Japanese segment, trust is the probability that a true translation shows its counterpart, chance the
probability that any English segment does. A counterpart found adds log(trust / chance), one missing log((1 - trust) / (1 - chance)).
The same is asked the other way round, of an English feature and the Japanese ones that answer it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tmflow.align.answers import LEAST_CHANCE, Columns, Feature, SignalKind, value_trust

__all__ = ["Evidence", "Links"]

Indexes: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

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
        """Price each feature and each answer of it once, list the answers of every row, and fill the base scores."""
        features = {name: feature for found in reversed(self._features) for name, feature in found.items()}
        number = {name: place for place, name in enumerate(features)}
        items = np.array([number[name] for found in self._features for name in found], dtype=np.int64)
        row_of_item = np.repeat(np.arange(self.rows), [len(found) for found in self._features])
        listed = [
            (place, self._keys[one.key], one.trust, one.home_trust, feature.kind.is_firm)
            for place, feature in enumerate(features.values())
            for one in feature.answers
            if one.key in self._keys
        ]
        found = np.array(listed, dtype=np.float64).reshape(-1, 5).T
        owner, key, trust, home_trust = found[0].astype(np.int64), found[1].astype(np.int64), found[2], found[3]
        chance, loss = self._feature_prices(list(features.values()), owner, key)
        self._priced = dict(zip(features, zip(chance.tolist(), loss.tolist(), strict=True), strict=True))
        self.base_rows = _summed(row_of_item, loss[items], self.rows)
        sizes = np.bincount(owner, minlength=len(features))
        counts = sizes[items]
        chosen = _ranges((np.cumsum(sizes) - sizes)[items], counts)
        row, key_of = np.repeat(row_of_item, counts), key[chosen]
        key_chance, key_loss = self._key_prices(row, key_of)
        self.base_columns = _summed(self._columns.column, key_loss[self._columns.key], self.columns)
        self._table = _Table(
            row=row,
            item=np.repeat(np.arange(len(items)), counts),
            key=key_of,
            row_gain=_gains(trust, chance[owner], loss[owner])[chosen],
            column_gain=_gains(trust, key_chance[key], key_loss[key])[chosen],
            row_home_gain=_gains(home_trust, chance[owner], loss[owner])[chosen],
            column_home_gain=_gains(home_trust, key_chance[key], key_loss[key])[chosen],
            is_firm=found[4].astype(bool)[chosen],
        )
        self._localise(chance[owner[chosen]], key_chance[key_of])

    def _feature_prices(self, features: Sequence[Feature], owner: Indexes, key: Indexes) -> tuple[Floats, Floats]:
        """Return how probably any English segment answers each feature, and what it loses where none does.

        owner, key: of each answer that stands somewhere, the feature's place and the key's number.
        """
        usual = np.array([_usual_chance(feature) for feature in features], dtype=np.float64)
        shown = np.bincount(owner, self._columns.counts[key], minlength=len(features))
        chance = _drawn(np.minimum(self.columns, shown), self.columns, usual)
        trust = np.array([feature.trust if feature.is_expected else 0.0 for feature in features], dtype=np.float64)
        return chance, _losses(trust, chance)

    def _key_prices(self, row: Indexes, key: Indexes) -> tuple[Floats, Floats]:
        """Return how probably any Japanese segment answers each key, and what it loses: a value always, a word if any does.

        row, key: of each answer of each row.
        """
        columns = self._columns
        answering = np.bincount(np.unique(key * (self.rows + 1) + row) // (self.rows + 1), minlength=len(columns.keys))
        chance = _drawn(answering, self.rows, columns.usual)
        return chance, np.where(columns.is_value | (answering > 0), _losses(columns.trust, chance), 0.0)

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

    def links(self, first: int, low: Indexes, high: Indexes, *, rare_only: bool = False) -> Links:
        """Return the links of the rows from `first` on, each to the columns [low, high) of its own.

        rare_only: leave out features in so many segments that they fix no place.
        """
        table = self._table
        begin, end = np.searchsorted(table.row, [first, first + len(low)])
        chosen = np.arange(begin, end)
        if rare_only:
            limit = min(_RARE_COUNT, _RARE_SHARE * self.columns + 3)
            chosen = chosen[self._columns.counts[table.key[chosen]] <= limit]
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


def _usual_chance(feature: Feature) -> float:
    """Return how probably a segment of any text answers a feature."""
    if feature.kind is SignalKind.VALUES:
        return max((value_trust(answer.key)[1] for answer in feature.answers), default=0.0)
    return min(0.3, LEAST_CHANCE * max(1, len(feature.answers)))


def _drawn(count: Floats | Indexes, segments: int, usual: Floats) -> Floats:
    """Return shares of segments, drawn to what is usual."""
    drawn: Floats = np.minimum(
        0.95, np.maximum(usual, (count + _USUAL_SEGMENTS * usual) / (segments + _USUAL_SEGMENTS))
    )
    return drawn


def _summed(place: Indexes, worth: Floats, size: int) -> Floats:
    """Return the sum of what is worth something at each place."""
    return np.bincount(place, worth, minlength=size).astype(np.float64)


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


def _losses(trust: Floats, chance: Floats) -> Floats:
    """Return what features lose that are not answered; nothing where any segment answers them as probably as a true one."""
    losses: Floats = np.log1p(-np.maximum(trust, chance)) - np.log1p(-chance)
    return losses
