"""Whether a newline is a wrap inside a paragraph or the end of a line that stands for itself.

Three kinds of evidence are weighed for each run of lines: widths (a wrapped line is full: the next word would not have
fitted), sentences (in running prose they end inside of lines, in verse, lists and diaries at their ends), and the words at
the newline itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tmflow.text import linebreak
from tmflow.text.linebreak import Line

__all__ = ["LineGroup"]

_LONG_COLUMNS = 130
"""No one wraps prose wider (editors: 72 to 120; Japanese mail: 70 to 80): a longer line is a paragraph by itself."""

_NARROWEST_WRAP = 36
"""Under 18 Japanese or 36 Latin characters lines are titles, verse or lists, unless their sentences show prose."""

_NARROWEST = 24
"""Narrower is no prose at all (newspaper columns: 12 characters); nor is a title broken (own sample articles: 26 columns)."""

_NARROWEST_TITLE = 30
"""An English title broken into lines is no narrower (own sample articles: 35 columns)."""

_TITLE_NEWLINES = 2
"""A title takes three lines at most."""

_WIDEST_VERSE = 50
"""English verse keeps under it (a pentameter has about 45 letters), a long verse line in Japanese under the narrowest wrap."""

_SLACK_COLUMNS = 4
"""One wide character more than the next line's first: justified and proportional settings vary by so much."""

_HAND_COLUMNS = 8
"""A line broken by hand lacks so much at most; the first of a paragraph that lacks more is a heading over it."""

_HAND_SHARE = 0.8
_ENDER_SHARE = 0.5
_WRAPPED_SHARE = 0.7
_OPEN_SHARE = 0.5
_RAGGED_SHARE = 0.25
_STUMP_SHARE = 0.5
_FEW_NEWLINES = 3
"""So many and a title, deck or headline is likely; in a longer paragraph a line full of names is no headline."""

_NARROW_RUN = re.compile(r"[\x00-\u10ff\u1160-\u2e7f\uff61-\uffdc]+")
_SIGN = re.compile(r"[\u2010-\u2e7f]")
"""Quotation marks, dots, ① and ★: one column or two, as the tool takes the ambiguous width of UAX #11."""

_HANGING = re.compile(r"[、。，．・」』）】〕ーゃゅょっャュョッぁぃぅぇぉァィゥェォ！？!?…]{0,3}\Z")
_TRAILING_BLANKS = re.compile(r"\u3000{0,4}")


