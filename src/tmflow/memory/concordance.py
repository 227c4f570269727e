"""Concordance: where a word stands in the texts of a memory, whatever its width and case, one kanji or a whole clause."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.model.span import Span
from tmflow.text.normalize import match_key
from tmflow.text.scripts import has_japanese

__all__ = ["Hit", "find_spans", "like_pattern", "sure_part"]

_MARK = r"(?:[\u0300-\u036f]|\s{0,8}[\u3099-\u309c\uff9e\uff9f])"
"""A mark that belongs to the character before it: a combining accent, a voicing mark, its half-width and spacing forms."""
_CLUSTER = re.compile(rf"[\s\S]{_MARK}*")
_SURE = r"!-~\u3001-\u3003\u3005-\u3011\u3041-\u3096\u30a1-\u30fc\u3400-\u9fff"
_SURE_PART = re.compile(rf"[{_SURE}](?:[{_SURE}\s]*[{_SURE}])?(?!{_MARK})")
"""Characters that a match key has as they are, whatever stands beside them but for a mark, and blanks between them."""

_PATTERN_CHARS = 1000
"""A LIKE pattern is cut here; SQLite refuses one of more than 50,000 bytes (https://www.sqlite.org/limits.html)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry whose side in `language` holds what was searched; `spans` are its places there, in order, apart.

    other_spans: the places on the other side that answer to it, as far as they are known.
    """

    entry: MemoryEntry
    language: Language
    spans: tuple[Span, ...]
    other_spans: tuple[Span, ...] = ()


def find_spans(text: str, query: str) -> tuple[Span, ...]:
    """Return every place of the query in the text, as it stands and by its `match_key`, case apart, without overlap.

    The places are of the text as given. Of two that overlap, the earlier counts, then the longer. Blank: none. A
    character is found with its marks or not at all, however they are written.

    >>> find_spans("翻訳メモリは翻訳の記憶だ。", "翻訳")
    (Span(start=0, end=2), Span(start=6, end=8))
    >>> find_spans("ＮＡＴＯ and Nato", "nato")
    (Span(start=0, end=4), Span(start=9, end=13))
    """
    if not query.strip():
        return ()
    places = {found.span() for found in re.finditer(rf"{re.escape(query)}(?!{_MARK})", text, re.IGNORECASE)}
    key = match_key(query)
    is_literal = text.isascii() and key == query and " " not in key
    if not is_literal:
        places |= _folded_places(text, key)
    spans: list[Span] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not spans or start >= spans[-1].end:
            spans.append(Span(start, end))
    return tuple(spans)


def like_pattern(text: str) -> str:
    r"""Return an SQL LIKE pattern (escape: backslash) that misses no text holding this one in either case.

    LIKE knows the case of ASCII only, so another letter with a case stands for any character; whoever uses it looks
    again with `find_spans`. A NUL ends what LIKE sees of a pattern and of a text.

    >>> like_pattern("100% É")
    '%100\\% _%'
    """
    shown = text.split("\0", 1)[0][:_PATTERN_CHARS]
    return f"%{''.join(_like_character(character) for character in shown)}%"


def sure_part(query: str) -> str:
    """Return the longest part of the query's match key that every text holding the query has in its own; "" if none.

    Case is left as it is, and is of ASCII letters only.

    >>> sure_part("総額は１２０万 円"), sure_part("the Élysée"), sure_part("é")
    ('総額は', 'the', '')
    """
    return max(map(match_key, _SURE_PART.findall(query)), key=len, default="")


def _like_character(character: str) -> str:
    if character in "%_\\":
        return f"\\{character}"
    is_cased = not character.isascii() and character.lower() != character.upper()
    return "_" if is_cased else character


def _folded_places(text: str, key: str) -> set[tuple[int, int]]:
    """Find the key in the text folded cluster by cluster, and tell where in the text each find begins and ends."""
    folded: list[str] = []
    edges: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        shape = " " if cluster.group().isspace() else match_key(cluster.group())
        folded.append(shape)
        edges += [cluster.span()] * len(shape)
    pattern = re.compile(_spaced_pattern(key), re.IGNORECASE)
    return {
        (edges[found.start()][0], edges[found.end() - 1][1])
        for found in pattern.finditer("".join(folded))
        if found.group()
    }


def _spaced_pattern(key: str) -> str:
    """Return the expression of a key: blanks of any width, and beside Japanese any blanks at all, as `match_key` has it."""
    parts: list[str] = []
    for at, character in enumerate(key):
        if at and character != " " and key[at - 1] != " " and _is_japanese_joint(key[at - 1], character):
            parts.append(r"\s*")
        parts.append(r"\s+" if character == " " else re.escape(character))
    return "".join(parts)


def _is_japanese_joint(before: str, after: str) -> bool:
    return any(
        has_japanese(character) or unicodedata.east_asian_width(character) in "WF" for character in (before, after)
    )
