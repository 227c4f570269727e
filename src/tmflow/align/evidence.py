"""What two texts share, feature by feature, as log-likelihood ratios: values, names, strings and words.

For a feature of a Japanese segment, trust is the probability that a true translation shows its counterpart, chance the
probability that any English segment does. A counterpart found adds log(trust / chance), one missing log((1 - trust) / (1 - chance)).
The same is asked the other way round, of an English feature and the Japanese ones that answer it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tmflow.align.features import Profile
from tmflow.align.learning import Association
from tmflow.align.lexicon import Lexicon
from tmflow.text.names import SoundForm, katakana_sound, latin_sounds, sound_likeness
from tmflow.text.tokens import STOP_WORDS, english_stem

__all__ = ["Evidence", "Links", "SharedFeatures", "SignalKind"]

Indexes: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]


class SignalKind(StrEnum):
    """The kinds of evidence, as `Bead.signals` names them."""

    VALUES = "values"
    NAMES = "names"
    STRINGS = "strings"
    WORDS = "words"
    LEARNED = "learned"

    @property
    def is_firm(self) -> bool:
        """Whether it speaks for itself; words are many and depend on each other."""
        return self not in {SignalKind.WORDS, SignalKind.LEARNED}


_VALUE_TRUST, _SMALL_VALUE_TRUST, _STRING_TRUST = 0.9, 0.65, 0.8
_SMALL_VALUE = 12
"""Numbers up to twelve are written out, left out and put in too freely to weigh like larger ones."""
_LARGE_VALUE_DIGITS = 3
_VALUE_CHANCE, _SMALL_VALUE_CHANCE = 0.01, 0.06
"""Chance is never taken for less than this."""
_LEAST_CHANCE = 0.015
_USUAL_SEGMENTS = 8
"""So many segments of any text stand beside those of the pair, whose counts say little when it is short."""
_NAME_LIKENESS, _SURE_LIKENESS = 0.68, 0.85
_NAME_TRUST, _SURE_NAME_TRUST = 0.5, 0.8
_LEAST_WORTH = 0.1
_RARE_SHARE, _RARE_COUNT = 0.15, 40
"""Only features in fewer segments than both can fix a place in a long text."""


@dataclass(slots=True)
class _Answer:
    """An English key that answers a feature, how probably, and how probably in the very bead it was learned from."""

    key: str
    trust: float
    home_trust: float


@dataclass(slots=True)
class _Feature:
    """A Japanese feature and what answers it; is_expected: whether a translation is known to show one of the answers."""

    kind: SignalKind
    answers: list[_Answer]
    is_expected: bool = True
    least_trust: float = 0.0

    @property
    def trust(self) -> float:
        """Return how probably a translation shows an answer."""
        return max((answer.trust for answer in self.answers), default=self.least_trust)


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


@dataclass(frozen=True, slots=True)
class _PricedAnswer:
    """A key that answers a feature, and what that is worth: to the row and to the column, then both where it was learned."""

    key: int
    gains: tuple[float, ...]
    is_firm: bool


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


class _Columns:
    """The English features by key: keys_of each column, and for each key the columns that have it, in order.

    counts: how many columns have a key; item: the number of each of these features, counted column by column.
    """

    def __init__(self, english: Sequence[Profile]) -> None:
        self.keys_of = [tuple(_english_keys(profile)) for profile in english]
        self.counts = Counter(key for keys in self.keys_of for key in keys)
        self.keys = {key: number for number, key in enumerate(self.counts)}
        numbers = np.array([self.keys[key] for keys in self.keys_of for key in keys], dtype=np.int64)
        column = np.repeat(np.arange(len(english)), [len(keys) for keys in self.keys_of])
        self.item = np.lexsort((column, numbers))
        self.column = column[self.item]
        self._at = numbers[self.item] * (len(english) + 1) + self.column

    def find(self, key: Indexes, column: Indexes) -> Indexes:
        """Return where the columns of each key begin that are not before a column."""
        return np.searchsorted(self._at, key * (len(self.keys_of) + 1) + column)


class Evidence:
    """The links between the segments of two sides; `base_rows` and `base_columns` are the scores of nothing being answered."""

    def __init__(
        self, rows: Sequence[Mapping[str, _Feature]], columns: _Columns, homes: Mapping[int, tuple[int, int]]
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
        priced: dict[str, tuple[_Feature, float, float]] = {}
        counts: Counter[str] = Counter()
        answering: dict[str, set[int]] = defaultdict(set)
        for row, features in enumerate(self._features):
            for name, feature in features.items():
                counts[name] += 1
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
        unanswered = {key: self._key_price(key, 0) for key in self._keys if _is_value(key) and key not in key_prices}
        losses = {key: loss for key, (_, loss) in (*key_prices.items(), *unanswered.items())}
        self.base_columns = np.array([sum(losses.get(key, 0.0) for key in keys) for keys in self._columns.keys_of])
        self._tabulate(priced, key_prices)

    def _tabulate(
        self, priced: Mapping[str, tuple[_Feature, float, float]], key_prices: Mapping[str, tuple[float, float]]
    ) -> None:
        priced_answers: dict[str, list[_PricedAnswer]] = {}
        for name, (feature, chance, loss) in priced.items():
            found = priced_answers[name] = []
            for answer in feature.answers:
                if answer.key not in self._keys:
                    continue
                key_chance, key_loss = key_prices[answer.key]
                gains = [
                    gain
                    for trust in (answer.trust, answer.home_trust)
                    for gain in (_gain(trust, chance) - loss, _gain(trust, key_chance) - key_loss)
                ]
                if max(gains) > _LEAST_WORTH:
                    limited = tuple(max(0.0, gain) for gain in gains)
                    found.append(_PricedAnswer(self._keys[answer.key], limited, is_firm=feature.kind.is_firm))
        rows: list[int] = []
        items: list[int] = []
        answers: list[_PricedAnswer] = []
        item = 0
        for row, features in enumerate(self._features):
            for name in features:
                found = priced_answers[name]
                rows.extend([row] * len(found))
                items.extend([item] * len(found))
                answers.extend(found)
                item += 1
        worth = np.array([answer.gains for answer in answers], dtype=np.float64).reshape(-1, 4)
        self._table = _Table(
            row=np.array(rows, dtype=np.int64),
            item=np.array(items, dtype=np.int64),
            key=np.array([answer.key for answer in answers], dtype=np.int64),
            row_gain=worth[:, 0],
            column_gain=worth[:, 1],
            row_home_gain=worth[:, 2],
            column_home_gain=worth[:, 3],
            is_firm=np.array([answer.is_firm for answer in answers], dtype=bool),
        )

    def _chance(self, feature: _Feature) -> float:
        """Return how probably any segment answers a feature: the share that do, drawn to what any text would show."""
        counts = self._columns.counts
        columns = min(self.columns, sum(counts.get(answer.key, 0) for answer in feature.answers))
        if feature.kind is SignalKind.VALUES:
            usual = max((_value_trust(answer.key)[1] for answer in feature.answers), default=0.0)
        else:
            usual = min(0.3, _LEAST_CHANCE * max(1, len(feature.answers)))
        return _drawn(columns, self.columns, usual)

    def _key_price(self, key: str, rows: int) -> tuple[float, float]:
        """Return how probably any Japanese segment answers an English key, and what the key loses where none does."""
        trust, usual = _value_trust(key) if _is_value(key) else (_KEY_TRUST, _LEAST_CHANCE)
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
        chosen = np.repeat(chosen, counts)
        posted = np.arange(len(chosen)) + np.repeat(starts - np.cumsum(counts) + counts, counts)
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

    def shared(self, rows: Iterable[int], columns: Iterable[int]) -> dict[str, float]:
        """Return what the Japanese features of a bead find in its English text, by kind of signal; "missing" is the rest."""
        taken = list(columns)
        keys = {key for column in taken for key in self._columns.keys_of[column]}
        found: dict[str, float] = {}
        missing = 0.0
        for row in rows:
            for name, feature in self._features[row].items():
                chance, loss = self._priced[name]
                gain = max((_gain(one.trust, chance) for one in feature.answers if one.key in keys), default=0.0)
                if gain > 0:
                    found[feature.kind.value] = found.get(feature.kind.value, 0.0) + gain
                else:
                    missing += loss
        return {**dict(sorted(found.items())), "missing": missing}


_KEY_TRUST = 0.5
"""How often a word has its counterpart, where the other text has one at all."""


def _drawn(count: int, segments: int, usual: float) -> float:
    """Return a share of segments, drawn to what is usual."""
    return min(0.95, max(usual, (count + _USUAL_SEGMENTS * usual) / (segments + _USUAL_SEGMENTS)))


def _gain(trust: float, chance: float) -> float:
    return math.log(trust / chance) if trust > 0 else -math.inf


def _loss(trust: float, chance: float) -> float:
    return min(0.0, math.log((1 - trust) / (1 - chance))) if trust > chance else 0.0


class SharedFeatures:
    """What the segments of two sides can share, whatever is learned of them later."""

    def __init__(self, japanese: Sequence[Profile], english: Sequence[Profile], *, lexicon: Lexicon) -> None:
        self._columns = _Columns(english)
        self._words = [profile.words for profile in japanese]
        names = _NameTable(profile.strings for profile in english)
        terms = _TermTable(lexicon, self._columns.keys)
        self._rows = [
            {
                **_value_features(profile),
                **_string_features(profile, self._columns.keys),
                **_spoken_features(profile, names, terms),
            }
            for profile in japanese
        ]

    def evidence(self, learned: Mapping[str, Sequence[Association]], homes: Mapping[int, tuple[int, int]]) -> Evidence:
        """Return the evidence.

        learned: associations of an earlier pass over the same pair, empty in the first;
        homes: the columns [low, high) each row was linked with in that pass, where a word must not speak for itself.
        """
        answers = {
            word: found
            for word, others in learned.items()
            if (
                found := [
                    _Answer(key, other.trust(), other.trust(without=1))
                    for other in others
                    if (key := f"word:{other.word}") in self._columns.keys
                ]
            )
        }
        rows = [
            self._with_learned(features, words, answers) if answers else features
            for features, words in zip(self._rows, self._words, strict=True)
        ]
        return Evidence(rows, self._columns, homes)

    @staticmethod
    def _with_learned(
        features: Mapping[str, _Feature], words: Sequence[str], learned: Mapping[str, list[_Answer]]
    ) -> dict[str, _Feature]:
        """Return a row's features with what was learned; a part of a longer run that is answered is none of its own."""
        result = dict(features)
        for word in words:
            answers = learned.get(word)
            if answers is None:
                continue
            name = f"t:{word}"
            known = features.get(name)
            if known is not None:
                result[name] = _Feature(known.kind, [*known.answers, *answers], is_expected=known.is_expected)
            elif not any(word in other for other in result):
                result[name] = _Feature(SignalKind.LEARNED, answers, is_expected=False)
        return result


