"""Drafts: contents in, machine translations that passed every gate out, batch by batch, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tmflow.errors import TranslatorError, TranslatorUnavailable
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.cache import AnswerCache
from tmflow.mt.gates import DEFAULT_GATES, Attempt, Gate, Problem, first_problem, needs_translation
from tmflow.mt.mask import Masked, MaskForm, mask, mask_problem, restore
from tmflow.mt.translator import Answer, Hypothesis, Translator, fingerprint_of, hypotheses_of

__all__ = ["Draft", "calibrate_form", "draft"]

BATCH_SIZE = 32
"""Contents a batch: as many as an engine needs to be busy, few enough that little is lost when a run is stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What machine translation made of one content. Exactly one of `target` and `reason` is None.

    reason: why there is no target: the gate that refused the engine's best answer and what it saw, or the engine's error.
    score: how sure the engine is, percent 0..100, None if it does not say.
    is_piecewise: whether the target was put together from parts translated by themselves.
    """

    target: Content | None = None
    reason: str | None = None
    score: int | None = None
    is_piecewise: bool = False

    def __post_init__(self) -> None:
        if (self.target is None) == (self.reason is None):
            raise ValueError("a draft has either a target or a reason")


def draft(
    contents: Sequence[Content],
    *,
    pair: LanguagePair,
    translator: Translator,
    cache: AnswerCache | None = None,
    gates: Sequence[Gate] = DEFAULT_GATES,
    form: MaskForm = MaskForm.BRACKETS,
    batch_size: int = BATCH_SIZE,
    on_progress: Callable[[int, int], None] | None = None,
) -> Iterator[Draft]:
    """Yield one draft for each content, in order, each batch as soon as it is done.

    Each answer of the engine, best first, must bring back every placeholder once and pass the gates; if none does, the
    text is cut at its placeholders and sentence ends and translated piecewise; if that fails too, there is no target.
    An engine that fails is asked once more, then text by text, so that one bad text costs no other.

    contents: of segments; the blanks round a text and its line breaks are not kept.
    cache: answers are looked up there and stored after each batch. on_progress: called with (done, total) after each.
    Raises ValueError for a batch size under 1, TranslatorUnavailable, and StorageError from the cache.

    >>> from tmflow.mt.translator import EchoTranslator
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> [one.target.text for one in draft([Content.of("港が開く。")], pair=pair, translator=EchoTranslator()) if one.target]
    ['[en] zisuro zi.']
    """
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    engine = _Engine(translator=translator, pair=pair, cache=cache)
    return _iter_drafts(contents, engine, tuple(gates), form=form, batch_size=batch_size, on_progress=on_progress)


def _iter_drafts(
    contents: Sequence[Content],
    engine: _Engine,
    gates: tuple[Gate, ...],
    *,
    form: MaskForm,
    batch_size: int,
    on_progress: Callable[[int, int], None] | None,
) -> Iterator[Draft]:
    for start in range(0, len(contents), batch_size):
        batch = contents[start : start + batch_size]
        yield from _draft_batch(batch, engine, gates, form=form)
        if on_progress is not None:
            on_progress(start + len(batch), len(contents))


def _draft_batch(batch: Sequence[Content], engine: _Engine, gates: tuple[Gate, ...], *, form: MaskForm) -> list[Draft]:
    """Draft one batch: whole texts first, then all the pieces of those that failed, in one more call."""
    source = engine.pair.source
    masked = [mask(content, form=form) for content in batch]
    answers = engine.answers(one.text for one in masked if needs_translation(one.bare, source))
    drafts: list[Draft] = []
    for content, one in zip(batch, masked, strict=True):
        if one.text in answers:
            drafts.append(_judge(answers[one.text], one, engine.pair, gates))
        elif content.text.strip():
            drafts.append(Draft(target=content, score=100))
        else:
            drafts.append(Draft(reason="empty: the source has no text"))
    cuts = {
        index: pieces
        for index, one in enumerate(drafts)
        if one.target is None and one.reason and len(pieces := _cut(masked[index], source)) > 1
    }
    piece_answers = engine.answers(
        piece for pieces in cuts.values() for piece in pieces if _is_words(piece, form, source)
    )
    for index, pieces in cuts.items():
        joined = _join(pieces, piece_answers, masked[index], engine.pair, gates)
        if joined is not None:
            whole = _judge((joined,), masked[index], engine.pair, gates)
            if whole.target is not None:
                drafts[index] = replace(whole, is_piecewise=True)
    return drafts


def _judge(
    answer: tuple[Hypothesis, ...] | TranslatorError, masked: Masked, pair: LanguagePair, gates: tuple[Gate, ...]
) -> Draft:
    """Return the draft of the first hypothesis without a problem, else the problem of the first one."""
    if isinstance(answer, TranslatorError):
        return Draft(reason=str(Problem("engine", str(answer))))
    first: Problem | None = None
    for hypothesis in answer:
        problem = _problem(hypothesis, masked, pair, gates)
        if problem is None:
            target = restore(hypothesis.text, masked, target=pair.target)
            return Draft(target=target, score=hypothesis.score)
        first = first or problem
    return Draft(reason=str(first or Problem("empty", "the engine has no answer")))


def _problem(hypothesis: Hypothesis, masked: Masked, pair: LanguagePair, gates: tuple[Gate, ...]) -> Problem | None:
    if hypothesis.text.strip():
        lost = mask_problem(hypothesis.text, masked)
        if lost is not None:
            return Problem("placeholders", lost)
    elif masked.kept or not gates:
        return Problem("empty", "no words came back")
    target = masked.form.pattern.sub(" ", hypothesis.text)
    attempt = Attempt(source=masked.bare, target=target, pair=pair, is_truncated=hypothesis.is_truncated)
    return first_problem(attempt, gates)


@dataclass(kw_only=True)
class _Engine:
    """The translator with its cache; it asks for each text once and survives the engine's failures."""

    translator: Translator
    pair: LanguagePair
    cache: AnswerCache | None
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        self.fingerprint = fingerprint_of(self.translator) if self.cache is not None else ""

    def answers(self, texts: Iterable[str]) -> Mapping[str, tuple[Hypothesis, ...] | TranslatorError]:
        """Return the answer to each text, or the error that stands in its place."""
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


