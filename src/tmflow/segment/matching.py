"""Regular expressions from outside: compiled with their faults told, matched with a limit of time.

They are run by the package `regex`, imported when the first is compiled: it stops a pattern that runs away, and looks
behind over any length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tmflow.errors import ConfigError

if TYPE_CHECKING:
    from regex import Pattern

__all__ = ["compile_pattern", "iter_spans", "matches_at"]

_TIMEOUT_S = 5.0
"""Of one pattern on one block; a sound one takes milliseconds."""

_PLACE_TIMEOUT_S = 1.0
"""Of one pattern at one place; a sound one takes microseconds."""


def compile_pattern(pattern: str, *, is_extended: bool = False) -> Pattern[str]:
    """Compile a pattern, in Python's syntax or, if `is_extended`, in version 1 of `regex` (sets within sets).

    Raises ValueError, with the reason, if it is none.
    """
    import regex

    try:
        return regex.compile(pattern, regex.V1 if is_extended else regex.V0)
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split()) or "nested too deeply") from error


def iter_spans(pattern: Pattern[str], text: str, *, name: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each match in a text. Raises ConfigError, with the name, if it runs too long."""
    matches: Iterator[Any] = pattern.finditer(text, timeout=_TIMEOUT_S)
    try:
        for match in matches:
            yield match.span()
    except TimeoutError as error:
        raise _runaway(name, text, _TIMEOUT_S) from error


def matches_at(pattern: Pattern[str], text: str, position: int, *, name: str) -> bool:
    """Whether a pattern matches at a position. Raises ConfigError, with the name, if it runs too long."""
    try:
        return pattern.match(text, position, timeout=_PLACE_TIMEOUT_S) is not None
    except TimeoutError as error:
        raise _runaway(name, text, _PLACE_TIMEOUT_S) from error


def _runaway(name: str, text: str, seconds: float) -> ConfigError:
    return ConfigError(f"{name} was stopped: it ran for {seconds:g} s on {len(text):,} characters. Make it simpler")
