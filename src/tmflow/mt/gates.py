"""Gates: what an engine's answer must not do if a translator is to see it. Each gate names its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tmflow.model.glossary import Glossary
from tmflow.model.language import LanguagePair
from tmflow.model.terms import term_problem
from tmflow.mt.broken_words import broken_word_problem
from tmflow.mt.calendar_names import calendar_problem
from tmflow.mt.coverage import coverage_problem, length_problem
from tmflow.mt.figures import figure_problem
from tmflow.mt.latin import latin_problem
from tmflow.mt.own_words import own_words, own_words_problem
from tmflow.mt.protected import iter_addresses, iter_phones
from tmflow.mt.repetition import repetition_problem
from tmflow.mt.script import needs_translation, script_problem
from tmflow.mt.units import unit_problem
from tmflow.text.normalize import match_key

__all__ = [
    "DEFAULT_GATES",
    "Attempt",
    "Gate",
    "Problem",
    "first_problem",
    "terms_gate",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An answer on trial.

    source, target: with terms and figures as they will stand there, a blank for all else that is masked.
    asked, said: what the engine was asked and said itself, a `HOLE` for each thing masked; None = source and target.
    """

    source: str
    target: str
    pair: LanguagePair
    asked: str | None = None
    said: str | None = None
    is_truncated: bool = False

    @property
    def own_words(self) -> tuple[str, str]:
        """Both texts without what was masked and without figures, which any answer can have."""
        asked = self.source if self.asked is None else self.asked
        said = self.target if self.said is None else self.said
        return own_words(asked, self.pair.source), own_words(said, self.pair.target)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer was refused: the gate's name and what it saw.

    >>> str(Problem("numbers", "25 is lost"))
    'numbers: 25 is lost'
    """

    gate: str
    detail: str

    def __str__(self) -> str:
        return f"{self.gate}: {self.detail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A test of an answer. `find` returns what is wrong with an attempt, or None; it is pure."""

    name: str
    find: Callable[[Attempt], str | None]


def first_problem(attempt: Attempt, gates: Sequence[Gate]) -> Problem | None:
    """Return the problem of the first gate that refuses the attempt, or None if it passes them all.

    >>> from tmflow.model.language import Language
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> str(first_problem(Attempt(source="港は二十五日にようやく開く。", target="Home", pair=pair), DEFAULT_GATES))
    'length: 4 letters where about 29 are expected'
    >>> first_problem(Attempt(source="港が開く。", target="The harbor opens.", pair=pair), DEFAULT_GATES)
    """
    for gate in gates:
        detail = gate.find(attempt)
        if detail is not None:
            return Problem(gate.name, detail)
    return None


_NO_CHARACTER = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff\ue000-\uf8ff]|⁇|<unk>"
)
"""Controls, those of writing direction among them, private characters, half characters, and what stands for a lost one: SentencePiece writes ⁇ for a piece it does not know."""


def _find_empty(attempt: Attempt) -> str | None:
    if attempt.target.strip() and (any(map(str.isalnum, attempt.target)) or not any(map(str.isalnum, attempt.source))):
        return None
    return "no words came back"


def _find_truncation(attempt: Attempt) -> str | None:
    return "the engine stopped at its length limit" if attempt.is_truncated else None


def _find_copy(attempt: Attempt) -> str | None:
    if needs_translation(attempt.source, attempt.pair.source) and match_key(attempt.source) == match_key(
        attempt.target
    ):
        return "the source came back"
    return None


def _find_coverage(attempt: Attempt) -> str | None:
    return own_words_problem(*attempt.own_words, attempt.pair) or coverage_problem(
        attempt.source, attempt.target, attempt.pair
    )


def _find_words(attempt: Attempt) -> str | None:
    said = attempt.target if attempt.said is None else attempt.said
    return broken_word_problem(attempt.source, said, attempt.pair)


def _find_urls(attempt: Attempt) -> str | None:
    there = set(iter_addresses(attempt.source))
    for address in iter_addresses(attempt.target):
        if address not in there:
            return f"{address} is made up"
    for address in there:
        if address not in attempt.target:
            return f"{address} is lost"
    return None


def _find_phones(attempt: Attempt) -> str | None:
    there, here = set(iter_phones(attempt.source)), set(iter_phones(attempt.target))
    for number in sorted(there - here):
        return f"{number} is lost"
    for number in sorted(here - there):
        return f"{number} is made up"
    return None


def _find_characters(attempt: Attempt) -> str | None:
    """Refuse what stands for a character that was lost, and what no text has, unless the source has it."""
    for found in _NO_CHARACTER.finditer(attempt.target):
        if found.group() not in attempt.source:
            return f"a character is lost: {found.group()!a}"
    return None


def _by_texts(problem: Callable[[str, str, LanguagePair], str | None]) -> Callable[[Attempt], str | None]:
    return lambda attempt: problem(attempt.source, attempt.target, attempt.pair)


DEFAULT_GATES: tuple[Gate, ...] = (
    Gate(name="empty", find=_find_empty),
    Gate(name="truncation", find=_find_truncation),
    Gate(name="characters", find=_find_characters),
    Gate(name="copy", find=_find_copy),
    Gate(name="script", find=_by_texts(script_problem)),
    Gate(name="repetition", find=_by_texts(repetition_problem)),
    Gate(name="length", find=_by_texts(length_problem)),
    Gate(name="coverage", find=_find_coverage),
    Gate(name="words", find=_find_words),
    Gate(name="urls", find=_find_urls),
    Gate(name="phones", find=_find_phones),
    Gate(name="latin", find=_by_texts(latin_problem)),
    Gate(name="numbers", find=_by_texts(figure_problem)),
    Gate(name="units", find=_by_texts(unit_problem)),
    Gate(name="calendar", find=_by_texts(calendar_problem)),
)
"""The gates in the order they are asked; what happened to placeholders is told by `mask_problem`, before them."""


def terms_gate(glossary: Glossary) -> Gate:
    """Return the gate that asks for the terms of a glossary: each that the source has, in an allowed form."""

    def find(attempt: Attempt) -> str | None:
        return term_problem(attempt.source, attempt.target, pair=attempt.pair, glossary=glossary)

    return Gate(name="terms", find=find)