_SENTENCE_END = {
    Language.JA: re.compile(r"(?<=[。！？!?])(?![。！？!?」』）)])"),
    Language.EN: re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])"),
}


def _cut(masked: Masked, source: Language) -> list[str]:
    """Cut a masked text into placeholders and the runs between them, these at their sentence ends."""
    pieces: list[str] = []
    position = 0
    for found in masked.form.pattern.finditer(masked.text):
        pieces += _SENTENCE_END[source].split(masked.text[position : found.start()])
        pieces.append(found.group())
        position = found.end()
    pieces += _SENTENCE_END[source].split(masked.text[position:])
    return [piece for piece in pieces if piece]


def _is_words(piece: str, form: MaskForm, source: Language) -> bool:
    return not form.pattern.fullmatch(piece) and needs_translation(piece, source)


def _join(
    pieces: Sequence[str],
    answers: Mapping[str, tuple[Hypothesis, ...] | TranslatorError],
    masked: Masked,
    pair: LanguagePair,
    gates: tuple[Gate, ...],
) -> Hypothesis | None:
    """Put the pieces' translations together, each the first that passes the gates; None if one has none."""
    texts: list[str] = []
    scores: list[int] = []
    for piece in pieces:
        if piece not in answers:
            texts.append(piece)
            continue
        answer = answers[piece]
        if isinstance(answer, TranslatorError):
            return None
        alone = replace(masked, text=piece, kept=(), prefix=(), suffix=())
        passed = next((one for one in answer if _problem(one, alone, pair, gates) is None), None)
        if passed is None:
            return None
        texts.append(passed.text.strip())
        if passed.score is not None:
            scores.append(passed.score)
    joint = " " if pair.target is Language.EN else ""
    text = re.sub(r"(?<! ) +(?=[,.;:!?)])", "", joint.join(text.strip() if joint else text for text in texts))
    return Hypothesis(text=text, score=min(scores, default=None))


_PROBES = {
    Language.JA: ("{}を開く。", "詳しくは{}と{}を見る。", "市長は{}で計画を説明した。", "{}が必要だ。"),
    Language.EN: ("Open {}.", "See {} and {} for details.", "The mayor explained the plan in {}.", "{} is needed."),
}


def calibrate_form(translator: Translator, pair: LanguagePair) -> MaskForm:
    """Return the form of placeholder that the translator keeps best on a few sentences; the first of equals.

    To be asked once for an engine, when it is installed. Raises TranslatorError.

    >>> from tmflow.mt.translator import EchoTranslator
    >>> calibrate_form(EchoTranslator(), LanguagePair(Language.JA, Language.EN))
    <MaskForm.BRACKETS: '⟦{}⟧'>
    """
    survivors: dict[MaskForm, int] = {}
    for form in MaskForm:
        probes = []
        for probe in _PROBES[pair.source]:
            slots = probe.count("{}")
            kept = tuple(f"kept {index}" for index in range(slots))
            text = probe.format(*map(form.spell, range(slots)))
            probes.append(Masked(text=text, kept=kept, prefix=(), suffix=(), form=form))
        answers = translator.translate([probe.text for probe in probes], pair)
        survivors[form] = sum(
            any(mask_problem(one.text, probe) is None for one in hypotheses_of(answer)[:1])
            for probe, answer in zip(probes, answers, strict=True)
        )
    return max(survivors, key=lambda form: survivors[form])
