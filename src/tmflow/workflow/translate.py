"""Translating: what a new article shares with the memory is filled in first, then machine translation drafts the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tmflow.errors import ConfigError, TranslatorUnavailable
from tmflow.formats.inline import parse_inline
from tmflow.memory.leverage import measure_leverage
from tmflow.memory.memory import TranslationMemory
from tmflow.model.bitext import Bitext, Origin, OriginKind, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, BlockKind, Document
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Leverage, Match, MatchKind
from tmflow.mt.cache import AnswerCache
from tmflow.mt.translator import Translator
from tmflow.workflow.ingest import load_article, missing_partner
from tmflow.workflow.project import Project
from tmflow.workflow.recall import project_memory
from tmflow.workflow.wiring import make_translator

__all__ = [
    "Progress",
    "Translation",
    "fill_from_memory",
    "fill_from_title_block",
    "iter_mt_batches",
    "translate_article",
]

Progress = Callable[[int, int], None]
"""Called with the units done and the units to do."""

_CANDIDATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What translating an article gave. `mt_problem` says why units stayed empty although MT was asked for.

    refused: unit ids MT gave nothing usable for, each with the reason.
    """

    bitext: Bitext
    leverage: tuple[Leverage, ...]
    filled: int
    mt_problem: str | None = None
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def untranslated(self) -> int:
        """Units that still lack a target."""
        return sum(unit.is_untranslated for unit in self.bitext.units)

    @property
    def to_review(self) -> int:
        """Units with a draft nobody has confirmed."""
        return sum(unit.draft and unit.target is not None for unit in self.bitext.units)


def translate_article(
    project: Project,
    slug: str,
    *,
    to: Language | None = None,
    use_mt: bool = True,
    translator: Translator | None = None,
    on_progress: Progress | None = None,
) -> Translation:
    """Fill the empty units of an article from the memory and then by MT, saving as it goes.

    What is already translated is left alone, so a run that was stopped goes on where it ended. The bitext is written
    after the memory's pass and after each batch of the engine.
    use_mt: whether MT drafts what the memory lacks; translator: the engine, by default the one of the settings, loaded
    only if something is left for it.
    Raises ConfigError if the source article is missing.
    """
    article = load_article(project, slug, to=to)
    if article.source is None:
        raise ConfigError(missing_partner(project, slug, article.pair.source))
    start = article.bound.bitext
    bitext = fill_from_title_block(start, article.source)
    with project_memory(project) as memory:
        bitext = fill_from_memory(
            bitext, memory, format=article.target_format, threshold=project.settings.memory.threshold
        )
    with project.writing():
        article.save(bitext)
    problem: str | None = None
    refused: list[tuple[str, str]] = []
    engine = make_translator(project.settings, article.pair) if use_mt else None
    if translator is not None:
        engine = lambda: translator  # noqa: E731 - one expression
    if engine and any(unit.is_untranslated for unit in bitext.units):
        try:
            for step, problems in iter_mt_batches(
                bitext, engine(), batch=project.settings.mt.batch, on_progress=on_progress
            ):
                bitext = step
                with project.writing():
                    article.save(bitext)
                refused.extend(problems)
        except TranslatorUnavailable as error:
            problem = str(error)
    return Translation(
        bitext=bitext,
        leverage=measure_leverage(bitext.units),
        filled=sum(unit.is_untranslated for unit in start.units) - sum(unit.is_untranslated for unit in bitext.units),
        mt_problem=problem,
        refused=tuple(refused),
    )


def fill_from_title_block(bitext: Bitext, source: Document) -> Bitext:
    """Fill title and deck from a title block that gives them in both languages."""
    known = {BlockKind.TITLE: source.metadata.original_title, BlockKind.DECK: source.metadata.original_deck}

    def fill(unit: TranslationUnit) -> TranslationUnit:
        text = known.get(unit.source_place.kind) if unit.source_place else None
        if not text or not unit.is_untranslated:
            return unit
        origin = Origin(kind=OriginKind.HUMAN, tool="title-block")
        return replace(unit, target=parse_inline(text, source.format), state=State.TRANSLATED, origin=origin)

    return replace(bitext, units=tuple(fill(unit) for unit in bitext.units))


