"""Machine drafts: what the memory lacks is translated, its fuzzy matches are repaired, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tmflow.formats.inline import escape_inline, parse_inline
from tmflow.model.bitext import Bitext, OriginKind, TranslationUnit
from tmflow.model.document import ArticleFormat
from tmflow.model.glossary import Glossary
from tmflow.model.match import Match, MatchKind
from tmflow.mt.translator import Translator
from tmflow.workflow.filling import fill_from_best

if TYPE_CHECKING:
    from tmflow.model.content import Content
    from tmflow.mt.cache import AnswerCache
    from tmflow.mt.gates import Gate
    from tmflow.mt.pipeline import Draft
    from tmflow.mt.repair import RepairPlan

__all__ = ["MachineOptions", "MachineStep", "is_for_machine", "iter_machine_steps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineOptions:
    """How the engine is used.

    batch: units sent to the engine at a time; answers: where its answers are kept, None = nowhere.
    threshold: least similarity of a fuzzy match, percent; source_format, target_format: of the inline markup.
    glossary: its terms are put in place, and may show where a repair belongs. on_engine: told the engine's name once it is loaded. on_note: told
    if the file of answers had to be begun anew.
    """

    batch: int = 16
    answers: Path | None = None
    threshold: int = 70
    source_format: ArticleFormat = ArticleFormat.PLAIN
    target_format: ArticleFormat = ArticleFormat.PLAIN
    glossary: Glossary = field(default_factory=Glossary)
    on_engine: Callable[[str], None] | None = None
    on_note: Callable[[str], None] = lambda _note: None


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineStep:
    """What a batch gave: the units that were asked for, as they were and as they are now; which stay empty, and why.

    done, total: units so far, this batch included, and in all.
    terms: of the glossary that the new drafts have, in the form of each language.
    """

    done: int
    total: int
    units: tuple[tuple[TranslationUnit, TranslationUnit], ...]
    refused: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, str], ...] = ()


def is_for_machine(unit: TranslationUnit) -> bool:
    """Whether a machine has something to do: nothing stands there, or a fuzzy match as the memory gave it.

    Not where an engine has been asked already, or somebody has changed the match.
    """
    if unit.is_untranslated:
        return True
    origin, target = unit.origin, unit.target
    if origin is None or target is None or not unit.draft or origin.kind is not OriginKind.MEMORY:
        return False
    if origin.match is not MatchKind.FUZZY or any(match.engine for match in unit.candidates):
        return False
    return any(match.target == target.native for match in unit.candidates)


def iter_machine_steps(
    bitext: Bitext, engine: Callable[[], Translator], options: MachineOptions, *, asked: frozenset[str] = frozenset()
) -> Iterator[MachineStep]:
    """Yield what each batch gives. Of a fuzzy match the repaired one and the plain translation are further candidates.

    engine: makes the translator; it is called only if something is left to do. asked: ids of units with a fuzzy match that
    the engine has been asked for before, in vain.
    Raises TranslatorUnavailable, TranslatorError if the engine breaks its contract, StorageError.
    """
    todo = [unit for unit in bitext.units if is_for_machine(unit) and (unit.is_untranslated or unit.id not in asked)]
    if not todo:
        return
    from tmflow.mt.cache import AnswerCache

    translator = engine()
    if options.on_engine:
        options.on_engine(translator.name)
    with AnswerCache(options.answers, on_note=options.on_note) if options.answers else nullcontext() as cache:
        desk = _Desk(bitext=bitext, translator=translator, options=options, cache=cache)
        results = desk.iter_results(todo)
        for start in range(0, len(todo), options.batch):
            batch = todo[start : start + options.batch]
            done = list(islice(results, len(batch)))
            yield MachineStep(
                done=start + len(batch),
                total=len(todo),
                units=tuple(zip(batch, (unit for unit, _ in done), strict=True)),
                refused=tuple((unit.id, whole.reason or "") for unit, whole in done if unit.is_untranslated),
                terms=tuple(term for unit, whole in done if _is_of(unit, whole) for term in whole.terms),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """One engine at work on one bitext."""

    bitext: Bitext
    translator: Translator
    options: MachineOptions
    cache: AnswerCache | None

    def iter_results(self, todo: Sequence[TranslationUnit]) -> Iterator[tuple[TranslationUnit, Draft]]:
        """Yield each unit as it is now, and the engine's own draft of it."""
        from tmflow.mt.gates import DEFAULT_GATES

        plans = {unit.id: plan for unit in todo if (plan := self._plan(unit))}
        parts = [content for plan in plans.values() for content in plan.contents]
        wholes = self._draft([unit.source for unit in todo], DEFAULT_GATES)
        spans = self._draft(parts, ())
        for unit, whole in zip(todo, wholes, strict=True):
            plan = plans.get(unit.id)
            known = dict(zip(plan.contents, islice(spans, len(plan.contents)), strict=True)) if plan else {}
            offers = [*unit.candidates, *self._offers(unit, whole, plan, known)]
            is_new = len(offers) > len(unit.candidates)
            filled = fill_from_best(unit, offers, format=self.options.target_format) if is_new else unit
            yield filled, whole

    def _draft(self, contents: Sequence[Content], gates: Sequence[Gate]) -> Iterator[Draft]:
        from tmflow.mt.pipeline import draft

        return draft(
            contents,
            pair=self.bitext.pair,
            translator=self.translator,
            cache=self.cache,
            gates=gates,
            glossary=self.options.glossary if gates else None,
            batch_size=self.options.batch,
        )

    def _plan(self, unit: TranslationUnit) -> RepairPlan | None:
        match = _plain_match(unit)
        if match is None:
            return None
        from tmflow.mt.repair import plan_repair

        source = parse_inline(match.source, self.options.source_format)
        target = parse_inline(match.target, self.options.target_format)
        return plan_repair(unit.source, source, target, pair=self.bitext.pair)

    def _offers(
        self, unit: TranslationUnit, whole: Draft, plan: RepairPlan | None, known: Mapping[Content, Draft]
    ) -> Iterator[Match]:
        """Yield what the engine adds: the match repaired, and its own translation."""
        from tmflow.mt.repair import machine_match, repair, repaired_match

        match = _plain_match(unit)
        repaired = repair(plan, known, whole, glossary=self.options.glossary) if plan else None
        if match is not None and repaired is not None and self._is_as_marked(repaired.target):
            yield repaired_match(match, repaired, engine=self.translator.name)
        if whole.target is not None:
            yield machine_match(
                unit.source,
                self._escaped(whole.target),
                pair=self.bitext.pair,
                engine=self.translator.name,
                confidence=whole.score,
                threshold=self.options.threshold,
            )

    def _is_as_marked(self, target: Content) -> bool:
        """Whether the words put into a match are no markup."""
        return parse_inline(target.native, self.options.target_format).text == target.text

    def _escaped(self, target: Content) -> Content:
        """Return a translation as the target's markup writes it: an asterisk of the engine opens no emphasis."""
        markup = self.options.target_format
        parts = (escape_inline(part, markup) if isinstance(part, str) else part for part in target.parts)
        return replace(target, parts=tuple(parts))


def _is_of(unit: TranslationUnit, whole: Draft) -> bool:
    """Whether the engine's own draft stands in a unit."""
    return unit.target is not None and whole.target is not None and unit.target.text == whole.target.text


def _plain_match(unit: TranslationUnit) -> Match | None:
    """Return the fuzzy match that stands in a unit, None if none does."""
    target = unit.target.native if unit.target else None
    return next((match for match in unit.candidates if match.target == target and match.kind is MatchKind.FUZZY), None)
