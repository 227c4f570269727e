"""Whether a newline is a wrap inside a paragraph or the end of a line that stands for itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Line", "LineGroup"]

_LONG_COLUMNS = 130
"""No one wraps prose wider (editors: 72 to 120; Japanese mail: 70 to 80): a longer line is a paragraph by itself."""

_NARROWEST_WRAP = 36
"""Nobody wraps prose narrower: under 18 Japanese or 36 Latin characters lines are titles, verse or lists."""

_NARROWEST_TITLE = 24
"""A title set over several lines may be narrower (own sample articles: 26 columns)."""

_KINSOKU_COLUMNS = 6
"""Japanese line breaking moves up to two characters, and a mark, to the next line (JIS X 4051)."""

_ENGLISH_SLACK = 0.8
_ENDER_SHARE = 0.5
_WRAPPED_SHARE = 0.7
_HEADLINE_WORDS = 3
_HEADLINE_SHARE = 0.7
_FEW_WIDE = 4
_FEW_NEWLINES = 3
"""In a longer wrapped paragraph a line full of names is no headline."""

_LOWER_SHARE = 0.5

_NARROW_RUN = re.compile(r"[\x00-\u10ff\u1160-\u2e7f\uff61-\uffdc]+")
_ENDER = re.compile(r"[。．.！？!?…‼⁉⁈♪｡][」』）)】”’\"'\]]*$")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Capt|vs|e\.g|i\.e|cf|No|Fig|[A-Z])\.$")
_FIRST_UNIT = re.compile(r"[!-~\u00a1-\u02af\u2010-\u2026]+|.")
_JAPANESE_OPEN_END = re.compile(r"[、，をがは]$|(?:[^っ]て|によ|につい|とい|であ|され|し)$")
_JAPANESE_SOFT_END = re.compile(r"[にでともへやのかし]$")
_ENGLISH_OPEN_END = re.compile(
    r"[,–—-]$|\b(?:the|a|an|of|to|in|on|at|by|for|from|with|and|or|but|that|which|who|as|is|are|was|were|its|his|her|their|"
    r"this|these|into|than|has|have|had|will|would|be|not)$"
)
_LABEL = re.compile(
    r"(?:By|BY) [A-Z]|(?:Photo|Photograph|Picture|Translat(?:ed|ion|or)|Published|Updated|Posted|Source|Text|Words|Credit)s?\b(?= by |:| ©)"
    r"|(?:文|写真|訳|翻訳|撮影|取材|文責|出典)[=＝:：/／]"
)
_SAME_WORD = re.compile(r"[ァ-ヺー]{2}|[\u3041-\u30fa][ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]")
_PAIRS = (("“", "”"), ("(", ")"), ("（", "）"), ("「", "」"), ("『", "』"))
_WORD = re.compile(r"[A-Za-z][\w'’-]*")


@dataclass(slots=True)
class Line:
    """A line that is not blank: `line_start` its first code point, [start, end) its text without blanks at the sides."""

    text: str
    line_start: int
    start: int
    end: int

    @property
    def indent(self) -> int:
        """Blanks before the text, in code points; an ideographic space counts two."""
        return self.start - self.line_start + self.text.count("\u3000", self.line_start, self.start)


class LineGroup:
    """Neighbouring lines with no blank line between them; answers for each newline whether a block begins after it."""

    def __init__(self, lines: Sequence[Line], opens: Sequence[bool]) -> None:
        self._lines = lines
        self._opens = opens
        self._widths = [_columns(line) for line in lines]
        self._groups = self._widest_of_groups() if len(lines) > 1 else []

    def is_short(self, index: int) -> bool:
        """Whether the line is too short for wrapped prose to have been broken there."""
        return self._widths[index] < self._groups[index].widest * _ENGLISH_SLACK

    def is_torn(self, index: int) -> bool:
        """Whether line `index` begins in the middle of a sentence of a paragraph that is surely wrapped."""
        group = self._groups[index]
        tail = self._tail(index - 1)
        return (
            group.is_wrapped
            and group.newlines > 1
            and group is self._groups[index - 1]
            and self._is_full(index, group)
            and not self._ends_sentence(index - 1)
            and not tail.endswith((":", "：", ";", "；"))
            and not self._is_headline(index - 1)
        )

    def boundary(self, index: int, *, hangs: bool, may_head: bool = False) -> str:
        """Return the rule by which a block begins at line `index` (1 and up), "" if it goes on from the line before.

        hangs: whether the line before opened with a mark, so that a deeper indent means its continuation.
        may_head: whether the line before is numbered and so may be a heading, which only a torn word joins to the next.
        """
        before, after = self._lines[index - 1], self._lines[index]
        if after.text[after.line_start : after.start].startswith("\u3000"):
            return "layout.indent"
        if after.indent > before.indent + (not self._ends_sentence(index - 1)):
            return "" if hangs and not self._is_long(index - 1) else "layout.indent"
        if self._is_long(index - 1) or self._is_long(index):
            return self._long_line_boundary(index)
        if may_head and not self._is_torn_apart(index):
            return "layout.line"
        return "" if self._goes_on(index) else "layout.line"

    def _long_line_boundary(self, index: int) -> str:
        """Return the rule for a line of paragraph length: it stands alone unless torn (no ender, the next begins small)."""
        torn = self._is_long(index - 1) and self._starts_small(index) and not self._ends_sentence(index - 1)
        return "" if torn else "layout.line"

    def _goes_on(self, index: int) -> bool:
        group = self._groups[index]
        before = self._lines[index - 1]
        if group is not self._groups[index - 1] or _LABEL.match(before.text, self._lines[index].start):
            return False
        ends = self._ends_sentence(index - 1)
        if group.is_wrapped and self._is_full(index, group):
            is_prose = group.newlines > 1 or self._ends_sentence(index) or self._is_torn_apart(index)
            if (is_prose and not self._is_headline(index - 1)) or self._is_open(index, group):
                return not (ends and group.ender_share >= _ENDER_SHARE)
        return not ends and self._is_open(index, group)

    def _is_open(self, index: int, group: _Widths) -> bool:
        """Whether the words at the break say that the sentence goes on, though the line need not be full."""
        share = self._widths[index - 1] / group.widest
        if share < _LOWER_SHARE or group.widest < _NARROWEST_TITLE:
            return False
        if self._starts_small(index):
            return True
        tail = self._tail(index - 1)
        if self._is_bracket_open(index - 1) or _JAPANESE_OPEN_END.search(tail) or _ENGLISH_OPEN_END.search(tail):
            return True
        return share >= _ENGLISH_SLACK and _JAPANESE_SOFT_END.search(tail) is not None

    def _is_long(self, index: int) -> bool:
        return self._widths[index] > _LONG_COLUMNS

    def _is_full(self, index: int, group: _Widths) -> bool:
        """Whether the first unit of line `index` would not have fitted on the line before.

        Japanese is wrapped by columns or by characters, according to the tool.
        """
        line, before = self._lines[index], self._lines[index - 1]
        unit = _FIRST_UNIT.match(line.text, line.start, min(line.end, line.start + _LONG_COLUMNS))
        first = unit.end() - unit.start() if unit else 0
        width = self._widths[index - 1]
        if group.widest > group.longest:
            length = before.end - before.line_start
            slack = max(_KINSOKU_COLUMNS, first)
            return width + slack > group.widest or length + slack // 2 > group.longest
        return width + 1 + first > group.widest or width >= _ENGLISH_SLACK * group.widest

    def _tail(self, index: int) -> str:
        line = self._lines[index]
        return line.text[max(line.start, line.end - 12) : line.end]

    def _is_torn_apart(self, index: int) -> bool:
        """Whether the line before ends inside a word or after a comma, or its paragraph is surely wrapped there."""
        tail, first = self._tail(index - 1), self._lines[index].text[self._lines[index].start]
        return (
            self._starts_small(index)
            or tail.endswith(("、", ",", "，"))
            or _SAME_WORD.match(tail[-1] + first) is not None
            or self.is_torn(index)
        )

    def _is_bracket_open(self, index: int) -> bool:
        """Whether the line opens a bracket or quotation that it does not close."""
        line = self._lines[index]
        text = line.text[line.start : line.end]
        return any(text.rfind(opener) > text.rfind(closer) for opener, closer in _PAIRS)

    def _starts_small(self, index: int) -> bool:
        line = self._lines[index]
        return line.text[line.start].islower()

    def _ends_sentence(self, index: int) -> bool:
        tail = self._tail(index)
        return _ENDER.search(tail) is not None and _ABBREVIATION.search(tail) is None

    def _is_headline(self, index: int) -> bool:
        """Whether an English line is set in title case: most of its longer words begin with a capital."""
        line = self._lines[index]
        if self._widths[index] > line.end - line.line_start + _FEW_WIDE or self._groups[index].newlines > _FEW_NEWLINES:
            return False
        words = [word for word in _WORD.findall(line.text, line.start, line.end) if len(word) > _HEADLINE_WORDS]
        capitals = sum(word[0].isupper() for word in words)
        return len(words) >= _HEADLINE_WORDS and capitals >= _HEADLINE_SHARE * len(words)

    def _widest_of_groups(self) -> list[_Widths]:
        """Split at the long lines and measure each run of shorter ones."""
        widths: list[_Widths] = []
        first = 0
        for index in range(1, len(self._lines) + 1):
            if index == len(self._lines) or self._is_long(index) != self._is_long(first):
                widths += [self._measure(first, index)] * (index - first)
                first = index
        return widths

    def _measure(self, first: int, end: int) -> _Widths:
        measured = _Widths(
            max(self._widths[first:end]) or 1, max(line.end - line.line_start for line in self._lines[first:end])
        )
        if measured.widest < _NARROWEST_WRAP or measured.widest > _LONG_COLUMNS:
            return measured
        newlines = [index for index in range(first + 1, end) if not self._opens[index]]
        if not newlines:
            return measured
        enders = sum(self._ends_sentence(index - 1) for index in newlines)
        wraps = sum(self._is_full(index, measured) or self._ends_sentence(index - 1) for index in newlines)
        measured.newlines = len(newlines)
        measured.ender_share = enders / len(newlines)
        measured.is_wrapped = wraps >= _WRAPPED_SHARE * len(newlines)
        return measured


@dataclass(slots=True)
class _Widths:
    """Measures of a run of lines.

    widest: in columns; longest: in code points; newlines: those before lines without a mark; ender_share: how many of
    them follow a sentence; is_wrapped: whether nearly all others follow a full line.
    """

    widest: int
    longest: int
    newlines: int = 0
    ender_share: float = 0.0
    is_wrapped: bool = False


def _columns(line: Line) -> int:
    """Return the display width with its indent; beyond the long limit only a lower bound. Wide characters take two."""
    if line.end - line.line_start > _LONG_COLUMNS:
        return line.end - line.line_start
    text = line.text[line.line_start : line.end]
    return len(text) if text.isascii() else len(text) + len(_NARROW_RUN.sub("", text))
