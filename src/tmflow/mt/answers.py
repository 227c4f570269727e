"""Asking an engine: each text once, its answers kept, its failures survived, its favorite form of placeholder found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from tmflow.errors import TranslatorError, TranslatorUnavailable
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.cache import AnswerCache
from tmflow.mt.mask import Masked, MaskForm, mask_problem
from tmflow.mt.own_words import only_run
from tmflow.mt.translator import Answer, Hypothesis, Translator, fingerprint_of, hypotheses_of

__all__ = ["Answers", "Engine"]

Answers: TypeAlias = Mapping[str, tuple[Hypothesis, ...] | TranslatorError]
"""By the text that was asked about: the hypotheses, or the error that stands in their place."""

_PROBES = {
    Language.JA: (
        "{}を開く。",
        "詳しくは{}と{}を見る。",
        "市長は{}で計画を説明した。",
        "{}の{}は、{}が必要だ。",
    ),
    Language.EN: (
        "Open {}.",
        "See {} and {} for details.",
        "The mayor explained the plan in {}.",
        "The {} of {} needs {}.",
    ),
}
_UNRELATED = {
    Language.JA: ("灯台", "図書館の本", "市長が来た。", "新しい橋", "山道"),
    Language.EN: ("lighthouse", "The library book", "The mayor came.", "a new bridge", "mountain path"),
}
"""Texts that have no word in common, nor have their translations."""


@dataclass(kw_only=True)
class Engine:
    """A translator with its cache; it asks for each text once and survives the translator's failures.

    form: of the placeholders; None = the one that comes back best, found out when first something is masked.
    """

    translator: Translator
    pair: LanguagePair
    cache: AnswerCache | None = None
    form: MaskForm | None = None
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        self.fingerprint = fingerprint_of(self.translator) if self.cache is not None else ""

    @cached_property
    def forms(self) -> tuple[MaskForm, ...]:
        """The forms of placeholders worth trying, the best first: the two that came back best, or the one asked for.

        >>> from tmflow.mt.translator import EchoTranslator
        >>> Engine(translator=EchoTranslator(), pair=LanguagePair(Language.JA, Language.EN)).forms[0]
        <MaskForm.BRACKETS: '⟦{}⟧'>
        """
        if self.form is not None:
            return (self.form,)
        survivors = {form: self._survivors(form) for form in MaskForm}
        best = sorted(MaskForm, key=lambda form: -survivors[form])
        return (best[0], *(form for form in best[1:2] if survivors[form]))

    def _survivors(self, form: MaskForm) -> int:
        """Count the probes whose placeholders of a form all come back in the best answer."""
        probes = [_probe(text, form) for text in _PROBES[self.pair.source]]
        answers = self.answers(probe.text for probe in probes)
        return sum(_has_survived(answers[probe.text], probe) for probe in probes)

    @cached_property
    def refrains(self) -> frozenset[str]:
        """What the engine says to texts that have nothing in common: "home", of an engine that says Home to anything.

        Lower-case words, as `only_run` gives them. Asked for once, like the forms of placeholders.
        """
        answers = self.answers(_UNRELATED[self.pair.source])
        best = [answer[0].text for answer in answers.values() if not isinstance(answer, TranslatorError) and answer]
        count = Counter(only_run(text, self.pair.target) for text in best)
        return frozenset(said for said, times in count.items() if said and times > 1)

    def answers(self, texts: Iterable[str]) -> Answers:
        """Return the answer to each text, or the error that stands in its place.

        Raises TranslatorUnavailable, StorageError from the cache, and TranslatorError for a wrong number of answers.
        """
        wanted = list(dict.fromkeys(texts))
        if not wanted:
            return {}
        known: dict[str, tuple[Hypothesis, ...]] = {}
        if self.cache is not None:
            known = self.cache.find(wanted, pair=self.pair, fingerprint=self.fingerprint)
        fresh: dict[str, tuple[Hypothesis, ...]] = {}
        failed: dict[str, TranslatorError] = {}
        missing = [text for text in wanted if text not in known]
        if missing:
            self._ask(missing, fresh, failed)
        if self.cache is not None and fresh:
            self.cache.keep(fresh, pair=self.pair, fingerprint=self.fingerprint)
        return {**known, **fresh, **failed}

    def _ask(
        self, texts: list[str], fresh: dict[str, tuple[Hypothesis, ...]], failed: dict[str, TranslatorError]
    ) -> None:
        """Ask for all texts; those left without an answer once more, and then one by one."""
        left = texts
        error: TranslatorError | None = None
        for _ in range(2):
            error = self._ask_once(left, fresh)
            left = [text for text in left if text not in fresh]
            if not left:
                return
        for text in left:
            last = error if len(left) == 1 else self._ask_once([text], fresh)
            if last is not None:
                failed[text] = last

    def _ask_once(self, texts: list[str], fresh: dict[str, tuple[Hypothesis, ...]]) -> TranslatorError | None:
        """Put the answers into `fresh`; return the error that cut them short, if any."""
        answers = self.translator.translate(texts, self.pair)
        given: list[Answer] = []
        error: TranslatorError | None = None
        try:
            given.extend(answers)
        except TranslatorUnavailable:
            raise
        except TranslatorError as raised:
            error = raised
        if len(given) > len(texts) or (error is None and len(given) != len(texts)):
            raise TranslatorError(f"{self.translator.name} gave {len(given)} answers to {len(texts)} texts")
        fresh.update(zip(texts, map(hypotheses_of, given), strict=False))
        return error


def _probe(text: str, form: MaskForm) -> Masked:
    slots = range(text.count("{}"))
    kept = tuple(f"kept {index}" for index in slots)
    return Masked(text=text.format(*map(form.spell, slots)), kept=kept, prefix=(), suffix=(), form=form)


def _has_survived(answer: tuple[Hypothesis, ...] | TranslatorError, probe: Masked) -> bool:
    return not isinstance(answer, TranslatorError) and bool(answer) and mask_problem(answer[0].text, probe) is None
