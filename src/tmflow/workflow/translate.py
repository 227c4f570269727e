"""Translating: what a new article shares with the memory is filled in first, then machine translation drafts the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tmflow.errors import ConfigError, FormatError, StorageError, TmflowError, TranslatorError, TranslatorUnavailable
from tmflow.memory.leverage import measure_leverage
from tmflow.memory.memory import TranslationMemory
from tmflow.model.bitext import Bitext, TranslationUnit
from tmflow.model.document import Document
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Leverage, MatchKind
from tmflow.mt.translator import Translator
from tmflow.workflow.candidates import keep_candidates, read_kept, with_candidates
from tmflow.workflow.filling import Progress, fill_from_best, fill_from_memory, fill_from_title_block
from tmflow.workflow.ingest import Article, load_article, missing_partner
from tmflow.workflow.machine import MachineOptions, MachineStep, is_for_machine, iter_machine_steps
from tmflow.workflow.project import Project
from tmflow.workflow.recall import OnProblem, project_memory
from tmflow.workflow.saving import StepKeeper, StepSaver, StepTaker
from tmflow.workflow.settings import Settings
from tmflow.workflow.wiring import make_translator

__all__ = [
    "Engines",
    "ResumePoint",
    "Translation",
    "Waiting",
    "Watch",
    "article_to_translate",
    "articles_to_translate",
    "resume_point",
    "summarize",
    "translate_article",
    "translate_units",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is told of a run while it lasts, and whether it may go on.

    on_memory, on_drafted, on_progress: called with the units looked up, drafted, and saved, and with those to do.
    on_engine: called with the engine's name when it is loaded. on_problem: told of a memory file that cannot be read, which
    is left out; None = that ends the run. on_note: told what else happened that the user should know. should_stop: asked after each batch; True ends the run.
    """

    on_memory: Progress | None = None
    on_engine: Callable[[str], None] | None = None
    on_drafted: Progress | None = None
    on_progress: Progress | None = None
    on_problem: OnProblem | None = None
    on_note: Callable[[str], None] = lambda _note: None
    should_stop: Callable[[], bool] | None = None

    def is_over(self) -> bool:
        """Whether the run has to end now."""
        return self.should_stop is not None and self.should_stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What translating an article gave. `mt_problem` says why units stayed empty although MT was asked for.

    filled: ids of the units that got a target; refused: of those MT gave nothing usable for, each with the reason.
    terms: of the glossary that MT put in place, in the form of each language, each once.
    is_stopped: whether it ended before it was done.
    """

    bitext: Bitext
    leverage: tuple[Leverage, ...]
    filled: tuple[str, ...]
    mt_problem: str | None = None
    refused: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    is_stopped: bool = False

    @property
    def untranslated(self) -> int:
        """Units that still lack a target."""
        return sum(unit.is_untranslated for unit in self.bitext.units)

    @property
    def to_review(self) -> int:
        """Units with a draft nobody has confirmed."""
        return sum((unit.draft or unit.is_stale) and unit.target is not None for unit in self.bitext.units)


class Engines:
    """The engines of the settings: that of a direction is made when it is first needed, and serves all articles after it.

    One that is unavailable stays so: a server that does not answer is waited for once.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: dict[LanguagePair, Translator | TranslatorUnavailable] = {}

    def maker(self, pair: LanguagePair) -> Callable[[], Translator] | None:
        """Return what gives the engine of a direction, None if the settings switch MT off. It raises as `make_translator`."""
        make = make_translator(self._settings, pair)
        return None if make is None else partial(self._give, pair, make)

    def _give(self, pair: LanguagePair, make: Callable[[], Translator]) -> Translator:
        if pair not in self._made:
            try:
                self._made[pair] = make()
            except TranslatorUnavailable as error:
                self._made[pair] = error
        made = self._made[pair]
        if isinstance(made, TranslatorUnavailable):
            raise made
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a project has to translate: the slugs of the articles with untranslated units, in order.

    unaligned: articles that stand in both languages, and whose bitext is not there yet; problems: what cannot be read.
    """

    slugs: tuple[str, ...]
    unaligned: tuple[str, ...] = ()
    problems: tuple[TmflowError, ...] = ()


def articles_to_translate(project: Project, to: Language | None = None) -> Waiting:
    """Look at all articles whose source is there. to: the language to translate into, by default that of each article."""
    waiting: list[str] = []
    unaligned: list[str] = []
    problems: list[TmflowError] = []
    for slug in project.articles:
        try:
            article = load_article(project, slug, to=None if slug in project.bitext_slugs else to)
            if article.source is None or to not in {None, article.pair.target}:
                continue
            if article.is_paired and not article.stored.units:
                unaligned.append(slug)
            elif any(unit.is_untranslated for unit in article.bound.bitext.units):
                waiting.append(slug)
        except (FormatError, ConfigError) as error:
            problems.append(error)
    return Waiting(slugs=tuple(waiting), unaligned=tuple(unaligned), problems=tuple(problems))


def translate_article(
    project: Project,
    slug: str,
    *,
    to: Language | None = None,
    use_mt: bool = True,
    translator: Translator | None = None,
    engines: Engines | None = None,
    watch: Watch = Watch(),
) -> Translation:
    """Fill the empty units of an article from the memory and then by MT, saving as it goes.

    What is already translated is left alone, but for fuzzy matches that are as the memory gave them: MT repairs them.
    A run that was stopped goes on where it ended. The bitext is written after the memory's pass and with the batches of
    the engine (see `StepSaver`), which is asked for no text twice; what else was offered for the drafts is kept for the
    exports.
    use_mt: whether MT drafts what the memory lacks; translator: the engine, by default the one of the settings, loaded
    only if something is left for it; engines: where that is kept for other articles.
    Raises ConfigError if the source article is missing, or the target article is there and not aligned yet;
    TranslatorError if the engine breaks its contract.
    """
    with project_memory(project, on_problem=watch.on_problem) as memory, project.writing():
        article, source = article_to_translate(project, slug, to)
        start = article.bound.bitext
        kept = read_kept(project, slug, pair=article.pair).without(
            unit.id for unit in start.units if unit.target is None
        )
        bitext = fill_from_memory(
            fill_from_title_block(_resumed(with_candidates(start, kept), article), source),
            memory,
            format=article.target_format,
            threshold=project.settings.memory.threshold,
            on_progress=watch.on_memory,
        )
        kept = keep_candidates(project, bitext, kept=kept)
        article.save(bitext, is_recut=True)
    engine = (lambda: translator) if translator else (engines or Engines(project.settings)).maker(article.pair)
    if not use_mt or engine is None:
        return summarize(start, bitext)

    steps = iter_machine_steps(bitext, engine, _options(project, article, watch), asked=kept.asked)
    return _run(start, bitext, steps, keep=StepSaver(project, bitext), watch=watch)


def _run(
    start: Bitext,
    bitext: Bitext,
    steps: Iterator[MachineStep],
    *,
    keep: StepKeeper,
    watch: Watch,
) -> Translation:
    """Take each step of the engine into the bitext, until all are done or the run is over, and keep what was done at any end."""
    problem: str | None = None
    refused: list[tuple[str, str]] = []
    terms: dict[tuple[str, str], None] = {}
    is_stopped = watch.is_over() and any(map(is_for_machine, bitext.units))
    try:
        for step in () if is_stopped else steps:
            refused.extend(step.refused)
            terms |= dict.fromkeys(step.terms)
            if watch.on_drafted:
                watch.on_drafted(step.done, step.total)
            if keep.take(step) and watch.on_progress:
                watch.on_progress(step.done, step.total)
            is_stopped = step.done < step.total and watch.is_over()
            if is_stopped:
                break
        end = keep.finish()
    except TranslatorUnavailable as error:
        problem, end = str(error), keep.finish()
    except (KeyboardInterrupt, TranslatorError, StorageError):
        keep.finish()
        raise
    told = summarize(start, end, problem=problem, refused=refused)
    return replace(told, terms=tuple(terms), is_stopped=is_stopped)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumePoint:
    """Where the next run goes on: how many units have a target saved, how many lack one, the first of these (from 1)."""

    saved: int
    left: int
    next_number: int


def resume_point(project: Project, slug: str, to: Language | None = None) -> ResumePoint:
    """Return where the next run over an article goes on. Raises ConfigError and FormatError as `article_to_translate` does."""
    units = article_to_translate(project, slug, to)[0].bound.bitext.units
    left = [number for number, unit in enumerate(units, 1) if unit.is_untranslated]
    saved = sum(unit.target is not None for unit in units)
    return ResumePoint(saved=saved, left=len(left), next_number=left[0] if left else len(units))


def _resumed(bitext: Bitext, article: Article) -> Bitext:
    """Return a bitext with the repairs that a run had made when it was ended before it could save them."""

    def resume(unit: TranslationUnit) -> TranslationUnit:
        origin = unit.origin
        is_plain = origin is not None and origin.match is MatchKind.FUZZY and unit.target is not None
        texts = {match.target for match in unit.candidates if match.kind is MatchKind.FUZZY}
        if is_plain and unit.target and unit.target.native in texts:
            return fill_from_best(unit, unit.candidates, format=article.target_format)
        return unit

    return replace(bitext, units=tuple(map(resume, bitext.units)))


def _options(project: Project, article: Article, watch: Watch) -> MachineOptions:
    return MachineOptions(
        batch=project.settings.mt.batch,
        answers=project.answers_path,
        threshold=project.settings.memory.threshold,
        source_format=article.options.source_format,
        target_format=article.target_format,
        glossary=project.glossary,
        on_engine=watch.on_engine,
        on_note=watch.on_note,
    )


def translate_units(
    document: Document,
    units: Sequence[TranslationUnit],
    *,
    pair: LanguagePair,
    memory: TranslationMemory | None,
    translator: Callable[[], Translator] | None,
    threshold: int,
    batch: int | None = None,
    answers: Path | None = None,
    glossary: Glossary | None = None,
    watch: Watch = Watch(),
) -> Translation:
    """Translate the units of a document that belongs to no project; nothing is written but the engine's answers.

    answers: where these are kept, None = nowhere.
    """
    slug = document.path.stem if document.path else "text"
    start = Bitext(slug=slug, pair=pair, units=tuple(units))
    bitext = fill_from_title_block(start, document)
    if memory is not None:
        bitext = fill_from_memory(
            bitext, memory, format=document.format, threshold=threshold, on_progress=watch.on_memory
        )
    if translator is None:
        return summarize(start, bitext)
    options = MachineOptions(
        batch=batch or MachineOptions().batch,
        answers=answers,
        threshold=threshold,
        source_format=document.format,
        target_format=document.format,
        glossary=glossary or Glossary(),
        on_engine=watch.on_engine,
        on_note=watch.on_note,
    )
    return _run(start, bitext, iter_machine_steps(bitext, translator, options), keep=StepTaker(bitext), watch=watch)
