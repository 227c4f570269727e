"""Exporting: an article's bitext in a format of the registry, or as the target article itself."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tmflow.errors import ConfigError, StorageError
from tmflow.formats.article import replace_blocks
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.export import ExportProfile
from tmflow.formats.fileformat import Trait, Use
from tmflow.formats.inline import parse_inline
from tmflow.formats.registry import format_named, formats, formats_with, formats_written_as, usual_format
from tmflow.formats.skeleton import Skeleton
from tmflow.formats.units import unit_formats, write_bitext
from tmflow.model.bitext import Bitext, Side
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, Document
from tmflow.model.language import Language
from tmflow.publish.gate import Refusal, count_reasons, publishable
from tmflow.text.counts import counted
from tmflow.workflow.bind import is_orphan
from tmflow.workflow.candidates import lacks_candidates, look_up_candidates, read_kept, with_candidates
from tmflow.workflow.exported import check_place, remember_export, remember_targets, remember_units
from tmflow.workflow.ingest import Article, load_article, missing_partner
from tmflow.workflow.profiles import profiled
from tmflow.workflow.project import ARTICLE_SUFFIXES, Project, make_folder
from tmflow.workflow.recall import project_memory

__all__ = ["Export", "count_reasons", "export_article", "export_format", "export_formats", "exportable", "target_text"]

_JAPANESE_INDENT = re.compile(r"^\u3000+", re.MULTILINE)

ARTICLE: Final = "article"
"""What an article can be exported as besides the formats of the registry: the target article itself."""


def export_formats() -> tuple[str, ...]:
    """Return the names of what an article can be exported as.

    >>> "xliff12" in export_formats(), export_formats()[-1]
    (True, 'article')
    """
    return (*unit_formats(), ARTICLE)


def export_format(name: str | None, output: Path | None) -> str:
    """Return the format an article is exported in: the one that is named, else the one the file's name tells, else the usual.

    A file whose ending is no format's may hold any. Raises ConfigError if the two contradict each other, or if the ending
    is of a format that holds no units.

    >>> export_format(None, Path("a.docx")), export_format("po", Path("a.out")), export_format(None, Path("a.md"))
    ('docx', 'po', 'article')
    """
    fitting = _formats_by_ending(output) if output else ()
    if not fitting:
        return name or usual_format().name
    if name is None:
        return fitting[0]
    if name not in fitting:
        raise ConfigError(f"{output} is named as {fitting[0]}, and --to says {name}: leave one of them out")
    return name


def _formats_by_ending(output: Path) -> tuple[str, ...]:
    """Return the formats a file is by its name, the likeliest first; none if no format has the ending."""
    suffix = output.suffix.lower()
    if suffix in ARTICLE_SUFFIXES:
        return (ARTICLE,)
    fitting = formats_written_as(output, Use.UNITS)
    others = [each for each in formats().values() if suffix in each.suffixes]
    if others and not fitting:
        raise ConfigError(
            f"{output}: {others[0].title} holds no units of an article; these do: {', '.join(unit_formats())}"
        )
    return tuple(each.name for each in fitting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file that was written and how many units are in it.

    removed: per unit, the characters the format cannot hold; unready: of an article, the units that may not be published.
    """

    slug: str
    format: str
    path: Path
    units: int
    removed: tuple[tuple[str, str], ...] = ()
    unready: tuple[Refusal, ...] = ()


def exportable(project: Project) -> tuple[str, ...]:
    """Return the slugs of the articles that have a bitext. Raises ConfigError if there are none."""
    slugs = tuple(slug for slug in project.bitext_slugs if slug in project.articles)
    if not slugs:
        raise ConfigError(
            f"no article in {project.root} has a bitext yet. Start with: tmflow align, or tmflow translate"
        )
    return slugs


def export_article(
    project: Project,
    slug: str,
    format: str,
    *,
    output: Path | None = None,
    force: bool = False,
    profile: ExportProfile = ExportProfile.DEFAULT,
) -> Export:
    """Write an article's bitext in a format, one of `export_formats`.

    output: the file to write; by default exports/SLUG plus the format's suffix, or the target article's own place.
    force: overwrite an export that was edited since, or a target article that reads otherwise; put an article in its place
    that may not be published yet.
    profile: what of the bitext is taken along.
    Raises ConfigError if there is no bitext, the file would be lost (`check_place`), the format does not know the profile, or the target article cannot be written without force.
    """
    _check_profile(format, profile)
    article = load_article(project, slug)
    if not article.stored.units:
        raise ConfigError(f"{slug} has no bitext yet. Start with: tmflow align {slug}, or tmflow translate {slug}")
    if article.source is None:
        raise ConfigError(missing_partner(project, slug, article.pair.source))
    bitext = _placed(article.bound.bitext)
    if format == ARTICLE:
        return _write_article(project, article, bitext, output=output, force=force)
    found = format_named(format)
    path = output or _export_path(project, slug, found.export_ending)
    check_place(project, path, is_named=output is not None, force=force)
    if Trait.CANDIDATES in found.traits:
        bitext = _with_candidates(project, bitext)
    skeleton = _skeleton(article.source) if Trait.ARTICLE in found.traits else None
    options = replace(article.options, profile=profile, skeleton=skeleton)
    sent = profiled(bitext, profile)
    report = write_bitext(sent, path, name=format, options=options)
    if output is None:
        remember_export(project, path)
    with suppress(StorageError):  # a file can be written elsewhere though the project cannot
        remember_targets(project, sent)
        remember_units(project, sent, profile)
    return Export(slug=slug, format=format, path=path, units=report.units, removed=report.removed)


