"""Which English words speak for which Japanese ones: built in, of a dictionary, and given by the caller."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Protocol

from tmflow.text.scripts import is_kanji
from tmflow.text.tokens import english_stem, iter_english_tokens, iter_japanese_tokens

__all__ = ["Dictionary", "Lexicon", "LinkedPair", "WordList"]

_LONGEST_TERM = 16
_MOST_STEMS = 6
"""Longer than this, a pair is no term with its translation but a sentence."""
_BUILT_IN_TRUST, _GIVEN_TRUST, _DICTIONARY_TRUST = 0.6, 0.65, 0.45
"""How often a translation of a sentence with the word has one of its listed translations (.69 for the built-in ones whose
translation stands anywhere in the other text: six own sample articles, 986 words)."""
_MOST_ALTERNATIVES = 12
_INFLECTS = re.compile(r"(?<=[\u4e00-\u9fff\u3040-\u309f])[うくぐすつぬぶむるいだ]$")
_NUMERALS = frozenset("一二三四五六七八九十百千万億兆数何")


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
class WordList:
    """A dictionary held in memory: each term with its translations, separated by slashes."""

    terms: Mapping[str, str]
    lengths: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, terms: Mapping[str, str]) -> WordList:
        """Index terms by how they begin."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for term in terms:
            lengths[term[:2]].add(len(term))
        return cls(terms, {head: sorted(found, reverse=True) for head, found in lengths.items()})

    def translations(self, term: str) -> Sequence[str]:
        """Return the English words and phrases for a term, best first."""
        found = self.terms.get(term)
        return found.split("/") if found else ()


@cache
def _vocabulary() -> WordList:
    """Return the words that come with tmflow: everyday ones, those of news, stories and manuals.

    Verbs and adjectives stand by the part that does not inflect; one kanji counts only where no other stands beside it.
    """
    text = (files("tmflow.align") / "vocabulary.tsv").read_text(encoding="utf-8")
    return WordList.of(dict(line.split("\t", 1) for line in text.splitlines()))


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
        dictionaries: list[tuple[Dictionary, float]] = [(own, _GIVEN_TRUST), (_vocabulary(), _BUILT_IN_TRUST)]
        if dictionary is not None:
            dictionaries.append((dictionary, _DICTIONARY_TRUST))
        return cls(tuple(dictionaries), tuple(examples))

    def translations(self, term: str) -> dict[str, float]:
        """Return the stems that translate a term, each with the probability that a true translation shows it."""
        found: dict[str, float] = {}
        for dictionary, trust in self.dictionaries:
            for phrase in dictionary.translations(term)[:_MOST_ALTERNATIVES]:
                telling = _stems(phrase)
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
                if len(term) == length and dictionary.translations(term) and _stands_alone(text, position, length):
                    longest = length
                    break
        return longest


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@lru_cache(maxsize=50_000)
def _stems(phrase: str) -> tuple[str, ...]:
    """Return the stems that tell a phrase: those of its content words, of its first word if it has none."""
    telling = tuple(dict.fromkeys(iter_english_tokens(phrase)))
    return telling or tuple(english_stem(word) for word in _WORD.findall(phrase)[:1])


def _stands_alone(text: str, position: int, length: int) -> bool:
    """Whether a term is no mere part of a word: one kanji beside others, katakana inside a longer run."""
    before = text[position - 1] if position else ""
    after = text[position + length] if position + length < len(text) else ""
    first, last = text[position], text[position + length - 1]
    if length == 1 and is_kanji(first):
        is_joined_before = bool(before) and is_kanji(before) and before not in _NUMERALS
        return not is_joined_before and not (after and is_kanji(after))
    if _is_katakana(first) or _is_katakana(last):
        is_joined_before = bool(before) and _is_katakana(before) and _is_katakana(first)
        return not is_joined_before and not (after and _is_katakana(after) and _is_katakana(last))
    return True


def _is_katakana(character: str) -> bool:
    return "ァ" <= character <= "ー"
