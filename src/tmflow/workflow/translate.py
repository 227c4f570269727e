"""Translating: what a new article shares with the memory is filled in first, then machine translation drafts the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from tmflow.errors import ConfigError, TranslatorUnavailable
from tmflow.formats.inline import parse_inline
from tmflow.memory.leverage import measure_leverage
from tmflow.memory.memory import TranslationMemory
from tmflow.model.bitext import Bitext, Origin, OriginKind, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, BlockKind, Document
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Leverage, Match, MatchKind
from tmflow.model.post_edit import Proposal
from tmflow.mt.cache import AnswerCache
from tmflow.mt.translator import Translator
from tmflow.workflow.ingest import Article, load_article, missing_partner
from tmflow.workflow.project import Project
from tmflow.workflow.recall import project_memory
from tmflow.workflow.wiring import make_translator

__all__ = [
    "Progress",
    "Translation",
    "article_to_translate",
    "fill_from_memory",
    "fill_from_title_block",
    "iter_mt_batches",
    "summarize",
    "translate_article",
    "translate_units",
]

Progress = Callable[[int, int], None]
"""Called with the units done and the units to do."""

_CANDIDATES = 3
_BATCH = 16
"""Units sent to the engine at a time where no settings say otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What translating an article gave. `mt_problem` says why units stayed empty although MT was asked for.

    filled: ids of the units that got a target; refused: of those MT gave nothing usable for, each with the reason.
    """

    bitext: Bitext
    leverage: tuple[Leverage, ...]
    filled: tuple[str, ...]
    mt_problem: str | None = None
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def untranslated(self) -> int:
        """Units that still lack a target."""
        return sum(unit.is_untranslated for unit in self.bitext.units)

    @property
    def to_review(self) -> int:
        """Units with a draft nobody has confirmed."""
        return sum((unit.draft or unit.is_stale) and unit.target is not None for unit in self.bitext.units)


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
    Raises ConfigError if the source article is missing, or the target article is there and not aligned yet;
    TranslatorError if the engine breaks its contract.
    """
    with project_memory(project) as memory, project.writing():
        article, source = article_to_translate(project, slug, to)
        start = article.bound.bitext
        bitext = fill_from_memory(
            fill_from_title_block(start, source),
            memory,
            format=article.target_format,
            threshold=project.settings.memory.threshold,
        )
        article.save(bitext, is_recut=True)
    engine = (lambda: translator) if translator else make_translator(project.settings, article.pair)
    problem: str | None = None
    refused: list[tuple[str, str]] = []
    if use_mt and engine:
        steps = iter_mt_batches(
            bitext,
            engine,
            batch=project.settings.mt.batch,
            answers=project.answers_path,
            on_progress=on_progress,
        )
        try:
            for step, problems in steps:
                refused.extend(problems)
                with project.writing():
                    bitext = _save_step(project, slug, step)
        except TranslatorUnavailable as error:
            problem = str(error)
    return summarize(start, bitext, problem=problem, refused=refused)


def summarize(
    start: Bitext, end: Bitext, *, problem: str | None = None, refused: Sequence[tuple[str, str]] = ()
) -> Translation:
    """Return what came between two states of a bitext."""
    known = {unit.id for unit in start.units if unit.target is not None}
    return Translation(
        bitext=end,
        leverage=measure_leverage(end.units),
        filled=tuple(unit.id for unit in end.units if unit.target is not None and unit.id not in known),
        mt_problem=problem,
        refused=tuple(refused),
    )


def article_to_translate(project: Project, slug: str, to: Language | None = None) -> tuple[Article, Document]:
    """Read an article that can be translated, and its source: the source is there, and the target is not, or is aligned with it.

    Raises ConfigError if it is not so, FormatError for a file that cannot be read.
    """
    article = load_article(project, slug, to=to)
    if article.source is None:
        raise ConfigError(missing_partner(project, slug, article.pair.source))
    if article.is_paired and not article.stored.units:
        raise ConfigError(f"{slug} stands in both languages. First: tmflow align {slug}")
    return article, article.source


