"""What a machine translator is to tmflow, and the public fake for tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from tmflow.model.language import Language, LanguagePair

__all__ = ["Answer", "EchoTranslator", "Hypothesis", "Translator", "fingerprint_of", "hypotheses_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One of the translations an engine offers for a source.

    score: how sure the engine is, percent 0..100 (the geometric mean of its token probabilities), None if it does not say.
    is_truncated: whether the engine stopped at a limit and the text may lack its end.
    """

    text: str
    score: int | None = None
    is_truncated: bool = False

    def __post_init__(self) -> None:
        if self.score is not None and not 0 <= self.score <= 100:  # noqa: PLR2004 - percent
            raise ValueError(f"score {self.score} is not a percentage")


Answer: TypeAlias = str | tuple[Hypothesis, ...]
"""What a translator may yield for one source: the text, or its hypotheses with the best first (none = it has no answer)."""


class Translator(Protocol):
    """A machine translator; its name goes into the origin of every unit it fills.

    It may also have a `fingerprint: str` that changes with everything its answers depend on (see `fingerprint_of`).
    """

    @property
    def name(self) -> str:
        """Name the engine, direction and version ("argos ja>en 1.0")."""

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[Answer]:
        """Yield one answer for each source, in order, an empty one for an empty source.

        A source may hold placeholders such as ⟦0⟧ that should come back as they are. Raises TranslatorError while
        iterating; after that the iterator is used up.
        """


def hypotheses_of(answer: Answer) -> tuple[Hypothesis, ...]:
    """Return an answer as hypotheses, whichever way the translator gave it.

    >>> hypotheses_of("Harbor")
    (Hypothesis(text='Harbor', score=None, is_truncated=False),)
    """
    return (Hypothesis(text=answer),) if isinstance(answer, str) else answer


def fingerprint_of(translator: Translator) -> str:
    """Return what the translator's answers depend on: its `fingerprint` if it has one, else its name.

    >>> fingerprint_of(EchoTranslator())
    'echo'
    """
    fingerprint = getattr(translator, "fingerprint", None)
    return fingerprint if isinstance(fingerprint, str) else translator.name


_JAPANESE_RUN = re.compile(r"[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff]+")
_LATIN_RUN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aeiou"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"


class EchoTranslator:
    """A fake for tests: gives the source back, its words spelled in made-up syllables of the target language.

    It needs no model, is deterministic, and leaves figures, punctuation and placeholders as they are, so that its
    answers pass the gates of `draft` as those of a good engine do (but for 万 and 億, which no English figure answers).
    Nobody can take them for a translation.

    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> list(EchoTranslator().translate(["港は25日に開く。", ""], pair))
    ['[en] zizu 25 jararo zi.', '']
    """

    def __init__(self, name: str = "echo") -> None:
        self.name = name

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
        """Yield "[en] " or "[ja] " and the respelled source; "" for an empty one. Raises nothing."""
        respell = _in_latin if pair.target is Language.EN else _in_kana
        for source in sources:
            yield f"[{pair.target.value}] {respell(source)}" if source.strip() else ""


def _in_latin(text: str) -> str:
    def spell(run: re.Match[str]) -> str:
        syllables = [_CONSONANTS[ord(c) % 16] + _VOWELS[ord(c) % 5] for c in run.group()]
        words = ["".join(syllables[at : at + 3]) for at in range(0, len(syllables), 3)]
        return f" {' '.join(words)} "

    latin = _JAPANESE_RUN.sub(spell, text).translate(str.maketrans("、。，．！？「」", ',.,.!?""'))
    return re.sub(r" +(?=[,.!?]|$)", "", re.sub(r" {2,}", " ", latin)).strip()


def _in_kana(text: str) -> str:
    def spell(run: re.Match[str]) -> str:
        word = run.group().lower()
        return "".join(_KANA[sum(map(ord, word[at : at + 2])) % len(_KANA)] for at in range(0, len(word), 2))

    return _LATIN_RUN.sub(spell, text)
