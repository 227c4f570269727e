"""What both languages share: patterns of emoji, footnote marks, laughter and blanks, names with a mark."""

from __future__ import annotations

import re

__all__ = ["EMOJI", "FOOTNOTE", "LAUGH", "NAMES_WITH_MARK", "skip_blanks"]

EMOJI = "(?:[\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff]|[\u2190-\u21ff\u2300-\u23ff\u25aa-\u25fe\u3030\u303d]\ufe0f)[\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2640\u2642\U0001f1e6-\U0001f1ff]*"
"""One emoji with its variation, skin and joiner signs; regular-expression source."""

FOOTNOTE = r"[\[［](?:[0-9０-９]{1,3}|[a-z]|注[0-9０-９]{0,3}|※[0-9０-９]{0,3}|[Nn]ote [0-9]{1,3}|要出典|citation needed)[\]］]"
"""A footnote mark; regular-expression source."""

LAUGH = "[（(](?:笑|爆笑|苦笑|泣|涙|汗|怒|驚|爆|笑い|lol|LOL|laughs|laughter)[)）]"
"""Laughter and the like in brackets; regular-expression source."""

NAMES_WITH_MARK = frozenset({"Yahoo", "YAHOO", "Yum", "Jeopardy"})
"""Names known in both languages that are written with "!"; further ones are the user's."""

_BLANKS = re.compile(r"\s*")


def skip_blanks(text: str, position: int) -> int:
    """Return the first position at or after the given one that is not white space.

    >>> skip_blanks("a \u3000b", 1)
    3
    """
    if position >= len(text) or not text[position].isspace():
        return position
    match = _BLANKS.match(text, position)
    return match.end() if match else position
