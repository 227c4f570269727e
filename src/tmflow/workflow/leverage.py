"""The leverage of a job: what there is to translate of articles and files, by the bands of a quote. Nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tmflow._version import __version__
from tmflow.errors import ConfigError, FormatError, TmflowError
from tmflow.memory.leverage import JobMeter
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.quote import Band, Count, Tally, Tariff, share_percents
from tmflow.memory.retired import RETIRED
from tmflow.model.bitext import Bitext, TranslationUnit
from tmflow.model.language import Language, LanguagePair
from tmflow.text.volume import manuscript_pages
from tmflow.workflow.filling import fill_from_title_block
from tmflow.workflow.passages import read_passages
from tmflow.workflow.project import Project
from tmflow.workflow.recall import project_memory
from tmflow.workflow.segmentation import empty_folder, find_texts, is_folder
from tmflow.workflow.texts import read_file
from tmflow.workflow.translate import article_to_translate

__all__ = ["Basis", "JobLeverage", "PartLeverage", "Quote", "QuoteLine", "measure_job"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a job was measured with: the same basis and texts give the same figures.

    generation, documents, units: of the memory. threshold: the least similarity of a match, percent. internal_fuzzy, punctuation:
    as `JobMeter` has them.
    """

    version: str
    generation: int
    documents: int
    units: int
    threshold: int
    internal_fuzzy: bool
    punctuation: bool
    tariff: Tariff


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLeverage:
    """What is to translate of a file, or, where `file` is "", of all files of a direction."""

    file: str
    pair: LanguagePair
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """A band of a quote, or all of them: band "total", without a weight.

    volume: characters or words. pages: of 400 characters, None where words are counted. share_percent: of the volume,
    in whole numbers that are together 100. weighted: the volume that is paid in full.
    """

    band: str
    segments: int
    volume: int
    pages: Decimal | None
    share_percent: int
    weight_percent: int | None
    weighted: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A part of a job with its price. lines: one for each band, also for those that are empty; total: of all bands.

    unit: "characters" or "words". rate: the full price of one; rate and price are None where the settings have no rate.
    """

    file: str
    pair: LanguagePair
    unit: str
    lines: tuple[QuoteLine, ...]
    total: QuoteLine
    rate: Decimal | None
    price: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLeverage:
    """What is to translate of a job. problems: what kept a file from being measured; the others were."""

    basis: Basis
    files: tuple[PartLeverage, ...]
    problems: tuple[TmflowError, ...] = ()

    @property
    def totals(self) -> tuple[PartLeverage, ...]:
        """All files of each direction together, the directions as they come."""
        totals: dict[LanguagePair, Tally] = {}
        for one in self.files:
            totals[one.pair] = totals.get(one.pair, Tally(language=one.pair.source)) + one.tally
        return tuple(PartLeverage(file="", pair=pair, tally=tally) for pair, tally in totals.items())

    def quote(self, part: PartLeverage) -> Quote:
        """Return a part as a quote shows it."""
        tariff, tally = self.basis.tariff, part.tally
        *lines, total = _iter_lines(tally, tariff)
        return Quote(
            file=part.file,
            pair=part.pair,
            unit=tally.unit,
            lines=tuple(lines),
            total=total,
            rate=tariff.rate.get(tally.language),
            price=tariff.price(tally),
            currency=tariff.currency,
        )


def _iter_lines(tally: Tally, tariff: Tariff) -> Iterator[QuoteLine]:
    whole = tally.total
    parts: list[tuple[str, Count, int | None, Decimal]] = [
        (band.value, tally[band], tariff.weight_percent(band), tariff.weighted(tally, band)) for band in Band
    ]
    shares = [*share_percents([count.volume for _, count, _, _ in parts]), 100 if whole.volume else 0]
    parts.append(("total", whole, None, tariff.weighted(tally)))
    for share, (name, count, weight, weighted) in zip(shares, parts, strict=True):
        yield QuoteLine(
            band=name,
            segments=count.segments,
            volume=count.volume,
            pages=manuscript_pages(count.volume) if tally.language is Language.JA else None,
            share_percent=share,
            weight_percent=weight,
            weighted=weighted,
        )


def measure_job(
    project: Project,
    names: Sequence[str] = (),
    *,
    language: Language | None = None,
    threshold: int | None = None,
    internal_fuzzy: bool = False,
    punctuation: bool | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> JobLeverage:
    """Measure articles, given by slug or path, and other files and folders, in this order; each counts once.

    names: () means the articles of the project that have something to translate. language: of the files that are no
    articles of the project; each tells its own if None. threshold, punctuation: None = the settings'.
    on_progress: called with the files done and the files in all.
    Raises ConfigError for a name that is neither an article nor a file, MemoryStoreError if the memory cannot be read.
    """
    sources = list(_find_sources(project, names))
    with project_memory(project) as memory:
        basis = _basis(project, memory, threshold=threshold, internal_fuzzy=internal_fuzzy, punctuation=punctuation)
        meters = {source: _meter(memory, source, basis) for source in Language}
        files: list[PartLeverage] = []
        problems: list[TmflowError] = []
        for done, source in enumerate(sources, 1):
            try:
                file, pair, units = _read(project, source, language)
            except (ConfigError, FormatError) as error:
                problems.append(error)
            else:
                files.append(PartLeverage(file=file, pair=pair, tally=meters[pair.source].measure(units)))
            on_progress(done, len(sources))
    asked = tuple(one for one in files if names or one.tally.total.segments)
    return JobLeverage(basis=basis, files=asked, problems=tuple(problems))


def _basis(
    project: Project,
    memory: TranslationMemory,
    *,
    threshold: int | None,
    internal_fuzzy: bool,
    punctuation: bool | None,
) -> Basis:
    settings = project.settings
    documents = [record for record in memory.documents().values() if record.name != RETIRED]
    return Basis(
        version=__version__,
        generation=memory.store.generation(),
        documents=len(documents),
        units=sum(record.units for record in documents),
        threshold=settings.memory.threshold if threshold is None else threshold,
        internal_fuzzy=internal_fuzzy,
        punctuation=settings.leverage.counts_punctuation if punctuation is None else punctuation,
        tariff=settings.leverage.tariff,
    )


def _meter(memory: TranslationMemory, language: Language, basis: Basis) -> JobMeter:
    return JobMeter(
        memory,
        language,
        threshold=basis.threshold,
        internal_fuzzy=basis.internal_fuzzy,
        punctuation=basis.punctuation,
    )


def _find_sources(project: Project, names: Iterable[str]) -> Iterator[str | Path]:
    """Yield what is to be measured, each once: an article of the project by its slug, another file by its path."""
    slugs = {
        os.path.realpath(file): slug
        for slug in project.slugs()
        for file in (project.bitext_path(slug), *project.articles.get(slug, {}).values())
    }
    seen: set[str] = set()
    for source in _find_named(project, names) if names else _find_open(project):
        real = os.path.realpath(source)
        slug = source if isinstance(source, str) else slugs.get(real)
        if (slug or real) not in seen:
            seen.add(slug or real)
            yield slug or source


def _find_open(project: Project) -> Iterator[str]:
    """Yield the articles that have a file, but for those in both languages that have not been aligned yet."""
    for slug, sides in project.articles.items():
        if len(sides) == 1 or slug in project.bitext_slugs:
            yield slug


def _find_named(project: Project, names: Iterable[str]) -> Iterator[str | Path]:
    slugs = set(project.slugs())
    for name in names:
        if name not in slugs and os.path.exists(name):  # noqa: PTH110 - Path.exists raises for a name that is too long
            yield from find_texts([Path(name)])
        else:
            yield project.require_slug(name)


def _read(
    project: Project, source: str | Path, language: Language | None
) -> tuple[str, LanguagePair, tuple[TranslationUnit, ...]]:
    """Return the name, the direction and the units of an article or a file, as translating it has them."""
    if isinstance(source, str):
        article, document = article_to_translate(project, source)
        bitext, name = article.bound.bitext, article.source_name
    else:
        if is_folder(source):
            raise empty_folder(source)
        document, name = (
            read_file(source, language=language, encoding=None, settings=project.settings),
            source.as_posix(),
        )
        passages = read_passages(document, options=project.settings.segment)
        units = (
            TranslationUnit(id=str(number), source=passage.content, source_place=passage.place)
            for number, passage in enumerate(passages)
        )
        pair = LanguagePair(document.language, document.language.other)
        bitext = Bitext(slug=source.stem, pair=pair, units=tuple(units))
    filled = fill_from_title_block(bitext, document)
    return name, filled.pair, filled.units
