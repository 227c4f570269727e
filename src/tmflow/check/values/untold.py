"""How much of a sentence the other text tells: its words by the vocabulary, its figures and names by what they are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from tmflow.text.names import iter_katakana_runs, iter_latin_words, name_likeness
from tmflow.text.numbers import iter_values
from tmflow.text.tokens import english_stem, iter_english_tokens
from tmflow.text.values import HALF_WIDTH
from tmflow.text.vocabulary import built_in_words, phrase_stems, stands_alone

__all__ = ["Words", "evidence_missing", "strongest_untold"]

_HIT, _MISS = 1.2, 0.8
"""What a word that is there, and one that is not, says against and for a sentence being on one side only, as logarithms of
how much likelier: of published pairs of news 6 in 10 words of the vocabulary are found again, of a neighboring sentence 1."""
_LEFT_HIT, _LEFT_MISS = 0.1, 0.4
"""What a word of the other text says that the rest of this one tells, or does not: what it does not may be the sentence."""
_VARIANCE = 8.0
"""Of the logarithm of the lengths of a right pair, for one Japanese letter; it falls as they grow (Gale & Church 1993)."""
_LEAST_LETTERS = 8
_MOST_TOLD = 3
"""Of a piece with more words told there is no doubt."""
_KEY_CHARS = 5
"""Stems that begin alike are one word: "refund", "refundable"."""
_ALIKE = 0.6
_LEAST_NAME = 3
_LATIN = re.compile("[A-Za-z]{2,}")
_TELLING = re.compile("[一-鿿ァ-ヴ]")


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of a Japanese text and its English one, each looked up when first asked for; so it has no slots."""

    japanese: str
    english: str

    @cached_property
    def _japanese(self) -> str:
        return self.japanese.translate(HALF_WIDTH)

    @cached_property
    def _explained(self) -> frozenset[str]:
        """The keys of the English words that may translate anything of the Japanese."""
        terms = {term for _, term in built_in_words().iter_all_terms(self._japanese)}
        return frozenset(key for term in terms for key in _keys_of(term))

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(stem[:_KEY_CHARS] for stem in iter_english_tokens(self.english))

    @cached_property
    def _katakana(self) -> tuple[str, ...]:
        return tuple(run.text for run in iter_katakana_runs(self._japanese) if len(run.text) >= _LEAST_NAME)

    @cached_property
    def _capitals(self) -> tuple[str, ...]:
        return tuple(word.text for word in iter_latin_words(self.english) if word.text[:1].isupper())

    def count_english(self, sentence: str) -> tuple[int, int]:
        """Return how many telling words of an English sentence the Japanese has, and how many it has not.

        >>> Words(japanese="船は港に着いた。", english="").count_english("The boat reached the harbor.")
        (3, 0)
        >>> Words(japanese="船は港に着いた。", english="").count_english("Tickets will be refunded in full.")
        (0, 3)
        """
        hits, misses = 0, 0
        for stem in set(iter_english_tokens(sentence)) & _known_stems():
            is_there = stem[:_KEY_CHARS] in self._explained
            hits, misses = hits + is_there, misses + (not is_there)
        hits += len(_values(sentence, "en") & _values(self._japanese, "ja"))
        for word in list(iter_latin_words(sentence))[1:]:
            if word.text[:1].isupper() and english_stem(word.text) not in _known_stems():
                sounds = any(name_likeness(run, word.text) >= _ALIKE for run in self._katakana)
                hits += sounds or word.text in self._japanese
        return hits, misses

    def count_japanese(self, sentence: str) -> tuple[int, int]:
        """Return the same of a Japanese sentence; a name in katakana is missed, too, if nothing sounds like it."""
        sentence = sentence.translate(HALF_WIDTH)
        told = [not self._keys.isdisjoint(_keys_of(term)) for term in set(_iter_terms(sentence))]
        told += [
            any(name_likeness(run.text, word) >= _ALIKE for word in self._capitals)
            for run in iter_katakana_runs(sentence)
            if len(run.text) >= _LEAST_NAME and run.text not in built_in_words().terms
        ]
        latin = self.english.lower()
        kept = sum(one in latin for one in set(_LATIN.findall(sentence.lower())))
        kept += len(_values(sentence, "ja") & _values(self.english, "en"))
        return sum(told) + kept, len(told) - sum(told)