class LineGroup:
    """Neighbouring lines with no blank line between them; answers for each newline whether a block begins after it."""

    def __init__(self, lines: Sequence[Line], opens: Sequence[bool]) -> None:
        self._lines = lines
        self._opens = opens
        self._full: dict[int, bool] = {}
        self._signs: dict[int, int] = {}
        self._widths = [_columns(line) for line in lines]
        self._runs = self._split() if len(lines) > 1 else []

    def is_short(self, index: int) -> bool:
        """Whether the line is too short for wrapped prose to have been broken there."""
        return self._is_short(index, self._runs[index])

    def is_torn(self, index: int) -> bool:
        """Whether line `index` begins in the middle of a sentence: by its words, or in a paragraph that is surely wrapped."""
        run, before = self._runs[index], self._lines[index - 1]
        if run.is_narrow or run is not self._runs[index - 1] or self._ends_sentence(index):
            return False
        if linebreak.is_torn_word(before, self._lines[index]):
            return True
        return (
            run.is_wrapped
            and run.newlines > 1
            and self._is_full(index, run)
            and before.text[before.end - 1] not in ":：;；"
            and not self._is_headline(index - 1, run)
        )

    def boundary(self, index: int, *, item: Line | None, may_head: bool = False) -> str:
        """Return the rule by which a block begins at line `index` (1 and up), "" if it goes on from the line before.

        item: the first line of the block so far if a mark opens it, so that a deeper indent means its continuation.
        may_head: whether the line before is numbered and so may be a heading, which only a torn word joins to the next.
        """
        before, after = self._lines[index - 1], self._lines[index]
        if after.start > after.line_start:
            rule = self._indent_boundary(index, item)
            if rule is not None:
                return rule
        if self._is_long(index - 1) or self._is_long(index):
            torn = self._is_long(index - 1) and after.starts_small and not linebreak.ends_sentence(before)
            return "" if torn else "layout.line"
        if may_head and not (linebreak.may_tear_word(before, after) or self.is_torn(index)):
            return "layout.line"
        return "" if self._goes_on(index) else "layout.line"

    def _indent_boundary(self, index: int, item: Line | None) -> str | None:
        """Return the rule for an indented line, None if its indent says nothing.

        Japanese: an ideographic space opens a paragraph, but in an item of a list it may stand under the text of the item,
        and a wrap may have come before a blank of the sentence; both only where the line before is full.
        """
        before, after = self._lines[index - 1], self._lines[index]
        if after.is_indented_wide:
            run = self._runs[index]
            hangs = item is not None and after.indent > item.indent
            is_blank = not before.is_indented_wide and run.newlines > 1 and not self._ends_sentence(index)
            goes_on = (hangs or is_blank) and run is self._runs[index - 1] and self._is_full(index, run)
            return None if goes_on else "layout.indent"
        if item is not None and after.indent > item.indent:
            return "" if not self._is_long(index - 1) else "layout.indent"
        is_deeper = after.indent > before.indent + (not self._ends_sentence(index))
        return "layout.indent" if is_deeper else None

    def _goes_on(self, index: int) -> bool:
        run, before, after = self._runs[index], self._lines[index - 1], self._lines[index]
        if linebreak.ends_inside_clause(before, after) and run is self._runs[index - 1]:
            return not linebreak.is_label(after)
        if run.is_narrow or run is not self._runs[index - 1] or linebreak.is_label(after):
            return False
        ends = self._ends_sentence(index)
        if not ends and linebreak.is_torn_word(before, after):
            return True
        is_unmarked_end = not run.has_inner_end and linebreak.ends_politely(before, after)
        if is_unmarked_end or (not ends and linebreak.ends_with_address(before, after)):
            return False
        return self._is_wrap(index, run, ends=ends) or (not ends and run.may_be_open and self._is_open(index, run))

    def _is_wrap(self, index: int, run: _Run, *, ends: bool) -> bool:
        """Whether prose was broken here: after a full line, or anywhere in prose that is broken by hand."""
        before, after = self._lines[index - 1], self._lines[index]
        if linebreak.is_label(before) or self._is_headline(index - 1, run):
            return False
        if run.is_wrapped and self._is_full(index, run):
            if ends and run.ender_share >= _ENDER_SHARE:
                return linebreak.leaves_bracket_open(before)
            return run.newlines > 1 or linebreak.ends_sentence(after) or linebreak.may_tear_word(before, after)
        return run.is_ragged and not ends and self._widths[index - 1] >= _STUMP_SHARE * run.widest

    def _ends_sentence(self, index: int) -> bool:
        """Whether a sentence ends before line `index`."""
        return linebreak.ends_sentence(self._lines[index - 1], self._lines[index])

    def _is_open(self, index: int, run: _Run) -> bool:
        """Whether the words at the break say that the sentence goes on, though the line need not be full."""
        before, after = self._lines[index - 1], self._lines[index]
        share = self._widths[index - 1] / run.widest
        if share < _OPEN_SHARE or linebreak.is_field(after):
            return False
        if after.starts_small:  # tells nothing where the writer has no capitals, unless the line is full
            is_full = run.widest >= _WIDEST_VERSE and self._is_full(index, run)
            return run.starts_capital or run.has_inner_end or is_full
        return linebreak.is_open(before, after) or (share >= _HAND_SHARE and linebreak.is_softly_open(before))

    def _is_short(self, index: int, run: _Run) -> bool:
        return self._widths[index] < run.widest * _HAND_SHARE

    def _is_long(self, index: int) -> bool:
        return self._widths[index] > _LONG_COLUMNS

    def _is_headline(self, index: int, run: _Run) -> bool:
        """Whether the line is an English headline: in title case, and at the start of what may be a block."""
        if run.is_wide or run.newlines > _FEW_NEWLINES or not linebreak.is_headline(self._lines[index]):
            return False
        return index == 0 or self._opens[index] or self._ends_sentence(index)

    def _is_full(self, index: int, run: _Run) -> bool:
        """Whether the first unit of line `index` would not have fitted on the line before; asked for twice, found once."""
        known = self._full.get(index)
        if known is None:
            known = self._full[index] = self._find_full(index, run)
        return known

    def _find_full(self, index: int, run: _Run) -> bool:
        """Measure the first unit of a line on the room left over on the line before.

        Japanese is wrapped by columns (signs with one or with two) or by characters, according to the tool.
        """
        line, before = self._lines[index], self._lines[index - 1]
        unit = linebreak.first_unit(line)
        width = self._widths[index - 1]
        if not run.is_wide:
            return width + 1 + len(unit) > run.widest
        slack = max(_display_width(unit), _SLACK_COLUMNS) + (unit[0] < "\u1100") + 2 * line.is_indented_wide
        width += _trailing_columns(before)
        return (
            width + slack > run.widest
            or width + self._signs.get(index - 1, 0) + slack > run.widest_with_signs
            or before.end - before.line_start + max(len(unit), slack // 2) > run.longest
        )

    def _fits_wrap(self, index: int, run: _Run) -> bool:
        return self._is_full(index, run) or linebreak.is_torn_word(self._lines[index - 1], self._lines[index])

    def _split(self) -> list[_Run]:
        """Split at the long lines and measure each run of shorter ones."""
        runs: list[_Run] = []
        first = 0
        for index in range(1, len(self._lines) + 1):
            if index == len(self._lines) or self._is_long(index) != self._is_long(first):
                runs += [self._measure(first, index)] * (index - first)
                first = index
        return runs

    def _measure(self, first: int, end: int) -> _Run:
        columns = max(self._widths[first:end]) or 1
        run = _Run(columns, columns, columns)
        if end - first == 1 or columns < _NARROWEST or columns > _LONG_COLUMNS:
            run.is_narrow = columns < _NARROWEST
            return run
        lines = self._lines[first:end]
        longest = max(line.end - line.line_start for line in lines)
        run.is_wide = columns > longest
        if run.is_wide:  # a mark that hangs in the margin is no part of the measure
            hanging = [_hanging(line) for line in lines]
            run.widest = max(self._widths[first + i] - 2 * hung for i, hung in enumerate(hanging))
            run.widest_with_signs = self._measure_signs(first, lines, hanging)
            run.longest = max(line.end - line.line_start - hung for line, hung in zip(lines, hanging, strict=True))
            run.is_narrow = run.widest < _NARROWEST
        else:  # nor is a line of one word too long to be broken
            run.widest = max(
                (self._widths[first + i] for i, line in enumerate(lines) if _has_blank(line)), default=columns
            )
        newlines = [index for index in range(first + 1, end) if not self._opens[index]]
        if newlines and not run.is_narrow:
            self._judge(run, lines, newlines)
        return run

    def _measure_signs(self, first: int, lines: Sequence[Line], hanging: Sequence[int]) -> int:
        """Count the signs of each line, and return the widest of the lines if each takes two columns."""
        widest = 0
        for index, line in enumerate(lines, first):
            if _SIGN.search(line.text, line.start, line.end):
                self._signs[index] = len(_SIGN.findall(line.text, line.start, line.end))
            widest = max(widest, self._widths[index] + self._signs.get(index, 0) - 2 * hanging[index - first])
        return widest

    def _judge(self, run: _Run, lines: Sequence[Line], newlines: list[int]) -> None:
        """Decide from widths and sentences what sort of lines a run holds."""
        run.has_inner_end = any(map(linebreak.has_inner_end, lines))
        run.starts_capital = not lines[0].starts_small
        going = [index for index in newlines if not self._ends_sentence(index)]
        ended = len(newlines) - len(going) + linebreak.ends_sentence(lines[-1])
        run.ender_share = 1 - len(going) / len(newlines)
        short = [index for index in going if not self._fits_wrap(index, run)]
        has_head = len(going) > 1 and short[:1] == going[:1] == newlines[:1]
        has_head = has_head and self._widths[short[0] - 1] < run.widest - _HAND_COLUMNS
        run.newlines = len(newlines) - has_head
        if run.has_inner_end or ended:
            is_shown = run.widest >= _NARROWEST_WRAP or (run.newlines > 1 and self._shows_prose(run, going))
            run.is_wrapped = is_shown and len(short) - has_head <= (1 - _WRAPPED_SHARE) * len(going)
        if run.has_inner_end and not run.is_wrapped and run.newlines > 1:
            run.is_ragged = sum(map(self._may_go_on, going)) >= _RAGGED_SHARE * len(going)
        is_lined = ended > 1 and not run.has_inner_end
        limit = _NARROWEST if run.is_wide or len(newlines) == 1 else _NARROWEST_TITLE
        if len(newlines) > _TITLE_NEWLINES and not run.has_inner_end:
            limit = _NARROWEST_WRAP if run.is_wide else _WIDEST_VERSE
        run.may_be_open = not is_lined and run.widest >= limit

    def _shows_prose(self, run: _Run, going: list[int]) -> bool:
        """Whether lines that narrow are prose: a sentence ends inside of one, or a word is torn."""
        return run.has_inner_end or any(
            linebreak.is_torn_word(self._lines[index - 1], self._lines[index]) for index in going
        )

    def _may_go_on(self, index: int) -> bool:
        before, after = self._lines[index - 1], self._lines[index]
        return (
            linebreak.may_tear_word(before, after)
            or linebreak.is_open(before, after)
            or linebreak.is_softly_open(before)
        )


@dataclass(slots=True)
class _Run:
    """Measures of a run of lines.

    widest: in columns; widest_with_signs: signs taken as wide; longest: in code points; newlines: those before lines without a mark; ender_share: how many of
    them follow a sentence; is_wide: whether it has wide characters; has_inner_end: whether a sentence ends inside of a line;
    is_wrapped: whether nearly all newlines inside of sentences follow a full line; is_ragged: whether they do not, but the
    words show that it is prose; may_be_open: whether the words at one newline are enough to join it.
    """

    widest: int
    widest_with_signs: int
    longest: int
    newlines: int = 0
    ender_share: float = 0.0
    is_narrow: bool = False
    is_wide: bool = False
    has_inner_end: bool = False
    starts_capital: bool = True
    is_wrapped: bool = False
    is_ragged: bool = False
    may_be_open: bool = False


def _has_blank(line: Line) -> bool:
    return line.text.find(" ", line.start, line.end) >= 0


def _hanging(line: Line) -> int:
    """Count the marks at the end that may not begin a line, and so may stand beyond the measure."""
    match = _HANGING.search(line.text, max(line.start, line.end - 3), line.end)
    return match.end() - match.start() if match else 0


def _trailing_columns(line: Line) -> int:
    """Return the columns of the ideographic blanks after the text, which took room on the line too."""
    match = _TRAILING_BLANKS.match(line.text, line.end)
    return 2 * (match.end() - match.start()) if match else 0


def _columns(line: Line) -> int:
    """Return the display width with its indent; beyond the long limit only a lower bound. Wide characters take two."""
    length = line.end - line.line_start
    return length if length > _LONG_COLUMNS else _display_width(line.text[line.line_start : line.end])


def _display_width(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_NARROW_RUN.sub("", text))