def fill_from_memory(
    bitext: Bitext,
    memory: TranslationMemory,
    *,
    format: ArticleFormat,
    threshold: int,
) -> Bitext:
    """Fill the empty units with the best match of the memory.

    A context or exact match is taken over as it is; any other is a draft. The next best are kept as candidates.
    threshold: least score of a match, percent.
    """
    units = bitext.units
    filled = list(units)
    for number, unit in enumerate(units):
        if not unit.is_untranslated:
            continue
        matches = memory.lookup(
            unit.source.native,
            source_language=bitext.pair.source,
            threshold=threshold,
            limit=_CANDIDATES,
            previous=units[number - 1].source.native if number else "",
            following=units[number + 1].source.native if number + 1 < len(units) else "",
        )
        if matches:
            filled[number] = _apply_match(unit, matches, format)
    return replace(bitext, units=tuple(filled))


def _apply_match(unit: TranslationUnit, matches: Sequence[Match], format: ArticleFormat) -> TranslationUnit:
    best = matches[0]
    return replace(
        unit,
        target=parse_inline(best.target, format),
        state=State.TRANSLATED,
        draft=best.kind not in {MatchKind.CONTEXT, MatchKind.EXACT},
        origin=Origin(
            kind=OriginKind.MEMORY,
            tool=best.entry.document or None,
            match=best.kind,
            similarity=best.score,
        ),
        candidates=tuple(matches),
    )


def iter_mt_batches(
    bitext: Bitext,
    translator: Translator,
    *,
    batch: int,
    cache: AnswerCache | None = None,
    on_progress: Progress | None = None,
) -> Iterator[tuple[Bitext, tuple[tuple[str, str], ...]]]:
    """Yield the bitext after each batch of drafts, with the units MT was refused for and why.

    batch: units sent to the engine at a time.
    """
    from tmflow.mt.pipeline import draft

    todo = [number for number, unit in enumerate(bitext.units) if unit.is_untranslated]
    units = list(bitext.units)
    problems: list[tuple[str, str]] = []
    drafts = draft(
        [units[number].source for number in todo],
        pair=bitext.pair,
        translator=translator,
        cache=cache,
        batch_size=batch,
    )
    for done, (number, result) in enumerate(zip(todo, drafts, strict=True), 1):
        if result.target is None:
            problems.append((units[number].id, result.reason or "no translation"))
        else:
            units[number] = _apply_draft(units[number], result.target, translator.name)
        if done % batch == 0 or done == len(todo):
            yield replace(bitext, units=tuple(units)), tuple(problems)
            problems.clear()
            if on_progress:
                on_progress(done, len(todo))


def _apply_draft(unit: TranslationUnit, target: Content, engine: str) -> TranslationUnit:
    return replace(
        unit,
        target=target,
        state=State.TRANSLATED,
        draft=True,
        origin=Origin(kind=OriginKind.MT, tool=engine, match=MatchKind.MT),
    )


def translate_units(
    document: Document,
    units: Sequence[TranslationUnit],
    *,
    pair: LanguagePair,
    memory: TranslationMemory | None,
    translator: Translator | None,
    threshold: int,
    on_progress: Progress | None = None,
) -> Bitext:
    """Translate the units of a document that belongs to no project, in memory only."""
    slug = document.path.stem if document.path else "text"
    bitext = fill_from_title_block(Bitext(slug=slug, pair=pair, units=tuple(units)), document)
    if memory is not None:
        bitext = fill_from_memory(bitext, memory, format=document.format, threshold=threshold)
    if translator is not None:
        for step, _ in iter_mt_batches(bitext, translator, batch=16, on_progress=on_progress):
            bitext = step
    return bitext
