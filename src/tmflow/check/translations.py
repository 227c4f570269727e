"""The translations of an article by language, each with the text around it, for rules that compare the words of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.check.neighbors import around
from tmflow.check.rule import Fault
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span
from tmflow.model.language import Language

__all__ = ["Translation", "iter_by_language"]

_REACH = 1
"""A name may stand in the sentence before or after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What a unit says in Japanese and in English, and which of them is its source.

    near_japanese, near_english: the same with the units before and after it, each on a line of its own.
    """

    unit: TranslationUnit
    japanese: str
    english: str
    near_japanese: str
    near_english: str
    is_from_japanese: bool

    def fault(self, message: str, *, japanese: Span, english: Span, expected: str, found: str) -> Fault:
        """Return the fault of an English word that does not fit a Japanese one; it is told in the English."""
        return Fault(
            message=message,
            unit=self.unit,
            anchor=Side.TARGET if self.is_from_japanese else Side.SOURCE,
            source_span=japanese if self.is_from_japanese else english,
            target_span=english if self.is_from_japanese else japanese,
            expected=expected,
            found=found,
        )


def iter_by_language(subject: Subject) -> Iterator[Translation]:
    """Yield the current translations of an article, in order."""
    both = list(subject.iter_both())
    is_from_japanese = subject.language(Side.SOURCE) is Language.JA
    for index, (unit, source, target) in enumerate(both):
        near = around(both, index, reach=_REACH)
        sources, targets = "\n".join(text for _, text, _ in near), "\n".join(text for _, _, text in near)
        yield Translation(
            unit=unit,
            japanese=source if is_from_japanese else target,
            english=target if is_from_japanese else source,
            near_japanese=sources if is_from_japanese else targets,
            near_english=targets if is_from_japanese else sources,
            is_from_japanese=is_from_japanese,
        )
