"""The Japanese words that come with tmflow, each with the English ones that translate it, and how such lists are looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from tmflow.text.scripts import is_kanji
from tmflow.text.tokens import english_stem, iter_english_tokens

__all__ = ["WordList", "built_in_words", "phrase_stems", "stands_alone"]

_NUMERALS = frozenset("一二三四五六七八九十百千万億兆数何")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class WordList:
    """A dictionary held in memory: each term with its translations, separated by slashes.

    lengths: how long the terms are that begin with each one or two characters, longest first.
    """

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
        """Return the English words and phrases for a term, best first; empty if it is not in the list."""
        found = self.terms.get(term)
        return found.split("/") if found else ()

    def iter_all_terms(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield every term that stands in a text, with its place, the longest of a place first; they may overlap.

        >>> list(WordList.of({"図書": "books", "図書館": "library", "館": "hall"}).iter_all_terms("図書館"))
        [(0, '図書館'), (0, '図書'), (2, '館')]
        """
        for place in range(len(text)):
            head = text[place : place + 2]
            for length in (*self.lengths.get(head, ()), *(self.lengths.get(head[:1], ()) if len(head) > 1 else ())):
                term = text[place : place + length]
                if len(term) == length and term in self.terms:
                    yield place, term


@cache
def built_in_words() -> WordList:
    """Return the words that come with tmflow: everyday ones, those of news, stories and manuals.

    Verbs and adjectives stand by the part that does not inflect; one kanji counts only where no other stands beside it.

    >>> built_in_words().translations("灯台")
    ['lighthouse']
    """
    text = (files("tmflow.text") / "vocabulary.tsv").read_text(encoding="utf-8")
    return WordList.of(dict(line.split("\t", 1) for line in text.splitlines()))


@lru_cache(maxsize=50_000)
def phrase_stems(phrase: str) -> tuple[str, ...]:
    """Return the stems that tell a phrase: those of its content words, of its first word if it has none.

    >>> phrase_stems("tide gauges"), phrase_stems("in")
    (('tid', 'gaug'), ('in',))
    """
    telling = tuple(dict.fromkeys(iter_english_tokens(phrase)))
    return telling or tuple(english_stem(word) for word in _WORD.findall(phrase)[:1])


def stands_alone(text: str, position: int, length: int) -> bool:
    """Whether a term is no mere part of a word: one kanji beside others, katakana inside a longer run.

    >>> stands_alone("海は青い", 0, 1), stands_alone("海苔", 0, 1)
    (True, False)
    """
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