@lru_cache(maxsize=64)
def _values(text: str, language: str) -> frozenset[object]:
    return frozenset(one.value for one in iter_values(text, language=language))


def evidence_missing(
    counts: tuple[int, int], left: tuple[int, int], *, letters: float, with_it: float, without_it: float
) -> float:
    """How much likelier, as a logarithm, it is that the other text lacks a sentence than that it has it.

    counts: its words that are there and that are not. left: words of the other text that the rest of this one tells, and
    that it does not. letters: of the shorter side, in Japanese ones. with_it, without_it: the logarithm of how much too long this side is
    for the other one as it stands, and less the sentence.

    >>> evidence_missing((0, 3), (4, 0), letters=20, with_it=0.6, without_it=0.0) > 2.5
    True
    >>> evidence_missing((2, 3), (2, 3), letters=20, with_it=0.1, without_it=-0.6) < 0
    True
    """
    hits, misses = counts
    lengths = math.copysign(with_it**2, with_it) - without_it**2
    words = _MISS * misses - _HIT * hits + _LEFT_HIT * left[0] - _LEFT_MISS * left[1]
    return words + lengths * max(letters, _LEAST_LETTERS) / (2 * _VARIANCE)


def strongest_untold(
    pieces: Sequence[str], *, japanese: str, english: str, is_english: bool, usual: float
) -> tuple[float, str]:
    """Return the piece of a text that the other text most likely lacks, and the evidence for it; (-inf, "") if there is none.

    pieces: the sentences or clauses of the Japanese or, is_english, the English text. usual: the logarithm of how many
    English letters stand for a Japanese one.
    """
    counts = [sum(map(str.isalnum, piece)) for piece in pieces]
    letters = sum(counts)
    lengths = sum(map(str.isalnum, japanese)), sum(map(str.isalnum, english)) / math.exp(usual)
    words = Words(japanese=japanese, english=english)
    with_it = math.log(lengths[1] / lengths[0]) * (1 if is_english else -1)
    best = (-math.inf, "")
    for index, piece in enumerate(pieces):
        if not 0 < counts[index] < letters:
            continue
        told = words.count_english(piece) if is_english else words.count_japanese(piece)
        if told[0] > _MOST_TOLD:
            continue
        rest = " ".join((*pieces[:index], *pieces[index + 1 :]))
        left = (
            Words(japanese=japanese, english=rest).count_japanese(japanese)
            if is_english
            else Words(japanese=rest, english=english).count_english(english)
        )
        without_it = with_it + math.log(1 - counts[index] / letters)
        evidence = evidence_missing(told, left, letters=min(lengths), with_it=with_it, without_it=without_it)
        best = max(best, (evidence, piece))
    return best


@cache
def _known_stems() -> frozenset[str]:
    return frozenset(
        stem
        for translations in built_in_words().terms.values()
        for phrase in translations.split("/")
        for stem in phrase_stems(phrase)
    )


@cache
def _keys_of(term: str) -> frozenset[str]:
    phrases = built_in_words().translations(term)
    return frozenset(stem[:_KEY_CHARS] for phrase in phrases for stem in phrase_stems(phrase))


def _iter_terms(text: str) -> Iterator[str]:
    """Yield the terms of the vocabulary that a Japanese text has, the longest from the left, but for those in hiragana."""
    position = 0
    while position < len(text):
        head = text[position : position + 2]
        lengths = {length for part in (head, head[:1]) for length in built_in_words().lengths.get(part, ())}
        longest = max((length for length in lengths if _is_term(text, position, length)), default=0)
        if longest and _TELLING.search(text, position, position + longest):
            yield text[position : position + longest]
        position += longest or 1


def _is_term(text: str, position: int, length: int) -> bool:
    term = text[position : position + length]
    return len(term) == length and term in built_in_words().terms and stands_alone(text, position, length)
