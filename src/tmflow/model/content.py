"""Content: text with inline codes, the value every wing works on.

A code keeps the native markup it stands for, so that `native` gives back the very characters of the article, and
`text` what a reader reads. Positions are code points of `text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tmflow.errors import ModelError

__all__ = ["CodeKind", "CodeRole", "Content", "InlineCode"]


class CodeKind(StrEnum):
    """What an inline code means."""

    LINK = "link"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    RUBY = "ruby"
    FOOTNOTE = "footnote"
    IMAGE = "image"
    BREAK = "break"
    ENTITY = "entity"
    OTHER = "other"


class CodeRole(StrEnum):
    """Whether a code opens or closes a span or stands alone."""

    OPEN = "open"
    CLOSE = "close"
    STANDALONE = "standalone"


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineCode:
    """One code. `id` pairs an opening with its closing code; `text` is what a standalone code reads as."""

    id: str
    kind: CodeKind
    role: CodeRole
    native: str
    text: str = ""

    def __post_init__(self) -> None:
        if self.text and self.role is not CodeRole.STANDALONE:
            raise ModelError(f"code {self.id}: only a standalone code has text of its own")

    @property
    def is_line_break(self) -> bool:
        """Whether a line ends here; a code that only allows a break reads as nothing."""
        return self.kind is CodeKind.BREAK and bool(self.text)


@dataclass(frozen=True, slots=True)
class Content:
    """Text and inline codes in order. Adjacent strings are merged and empty ones dropped, so equal content is equal.

    >>> bold = Content.of(
    ...     "A ",
    ...     InlineCode(id="1", kind=CodeKind.STRONG, role=CodeRole.OPEN, native="**"),
    ...     "b",
    ...     InlineCode(id="1", kind=CodeKind.STRONG, role=CodeRole.CLOSE, native="**"),
    ... )
    >>> bold.text, bold.native
    ('A b', 'A **b**')
    """

    parts: tuple[str | InlineCode, ...] = ()

    def __post_init__(self) -> None:
        previous_is_text = False
        for part in self.parts:
            is_text = isinstance(part, str)
            if is_text and (previous_is_text or not part):
                raise ModelError("content parts must be merged: build it with Content.of")
            previous_is_text = is_text

    @classmethod
    def of(cls, *parts: str | InlineCode) -> Content:
        """Build content from parts, merging adjacent strings and dropping empty ones."""
        if len(parts) == 1:
            return cls(parts if parts[0] else ())
        merged: list[str | InlineCode] = []
        texts: list[str] = []
        for part in parts:
            if isinstance(part, str):
                texts.append(part)
                continue
            merged += filter(None, ("".join(texts), part))
            texts.clear()
        return cls((*merged, *filter(None, ("".join(texts),))))

    @classmethod
    def join(cls, contents: tuple[Content, ...], separator: str = "") -> Content:
        """Concatenate contents with a separator between those that are not empty."""
        if len(contents) == 1:
            return contents[0]
        parts: list[str | InlineCode] = []
        for content in contents:
            if not content.parts:
                continue
            if parts and separator:
                parts.append(separator)
            parts.extend(content.parts)
        return cls.of(*parts)

    @property
    def text(self) -> str:
        """What a reader reads: no markup."""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def native(self) -> str:
        """The characters of the article, markup included."""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        return "".join(part if isinstance(part, str) else part.native for part in self.parts)

    @property
    def codes(self) -> tuple[InlineCode, ...]:
        """The inline codes, in order."""
        return tuple(part for part in self.parts if isinstance(part, InlineCode))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def slice(self, start: int, end: int) -> Content:
        """Return the content of the half-open range [start, end) of `text`.

        An opening code belongs to what follows it, a closing code to what precedes it, a standalone code with text
        to the range its first character lies in, one without text to what precedes it (to what follows at the start).
        Slices that partition the text partition the codes.

        >>> Content.of("one. two.").slice(5, 9).text
        'two.'
        """
        return Content.of(*self._iter_slice(start, end))

    def _iter_slice(self, start: int, end: int) -> Iterator[str | InlineCode]:
        position = 0
        length = len(self.text)
        for part in self.parts:
            if isinstance(part, str):
                yield part[max(0, start - position) : max(0, end - position)]
                position += len(part)
            elif part.text:
                if start <= position < end:
                    yield part
                position += len(part.text)
            elif part.role is CodeRole.OPEN:
                if start <= position < end or position == end == length:
                    yield part
            elif start < position <= end or position == start == 0:
                yield part

    def native_offset(self, position: int) -> int:
        """Return the offset in `native` of the character at `position` in `text` (0 <= position <= len(text))."""
        offset, seen = 0, 0
        for part in self.parts:
            length = len(part) if isinstance(part, str) else len(part.text)
            if isinstance(part, str) and seen + length > position:
                return offset + position - seen
            if not isinstance(part, str) and length and seen + length > position:
                return offset
            seen += length
            offset += length if isinstance(part, str) else len(part.native)
        return offset
