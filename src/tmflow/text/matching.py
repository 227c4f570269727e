"""Regular expressions from outside: compiled with their faults told, matched within a limit of time.

They are run by the package `regex`, imported when the first is compiled: it stops a pattern that runs away, and looks
behind over any length.
"""

from __future__ import annotations

from collections.abc import Collection
from time import process_time
from typing import TYPE_CHECKING

from tmflow.errors import ConfigError

if TYPE_CHECKING:
    from regex import Pattern

__all__ = ["Deadline", "compile_pattern"]

_TIMEOUT_S = 5.0
"""Of all patterns together on one text; sound ones take milliseconds."""

_CHARS_PER_PLACE = 16
"""To ask at one place costs as much as to search 3 to 100 characters, by the pattern; 16 was the fastest for our own rules."""


def compile_pattern(pattern: str, *, is_extended: bool = False) -> Pattern[str]:
    """Compile a pattern, in Python's syntax or, if `is_extended`, in version 1 of `regex` (sets within sets).

    Raises ValueError, with the reason, if it is none.
    """
    import regex

    try:
        return regex.compile(pattern, regex.V1 if is_extended else regex.V0)
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split()) or "nested too deeply") from error


class Deadline:
    """The time all patterns together have on one text, or on the texts of one article. It begins with the first search.

    It counts the processor's time, as the package does: a busy machine stops nobody's rules. limit_s: seconds.
    """

    def __init__(self, *, limit_s: float = _TIMEOUT_S) -> None:
        self._limit_s = limit_s
        self._end_s: float | None = None

    def spans(self, pattern: Pattern[str], text: str, *, name: str) -> list[tuple[int, int]]:
        """Return start and end of each match in a text. Raises ConfigError, with the name, if the time is over."""
        try:
            return [match.span() for match in pattern.finditer(text, timeout=self._rest_s(text, name))]
        except TimeoutError as error:
            raise self._over(text, name) from error

    def places(self, pattern: Pattern[str], text: str, positions: Collection[int], *, name: str) -> frozenset[int]:
        """Return those of the positions at which a pattern without width matches. Raises ConfigError as `spans`."""
        if len(positions) * _CHARS_PER_PLACE >= len(text):
            return frozenset(start for start, _ in self.spans(pattern, text, name=name)).intersection(positions)
        try:
            return frozenset(
                position
                for position in positions
                if pattern.match(text, position, timeout=self._rest_s(text, name)) is not None
            )
        except TimeoutError as error:
            raise self._over(text, name) from error

    def _rest_s(self, text: str, name: str) -> float:
        """Return what is left of the time; many short searches never reach the package's own limit."""
        now_s = process_time()
        if self._end_s is None:
            self._end_s = now_s + self._limit_s
        if now_s >= self._end_s:
            raise self._over(text, name)
        return self._end_s - now_s

    def _over(self, text: str, name: str) -> ConfigError:
        return ConfigError(
            f"{name} was stopped: with the patterns before it, it ran for {self._limit_s:g} s on a block of "
            f"{len(text):,} characters. Make them simpler or fewer, or the block shorter"
        )
