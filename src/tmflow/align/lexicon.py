"""Which English words speak for which Japanese ones: built in, of a dictionary, and given by the caller."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tmflow.text.scripts import is_kanji
from tmflow.text.tokens import iter_english_tokens, iter_japanese_tokens
from tmflow.text.vocabulary import WordList, built_in_words, phrase_stems, stands_alone

__all__ = ["Dictionary", "Lexicon", "LinkedPair"]

_LONGEST_TERM = 16
_MOST_STEMS = 6
"""Longer than this, a pair is no term with its translation but a sentence."""
_BUILT_IN_TRUST, _GIVEN_TRUST, _DICTIONARY_TRUST = 0.6, 0.65, 0.45
"""How often a translation of a sentence with the word has one of its listed translations (.69 for the built-in ones whose
translation stands anywhere in the other text: six own sample articles, 986 words)."""
_MOST_ALTERNATIVES = 12
_INFLECTS = re.compile(r"(?<=[\u4e00-\u9fff\u3040-\u309f])[うくぐすつぬぶむるいだ]$")


@dataclass(frozen=True, slots=True)
class LinkedPair:
    """The words of one bead and how sure the bead is (0.0 to 1.0): what is learned from."""

    japanese: frozenset[str]
    english: frozenset[str]
    weight: float


class Dictionary(Protocol):
    """Japanese terms and the English ones that translate them, such as a user's dictionary.

    lengths: how long the terms are that begin with each one or two characters, longest first.
    """

    @property
    def lengths(self) -> Mapping[str, Sequence[int]]:
        """How long the terms are."""

    def translations(self, term: str) -> Sequence[str]:
        """Return the English words and phrases for a term, best first; empty if it is not in the dictionary."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Dictionaries with the trust in each, the surest first; `examples` are sentence pairs to learn from."""

    dictionaries: tuple[tuple[Dictionary, float], ...]
    examples: tuple[LinkedPair, ...] = ()

    @classmethod
    def build(cls, pairs: Iterable[tuple[str, str]] = (), *, dictionary: Dictionary | None = None) -> Lexicon:
        """Join the built-in words, a dictionary and the given (Japanese, English) pairs; a given pair outweighs the others.

        Verbs and adjectives given in the dictionary form are found inflected. Pairs too long to be terms, such as the
        sentences of a memory, become examples to learn associations from.
        """
        given: dict[str, list[str]] = defaultdict(list)
        examples: list[LinkedPair] = []
        for japanese, english in pairs:
            stems = tuple(dict.fromkeys(iter_english_tokens(english)))
            if not stems or not japanese:
                continue
            if len(japanese) > _LONGEST_TERM or len(stems) > _MOST_STEMS:
                examples.append(LinkedPair(frozenset(iter_japanese_tokens(japanese)), frozenset(stems), 1.0))
                continue
            stem = _INFLECTS.sub("", japanese)
            for key in {japanese, stem if any(map(is_kanji, stem)) else japanese}:
                given[key].append(english.replace("/", " "))
        own = WordList.of({term: "/".join(found) for term, found in given.items()})
        dictionaries: list[tuple[Dictionary, float]] = [(own, _GIVEN_TRUST), (built_in_words(), _BUILT_IN_TRUST)]
        if dictionary is not None:
            dictionaries.append((dictionary, _DICTIONARY_TRUST))
        return cls(tuple(dictionaries), tuple(examples))

    def translations(self, term: str) -> dict[str, float]:
        """Return the stems that translate a term, each with the probability that a true translation shows it."""
        found: dict[str, float] = {}
        for dictionary, trust in self.dictionaries:
            for phrase in dictionary.translations(term)[:_MOST_ALTERNATIVES]:
                telling = phrase_stems(phrase)
                for stem in telling:
                    found[stem] = max(found.get(stem, 0.0), trust / len(telling))
        return found

    def iter_terms(self, text: str) -> Iterator[str]:
        """Yield the terms a Japanese text has, longest match from the left, each once."""
        seen: set[str] = set()
        position = 0
        while position < len(text):
            length = self._longest(text, position)
            if length:
                term = text[position : position + length]
                if term not in seen:
                    seen.add(term)
                    yield term
            position += length or 1

    def _longest(self, text: str, position: int) -> int:
        """Return the length of the longest term at a place, 0 if there is none."""
        head, longest = text[position : position + 2], 0
        for dictionary, _ in self.dictionaries:
            lengths = dictionary.lengths
            for length in (*lengths.get(head, ()), *lengths.get(head[:1], ())):
                if length <= longest:
                    break
                term = text[position : position + length]
                if len(term) == length and dictionary.translations(term) and stands_alone(text, position, length):
                    longest = length
                    break
        return longest
