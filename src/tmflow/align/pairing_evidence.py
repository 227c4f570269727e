"""How much what two documents show speaks for their being translations of each other: weights, an inverted index, clues."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tmflow.align.lexicon import Lexicon
from tmflow.align.pairing_profile import DocumentProfile, Feature, FeatureKind
from tmflow.text.names import SoundForm, katakana_sound, latin_sounds, sound_likeness
from tmflow.text.tokens import STOP_WORDS

__all__ = ["Clue", "EvidenceIndex"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One reason for or against a pair.

    kind: of the feature, or "length", or "missing" for all that stands on one side only. japanese, english: as found there,
    in one width and case, "" where it is not. weight: logarithm of how many times likelier it is in a translation.
    """

    kind: str
    japanese: str
    english: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Expectation:
    """What is expected of a kind of feature.

    trust, repeated: how often the translation shows it, where it stands once and where it does more often.
    related: how often another text on the same subject shows it.
    rarity: the share of documents that show such a feature, before any are seen. missed: how far its absence counts.
    """

    trust: float
    repeated: float
    related: float
    rarity: float
    missed: float = 0.5


_EXPECTED = {
    FeatureKind.VALUE: _Expectation(0.85, 0.9, 0.35, 0.05),
    FeatureKind.STRING: _Expectation(0.9, 0.93, 0.5, 0.01),
    FeatureKind.TERM: _Expectation(0.56, 0.72, 0.4, 0.1),
    FeatureKind.KATAKANA: _Expectation(0.8, 0.85, 0.5, 0.01),
    FeatureKind.TITLE: _Expectation(0.5, 0.5, 0.1, 0.01, 0.0),
    FeatureKind.FILE_NAME: _Expectation(0.3, 0.3, 0.1, 0.05, 0.0),
}
"""Trusts measured on 590 translated news articles and reviews (NTREX-128, WMT 2021 and 2022), which are not part of tmflow;
`related` on the wrong pairs found there where the right partners had been taken away. Those of titles and file names are
guesses on the careful side. Features come in company, so what is missing counts half."""
_PRIOR_DOCUMENTS = 3
"""The rarity expected beforehand counts as much as this many documents."""
_LENGTH_RATIO, _LENGTH_SPREAD = 0.78, 0.2
"""Of the logarithm of English to Japanese characters: 0.63 to 0.95 and 0.11 to 0.16, by the direction of the same texts."""
_LENGTH_FLOOR = -6.0
_UNLIKE_LENGTHS = 0.7
"""Spread of the same logarithm between documents that have nothing to do with each other."""
_POSTINGS = 4000
"""How many entries of the index are looked at for one document, the rarest features first."""
_NEAREST = 16
_UNLIKE, _LEAST_LIKENESS, _FULL_LIKENESS = 0.6, 0.7, 0.95
"""Two words of a likeness are one name with a sureness that grows from 0 at the first to 1 at the last; `name_likeness`
says that above the second they seldom differ."""
_LEAST_CONSONANTS = 2
_LONGEST_NAME = 40
_LEAST_GAPPED = 4
"""From this many consonants on, words that differ by one of them are compared."""
_KEPT = frozenset({FeatureKind.VALUE, FeatureKind.STRING})
"""Kinds that a translation keeps, so that they are missing even where no document shows their counterpart."""


@dataclass(frozen=True, slots=True)
class _Posting:
    """The English documents that show the counterpart of a Japanese feature.

    found: by the index of the document, the counterpart and how sure it is one (0.0 to 1.0); surest: the most of these.
    share: of documents that show either, as expected of unrelated ones.
    """

    found: Mapping[int, tuple[str, float]]
    surest: float
    share: float

    def gain(self, sureness: float, trust: float) -> float:
        """Return the weight of finding the counterpart."""
        return math.log(sureness * trust / self.share + 1 - sureness * trust)