def _placed(bitext: Bitext) -> Bitext:
    """Return a bitext without the units whose passage the article has lost."""
    return replace(bitext, units=tuple(unit for unit in bitext.units if not is_orphan(unit)))


def _skeleton(source: Document) -> Skeleton:
    return Skeleton(format=source.format, content=source.text.encode())


def _write_article(project: Project, article: Article, bitext: Bitext, *, output: Path | None, force: bool) -> Export:
    """Write the target article; to its own place only once it may be published, as `tmflow publish` sees it."""
    if article.source is None:
        raise ConfigError(missing_partner(project, article.slug, article.pair.source))
    path = output or _article_path(project, article)
    content = target_text(article.source, bitext).encode()
    is_there = path.is_file() and path.read_bytes() == content
    if path.is_file() and not (is_there or force):
        raise ConfigError(f"{project.relative(path)} exists and reads otherwise. To overwrite it: --force")
    unready = publishable(bitext, require=project.settings.publish.require)
    if unready and output is None and not (is_there or force):
        raise ConfigError(
            f"{article.slug}: {len(unready)} of {counted(len(bitext.units), 'unit')} not ready ({count_reasons(unready)}), so "
            f"{project.relative(path)} is not written. See: tmflow check {article.slug}. "
            "To look at it: -o FILE; to write it all the same: --force"
        )
    write_bytes_atomic(path, content)
    return Export(slug=article.slug, format=ARTICLE, path=path, units=len(bitext.units), unready=unready)


def target_text(source: Document, bitext: Bitext) -> str:
    """Return the text of the target article: the source's skeleton with each translated block in the other language.

    Hard line breaks are those of the target article, where there is one, else those of the source.
    A block that is not wholly translated keeps the source text of the missing units, so that nothing is dropped. What
    belongs to the source's side alone is left out: confirmed source-only units, and the site's furniture in plain text.
    """
    separator = " " if bitext.pair.target is Language.EN else ""
    blocks: dict[int, list[Content]] = {}
    for unit in bitext.units:
        if unit.side is Side.TARGET or unit.source_place is None:
            continue
        contents = blocks.setdefault(unit.source_place.block, [])
        if unit.side is not Side.SOURCE or unit.is_untranslated:
            lead = (unit.target_place or unit.source_place).lead or (separator if contents else "")
            contents += [parse_inline(lead, source.format), unit.target or unit.source]
    if source.format is ArticleFormat.PLAIN:
        blocks |= {number: [] for number, block in enumerate(source.blocks) if not block.kind.is_translatable}
    text = replace_blocks(
        source,
        {block: Content.join(tuple(contents)) for block, contents in blocks.items()},
        language=bitext.pair.target,
    )
    is_indented = bitext.pair.target is Language.EN and source.format is not ArticleFormat.HTML
    return _JAPANESE_INDENT.sub("", text) if is_indented else text


def _with_candidates(project: Project, bitext: Bitext) -> Bitext:
    """Return a bitext whose drafts have their candidates: what was kept, else what the memory gives now."""
    known = with_candidates(bitext, read_kept(project, bitext.slug, pair=bitext.pair))
    if not lacks_candidates(known):
        return known
    with project_memory(project) as memory:
        return look_up_candidates(known, memory, threshold=project.settings.memory.threshold)


def _check_profile(format: str, profile: ExportProfile) -> None:
    if profile is ExportProfile.DEFAULT:
        return
    if format == ARTICLE:
        raise ConfigError(f"an article is written whole: no profile {profile.value} for it")
    if profile is ExportProfile.PREFILL_SOURCE and Trait.PREFILL not in format_named(format).traits:
        heeding = ", ".join(each.name for each in formats_with(Trait.PREFILL))
        raise ConfigError(f"the profile {profile.value} is for other formats: --to {heeding}")


def _export_path(project: Project, slug: str, ending: str) -> Path:
    path = project.export_path(slug, ending)
    make_folder(path.parent)
    return path


def _article_path(project: Project, article: Article) -> Path:
    existing = project.article_path(article.slug, article.pair.target)
    return existing or article.default_path(article.pair.target)
