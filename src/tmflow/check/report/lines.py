"""The line a finding points at, cut to a width, and where in it the finding stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tmflow.check.finding import Finding, Location
from tmflow.check.subject import Subject
from tmflow.check.wording import printable
from tmflow.model.bitext import Side
from tmflow.text.scripts import display_width

__all__ = ["Shown", "lines_at", "lines_pointed_at", "show"]

_LINE_END = re.compile(r"\r\n|[\r\n]")

_WIDTH_COLUMNS = 96
_BEFORE_COLUMNS = 40
"""Of the line that is shown before the place, where the line is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A line in three parts, safe to print: what stands before the place, the place itself, what comes after it."""

    before: str
    marked: str
    after: str

    @property
    def line(self) -> str:
        """The whole of what is shown."""
        return self.before + self.marked + self.after

    @property
    def caret(self) -> str:
        """The line that goes under it, with carets below the place; wide characters take two.

        >>> Shown(before="港は", marked="静か", after="だ").caret
        '    ^^^^'
        """
        return " " * display_width(self.before) + "^" * max(1, display_width(self.marked))


def lines_pointed_at(findings: Iterable[Finding], subjects: Iterable[Subject]) -> Mapping[tuple[str, int], str]:
    """Return the lines of articles that findings point at, by path and line; those of an article not read are left out."""
    return lines_at((finding.location for finding in findings if finding.location is not None), subjects)


def lines_at(places: Iterable[Location], subjects: Iterable[Subject]) -> Mapping[tuple[str, int], str]:
    """Return the lines of articles at places, by path and line; those of an article not read are left out."""
    wanted: dict[str, set[int]] = {}
    for place in places:
        wanted.setdefault(place.path, set()).add(place.line)
    lines: dict[tuple[str, int], str] = {}
    for subject in subjects:
        for side in Side.SOURCE, Side.TARGET:
            path, document = subject.path(side), subject.document(side)
            if path is not None and document is not None and path in wanted:
                texts = _LINE_END.split(document.text)
                lines |= {(path, line): texts[line - 1] for line in wanted[path] if line <= len(texts)}
    return lines


def show(text: str, place: Location) -> Shown | None:
    """Return a line of an article around a place in it; None if the place has no column or the line is not so long.

    Without an end the place is the one character at its column.

    >>> show("港は静かだ", Location(path="a", column=3, end_column=5)).caret
    '    ^^^^'
    """
    if place.column is None or place.column > len(text) + 1:
        return None
    start = place.column - 1
    end = max(start + 1, (place.end_column or 0) - 1)
    before, marked, after = (_clean(part) for part in (text[:start].lstrip(), text[start:end], text[end:].rstrip()))
    if display_width(before + marked + after) > _WIDTH_COLUMNS:
        before = _cut(before[::-1], _BEFORE_COLUMNS)[::-1]
        marked = _cut(marked, _WIDTH_COLUMNS - display_width(before))
        after = _cut(after, max(1, _WIDTH_COLUMNS - display_width(before + marked)))
    return Shown(before=before, marked=marked, after=after)


def _clean(text: str) -> str:
    return printable(text.replace("\t", " "))


def _cut(text: str, columns: int) -> str:
    """Return the beginning of a text, with "…" in place of what does not fit."""
    if display_width(text) <= columns:
        return text
    used = 1
    for index, character in enumerate(text):
        used += display_width(character)
        if used > columns:
            return text[:index] + "…"
    return text
