"""References to parts of a document: Appendix B is 付録B, and Article 8, Paragraph 3 is 第8条第3項."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tmflow.check.rule import Fault
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.language import Language

__all__ = ["iter_references"]

_LETTER = {
    Language.EN: re.compile(
        r"\b(?:Appendix|Annex|Exhibit|Schedule|Figure|Fig\.|Table|Section|Part) ([A-Z])\b(?!['’.]\w)"
    ),
    Language.JA: re.compile(
        "(?:付録|附録|補遺|付属書|附属書|別紙|別表|別添|図|表|資料|セクション|パート) ?([A-Z])(?![A-Za-z])"
    ),
}
_ARTICLE = {
    Language.EN: re.compile(r"\bArticle ([0-9]+)(?:,? (?:Paragraph|paragraph|para\.) ?|\()([0-9]+)"),
    Language.JA: re.compile("第?([0-9]+)条の?第?([0-9]+)項"),
}


def iter_references(subject: Subject) -> Iterator[Fault]:
    """Yield the translations whose only reference of a kind is to another letter, or has its numbers in another order."""
    for unit, source, target in subject.iter_both():
        texts = {subject.language(Side.SOURCE): source, subject.language(Side.TARGET): target}
        for patterns in (_LETTER, _ARTICLE):
            told = {
                language: {found.groups() for found in patterns[language].finditer(unicodedata.normalize("NFKC", text))}
                for language, text in texts.items()
            }
            (here, there) = (told[subject.language(side)] for side in (Side.SOURCE, Side.TARGET))
            if len(here) == len(there) == 1 and here != there and _is_slip(*here, *there):
                (mine,), (theirs,) = here, there
                expected, found = " ".join(mine), " ".join(theirs)
                yield Fault(
                    message=f"the reference to {expected} has become one to {found}",
                    unit=unit,
                    expected=expected,
                    found=found,
                )


def _is_slip(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether it is another letter, or the same numbers in another order; other numbers are found as such."""
    return len(mine) == 1 or sorted(mine) == sorted(theirs)