def _english_keys(profile: Profile) -> Iterator[str]:
    yield from profile.values
    yield from (f"code:{text}" for text in profile.codes)
    yield from (f"word:{word}" for word in profile.words)
    yield from (f"word:{word}" for word in profile.function_words)


def _is_value(key: str) -> bool:
    return not key.startswith(("word:", "code:"))


def _value_trust(key: str) -> tuple[float, float]:
    """Return trust and least chance of a value key."""
    sort, _, amount = key.partition(":")
    if sort == "number" and amount.isdigit() and int(amount) <= _SMALL_VALUE:
        return _SMALL_VALUE_TRUST, _SMALL_VALUE_CHANCE
    return _VALUE_TRUST, _VALUE_CHANCE if len(amount) >= _LARGE_VALUE_DIGITS else _LEAST_CHANCE


def _value_features(profile: Profile) -> dict[str, _Feature]:
    return {f"v:{key}": _Feature(SignalKind.VALUES, [_plain(key, _value_trust(key)[0])]) for key in profile.values}


def _plain(key: str, trust: float) -> _Answer:
    """Return an answer that needs no caution where it stands."""
    return _Answer(key, trust, trust)


def _string_features(profile: Profile, keys: Container[str]) -> dict[str, _Feature]:
    features: dict[str, _Feature] = {}
    for text in profile.strings:
        key = f"word:{english_stem(text)}"
        if key in keys and text not in STOP_WORDS:
            features[f"s:{text}"] = _Feature(SignalKind.STRINGS, [_plain(key, _STRING_TRUST)])
    for text in profile.codes:
        if f"code:{text}" in keys:
            features[f"c:{text}"] = _Feature(SignalKind.STRINGS, [_plain(f"code:{text}", _STRING_TRUST)])
    return features


