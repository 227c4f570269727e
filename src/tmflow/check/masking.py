"""Blanking out what a rule must not look into, length for length, so that positions stay true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tmflow.model.content import CodeKind, CodeRole, Content
from tmflow.model.document import Span
from tmflow.model.language import Language
from tmflow.text.addresses import iter_addresses
from tmflow.text.language_tags import told_language

__all__ = ["DOUBLE_QUOTED", "QUOTED", "blank_spans", "iter_told_foreign", "prose_of"]

DOUBLE_QUOTED = re.compile('“[^“”]*”|"[^"]*"')
"""What English has in double quotation marks, curly or straight."""
QUOTED = re.compile(f"「[^「」]*」|『[^『』]*』|{DOUBLE_QUOTED.pattern}|[（(][^（）()]*[）)]|《[^《》]*》")
"""What stands in quotation marks or brackets, of either language."""


def blank_spans(text: str, spans: Iterable[tuple[int, int]], *, filler: str = " ") -> str:
    """Return the text with half-open ranges turned into blanks, or another character; the length stays.

    >>> blank_spans("a b c", [(2, 3)])
    'a   c'
    """
    letters = [*text]
    for start, end in spans:
        letters[start:end] = filler * (end - start)
    return "".join(letters)


def prose_of(content: Content, *, filler: str = " ") -> str:
    """Return a content's text with program code and addresses blanked out; positions are those of `content.text`.

    filler: the character that stands for theirs; a blank is the right one for what reads words, no one for what counts blanks.
    """
    spans, position = [], 0
    for part in content.parts:
        length = len(part) if isinstance(part, str) else len(part.text)
        if not isinstance(part, str) and part.kind is CodeKind.CODE:
            spans.append((position, position + length))
        position += length
    text = blank_spans(content.text, spans, filler=filler)
    return blank_spans(text, iter_addresses(text), filler=filler)


def iter_told_foreign(content: Content, language: Language) -> Iterator[Span]:
    """Yield the ranges of a content's text of which its markup says that they are in another language than its own."""
    opened: dict[str, int] = {}
    position = 0
    for part in content.parts:
        if isinstance(part, str):
            position += len(part)
            continue
        tag = told_language(part.native)
        if part.role is CodeRole.OPEN and tag and tag.partition("-")[0] != language.value:
            opened[part.id] = position
        elif part.role is CodeRole.CLOSE and part.id in opened:
            yield Span(opened.pop(part.id), position)
        position += len(part.text)
