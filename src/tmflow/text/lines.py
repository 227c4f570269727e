"""Lines of a text: which line and column an offset is in, and where a line begins, however long the text is."""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["LineIndex", "line_start"]

_LINE_END = re.compile(r"\r\n|\r|\n")


class LineIndex:
    """Answers in logarithmic time which line and column an offset of a text is in; a line ends with LF, CR or CRLF."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def line_column(self, offset: int) -> tuple[int, int]:
        r"""Return the 1-based line and column of an offset, which is 0 or more.

        >>> LineIndex("quay\r\nport").line_column(7)
        (2, 2)
        """
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def line_start(text: str, offset: int, *, newlines: str = "\n\r") -> int:
    r"""Return where the line of an offset begins. newlines: the characters that end a line, the most frequent first.

    >>> line_start("quay\nport", 7)
    5
    """
    start = 0
    for (
        newline
    ) in newlines:  # what the first finds bounds the others: one that is nowhere is not looked for from the end
        start = max(start, text.rfind(newline, start, offset) + 1)
    return start