def _spoken_features(profile: Profile, names: _NameTable, terms: _TermTable) -> dict[str, _Feature]:
    """Return the features of a segment's words: what they sound like and what the lexicon says. One run is one feature."""
    features: dict[str, _Feature] = {}
    for word in profile.katakana:
        if answers := names.answers(word):
            sure = answers[0].trust >= _SURE_NAME_TRUST
            features[f"t:{word}"] = _Feature(SignalKind.NAMES, list(answers), is_expected=sure)
    for term in terms.of(profile):
        known = features.get(f"t:{term}")
        if known is None:
            features[f"t:{term}"] = _Feature(SignalKind.WORDS, list(terms.answers(term)), least_trust=0.35)
        else:
            known.answers.extend(terms.answers(term))
    return features


class _TermTable:
    """The answers of the lexicon's terms that some English segment shows."""

    def __init__(self, lexicon: Lexicon, keys: Container[str]) -> None:
        self._keys = keys
        self._lexicon = lexicon
        self._known: dict[str, tuple[_Answer, ...]] = {}

    def of(self, profile: Profile) -> Iterator[str]:
        """Yield the terms of a segment that have answers."""
        return self._lexicon.iter_terms(profile.text)

    def answers(self, term: str) -> tuple[_Answer, ...]:
        """Return the answers of a term."""
        found = self._known.get(term)
        if found is None:
            answers = (
                _plain(key, trust)
                for stem, trust in sorted(self._lexicon.translations(term).items())
                if (key := f"word:{stem}") in self._keys
            )
            found = self._known[term] = tuple(answers)
        return found