class EvidenceIndex:
    """Two sides of documents, ready to be asked which may belong together and why.

    A weight is the logarithm of how many times likelier a feature is in a translation than in an unrelated document: of a
    feature that many documents show it is about nothing. Weights are added up as if they were independent.
    Reference: Fellegi & Sunter 1969, Journal of the American Statistical Association 64, 1183-1210.
    """

    def __init__(
        self, japanese: Sequence[DocumentProfile], english: Sequence[DocumentProfile], *, lexicon: Lexicon
    ) -> None:
        self._japanese, self._english = japanese, english
        self._postings = _build_postings(japanese, english, lexicon)
        self._values = [
            frozenset(key for (kind, key), _ in profile.features if kind is FeatureKind.VALUE) for profile in english
        ]

    def nearest(self, japanese: int) -> tuple[int, ...]:
        """Return the English documents that share the most of a Japanese one's rarest features, by index."""
        entries = sorted(
            (len(self._postings[feature].found), feature, count)
            for feature, count in self._japanese[japanese].features
            if self._postings[feature].found
        )
        sums: dict[int, float] = defaultdict(float)
        looked_at = 0
        for length, feature, count in entries:
            if looked_at and looked_at + length > _POSTINGS:
                break
            looked_at += length
            posting, trust = self._postings[feature], _trust(feature, count)
            for index, (_, sureness) in posting.found.items():
                sums[index] += posting.gain(sureness, trust)
        return tuple(heapq.nsmallest(_NEAREST, sums, key=lambda index: (-sums[index], index)))

    def score(self, japanese: int, english: int) -> float:
        """Return the sum of all weights for and against a pair."""
        return sum(weight for *_, weight, _ in self._iter_weights(japanese, english))

    def closeness(self, japanese: int, english: int) -> float:
        """Return the logarithm of how many times likelier a pair is a translation than two texts on one subject."""
        return sum(closeness for *_, closeness in self._iter_weights(japanese, english))

    def clues(self, japanese: int, english: int) -> tuple[Clue, ...]:
        """Return the reasons for and against a pair, the weightiest first; what one side lacks is summed up."""
        clues = []
        missing = 0.0
        for kind, own, other, weight, _ in self._iter_weights(japanese, english):
            if own and other:
                clues.append(Clue(kind=kind, japanese=own, english=other, weight=weight))
            else:
                missing += weight
        clues.sort(key=lambda clue: (-abs(clue.weight), clue.kind, clue.japanese))
        return (*clues, Clue(kind="missing", japanese="", english="", weight=missing)) if missing else tuple(clues)

    def _iter_weights(self, japanese: int, english: int) -> Iterator[tuple[str, str, str, float, float]]:
        """Yield kind, Japanese and English key, weight and closeness of each feature of either document that says something."""
        source, target = self._japanese[japanese], self._english[english]
        shared = 0
        for feature, count in source.features:
            posting, trust = self._postings[feature], _trust(feature, count)
            kind, key = feature
            expected = _EXPECTED[kind]
            found = posting.found.get(english)
            if found is not None:
                shared += kind is FeatureKind.VALUE
                closeness = math.log(trust / expected.related)
                yield kind.value, key, found[0], posting.gain(found[1], trust), closeness
            elif expected.missed and (posting.found or kind in _KEPT):
                weight = expected.missed * math.log(1 - posting.surest * trust)
                yield kind.value, key, "", weight, math.log((1 - trust) / (1 - expected.related))
        lacking = len(self._values[english]) - shared
        value = _EXPECTED[FeatureKind.VALUE]
        weight = lacking * value.missed * math.log(1 - value.trust)
        closeness = lacking * math.log((1 - value.trust) / (1 - value.related))
        yield FeatureKind.VALUE.value, "", f"{lacking} values", weight, closeness
        lengths = f"{source.length_chars} characters", f"{target.length_chars} characters"
        weight = _length_weight(source.length_chars, target.length_chars)
        yield "length", *lengths, weight, weight


def _trust(feature: Feature, count: int) -> float:
    expected = _EXPECTED[feature[0]]
    return expected.trust if count == 1 else expected.repeated


