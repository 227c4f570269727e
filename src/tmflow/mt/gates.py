"""Gates: what an engine's answer must not do if a translator is to see it. Each gate names its reason."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from tmflow.model.glossary import Glossary
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.figures import figure_problem
from tmflow.mt.protected import iter_addresses
from tmflow.mt.terms import term_problem
from tmflow.text.normalize import match_key
from tmflow.text.scripts import has_japanese, is_kana, is_kanji

__all__ = [
    "DEFAULT_GATES",
    "Attempt",
    "Gate",
    "Problem",
    "expected_length",
    "first_problem",
    "needs_translation",
    "terms_gate",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An answer on trial. source, target: without what is masked, so that only the engine's own words are judged."""

    source: str
    target: str
    pair: LanguagePair
    is_truncated: bool = False


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


_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?")
_ENGLISH_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]?[a-z]{2,}(?![A-Za-z])|(?<![A-Za-z])(?:a|I)(?![A-Za-z])")


def needs_translation(text: str, language: Language) -> bool:
    """Whether a text has words of its language: "2026" has none, nor has "NATO" as Japanese or as English.

    >>> needs_translation("NATO 2026", Language.JA), needs_translation("NATO 2026年", Language.JA)
    (False, True)
    """
    return has_japanese(text) if language is Language.JA else _ENGLISH_WORD.search(text) is not None


_LATIN_PER_JAPANESE = 2.2
"""Latin letters that translate one kana or kanji of news prose (about 40 against 90 a sentence); the band below is wide
enough for katakana (コンピューター: 1.1) and titles (首相: 6.5)."""
_MARGIN_LETTERS = {Language.EN: 20, Language.JA: 10}


def _is_japanese(character: str) -> bool:
    """Whether a character is a letter of Japanese: not so the middle dot, though it stands among the kana."""
    return character not in "・･゠" and (is_kana(character) or is_kanji(character))


def expected_length(source: str, pair: LanguagePair) -> float:
    """Return how many letters and digits of the target a source should need; figures and foreign words count as they are.

    >>> expected_length("港が開く", LanguagePair(Language.JA, Language.EN))
    8.8
    """
    total = sum(1 for character in source if character.isalnum())
    if pair.source is Language.JA:
        japanese = sum(map(_is_japanese, source))
        return japanese * _LATIN_PER_JAPANESE + total - japanese
    latin = sum(map(len, _WORD.findall(source)))
    return latin / _LATIN_PER_JAPANESE + total - latin if total >= latin else total / _LATIN_PER_JAPANESE


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


def _find_script(attempt: Attempt) -> str | None:
    """Refuse any Japanese letter in English, and Japanese with no Japanese or with a run of English the source has too."""
    if attempt.pair.target is Language.EN:
        left = "".join(filter(_is_japanese, attempt.target))
        return f"Japanese left in the English: {left[:10]}" if left else None
    if not needs_translation(attempt.source, Language.EN):
        return None
    if not has_japanese(attempt.target):
        return "no Japanese in it"
    kept = _longest_common_run(_WORD.findall(attempt.source), _WORD.findall(attempt.target))
    lowercase = [word for word in kept if word.islower()]
    if len(lowercase) >= _ENGLISH_RUN_WORDS:
        return f"English left in the Japanese: {' '.join(kept[:6])}"
    return None


_ENGLISH_RUN_WORDS = 3
"""Lower-case words in a row that show an untranslated stretch; names and titles kept in Latin letters have fewer."""


def _find_length(attempt: Attempt) -> str | None:
    expected = expected_length(attempt.source, attempt.pair)
    actual = sum(1 for character in attempt.target if character.isalnum())
    margin = _MARGIN_LETTERS[attempt.pair.target]
    if max(0.0, expected / 2 - margin * 0.3) <= actual <= expected * 2 + margin:
        return None
    return f"{actual} letters where about {math.ceil(expected)} are expected"


def _find_repetition(attempt: Attempt) -> str | None:
    target_loop = _worst_loop(_units(attempt.target, attempt.pair.target))
    if target_loop is None:
        return None
    source_loop = _worst_loop(_units(attempt.source, attempt.pair.source))
    if source_loop is not None and source_loop[1] >= target_loop[1]:
        return None
    period, times = target_loop
    joint = " " if attempt.pair.target is Language.EN else ""
    return f'"{joint.join(period)}" {times} times in a row'


def _find_numbers(attempt: Attempt) -> str | None:
    return figure_problem(attempt.source, attempt.target, attempt.pair)


def _find_urls(attempt: Attempt) -> str | None:
    there = set(iter_addresses(attempt.source))
    for address in iter_addresses(attempt.target):
        if address not in there:
            return f"{address} is made up"
    for address in there:
        if address not in attempt.target:
            return f"{address} is lost"
    return None


DEFAULT_GATES: tuple[Gate, ...] = (
    Gate(name="empty", find=_find_empty),
    Gate(name="truncation", find=_find_truncation),
    Gate(name="copy", find=_find_copy),
    Gate(name="script", find=_find_script),
    Gate(name="repetition", find=_find_repetition),
    Gate(name="length", find=_find_length),
    Gate(name="urls", find=_find_urls),
    Gate(name="numbers", find=_find_numbers),
)
"""The gates in the order they are asked; what happened to placeholders is told by `mask_problem`, before them."""


def terms_gate(glossary: Glossary) -> Gate:
    """Return the gate that asks for the terms of a glossary: each that the source has, in an allowed form."""

    def find(attempt: Attempt) -> str | None:
        return term_problem(attempt.source, attempt.target, pair=attempt.pair, glossary=glossary)

    return Gate(name="terms", find=find)


def _units(text: str, language: Language) -> list[str]:
    """Cut a text into what a loop repeats: English words, Japanese characters."""
    if language is Language.EN:
        return [word.lower() for word in re.findall(r"\w+(?:['’]\w+)?", text)]
    return [character for character in text if character.isalnum()]


_LONGEST_PERIOD = 24
_LOOP_UNITS = 6
"""A period is a loop when it fills this many units in at least three turns ("very, very, very" is not, はははは is not)."""


def _worst_loop(units: Sequence[Hashable]) -> tuple[tuple[str, ...], int] | None:
    """Return the period that repeats most often in a row and how often, or None if there is no loop.

    One word three times in a row is a loop in English whatever its length ("the the the").

    >>> _worst_loop("the port of the port of the port of it".split())
    (('the', 'port', 'of'), 3)
    """
    best: tuple[tuple[str, ...], int] | None = None
    for period in range(1, min(_LONGEST_PERIOD, len(units) // 3) + 1):
        run = 0
        for at in range(period, len(units)):
            run = run + 1 if units[at] == units[at - period] else 0
            times = run // period + 1
            is_loop = times >= 3 and (times * period >= _LOOP_UNITS or len(str(units[at])) > 1)  # noqa: PLR2004 - three turns
            if is_loop and (best is None or times > best[1]):
                best = tuple(map(str, units[at - period + 1 : at + 1])), times
    return best


def _longest_common_run(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the longest run of words that stands in both texts."""
    best: list[str] = []
    ends: dict[int, int] = {}
    for at, word in enumerate(first):
        following: dict[int, int] = {}
        for index, other in enumerate(second):
            if word == other:
                following[index] = ends.get(index - 1, 0) + 1
                if following[index] > len(best):
                    best = list(first[at - following[index] + 1 : at + 1])
        ends = following
    return best
