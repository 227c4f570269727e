"""How many words must be edited to make one text of another, where moving a block of words is one edit (TER)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from rapidfuzz.distance import Levenshtein

__all__ = ["count_word_edits", "edit_words"]

_JAPANESE = "々〆〇ぁ-ゖゝゞァ-ヺーヽヾ㐀-䶿一-鿿豈-﫿𠀀-𯨟"
_WORD = re.compile(rf"(?:(?![{_JAPANESE}])\w)+(?:['’.,-](?:(?![{_JAPANESE}])\w)+)*|\S")
_LONGEST_SHIFT = 10
_FARTHEST_SHIFT = 50
_MOST_SHIFTS = 1000
"""The limits of TERCOM, the program of the paper's authors: words in a block, places it moves, blocks tried a round."""
_FIRST_WORD = 0x10000
"""Words are compared as characters of their own, above what is reserved (surrogates)."""


def edit_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as an edit rate counts them: each Japanese character and each mark is one.

    >>> edit_words("The keeper's 12-foot wall, rebuilt."), edit_words("潮位はGPSで3.5m。")
    (('The', "keeper's", '12-foot', 'wall', ',', 'rebuilt', '.'), ('潮', '位', 'は', 'GPS', 'で', '3.5m', '。'))
    """
    return tuple(_WORD.findall(text))


def count_word_edits(before: Sequence[str], after: Sequence[str]) -> int:
    """Return the words inserted, deleted and replaced and the blocks moved that make one sequence of the other.

    Blocks are moved one by one, always the one that saves most, as long as one saves anything, so the number is not
    always the least. Case and punctuation count.
    Reference: Snover et al. 2006, A Study of Translation Edit Rate with Targeted Human Annotation, AMTA, section 2.

    >>> count_word_edits("at noon the harbor closes".split(), "the harbor closes at noon".split())
    1
    """
    numbers = {word: chr(_FIRST_WORD + number) for number, word in enumerate(dict.fromkeys(chain(before, after)))}
    words, wanted = ("".join(numbers[word] for word in side) for side in (before, after))
    edits, shifts = Levenshtein.distance(words, wanted), 0
    while edits > 1:  # one edit is not worth a shift
        rest, shifted = min(
            ((Levenshtein.distance(one, wanted), one) for one in _iter_shifted(words, wanted)),
            key=lambda candidate: candidate[0],
            default=(edits, words),
        )
        if rest >= edits:
            break
        edits, words, shifts = rest, shifted, shifts + 1
    return edits + shifts


def _iter_shifted(words: str, wanted: str) -> Iterator[str]:
    """Yield the words with one block moved, the long blocks first.

    A block comes into question if it reads as the wanted words do where it moves to, one of these is missing there, and
    one of its own words does not fit where it stands.
    """
    fits, is_met, places = _align(words, wanted)
    places_of: dict[str, list[int]] = {}
    for to, word in enumerate(wanted):
        places_of.setdefault(word, []).append(to)
    blocks = [
        (length, start, to)
        for start, word in enumerate(words)
        for to in places_of.get(word, ())
        if abs(to - start) <= _FARTHEST_SHIFT
        for length in range(1, _common_length(words, start, wanted, to) + 1)
        if not (all(fits[start : start + length]) or all(is_met[to : to + length]))
    ]
    blocks.sort(key=lambda block: -block[0])
    for length, start, to in blocks[:_MOST_SHIFTS]:
        end = start + length
        for at in {*places[to : to + length + 1]} - {*range(start, end + 1)}:
            if at < start:
                yield words[:at] + words[start:end] + words[at:start] + words[end:]
            else:
                yield words[:start] + words[end:at] + words[start:end] + words[at:]


def _align(words: str, wanted: str) -> tuple[list[bool], list[bool], list[int]]:
    """Return which words fit, which wanted ones are met, and before which word each of these and their end stand."""
    fits, is_met, places = [False] * len(words), [False] * len(wanted), [len(words)] * (len(wanted) + 1)
    for step in Levenshtein.opcodes(words, wanted):
        for offset, to in enumerate(range(step.dest_start, step.dest_end)):
            places[to] = min(step.src_start + offset, step.src_end)
            if step.tag == "equal":
                is_met[to] = fits[step.src_start + offset] = True
    return fits, is_met, places


def _common_length(words: str, start: int, wanted: str, to: int) -> int:
    longest = min(_LONGEST_SHIFT, len(words) - start, len(wanted) - to)
    return next((length for length in range(longest) if words[start + length] != wanted[to + length]), longest)
