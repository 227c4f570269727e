"""Drafts: contents in, machine translations that passed every gate out, batch by batch, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tmflow.errors import TranslatorError
from tmflow.model.content import Content
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language, LanguagePair
from tmflow.model.terms import used_terms, with_plurals
from tmflow.mt.answers import Answers, Engine
from tmflow.mt.cache import AnswerCache
from tmflow.mt.gates import DEFAULT_GATES, Attempt, Gate, Problem, first_problem, terms_gate
from tmflow.mt.mask import Masked, MaskForm, mask, mask_problem, restore
from tmflow.mt.own_words import is_scant, only_run, own_words
from tmflow.mt.pieces import CUTTERS, join_pieces, punctuated
from tmflow.mt.protected import Protection, Substitute
from tmflow.mt.script import needs_translation
from tmflow.mt.translator import Hypothesis, Translator
from tmflow.text.normalize import match_key

__all__ = ["Draft", "draft"]

BATCH_SIZE = 32
"""Contents a batch: as many as an engine needs to be busy, few enough that little is lost when a run is stopped."""
_SURE = 100
"""The score of what needed no engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What machine translation made of one content. Exactly one of `target` and `reason` is None.

    reason: why there is no target: the gate that refused the engine's best answer and what it saw, or the engine's error.
    score: how sure the engine is, percent 0..100, None if it does not say.
    is_piecewise: whether the target was put together from parts translated by themselves.
    terms: the glossary's terms in the source as it writes them, each with its form in the target.
    """

    target: Content | None = None
    reason: str | None = None
    score: int | None = None
    is_piecewise: bool = False
    terms: tuple[tuple[str, str], ...] = ()

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
    glossary: Glossary | None = None,
    form: MaskForm | None = None,
    batch_size: int = BATCH_SIZE,
    on_progress: Callable[[int, int], None] | None = None,
) -> Iterator[Draft]:
    """Yield one draft for each content, in order, each batch as soon as it is done.

    Each answer of the engine, best first, must bring back every placeholder once and pass the gates. If none does, the
    text is asked about again with its figures masked too, with another form of placeholder, and with its terms left to
    the engine; then it is cut at sentence ends, clause ends and placeholders and translated piecewise; if that fails too,
    there is no target. An engine that fails is asked once more, then text by text, so that one bad text costs no other.

    contents: of segments; of what stands round a text its line breaks are kept, and not those within.
    cache: answers are looked up there and stored after each batch. glossary: its terms are masked, put in place in their
    preferred form, and asked for by a gate. form: of placeholders; None = the one the engine keeps best, for which it is
    asked about a few sentences once. on_progress: called with (done, total) after each batch.
    Raises ValueError for a batch size under 1, TranslatorUnavailable, and StorageError from the cache.

    >>> from tmflow.mt.translator import EchoTranslator
    >>> pair = LanguagePair(Language.JA, Language.EN)
    >>> [one.target.text for one in draft([Content.of("港が開く。")], pair=pair, translator=EchoTranslator()) if one.target]
    ['[en] zisuro zi.']
    """
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    asked = tuple(gates)
    if glossary is not None and pair.source is Language.EN:
        glossary = with_plurals(glossary)
    if glossary is not None and asked:
        asked = (*asked, terms_gate(glossary))
    engine = Engine(translator=translator, pair=pair, cache=cache, form=form)
    drafter = _Drafter(engine=engine, gates=asked, glossary=glossary)
    return _iter_drafts(contents, drafter, batch_size=batch_size, on_progress=on_progress)


def _iter_drafts(
    contents: Sequence[Content],
    drafter: _Drafter,
    *,
    batch_size: int,
    on_progress: Callable[[int, int], None] | None,
) -> Iterator[Draft]:
    for start in range(0, len(contents), batch_size):
        batch = contents[start : start + batch_size]
        yield from drafter.draft(batch)
        if on_progress is not None:
            on_progress(start + len(batch), len(contents))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A way to put a text to the engine: what is masked, and by which of the engine's forms of placeholder."""

    protection: Protection
    rank: int = 0


@dataclass(kw_only=True)
class _Piece:
    """A part of a masked text. done: its translation, once there is one that passes."""

    text: str
    done: Hypothesis | None = None


