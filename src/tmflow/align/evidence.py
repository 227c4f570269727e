"""What two texts share, sentence by sentence, as log-likelihood ratios: values, names, strings and words.

For a feature of a Japanese segment, trust is the probability that a true translation shows its counterpart, chance the
probability that any English segment does. A counterpart found adds log(trust / chance), one missing log((1 - trust) / (1 - chance)).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tmflow.align.features import Profile
from tmflow.align.lexicon import Association, Lexicon
from tmflow.text.names import SoundForm, katakana_sound, latin_sounds, sound_likeness

__all__ = ["Evidence", "Link", "SignalKind", "collect_evidence"]


class SignalKind(StrEnum):
    """The kinds of evidence, as `Bead.signals` names them."""

    VALUES = "values"
    NAMES = "names"
    STRINGS = "strings"
    WORDS = "words"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class Link:
    """Two things that correspond: numbers of the Japanese feature and the English key, what the pair is worth, its kind."""

    feature: int
    key: int
    worth: float
    kind: SignalKind


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
_WORD_SHARE = 0.6
"""What counts of the words' evidence: words of one sentence are not independent of each other."""
_MISSING_SHARE, _MISSING_VALUE_SHARE = 0.5, 0.8
"""What counts of a missing word: translators are free in words, far less in values."""
_LEAST_WORTH = 0.35
_WIDEST_SHARE, _WIDEST_COUNT = 0.15, 40
"""Keys in more segments than this are looked up within the band only: they cost time and tell little."""


@dataclass(slots=True)
class _Answer:
    """An English key that answers a feature, its worth, and its worth in the very bead it was learned from."""

    feature: int
    key: str
    worth: float
    home_worth: float
    kind: SignalKind


@dataclass(slots=True)
class _Feature:
    """A Japanese feature: the English keys that answer it, each with its trust, elsewhere and where it was learned."""

    kind: SignalKind
    keys: list[tuple[str, float, float]]
    is_expected: bool
    missing_share: float = 1.0


class Evidence:
    """The links between the segments of two sides; `base` scores are those of a bead whose features all miss."""

    def __init__(
        self,
        japanese: Sequence[Profile],
        english: Sequence[Profile],
        features: Sequence[Mapping[str, _Feature]],
        homes: Mapping[int, tuple[int, int]],
    ) -> None:
        self._postings: dict[str, list[int]] = defaultdict(list)
        for column, profile in enumerate(english):
            for key in _english_keys(profile):
                self._postings[key].append(column)
        self._columns = len(english)
        self._numbers: dict[str, int] = {}
        self._features = features
        self._homes = homes
        self.base_rows = [0.0] * len(japanese)
        self.base_columns = [0.0] * len(english)
        self._rows: list[list[_Answer]] = []
        self._price_columns(japanese, english)
        for row, found in enumerate(features):
            self._rows.append(list(self._price_row(row, found)))

    def _price_columns(self, japanese: Sequence[Profile], english: Sequence[Profile]) -> None:
        """Charge each English segment for values the Japanese side would have to show too."""
        counts = Counter(key for profile in japanese for key in profile.values)
        self._value_loss: dict[str, float] = {}
        for column, profile in enumerate(english):
            for key in profile.values:
                trust, least = _value_trust(key)
                chance = max(least, counts[key] / (len(japanese) + 1))
                self._value_loss[key] = min(
                    0.0, _MISSING_VALUE_SHARE * math.log((1 - trust) / (1 - min(chance, trust)))
                )
                self.base_columns[column] += self._value_loss[key]

    def _price_row(self, row: int, found: Mapping[str, _Feature]) -> Iterator[_Answer]:
        """Yield what answers the features of a row, and charge the row for features that may miss."""
        for name, feature in found.items():
            number = self._numbers.setdefault(name, len(self._numbers))
            columns = {column for key, _, _ in feature.keys for column in self._postings.get(key, ())}
            chance = self._chance(feature, len(columns))
            trust = max((trust for _, trust, _ in feature.keys), default=0.0)
            share = _WORD_SHARE if feature.kind in {SignalKind.WORDS, SignalKind.LEARNED} else 1.0
            loss = 0.0
            if feature.is_expected and trust > chance:
                loss = share * feature.missing_share * math.log((1 - trust) / (1 - chance))
                self.base_rows[row] += loss
            for key, key_trust, home_trust in feature.keys:
                worth = share * math.log(key_trust / chance) - loss - self._value_loss.get(key, 0.0)
                if worth > _LEAST_WORTH and key in self._postings:
                    home_worth = worth + share * math.log(home_trust / key_trust) if home_trust else 0.0
                    yield _Answer(number, key, worth, home_worth, feature.kind)

    def _chance(self, feature: _Feature, columns: int) -> float:
        """Return how probably any segment answers a feature: the share that do, drawn to what any text would show."""
        if feature.kind is SignalKind.VALUES:
            usual = max((_value_trust(key)[1] for key, _, _ in feature.keys), default=0.0)
        else:
            usual = min(0.3, _LEAST_CHANCE * len(feature.keys))
        return min(0.95, max(usual, (columns + _USUAL_SEGMENTS * usual) / (self._columns + _USUAL_SEGMENTS)))

    def cells(self, row: int, low: int, high: int, *, widest: bool) -> dict[int, list[Link]]:
        """Return the links of a Japanese segment to the English ones in [low, high), those with none left out.

        widest: whether keys that stand in very many segments are looked up too.
        """
        found: dict[int, list[Link]] = {}
        limit = min(_WIDEST_COUNT, _WIDEST_SHARE * self._columns + 3)
        home_low, home_high = self._homes.get(row, (0, 0))
        for answer in self._rows[row]:
            postings = self._postings[answer.key]
            if not widest and len(postings) > limit:
                continue
            number = self._numbers.setdefault(answer.key, len(self._numbers))
            for position in range(bisect_left(postings, low), bisect_right(postings, high - 1)):
                column = postings[position]
                worth = answer.home_worth if home_low <= column < home_high else answer.worth
                if worth > _LEAST_WORTH:
                    found.setdefault(column, []).append(Link(answer.feature, number, worth, answer.kind))
        return found


