"""Gates: what an engine's answer must not do if a translator is to see it. Each gate names its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tmflow.model.glossary import Glossary
from tmflow.model.language import Language, LanguagePair
from tmflow.model.terms import term_problem
from tmflow.mt.coverage import WORD, coverage_problem, is_japanese, length_problem
from tmflow.mt.figures import figure_problem
from tmflow.mt.latin import latin_problem
from tmflow.mt.protected import iter_addresses, iter_phones, without_addresses
from tmflow.mt.repetition import repetition_problem
from tmflow.mt.units import unit_problem
from tmflow.text.normalize import match_key
from tmflow.text.scripts import has_japanese, is_kana, is_kanji

__all__ = [
    "DEFAULT_GATES",
    "Attempt",
    "Gate",
    "Problem",
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


_NO_CHARACTER = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff\ue000-\uf8ff]|⁇|<unk>"
)
"""Controls, those of writing direction among them, private characters, half characters, and what stands for a lost one: SentencePiece writes ⁇ for a piece it does not know."""
_OTHER_SCRIPT = re.compile(r"[\u0370-\u052f\u0590-\u06ff\u0900-\u0e7f\u1100-\u11ff\uac00-\ud7af]")
"""Greek, Cyrillic, Hebrew, Arabic, the scripts of India and Thailand, Hangul."""
_ENGLISH_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]?[a-z]{2,}(?![A-Za-z])|(?<![A-Za-z])(?:a|I)(?![A-Za-z])")


def needs_translation(text: str, language: Language) -> bool:
    """Whether a text has words of its language: "2026" has none, nor has "NATO" as Japanese or as English.

    >>> needs_translation("NATO 2026", Language.JA), needs_translation("NATO 2026年", Language.JA)
    (False, True)
    """
    return has_japanese(text) if language is Language.JA else _ENGLISH_WORD.search(text) is not None


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
    """Refuse letters of a third script, any Japanese letter in English, and Japanese with none or with a run of English."""
    for character in _OTHER_SCRIPT.findall(attempt.target):
        if character not in attempt.source:
            return f"a letter of another script: {character}"
    if attempt.pair.target is Language.EN:
        left = "".join(filter(is_japanese, attempt.target))
        return f"Japanese left in the English: {left[:10]}" if left else None
    foreign = next((one for one in attempt.target if is_kanji(one) and not _is_used_in_japan(one)), None)
    if foreign and foreign not in attempt.source:
        return f"a kanji that Japanese does not have: {foreign}"
    is_sentence = attempt.source.rstrip().endswith(".") and len(WORD.findall(attempt.source)) >= _SENTENCE_WORDS
    letters = "".join(filter(is_japanese, attempt.target))
    if is_sentence and len(letters) > _SENTENCE_WORDS and not any(map(is_kana, letters)):
        return "a sentence without kana"
    return _english_left(attempt) if needs_translation(attempt.source, Language.EN) else None


def _english_left(attempt: Attempt) -> str | None:
    if not has_japanese(attempt.target):
        return "no Japanese in it"
    source, target = map(without_addresses, (attempt.source, attempt.target))
    kept = _longest_common_run(WORD.findall(source)[:_MOST_WORDS], WORD.findall(target)[:_MOST_WORDS])
    lowercase = [word for word in kept if word.islower()]
    if len(lowercase) >= _ENGLISH_RUN_WORDS:
        return f"English left in the Japanese: {' '.join(kept[:6])}"
    verb = _ENGLISH_VERB.search(target)
    return f"English left in the Japanese: {verb.group()}" if verb else None


def _is_used_in_japan(kanji: str) -> bool:
    """Whether a kanji is in one of the character sets of Japanese computers: JIS X 0213, Microsoft's code page 932."""
    for charset in ("euc_jis_2004", "cp932"):
        try:
            kanji.encode(charset)
        except UnicodeEncodeError:
            continue
        return True
    return False


_ENGLISH_VERB = re.compile("[a-z]{4,}(?:ed|ing)(?:され|した|して|する|させ)")
_SENTENCE_WORDS = 5
_MOST_WORDS = 1000
"""Looked at for a run of English: of more, a text is no segment, and the time grows as the square."""
_ENGLISH_RUN_WORDS = 3
"""Lower-case words in a row that show an untranslated stretch; names and titles kept in Latin letters have fewer."""


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
    Gate(name="script", find=_find_script),
    Gate(name="repetition", find=_by_texts(repetition_problem)),
    Gate(name="length", find=_by_texts(length_problem)),
    Gate(name="coverage", find=_by_texts(coverage_problem)),
    Gate(name="urls", find=_find_urls),
    Gate(name="phones", find=_find_phones),
    Gate(name="latin", find=_by_texts(latin_problem)),
    Gate(name="numbers", find=_by_texts(figure_problem)),
    Gate(name="units", find=_by_texts(unit_problem)),
)
"""The gates in the order they are asked; what happened to placeholders is told by `mask_problem`, before them."""


def terms_gate(glossary: Glossary) -> Gate:
    """Return the gate that asks for the terms of a glossary: each that the source has, in an allowed form."""

    def find(attempt: Attempt) -> str | None:
        return term_problem(attempt.source, attempt.target, pair=attempt.pair, glossary=glossary)

    return Gate(name="terms", find=find)


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
