"""Finding a unit's text again in its article, so that a finding points at the very character."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property

from tmflow.check.finding import Location
from tmflow.model.bitext import Place
from tmflow.model.content import Content
from tmflow.model.document import Document, Span
from tmflow.text.lines import LineIndex

__all__ = ["ArticleIndex", "letters_of", "location_in_unit"]

_NEITHER = re.compile(r"(?<![0-9])[.,]|[.,](?![0-9])|[^\w.,]|_")
"""What is no letter and no part of a number: a point or a comma between two digits is."""


def letters_of(text: str) -> str:
    """Return the letters and numbers of a text, width and case folded: what stays when layout and markup change.

    >>> letters_of("「総額は、１２０万円」") == letters_of("総額は120万円。"), letters_of("1.2") == letters_of("12")
    (True, False)
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NEITHER.sub("", folded)


class ArticleIndex:
    """Answers where in an article a content stands, whatever line breaks and blanks either of them has."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _squeezed(self) -> tuple[str, list[int]]:
        """The native text of all blocks without white space, and the offset of each of its characters in the article."""
        text = self.document.text
        offsets = [
            offset
            for block in self.document.blocks
            for offset in range(block.span.start, block.span.end)
            if not text[offset].isspace()
        ]
        return "".join(text[offset] for offset in offsets), offsets

    def offset_of(self, content: Content, position: int, *, place: Place | None = None) -> int | None:
        """Return the offset in the article of the character at `position` of a content's text; None if it is not there.

        place: where the content is said to stand; decides between several occurrences.
        """
        wanted = "".join(content.native.split())
        start = self._find(wanted, place)
        if start is None:
            return None
        skipped = len("".join(content.native[: content.native_offset(position)].split()))
        _, offsets = self._squeezed
        return offsets[start + min(skipped, len(wanted) - 1)]

    def span_of(self, content: Content, *, place: Place | None = None) -> Span | None:
        """Return the range of the article a content takes, None if it is not there."""
        wanted = "".join(content.native.split())
        start = self._find(wanted, place)
        if start is None:
            return None
        _, offsets = self._squeezed
        return Span(offsets[start], offsets[start + len(wanted) - 1] + 1)

    def range_of(self, content: Content, native: Span, *, place: Place | None = None) -> Span | None:
        """Return where a range of a content's native text stands in the article, None if it is not there, or in two blocks.

        White space in it may be otherwise, such as the end of a line; where only blanks stand around one of its ends, they must not.
        """
        first = self._find("".join(content.native.split()), place)
        if first is None:
            return None
        start = self._boundary(content.native, native.start, first, is_end=not len(native))
        end = self._boundary(content.native, native.end, first, is_end=True)
        if start is None or end is None or start > end:
            return None
        is_whole = any(block.span.start <= start and end <= block.span.end for block in self.document.blocks)
        return Span(start, end) if is_whole else None

    def _boundary(self, native: str, at: int, first: int, *, is_end: bool) -> int | None:
        """The offset in the article of the boundary before native[at]; an end keeps to the character before it."""
        _, offsets = self._squeezed
        before = first + sum(not character.isspace() for character in native[:at]) - 1
        is_after = at > 0 and not native[at - 1].isspace()
        is_before = at < len(native) and not native[at].isspace()
        if is_after and (is_end or not is_before):
            return offsets[before] + 1
        if is_before:
            return offsets[before + 1]
        left, right = len(native[:at].rstrip()), len(native) - len(native[at:].lstrip())
        if not left or right == len(native):
            return None
        blanks = self.document.text[offsets[before] + 1 : offsets[before + 1]]
        return offsets[before] + 1 + at - left if blanks == native[left:right] else None

    def _find(self, wanted: str, place: Place | None) -> int | None:
        squeezed, offsets = self._squeezed
        if not wanted:
            return None
        first = squeezed.find(wanted)
        if first < 0:
            return None
        if place is None or not 0 <= place.block < len(self.document.blocks):
            return first
        found = squeezed.find(wanted, bisect_left(offsets, self.document.blocks[place.block].span.start))
        if found < 0:
            return first
        while self.line_column(offsets[found]) < (place.line, place.column):
            later = squeezed.find(wanted, found + 1)
            if later < 0 or self.line_column(offsets[later]) > (place.line, place.column):
                break
            found = later
        return found

    @cached_property
    def _lines(self) -> LineIndex:
        return LineIndex(self.document.text)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an offset, as `Document.line_column` does, in logarithmic time."""
        return self._lines.line_column(offset)

    def location(self, path: str, start: int, end: int | None = None) -> Location:
        """Return the location of the half-open range [start, end) of the article's text."""
        line, column = self.line_column(start)
        if end is None:
            return Location(path=path, line=line, column=column)
        end_line, end_column = self.line_column(end)
        return Location(path=path, line=line, column=column, end_column=end_column if end_line == line else None)

    @cached_property
    def _letters(self) -> tuple[str, ...]:
        """The article's letters read in several ways: as blocks, with their marks, without the edges, and raw."""
        blocks = self.document.blocks
        own = [block for block in blocks if block.kind.is_translatable and block.language is self.document.language]
        return (
            "".join(letters_of(block.text) for block in blocks),
            "".join(letters_of(block.mark) + letters_of(block.text) for block in blocks),
            "".join(letters_of(block.text) for block in own),
            letters_of(self.document.text),
        )

    @cached_property
    def _block_letters(self) -> tuple[str, ...]:
        return tuple(letters_of(block.text) for block in self.document.blocks)

    def place_by_letters(self, text: str) -> Place | None:
        """Return the place of the one block that has a text by its letters alone, whatever its markup; None if not one has."""
        wanted = letters_of(text)
        found = [number for number, letters in enumerate(self._block_letters) if wanted and wanted in letters]
        if len(found) != 1:
            return None
        block = self.document.blocks[found[0]]
        line, column = self.line_column(block.span.start)
        return Place(block=found[0], kind=block.kind, level=block.level, mark=block.mark, line=line, column=column)

    def has_letters(self, text: str) -> bool:
        """Whether a text stands in the article, by its letters and digits alone; true for a text without any."""
        wanted = letters_of(text)
        return not wanted or any(wanted in letters for letters in self._letters)


def location_in_unit(content: Content, span: Span | None, *, path: str, place: Place) -> Location:
    """Return the location of a range of a unit's text by its place alone, for want of the article.

    span: range of `content.text`, None for the whole. The column is left out once a line break comes before it.
    """
    if span is None:
        return Location(path=path, line=place.line, column=place.column)
    start, end = content.native_offset(span.start), content.native_offset(span.end)
    line = place.line + content.native.count("\n", 0, start)
    if "\n" in content.native[:end]:
        return Location(path=path, line=line)
    return Location(path=path, line=line, column=place.column + start, end_column=place.column + end)
