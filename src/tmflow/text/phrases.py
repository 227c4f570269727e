"""Where words and phrases begin and end, told by script alone, so that a differing span can be widened to whole ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.text.scripts import is_kanji

__all__ = ["is_inside_word", "iter_widened"]

Range = tuple[int, int]

_PARTICLE = re.compile("[はがをにでとものへや]|より|から|まで|など|だけ")
"""Hiragana after which what stands before is a whole word, not a stem with its ending (計画を, but not 開く)."""
_ENGLISH_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def _script(character: str) -> str:
    """Return h(iragana), k(anji), t (katakana), w (letters and figures), or o(ther): punctuation, blanks, the edge."""
    if "ぁ" <= character <= "ゖ":
        return "h"
    if character and is_kanji(character):
        return "k"
    if "ァ" <= character <= "ヺ" or character == "ー":
        return "t"
    return "w" if character.isalnum() else "o"


def is_inside_word(text: str, at: int) -> bool:
    """Whether a position parts a run of kanji, of katakana, or of letters and figures.

    >>> is_inside_word("町議会は", 1), is_inside_word("町議会は", 3)
    (True, False)
    """
    before, after = _script(text[at - 1 : at] if at else ""), _script(text[at : at + 1])
    return before == after and before in "ktw"


def iter_widened(texts: tuple[str, str], spans: tuple[Range, Range], *, language: str) -> Iterator[tuple[int, int]]:
    """Yield by how many characters to widen the spans in which two texts differ, to the left and to the right.

    texts, spans: what stands before and after the spans is the same in both. First whole words, where the spans are such,
    then, in Japanese, the phrase (a bunsetsu: words with their particles or endings), then with a neighbor on either side;
    none twice, and none past a comma or point. language: "ja" or "en".

    >>> list(iter_widened(("町議会は開く。", "県議会は開く。"), ((0, 1), (0, 1)), language="ja"))
    [(0, 2), (0, 3), (0, 5)]
    """
    frame = _Frame(texts, spans)
    steps = frame.iter_japanese() if language == "ja" else frame.iter_english()
    seen: set[tuple[int, int]] = set()
    for step in steps:
        if step not in seen:
            seen.add(step)
            yield step


class _Frame:
    """What stands round the spans. A character beside them is looked at in both texts: the spans begin and end otherwise."""

    def __init__(self, texts: tuple[str, str], spans: tuple[Range, Range]) -> None:
        self.texts, self.spans = texts, spans
        self.before = texts[0][: spans[0][0]]
        self.after = texts[0][spans[0][1] :]

    def iter_japanese(self) -> Iterator[tuple[int, int]]:
        word = self._word()
        if self._is_whole_word(*word):
            yield word
        left, right = self._left_phrase(word[0]), self._right_phrase(word[1])
        yield left, right
        if self.after[right : right + 1] and _script(self.after[right]) != "o":
            yield left, self._right_phrase(right + 1)
        if left < len(self.before) and _script(self.before[-left - 1]) != "o":
            yield self._left_phrase(left + 1), right

    def iter_english(self) -> Iterator[tuple[int, int]]:
        left, right = self._word()
        yield left, right
        following = re.match(rf"\s*{_ENGLISH_WORD.pattern}", self.after[right:])
        more_right = right + (following.end() if following else 0)
        words = list(_ENGLISH_WORD.finditer(self.before[: len(self.before) - left]))
        is_beside = words and not self.before[words[-1].end() : len(self.before) - left].strip()
        more_left = len(self.before) - words[-1].start() if is_beside else left
        yield more_left, right
        yield left, more_right
        yield more_left, more_right

    def _word(self) -> tuple[int, int]:
        left = right = 0
        while left < len(self.before) and self._is_inside(-left, at_end=False):
            left += 1
        while right < len(self.after) and self._is_inside(right, at_end=True):
            right += 1
        return left, right

    def _is_inside(self, offset: int, *, at_end: bool) -> bool:
        """Whether a position, counted from the start or the end of the spans, parts a word in either text."""
        places = (span[at_end] + offset for span in self.spans)
        return any(is_inside_word(text, place) for text, place in zip(self.texts, places, strict=True))

    def _is_whole_word(self, left: int, right: int) -> bool:
        if _script(self.after[right : right + 1]) == "h" and not _PARTICLE.match(self.after, right):
            return False
        cut = [text[start - left : end + right] for text, (start, end) in zip(self.texts, self.spans, strict=True)]
        return all(part and "h" not in _script(part[0]) + _script(part[-1]) for part in cut)

    def _left_phrase(self, left: int) -> int:
        while left < len(self.before) and not self._begins_phrase(left):
            left += 1
        return left

    def _begins_phrase(self, left: int) -> bool:
        before = _script(self.before[-left - 1])
        begins = (_script(text[start - left : start - left + 1]) for text, (start, _) in self._both())
        return before == "o" or (before == "h" and all(script != "h" for script in begins))

    def _right_phrase(self, right: int) -> int:
        while right < len(self.after) and not self._ends_phrase(right):
            right += 1
        return right

    def _ends_phrase(self, right: int) -> bool:
        after = _script(self.after[right])
        ends = (_script(text[end + right - 1 : end + right]) for text, (_, end) in self._both())
        return after == "o" or (after != "h" and all(script == "h" for script in ends))

    def _both(self) -> Iterator[tuple[str, Range]]:
        return zip(self.texts, self.spans, strict=True)
