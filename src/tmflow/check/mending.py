"""Putting a fix in: where in a content, and where in its article, the characters stand that it replaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.model.content import Content
from tmflow.model.document import Span

__all__ = ["Mend", "find_mend", "native_span"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A replacement inside of one piece of a content's plain text, so that it touches no code.

    part: index of that piece among the parts; within: the range in it; native: the same range in `Content.native`.
    """

    part: int
    within: Span
    native: Span
    text: str

    def apply(self, content: Content) -> Content:
        """Return the content with the replacement.

        >>> content = Content.of("at the the harbor")
        >>> find_mend(content, Span(3, 10), "the").apply(content).text
        'at the harbor'
        """
        old = content.parts[self.part]
        pieces = (old[: self.within.start], self.text, old[self.within.end :]) if isinstance(old, str) else (old,)
        return Content.of(*content.parts[: self.part], *pieces, *content.parts[self.part + 1 :])


def native_span(content: Content, span: Span) -> Span | None:
    """Return a range of a content's text as one of its native text, None if codes or other characters stand in it there.

    >>> native_span(Content.of("at the the harbor"), Span(3, 10))
    Span(start=3, end=10)
    """
    if not span.end:
        return Span(0, 0)
    end = content.native_offset(span.end - 1) + 1
    start = content.native_offset(span.start) if len(span) else end
    same = content.native[start:end] == content.text[span.start : span.end]
    return Span(start, end) if same and start <= end else None


def find_mend(content: Content, span: Span, text: str) -> Mend | None:
    """Return how `text` is put in for a range of a content's text, None if it cannot without touching a code.

    What old and new text have in common at one of their ends stays as it is, with the codes in it. Raises ValueError for a
    range that is not of the text.
    """
    if span.end > len(content.text):
        raise ValueError(f"[{span.start}, {span.end}) is not a range of a text of {len(content.text)} characters")
    for narrow, left in _iter_narrowed(content.text, span, text):
        position = offset = 0
        for number, part in enumerate(content.parts):
            if isinstance(part, str) and position <= narrow.start and narrow.end <= position + len(part):
                within = Span(narrow.start - position, narrow.end - position)
                native = Span(offset + within.start, offset + within.end)
                return Mend(part=number, within=within, native=native, text=left)
            position += len(part if isinstance(part, str) else part.text)
            offset += len(part if isinstance(part, str) else part.native)
    return None


def _iter_narrowed(whole: str, span: Span, text: str) -> Iterator[tuple[Span, str]]:
    """Yield the replacement without the common end, without the common beginning, each as far as it goes."""
    old = whole[span.start : span.end]
    before = _count_common(old, text)
    after = _count_common(old[before:][::-1], text[before:][::-1])
    yield Span(span.start + before, span.end - after), text[before : len(text) - after]
    after = _count_common(old[::-1], text[::-1])
    yield Span(span.start, span.end - after), text[: len(text) - after]


def _count_common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))
