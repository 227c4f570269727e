"""A user's own patterns, over the rules of any language: where a text is never cut and where it always is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tmflow.segment.marks import skip_blanks
from tmflow.segment.rules import Cutter, SegmentOptions, Verdict
from tmflow.segment.spans import SpanMap
from tmflow.text.matching import Deadline, compile_pattern

if TYPE_CHECKING:
    from regex import Pattern

__all__ = ["PatternCutter"]

_NEVER = "user.never"
_ALWAYS = "user.always"


class PatternCutter:
    """Asks a user's patterns before the cutter it is given; where both sorts match, `never` has the last word."""

    def __init__(self, cutter: Cutter, options: SegmentOptions) -> None:
        self._cutter = cutter
        self._never = _compile("segment.never", options.never)
        self._always = _compile("segment.always", options.always)

    def iter_verdicts(self, text: str, spans: SpanMap, *, mark: str = "") -> Iterator[Verdict]:
        """Yield the verdicts on a block, in order; see `Cutter`."""
        deadline = Deadline()
        wanted = _Ranges(
            (end, skip_blanks(text, end))
            for pattern, name in self._always
            for _, end in deadline.spans(pattern, text, name=name)
            if end
        )
        refused = _Ranges(
            (min(start + 1, end), skip_blanks(text, end))
            for pattern, name in self._never
            for start, end in deadline.spans(pattern, text, name=name)
        )
        inner = self._cutter.iter_verdicts(text, spans, mark=mark)
        verdicts = [verdict for verdict in inner if verdict.position not in wanted]
        verdicts += (Verdict(last, _ALWAYS, is_boundary=True) for last in wanted.lasts)
        for verdict in sorted(verdicts, key=lambda verdict: verdict.position):
            is_refused = verdict.is_boundary and verdict.position < len(text) and verdict.position in refused
            yield Verdict(verdict.position, _NEVER, is_boundary=False) if is_refused else verdict


@lru_cache(maxsize=8)
def _compile(setting: str, patterns: tuple[str, ...]) -> tuple[tuple[Pattern[str], str], ...]:
    """Return the patterns of a setting, each with its name in errors; kept, as a run cuts file after file with them."""
    return tuple((compile_pattern(pattern), f'{setting} "{pattern}"') for pattern in patterns)


class _Ranges:
    """Ranges of positions, first and last included; those that overlap are one."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._firsts: list[int] = []
        self.lasts: list[int] = []
        for first, last in sorted(ranges):
            if self.lasts and first <= self.lasts[-1]:
                self.lasts[-1] = max(self.lasts[-1], last)
            else:
                self._firsts.append(first)
                self.lasts.append(last)

    def __contains__(self, position: int) -> bool:
        index = bisect_right(self._firsts, position) - 1
        return index >= 0 and position <= self.lasts[index]
