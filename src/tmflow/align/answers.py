"""Features of a Japanese segment, and the keys of English ones that answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["LEAST_CHANCE", "Answer", "Columns", "Feature", "SignalKind", "value_trust"]

Indexes: TypeAlias = npt.NDArray[np.int64]

_VALUE_TRUST, _SMALL_VALUE_TRUST = 0.9, 0.65
_SMALL_VALUE = 12
"""Numbers up to twelve are written out, left out and put in too freely to weigh like larger ones."""
_LARGE_VALUE_DIGITS = 3
_VALUE_CHANCE, _SMALL_VALUE_CHANCE = 0.01, 0.06
_KEY_TRUST = 0.5
"""How often a word has its counterpart, where the other text has one at all."""
LEAST_CHANCE = 0.015
"""That any segment shows a feature is never taken to be less probable than these."""


class SignalKind(StrEnum):
    """The kinds of evidence, as `Bead.signals` names them."""

    VALUES = "values"
    NAMES = "names"
    STRINGS = "strings"
    WORDS = "words"
    LEARNED = "learned"
    MT = "mt"

    @property
    def is_firm(self) -> bool:
        """Whether it speaks for itself; words are many and depend on each other."""
        return self not in {SignalKind.WORDS, SignalKind.LEARNED, SignalKind.MT}


@dataclass(slots=True)
class Answer:
    """An English key that answers a feature, how probably, and how probably in the very bead it was learned from."""

    key: str
    trust: float
    home_trust: float


@dataclass(slots=True)
class Feature:
    """A Japanese feature and what answers it; is_expected: whether a translation is known to show one of the answers."""

    kind: SignalKind
    answers: list[Answer]
    is_expected: bool = True
    least_trust: float = 0.0

    @property
    def trust(self) -> float:
        """Return how probably a translation shows an answer."""
        return max((answer.trust for answer in self.answers), default=self.least_trust)


class Columns:
    """The English features of a text by key, such as `word:port` or `number:25`.

    keys_of: of each column; keys: each with its number; counts: how many columns have it, by number.
    key, column, item: of each feature, in the order of the keys and then the columns: its key's number, where it stands, and its
    number counted column by column.
    is_value, trust, usual: of each key by number: whether a translation has to show it, how probably it does, and how probably
    any segment does at least.
    """

    def __init__(self, keys_of: Sequence[tuple[str, ...]]) -> None:
        self.keys_of = keys_of
        self.keys = {key: number for number, key in enumerate(dict.fromkeys(key for keys in keys_of for key in keys))}
        numbers = np.array([self.keys[key] for keys in keys_of for key in keys], dtype=np.int64)
        column = np.repeat(np.arange(len(keys_of)), [len(keys) for keys in keys_of])
        self.item = np.lexsort((column, numbers))
        self.key, self.column = numbers[self.item], column[self.item]
        self.counts = np.bincount(numbers, minlength=len(self.keys))
        self._at = self.key * (len(keys_of) + 1) + self.column
        self.is_value = np.array([_is_value(key) for key in self.keys], dtype=bool)
        trusts = [value_trust(key) if _is_value(key) else (_KEY_TRUST, LEAST_CHANCE) for key in self.keys]
        self.trust, self.usual = np.array(trusts, dtype=np.float64).reshape(-1, 2).T

    def find(self, key: Indexes, column: Indexes) -> Indexes:
        """Return where the columns of each key begin that are not before a column."""
        columns = len(self.keys_of)
        return np.searchsorted(self._at, key * (columns + 1) + np.clip(column, 0, columns))


def _is_value(key: str) -> bool:
    """Whether a key is that of a value, which a translation has to show too."""
    return not key.startswith(("word:", "code:", "draft:"))


def value_trust(key: str) -> tuple[float, float]:
    """Return how probably a translation shows a value, and the least probability that any segment does.

    >>> value_trust("number:3"), value_trust("number:1908")
    ((0.65, 0.06), (0.9, 0.01))
    """
    sort, _, amount = key.partition(":")
    if sort == "number" and amount.isdigit() and int(amount) <= _SMALL_VALUE:
        return _SMALL_VALUE_TRUST, _SMALL_VALUE_CHANCE
    return _VALUE_TRUST, _VALUE_CHANCE if len(amount) >= _LARGE_VALUE_DIGITS else LEAST_CHANCE
