"""What an article says to the rules that look at a whole project: plain values, to be kept while the article stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

from tmflow.check.finding import Location
from tmflow.check.full_names import iter_full_names
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.language import Language

__all__ = ["Gist", "Said", "gist_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One current translation of an article: the text of both sides, and where it stands.

    names: the full names that both sides have, in katakana and Latin letters. allowed: the rules, or patterns of them, that a note of the unit allows.
    """

    slug: str
    unit_id: str
    source: str
    target: str
    source_place: Location | None = None
    target_place: Location | None = None
    names: tuple[tuple[str, str], ...] = ()
    allowed: tuple[str, ...] = ()

    def text(self, side: Side) -> str:
        """Return what it says on a side."""
        return self.source if side is Side.SOURCE else self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """The translations of an article that are in its languages. in_progress: errors in it count as warnings."""

    slug: str
    source_language: Language
    said: tuple[Said, ...] = ()
    in_progress: bool = False


def gist_of(subject: Subject) -> Gist:
    """Return what project-wide rules have to know of an article."""
    from tmflow.check.allowances import iter_allowances

    allowed: dict[str, list[str]] = {}
    for allowance in iter_allowances(subject):
        if allowance.reason:
            allowed.setdefault(allowance.unit.id, []).append(allowance.rule)
    return Gist(
        slug=subject.slug,
        source_language=subject.language(Side.SOURCE),
        in_progress=subject.in_progress,
        said=tuple(
            Said(
                slug=subject.slug,
                unit_id=unit.id,
                source=unit.source.text,
                target=unit.target.text,
                source_place=subject.locate(unit, Side.SOURCE),
                target_place=subject.locate(unit, Side.TARGET),
                names=tuple(iter_full_names(unit.source.text, unit.target.text, subject.language(Side.SOURCE))),
                allowed=tuple(allowed.get(unit.id, ())),
            )
            for unit, _, _ in subject.iter_both()
            if unit.target is not None
        ),
    )
