"""Where an English text quotes or glosses: inside quotation marks, brackets and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.model.content import CodeKind, CodeRole, Content
from tmflow.model.document import Span

__all__ = ["iter_quoted", "looks_like_clause"]

_QUOTED = re.compile(
    "“([^“”]+)”|\"([^\"]+)\"|‘([^‘’]+)’|(?<!\\w)'([^']+)'(?!\\w)|\\(([^()]+)\\)|（([^（）]+)）|\\[([^\\[\\]]+)\\]"
)
_SENTENCE_END = re.compile(r"[。？！?!]")
_LEAST_CLAUSE_CHARS = 8
_PARTICLE, _KANA_END = re.compile("[がをはも]"), re.compile(r"[\u3041-\u3096]$")


def iter_quoted(content: Content, text: str) -> Iterator[Span]:
    """Yield the ranges of a text that stand inside quotation marks, round or square brackets, or emphasis.

    content: for its emphasis; text: its text, or a text of the same length with parts blanked out.
    """
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        yield Span(match.start(group), match.end(group))
    opened: dict[str, int] = {}
    position = 0
    for part in content.parts:
        if isinstance(part, str):
            position += len(part)
            continue
        position += len(part.text)
        if part.kind in {CodeKind.EMPHASIS, CodeKind.STRONG}:
            if part.role is CodeRole.OPEN:
                opened[part.id] = position
            elif part.role is CodeRole.CLOSE and part.id in opened:
                yield Span(opened.pop(part.id), position)


def looks_like_clause(text: str) -> bool:
    """Whether quoted Japanese reads like a sentence somebody said rather than like a title or a word.

    That is: a full stop or a question mark in it, or a particle and then an ending in hiragana.

    >>> looks_like_clause("住民の声が届いていない"), looks_like_clause("港の灯台守")
    (True, False)
    """
    if _SENTENCE_END.search(text):
        return True
    particle, end = _PARTICLE.search(text), _KANA_END.search(text)
    return (
        len(text) >= _LEAST_CLAUSE_CHARS and particle is not None and end is not None and particle.end() <= end.start()
    )