def collect_evidence(
    japanese: Sequence[Profile],
    english: Sequence[Profile],
    *,
    lexicon: Lexicon,
    learned: Mapping[str, Sequence[Association]],
    homes: Mapping[int, tuple[int, int]],
) -> Evidence:
    """Return what two sides share.

    learned: associations of an earlier pass over the same pair, empty in the first;
    homes: the columns [low, high) each row was linked with in that pass, where a word must not speak for itself.
    """
    english_keys = {key for profile in english for key in _english_keys(profile)}
    names = _NameTable(profile.strings for profile in english)
    features = [
        {
            **_value_features(profile),
            **_string_features(profile, english_keys),
            **names.features(profile),
            **_word_features(profile, lexicon, english_keys),
            **_learned_features(profile, learned, english_keys),
        }
        for profile in japanese
    ]
    return Evidence(japanese, english, features, homes)


def _answer(key: str, trust: float) -> tuple[str, float, float]:
    """Return an answer that needs no caution where it stands."""
    return key, trust, trust


def _english_keys(profile: Profile) -> Iterator[str]:
    yield from profile.values
    yield from (f"string:{text}" for text in profile.strings)
    yield from (f"word:{word}" for word in profile.words)


def _value_trust(key: str) -> tuple[float, float]:
    """Return trust and least chance of a value key."""
    sort, _, amount = key.partition(":")
    if sort == "number" and amount.isdigit() and int(amount) <= _SMALL_VALUE:
        return _SMALL_VALUE_TRUST, _SMALL_VALUE_CHANCE
    return _VALUE_TRUST, _VALUE_CHANCE if len(amount) >= _LARGE_VALUE_DIGITS else _LEAST_CHANCE


def _value_features(profile: Profile) -> dict[str, _Feature]:
    return {
        f"v:{key}": _Feature(
            SignalKind.VALUES,
            [_answer(key, _value_trust(key)[0])],
            is_expected=True,
            missing_share=_MISSING_VALUE_SHARE,
        )
        for key in profile.values
    }


def _string_features(profile: Profile, keys: set[str]) -> dict[str, _Feature]:
    found = (text for text in profile.strings if f"string:{text}" in keys)
    return {
        f"s:{text}": _Feature(
            SignalKind.STRINGS,
            [_answer(f"string:{text}", _STRING_TRUST)],
            is_expected=True,
            missing_share=_MISSING_SHARE,
        )
        for text in found
    }


def _word_features(profile: Profile, lexicon: Lexicon, keys: set[str]) -> dict[str, _Feature]:
    features: dict[str, _Feature] = {}
    for term in lexicon.iter_terms(profile.text):
        alternatives, trust = lexicon.terms[term]
        answers = [
            _answer(f"word:{stem}", trust / len(stems))
            for stems in sorted(alternatives)
            for stem in stems
            if f"word:{stem}" in keys
        ]
        if answers:
            features[f"w:{term}"] = _Feature(SignalKind.WORDS, answers, is_expected=True, missing_share=_MISSING_SHARE)
    return features


def _learned_features(
    profile: Profile, learned: Mapping[str, Sequence[Association]], keys: set[str]
) -> dict[str, _Feature]:
    features: dict[str, _Feature] = {}
    for word in profile.words:
        answers = [
            (f"word:{other.word}", other.trust(), other.trust(without=1))
            for other in learned.get(word, ())
            if f"word:{other.word}" in keys
        ]
        if answers:
            features[f"l:{word}"] = _Feature(SignalKind.LEARNED, answers, is_expected=False)
    return features


class _NameTable:
    """The Latin words of one side by the class of their first consonant, to find what a katakana word spells."""

    def __init__(self, strings: Iterable[Iterable[str]]) -> None:
        self._by_head: dict[str, list[tuple[str, SoundForm]]] = defaultdict(list)
        for word in sorted({word for words in strings for word in words}):
            for form in latin_sounds(word):
                self._by_head[form.skeleton[:1]].append((word, form))
        self._known: dict[str, list[tuple[str, float, float]]] = {}

    def features(self, profile: Profile) -> dict[str, _Feature]:
        """Return the features of a segment's katakana words that sound like some Latin word of the other side."""
        features: dict[str, _Feature] = {}
        for word in profile.katakana:
            answers = self._known.get(word)
            if answers is None:
                answers = self._known[word] = self._answers(word)
            if answers:
                features[f"k:{word}"] = _Feature(
                    SignalKind.NAMES,
                    answers,
                    is_expected=answers[0][1] >= _SURE_NAME_TRUST,
                    missing_share=_MISSING_SHARE,
                )
        return features

    def _answers(self, katakana: str) -> list[tuple[str, float, float]]:
        sound = katakana_sound(katakana)
        best: dict[str, float] = {}
        for word, form in self._by_head.get(sound.skeleton[:1], ()):
            likeness = sound_likeness(sound, form)
            if likeness >= _NAME_LIKENESS:
                best[word] = max(best.get(word, 0.0), likeness)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:4]
        top = ranked[0][1] if ranked else 0.0
        return [
            _answer(f"string:{word}", _SURE_NAME_TRUST if likeness >= _SURE_LIKENESS else _NAME_TRUST)
            for word, likeness in ranked
            if likeness >= top - 0.1
        ]