class _NameTable:
    """The Latin words of one side by the class of their first consonant, to find what a katakana word spells."""

    def __init__(self, strings: Iterable[Iterable[str]]) -> None:
        self._by_head: dict[str, list[tuple[str, SoundForm]]] = defaultdict(list)
        for word in sorted({word for words in strings for word in words} - STOP_WORDS):
            for form in latin_sounds(word):
                self._by_head[form.skeleton[:1]].append((word, form))
        self._known: dict[str, tuple[_Answer, ...]] = {}

    def answers(self, katakana: str) -> tuple[_Answer, ...]:
        """Return the answers of a katakana word that sound like it, likest first."""
        found = self._known.get(katakana)
        if found is None:
            found = self._known[katakana] = tuple(self._find(katakana))
        return found

    def _find(self, katakana: str) -> Iterator[_Answer]:
        sound = katakana_sound(katakana)
        best: dict[str, float] = {}
        for word, form in self._by_head.get(sound.skeleton[:1], ()):
            likeness = sound_likeness(sound, form)
            if likeness >= _NAME_LIKENESS:
                stem = english_stem(word)
                best[stem] = max(best.get(stem, 0.0), likeness)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:4]
        top = ranked[0][1] if ranked else 0.0
        for stem, likeness in ranked:
            if likeness >= top - 0.1:
                yield _plain(f"word:{stem}", _SURE_NAME_TRUST if likeness >= _SURE_LIKENESS else _NAME_TRUST)