def _save_step(project: Project, slug: str, step: Bitext) -> Bitext:
    """Save the drafts of a step where there is still no target; what others have written meanwhile stays."""
    article = load_article(project, slug)
    drafts = {unit.id: unit for unit in step.units if unit.target is not None}
    current = article.bound.bitext
    units = tuple(drafts.get(unit.id, unit) if unit.is_untranslated else unit for unit in current.units)
    saved = replace(current, units=units)
    article.save(saved, is_recut=True)
    return saved


def fill_from_title_block(bitext: Bitext, source: Document) -> Bitext:
    """Fill title and deck from a title block that gives them in both languages."""
    known = {BlockKind.TITLE: source.metadata.original_title, BlockKind.DECK: source.metadata.original_deck}

    def fill(unit: TranslationUnit) -> TranslationUnit:
        text = known.get(unit.source_place.kind) if unit.source_place else None
        if not text or not unit.is_untranslated:
            return unit
        origin = Origin(kind=OriginKind.HUMAN, tool="title-block")
        return _fill(unit, parse_inline(text, source.format), origin=origin, draft=False)

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
    threshold: least similarity of a match, percent.
    """
    units = bitext.units
    filled = list(units)
    for number, unit in enumerate(units):
        if not unit.is_untranslated:
            continue
        matches = memory.lookup(
            unit.source.native,
            source=bitext.pair.source,
            threshold=threshold,
            limit=_CANDIDATES,
            previous=units[number - 1].source.native if number else "",
            following=units[number + 1].source.native if number + 1 < len(units) else "",
            beyond_exact=False,
        )
        if matches:
            filled[number] = _apply_match(unit, matches, format)
    return replace(bitext, units=tuple(filled))


def _apply_match(unit: TranslationUnit, matches: Sequence[Match], format: ArticleFormat) -> TranslationUnit:
    best = matches[0]
    origin = Origin(kind=OriginKind.MEMORY, tool=best.entry.document or None, match=best.kind, similarity=best.score)
    is_draft = best.kind not in {MatchKind.CONTEXT, MatchKind.EXACT}
    filled = _fill(unit, parse_inline(best.target, format), origin=origin, draft=is_draft)
    return replace(filled, candidates=tuple(matches))


def _fill(unit: TranslationUnit, target: Content, *, origin: Origin, draft: bool) -> TranslationUnit:
    """Give a unit its target; a unit that lacked one because it stood on one side only now stands on both."""
    proposal = Proposal.of(target, origin) if draft else None
    return replace(
        unit, target=target, side=Side.BOTH, state=State.TRANSLATED, draft=draft, origin=origin, proposal=proposal
    )


def iter_mt_batches(
    bitext: Bitext,
    engine: Callable[[], Translator],
    *,
    batch: int,
    answers: Path | None = None,
    on_progress: Progress | None = None,
) -> Iterator[tuple[Bitext, tuple[tuple[str, str], ...]]]:
    """Yield the bitext after each batch of drafts, with the units MT was refused for and why.

    engine: makes the translator; it is called only if something is left to translate.
    batch: units sent to the engine at a time; answers: where its answers are kept for the next time, None = nowhere.
    Raises TranslatorUnavailable, and TranslatorError if the engine breaks its contract.
    """
    from tmflow.mt.pipeline import draft

    todo = [number for number, unit in enumerate(bitext.units) if unit.is_untranslated]
    if not todo:
        return
    translator = engine()
    units = list(bitext.units)
    problems: list[tuple[str, str]] = []
    with AnswerCache(answers) if answers else nullcontext() as cache:
        drafts = draft(
            [units[number].source for number in todo],
            pair=bitext.pair,
            translator=translator,
            cache=cache,
            batch_size=batch,
        )
        origin = Origin(kind=OriginKind.MT, tool=translator.name, match=MatchKind.MT)
        for done, (number, result) in enumerate(zip(todo, drafts, strict=True), 1):
            if result.target is None:
                problems.append((units[number].id, result.reason or "no translation"))
            else:
                units[number] = _fill(units[number], result.target, origin=origin, draft=True)
            if done % batch == 0 or done == len(todo):
                yield replace(bitext, units=tuple(units)), tuple(problems)
                problems.clear()
                if on_progress:
                    on_progress(done, len(todo))


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
        for step, _ in iter_mt_batches(bitext, lambda: translator, batch=_BATCH, on_progress=on_progress):
            bitext = step
    return bitext
