"""What a check found: one fault in the user's texts, where it is, and the ordered collection of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import overload

from tmflow.model.bitext import Side
from tmflow.model.document import Span

__all__ = ["Finding", "Findings", "Fix", "Location", "Severity"]


class Severity(StrEnum):
    """How bad a finding is: an error blocks publishing, a warning deserves a look, information is off unless asked for."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst.

        >>> Severity.ERROR.rank < Severity.WARNING.rank < Severity.INFO.rank
        True
        """
        return _RANKS[self]

    def is_at_least(self, other: Severity) -> bool:
        """Whether this is as bad as the other, or worse.

        >>> Severity.WARNING.is_at_least(Severity.INFO), Severity.WARNING.is_at_least(Severity.ERROR)
        (True, False)
        """
        return self.rank <= other.rank


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in an article file.

    path: relative to the project, with forward slashes. line, column: 1-based; column None = the line as a whole.
    end_column: the column after the last character (as SARIF counts), None where the end is not on the same line.

    >>> str(Location(path="articles/en/harbor.txt", line=6, column=41))
    'articles/en/harbor.txt:6:41'
    """

    path: str
    line: int = 1
    column: int | None = None
    end_column: int | None = None

    def __post_init__(self) -> None:
        if self.line < 1 or (self.column is not None and self.column < 1):
            raise ValueError(f"{self.path}: line and column count from 1")
        if self.end_column is not None and (self.column is None or self.end_column < self.column):
            raise ValueError(f"{self.path}:{self.line}: the end column lies before the column")

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" + (f":{self.column}" if self.column is not None else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A replacement that mends a fault and leaves nothing to decide: `text` for what stands in `span`.

    span: of the text that a reader reads of the unit (`Content.text`) on that side; of the article's file where the fault is
    of no unit. An empty span: `text` comes in before it; an empty text: what is there goes out.
    place: where that is in the file, on one line; None if it is not there character for character. Rules leave it out.

    >>> Fix(side=Side.TARGET, span=Span(12, 19), text="the").shown
    'the'
    """

    side: Side
    span: Span
    text: str
    place: Location | None = None

    @property
    def shown(self) -> str:
        """What a reader is told to write.

        >>> Fix(side=Side.TARGET, span=Span(3, 5), text=" ").shown
        '" "'
        """
        return f'"{self.text}"' if self.text.isspace() else self.text or "take it out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault.

    rule: id of the rule that found it. unit_id: the unit concerned, None for a fault of a whole article.
    source, target: the places on both sides, None where there is none. anchor: the side that has to be mended.
    expected, found: the values compared, where the rule compares values; fix: what mends it, None where only a person can
    tell. lowered: an error that counts as a warning because its article is in progress.
    """

    rule: str
    severity: Severity
    message: str
    slug: str
    unit_id: str | None = None
    source: Location | None = None
    target: Location | None = None
    anchor: Side = Side.TARGET
    expected: str | None = None
    found: str | None = None
    fix: Fix | None = None
    lowered: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by wherever its sentence stands: rule, article, and the unit or, without one, a hash.

        >>> Finding(rule="url", severity=Severity.ERROR, message="", slug="harbor", unit_id="u1").key
        ('url', 'harbor', 'u1')
        """
        message = sha256(self.message.encode("utf-8", "replace")).hexdigest()[:16]
        return self.rule, self.slug, self.unit_id or f"article-{message}"

    @property
    def location(self) -> Location | None:
        """The place to point at: on the side to be mended, else on the other, None if the article has no file."""
        if self.anchor is Side.SOURCE:
            return self.source or self.target
        return self.target or self.source


@dataclass(frozen=True, slots=True)
class Findings(Sequence[Finding]):
    """Findings in the order of path, line and column, then of severity and rule.

    >>> late = Finding(rule="url", severity=Severity.ERROR, message="", slug="b")
    >>> early = Finding(rule="url", severity=Severity.WARNING, message="", slug="a")
    >>> [finding.slug for finding in Findings.of([late, early])]
    ['a', 'b']
    """

    items: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Findings:
        """Collect findings, in order, each once."""
        return cls(tuple(sorted(dict.fromkeys(findings), key=_order)))

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> Findings: ...

    def __getitem__(self, index: int | slice) -> Finding | Findings:
        return Findings(self.items[index]) if isinstance(index, slice) else self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def at_least(self, severity: Severity | str) -> Findings:
        """Return those as bad as a severity, or worse. Raises ValueError for an unknown severity."""
        least = Severity(severity)
        return Findings(tuple(finding for finding in self.items if finding.severity.is_at_least(least)))

    @property
    def ok(self) -> bool:
        """Whether there is no error among them."""
        return not self.counts[Severity.ERROR]

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many there are of each severity; every severity is a key."""
        return {severity: sum(finding.severity is severity for finding in self.items) for severity in Severity}

    @property
    def lowered(self) -> int:
        """How many are errors that count as warnings, their article being in progress."""
        return sum(finding.lowered for finding in self.items)


def _order(finding: Finding) -> tuple[str, int, int, int, str, str, str]:
    place = finding.location
    return (
        place.path if place else finding.slug,
        place.line if place else 0,
        (place.column or 0) if place else 0,
        finding.severity.rank,
        finding.rule,
        finding.unit_id or "",
        finding.message,
    )