def _length_weight(japanese_chars: int, english_chars: int) -> float:
    """Return what two lengths say: a normal deviate with heavy tails, against one of unrelated documents."""
    deviation = (math.log(english_chars / japanese_chars) - _LENGTH_RATIO) / _LENGTH_SPREAD
    likelihood = -1.5 * math.log(1 + deviation * deviation / 2)
    return max(_LENGTH_FLOOR, likelihood + math.log(_UNLIKE_LENGTHS / _LENGTH_SPREAD))


def _build_postings(
    japanese: Sequence[DocumentProfile], english: Sequence[DocumentProfile], lexicon: Lexicon
) -> dict[Feature, _Posting]:
    documents: dict[Feature, list[int]] = defaultdict(list)
    for index, profile in enumerate(english):
        for feature, _ in profile.features:
            documents[feature].append(index)
    counts = Counter(feature for profile in japanese for feature, _ in profile.features)
    sounds = _SoundIndex(key for kind, key in documents if kind is FeatureKind.STRING)
    most = max(len(japanese), len(english))
    postings: dict[Feature, _Posting] = {}
    for feature, count in counts.items():
        found: dict[int, tuple[str, float]] = {}
        for counterpart, sureness in _counterparts(feature, lexicon, sounds):
            for index in documents.get(counterpart, ()):
                if sureness > found.get(index, ("", 0.0))[1]:
                    found[index] = (counterpart[1], sureness)
        seen = most * max(count / len(japanese), len(found) / max(1, len(english)))
        rarity = _EXPECTED[feature[0]].rarity
        share = (seen + _PRIOR_DOCUMENTS * rarity) / (most + _PRIOR_DOCUMENTS)
        surest = max((sureness for _, sureness in found.values()), default=1.0)
        postings[feature] = _Posting(found, surest, share)
    return postings


def _counterparts(feature: Feature, lexicon: Lexicon, sounds: _SoundIndex) -> Iterable[tuple[Feature, float]]:
    """Return the English features a Japanese one is found again as, in a fixed order, each with how sure that is."""
    kind, key = feature
    if kind is FeatureKind.KATAKANA:
        return [((FeatureKind.STRING, word), sureness) for word, sureness in sounds.like(key)]
    if kind is FeatureKind.TERM:
        found = lexicon.translations(key)
        surest = max(found.values(), default=0.0)
        return [((FeatureKind.STEM, stem), 1.0) for stem, trust in sorted(found.items()) if trust == surest]
    return [(feature, 1.0)]


class _SoundIndex:
    """Latin words by their consonants, whole and with one left out, so that a katakana word finds those that sound alike."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, list[tuple[str, SoundForm]]] = defaultdict(list)
        for word in sorted(words):
            if word not in STOP_WORDS and len(word) <= _LONGEST_NAME:
                for form in latin_sounds(word):
                    if len(form.skeleton) >= _LEAST_CONSONANTS:
                        for key in _consonant_keys(form.skeleton):
                            self._words[key].append((word, form))

    def like(self, katakana: str) -> list[tuple[str, float]]:
        """Return the words that sound like a katakana one, sorted, each with how sure that is (0.0 to 1.0)."""
        sound = katakana_sound(katakana[:_LONGEST_NAME])
        if len(sound.skeleton) < _LEAST_CONSONANTS:
            return []
        found: dict[str, float] = {}
        for key in _consonant_keys(sound.skeleton):
            for word, form in self._words.get(key, ()):
                likeness = sound_likeness(sound, form)
                if likeness > _LEAST_LIKENESS:
                    found[word] = max(found.get(word, 0.0), likeness)
        spread = _FULL_LIKENESS - _UNLIKE
        return sorted((word, min(1.0, (likeness - _UNLIKE) / spread)) for word, likeness in found.items())


def _consonant_keys(skeleton: str) -> set[str]:
    if len(skeleton) < _LEAST_GAPPED:
        return {skeleton}
    return {skeleton, *(skeleton[:index] + skeleton[index + 1 :] for index in range(len(skeleton)))}
