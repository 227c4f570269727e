"""Places where an English sentence ends without an ender: before the next item of a list, after an address or a smiley."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from tmflow.segment.english.candidate import ADDRESS
from tmflow.segment.spans import SpanMap
from tmflow.text import abbreviations as words

__all__ = ["iter_breaks"]

_INLINE_ITEM = re.compile(r"(?<![^\s.!?;,:])([1-9][0-9]?)([.)])\s+(?=[A-Z“\"])")
_FIRST_ITEM = re.compile(r"\s*(?P<number>[0-9]{1,2})(?P<sign>[.)])\s")
_ITEM_AFTER_COLON = re.compile(r":\s+(?P<number>[0-9]{1,2})(?P<sign>[.)])\s")
_MARK_NUMBER = re.compile(r"\(?(?P<number>[0-9]{1,2})(?P<sign>[.)])\Z")

_MAIL = re.compile(r"(?<=[^\s<])@[\w-]++(?:\.[\w-]++)++>?")
_SMILEY = re.compile(r"[:;=](?<=[\s\w].)-?[)DPp(]\s+(?=[A-Z])")
_BROKEN_OFF = re.compile(r"[—–-][\"”’]\s+(?=[\"“‘])")
"""A speaker who is interrupted, and the next."""

_EMOJI = re.compile(r"[\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff\ufe0f]")
_NEXT = re.compile(r"\s+(?:(?P<address>https?://|www\.)|(?P<word>[A-Z][a-z]*)(?![\w.]))")


def iter_breaks(text: str, spans: SpanMap, mark: str) -> Iterator[tuple[int, str]]:
    """Yield position and rule of each break, in order. Linear.

    mark: the list mark before the block ("1."), which the numbers in its text may continue.

    >>> list(iter_breaks("A great day :) Come again", SpanMap((), {}, ()), ""))
    [(15, 'en.smiley')]
    """
    streams = [_iter_items(text, mark)]
    if spans.atoms:
        addresses = (end for start, end in spans.atoms if text.startswith(ADDRESS, start))
        streams.append(_iter_before_opening(text, addresses, "en.address"))
    if "@" in text:
        streams.append(_iter_before_opening(text, (match.end() for match in _MAIL.finditer(text)), "en.address"))
    if ":" in text or ";" in text or "=" in text:
        streams.append((match.end(), "en.smiley") for match in _SMILEY.finditer(text))
    is_ascii = text.isascii()
    if not is_ascii or '"' in text:
        streams.append((match.end(), "en.turn") for match in _BROKEN_OFF.finditer(text))
    if not is_ascii:
        streams.append(_iter_before_opening(text, (match.end() for match in _EMOJI.finditer(text)), "en.emoji"))
    return iter(sorted(chain.from_iterable(streams)))


def _iter_items(text: str, mark: str) -> Iterator[tuple[int, str]]:
    """Yield the items of an inline list: those that follow its first number, before or in the text, one by one."""
    first = _MARK_NUMBER.match(mark) or _FIRST_ITEM.match(text)
    if first is None and ":" in text:
        first = _ITEM_AFTER_COLON.search(text)
    if first is None:
        return
    expected, sign = int(first["number"]) + 1, first["sign"]
    for match in _INLINE_ITEM.finditer(text, 0 if first.string is mark else first.end()):
        if match.group(2) == sign and int(match.group(1)) == expected:
            yield match.start(), "en.inline-list"
            expected += 1


def _iter_before_opening(text: str, ends: Iterable[int], rule: str) -> Iterator[tuple[int, str]]:
    """Yield the places after the ends where an address or a word that opens sentences follows: a name may go on."""
    for end in ends:
        following = _NEXT.match(text, end)
        if following and (following["address"] or following["word"] in words.STARTERS):
            yield following.start(following.lastgroup or 0), rule
