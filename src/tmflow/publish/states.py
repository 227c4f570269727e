"""What pages tell of how far a translation has come, and of where it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from tmflow.model.bitext import Bitext, OriginKind, Side, TranslationUnit
from tmflow.publish.rows import is_published

__all__ = ["Usual", "draft_sort", "draft_sort_of_all"]


def draft_sort(unit: TranslationUnit) -> str:
    """Return "machine" or "draft" for a target nobody has confirmed, "" for any other unit.

    What a person wrote on one side only is no translation, and so no draft of one.
    """
    if not unit.draft or unit.target is None:
        return ""
    if unit.origin is not None and unit.origin.kind is OriginKind.MT:
        return "machine"
    return "draft" if unit.side is Side.BOTH else ""


def draft_sort_of_all(units: Iterable[TranslationUnit]) -> str:
    """Return what sort of draft units are together: "machine" if one is machine-made, else "draft" if one is, else ""."""
    sorts = set(map(draft_sort, units))
    return "machine" if "machine" in sorts else "draft" if "draft" in sorts else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What most translations of an article have: said once for the article, and again only where it is another."""

    state: str
    origin: str

    @classmethod
    def of(cls, bitext: Bitext) -> Self:
        """Return the state and the origin that most published translations have, "" where that is none."""
        units = [unit for unit in bitext.units if unit.target and is_published(unit)]
        return cls(state=_most(map(_state, units)), origin=_most(map(_origin, units)))

    def unlike(self, unit: TranslationUnit) -> Self:
        """Return the state and the origin of a unit, each "" where it is the usual one."""
        return type(self)(state=_unlike(_state(unit), self.state), origin=_unlike(_origin(unit), self.origin))


def _most(values: Iterable[str]) -> str:
    return next((value for value, _ in Counter(values).most_common(1)), "")


def _state(unit: TranslationUnit) -> str:
    return unit.state.value


def _origin(unit: TranslationUnit) -> str:
    return unit.origin.kind.value if unit.origin else ""


def _unlike(value: str, usual: str) -> str:
    return "" if value == usual else value or "unknown"