_NO_ANSWER = Problem("empty", "the engine has no answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafter:
    """Drafts batches with one engine, some gates and perhaps a glossary."""

    engine: Engine
    gates: tuple[Gate, ...]
    glossary: Glossary | None
    asked: dict[str, set[str]] = field(default_factory=dict)
    """By what the engine said in its own words alone: the texts it said that to."""

    def draft(self, batch: Sequence[Content]) -> list[Draft]:
        """Return a draft for each content: at once, in one of the ways, in pieces, or the reason of the first way."""
        drafts: dict[int, Draft] = {}
        problems: dict[int, Problem] = {}
        todo = {index: content for index, content in enumerate(batch) if content.text.strip()}
        for index, content in todo.items():
            self._note(self._at_once(content), index, drafts, problems)
        tried: dict[int, set[str]] = {index: set() for index in todo}
        for way in self._ways():
            left = {index: content for index, content in todo.items() if index not in drafts}
            masked = {index: self._mask(content, way) for index, content in left.items()}
            fresh = {
                index: one
                for index, one in masked.items()
                if one.text not in tried[index] and needs_translation(one.bare, self.engine.pair.source)
            }
            answers = self._answers(fresh.values())
            for index, one in fresh.items():
                tried[index].add(one.text)
                self._note(self._judge(answers[one.text], one), index, drafts, problems)
        failed = {
            index: self._mask(content, self._fullest)
            for index, content in todo.items()
            if index not in drafts and problems[index].gate != "engine"
        }
        drafts.update(self._in_pieces(failed))
        missing = {index: Draft(reason=str(problem)) for index, problem in problems.items()}
        blank = Draft(reason="empty: the source has no text")
        return [drafts.get(index) or missing.get(index, blank) for index in range(len(batch))]

    def _answers(self, texts: Iterable[Masked]) -> Answers:
        """Return the engine's answers, and keep in mind which texts have the same."""
        texts = list(texts)
        answers = self.engine.answers(one.text for one in texts)
        for one in texts:
            answer = answers[one.text]
            if not isinstance(answer, TranslatorError) and answer and (said := self._only_run(answer[0].text, one)):
                self.asked.setdefault(said, set()).add(match_key(one.bare))
        return answers

    def _only_run(self, answer: str, masked: Masked) -> str | None:
        language = self.engine.pair.target
        return only_run(own_words(masked.own(answer), language), language)

    def _is_suspect(self, said: str, masked: Masked) -> bool:
        """Whether the engine said this to another text, too, or said very little."""
        return len(self.asked.get(said, ())) > 1 or is_scant(masked.bare, said, self.engine.pair)

    @property
    def _fullest(self) -> _Way:
        return _Way(protection=Protection(pair=self.engine.pair, glossary=self.glossary, has_figures=True))

    def _ways(self) -> Iterator[_Way]:
        pair = self.engine.pair
        yield _Way(protection=Protection(pair=pair, glossary=self.glossary))
        yield self._fullest
        yield replace(self._fullest, rank=1)
        yield _Way(protection=Protection(pair=pair, has_figures=True))
        yield _Way(protection=Protection(pair=pair))

    def _mask(self, content: Content, way: _Way) -> Masked:
        """Mask a content; the engine's own form of placeholder is asked for only where one is needed."""
        plain = mask(content, protection=way.protection)
        if not plain.kept:
            return plain
        forms = self.engine.forms
        return mask(content, form=forms[min(way.rank, len(forms) - 1)], protection=way.protection)

    def _at_once(self, content: Content) -> Draft | Problem | None:
        """Judge what can be written without an engine: figures, names, terms that stand alone; None for all else."""
        pair = self.engine.pair
        for way in (_Way(protection=Protection(pair=pair, glossary=self.glossary)), self._fullest):
            masked = mask(content, protection=way.protection)
            if needs_translation(masked.bare, pair.source):
                continue
            if not any(isinstance(kept, Substitute) for kept in masked.kept):
                return Draft(target=content, score=_SURE)
            text = punctuated(masked.text, target=pair.target)
            return self._judge((Hypothesis(text=text, score=_SURE),), masked)
        return None

    @staticmethod
    def _note(
        found: Draft | Problem | None, index: int, drafts: dict[int, Draft], problems: dict[int, Problem]
    ) -> None:
        """Put a draft where it belongs, or a problem if it is the first that says more than that there is no answer."""
        if isinstance(found, Draft):
            drafts[index] = found
        elif found is not None and problems.get(index, _NO_ANSWER) == _NO_ANSWER:
            problems[index] = found

    def _judge(self, answer: tuple[Hypothesis, ...] | TranslatorError, masked: Masked) -> Draft | Problem:
        """Return the draft of the first hypothesis without a problem, else the problem of the first one."""
        if isinstance(answer, TranslatorError):
            return Problem("engine", str(answer))
        first: Problem | None = None
        for hypothesis in answer:
            problem = self._problem(hypothesis, masked)
            if problem is None:
                return self._passed(hypothesis, masked)
            first = first or problem
        return first or _NO_ANSWER

    def _passed(self, hypothesis: Hypothesis, masked: Masked) -> Draft:
        pair, glossary = self.engine.pair, self.glossary
        target = restore(hypothesis.text, masked, target=pair.target)
        put = masked.target(hypothesis.text)
        terms = used_terms(masked.source, put, pair=pair, glossary=glossary) if glossary else ()
        return Draft(target=target, score=hypothesis.score, terms=terms)

    def _problem(self, hypothesis: Hypothesis, masked: Masked) -> Problem | None:
        if hypothesis.text.strip():
            lost = mask_problem(hypothesis.text, masked)
            if lost is not None:
                return Problem("placeholders", lost)
        elif hypothesis.is_truncated:
            return Problem("truncation", "the text is longer than the engine takes")
        elif masked.kept or not self.gates:
            return Problem("empty", "no words came back")
        said = self._only_run(hypothesis.text, masked) if self.gates else None
        if said and self._is_suspect(said, masked) and said in self.engine.refrains:
            return Problem("refrain", f'the engine says "{said}" to anything')
        target = masked.target(hypothesis.text)
        attempt = Attempt(
            source=masked.source,
            target=target,
            pair=self.engine.pair,
            asked=masked.bare,
            said=masked.own(hypothesis.text),
            is_truncated=hypothesis.is_truncated,
        )
        return first_problem(attempt, self.gates)

    def _in_pieces(self, failed: Mapping[int, Masked]) -> dict[int, Draft]:
        """Cut what failed ever finer, and draft what then has a translation for each piece and passes as a whole."""
        drafts: dict[int, Draft] = {}
        pieces = {index: [_Piece(text=one.text)] for index, one in failed.items()}
        for cutter in CUTTERS:
            fresh: list[tuple[_Piece, Masked]] = []
            for index, some in pieces.items():
                one, cut = failed[index], list[_Piece]()
                for piece in some:
                    texts = (
                        [piece.text] if piece.done else cutter(replace(one, text=piece.text), self.engine.pair.source)
                    )
                    new = [piece] if len(texts) == 1 else [_Piece(text=text) for text in texts]
                    fresh.extend((one_piece, one) for one_piece in new if one_piece is not piece)
                    cut.extend(new)
                pieces[index] = cut
            self._translate_pieces(fresh)
            for index in [index for index, some in pieces.items() if all(piece.done for piece in some)]:
                if whole := self._whole(pieces.pop(index), failed[index]):
                    drafts[index] = whole
        return drafts

    def _translate_pieces(self, fresh: Sequence[tuple[_Piece, Masked]]) -> None:
        """Give each piece the first translation that passes, and to one without words its own text."""
        pair = self.engine.pair
        asked = []
        for piece, masked in fresh:
            alone = replace(masked, text=piece.text)
            if needs_translation(alone.bare, pair.source):
                asked.append((piece, alone))
            else:
                piece.done = Hypothesis(text=punctuated(piece.text, target=pair.target))
        answers = self._answers(alone for _, alone in asked)
        for piece, alone in asked:
            answer = answers[piece.text]
            if not isinstance(answer, TranslatorError):
                piece.done = next((one for one in answer if self._problem(one, alone) is None), None)

    def _whole(self, pieces: Sequence[_Piece], masked: Masked) -> Draft | None:
        """Return the draft of pieces that all have a translation, if they pass as a whole."""
        if self.gates and self._has_echo(pieces, masked):
            return None
        done = [piece.done for piece in pieces if piece.done]
        text = join_pieces([one.text for one in done], target=self.engine.pair.target)
        score = min((one.score for one in done if one.score is not None), default=None)
        found = self._judge((Hypothesis(text=text, score=score),), masked)
        return replace(found, is_piecewise=True) if isinstance(found, Draft) else None

    def _has_echo(self, pieces: Sequence[_Piece], masked: Masked) -> bool:
        """Whether two pieces of different texts were given the same words."""
        texts: dict[str, str] = {}
        for piece in pieces:
            said = self._only_run(piece.done.text, masked) if piece.done else None
            asked = match_key(own_words(masked.own(piece.text), self.engine.pair.source))
            if said and texts.setdefault(said, asked) != asked:
                return True
        return False
