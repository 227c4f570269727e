"""The translated article from a returned file alone, which brings the source article along.

A project's bitext of it, where there is one, knows the markup of the target that the file has no place for: the title of a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tmflow.errors import ConfigError, FormatError, TmflowError
from tmflow.formats.article import parse_article
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.codes import code_fault, restore_natives
from tmflow.formats.detection import detect
from tmflow.formats.fileformat import Trait, Use
from tmflow.formats.inline import parse_inline
from tmflow.formats.registry import formats_with
from tmflow.formats.returned import Claim, ReturnedFile, ReturnedUnit
from tmflow.formats.units import read_returned
from tmflow.model.bitext import Bitext, Side, State, TranslationUnit
from tmflow.model.content import CodeRole, Content, InlineCode
from tmflow.model.document import ArticleFormat, Document
from tmflow.text.normalize import fold_spaces
from tmflow.workflow.bind import bind
from tmflow.workflow.export import target_text
from tmflow.workflow.ingest import load_article
from tmflow.workflow.passages import Passage, join_passages, read_passages
from tmflow.workflow.project import Project
from tmflow.workflow.returned_target import escaped, without_layout
from tmflow.workflow.settings import Settings

__all__ = ["WrittenArticle", "is_returned_file", "write_returned_articles"]

_SUFFIXES = {ArticleFormat.PLAIN: ".txt", ArticleFormat.MARKDOWN: ".md", ArticleFormat.HTML: ".html"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenArticle:
    """An article that was written: how many units it has, and how many of them still read as the source.

    warning: what a user should know of how its file was read.
    """

    slug: str
    path: Path
    units: int
    missing: int
    warning: str = ""


def is_returned_file(path: Path) -> bool:
    """Whether a path is that of a file that may bring its article along, by its name or by what is in it.

    >>> is_returned_file(Path("no-such-file.xlf"))
    False
    """
    if not path.is_file():
        return False
    if any(path.suffix.lower() in each.suffixes for each in formats_with(Trait.ARTICLE)):
        return True
    try:
        return Trait.ARTICLE in detect(path, Use.UNITS).format.traits
    except TmflowError:
        return False


def write_returned_articles(
    path: Path, *, settings: Settings, project: Project | None = None, output: Path | None = None, force: bool = False
) -> tuple[WrittenArticle, ...]:
    """Write the translated articles of a returned file, the source article's skeleton with the file's translations.

    project: whose bitexts know the markup of targets, None if there is none.
    output: the file to write; by default SLUG.LANGUAGE.md (.txt, .html) beside the file.
    force: overwrite a file that reads otherwise.
    Raises FormatError if the file cannot be read or brings no article along, ConfigError if it is of other languages,
    if one output is named for several articles, or a file is in the way.
    """
    files = _joined(read_returned(path).articles, path)
    if output is not None and len(files) > 1:
        raise ConfigError(f"{path}: holds {len(files)} articles, -o names one file. Leave it out")
    written = []
    for file in files:
        known = _known_targets(project, file)
        article, text = _article_of(file, path=path, settings=settings, output=output, known=known)
        if article.path.is_file() and not force and article.path.read_bytes() != text.encode():
            raise ConfigError(f"{article.path} exists and reads otherwise. To overwrite it: --force")
        written.append((article, text))
    for article, text in written:
        write_bytes_atomic(article.path, text.encode())
    return tuple(article for article, _ in written)


def _joined(files: Sequence[ReturnedFile], path: Path) -> list[ReturnedFile]:
    """Return the files of a document, those of one article as one: some tools cut an article in two.

    Raises FormatError if two of one name bring different articles along, of which one would be written over the other.
    """
    joined: dict[str, ReturnedFile] = {}
    for file in files:
        first = joined.get(file.slug)
        if first is not None and (first.skeleton or file.skeleton) != (file.skeleton or first.skeleton):
            raise FormatError(f"holds two articles called {file.slug}: give each a file of its own", path=path)
        joined[file.slug] = (
            file
            if first is None
            else replace(first, units=(*first.units, *file.units), skeleton=first.skeleton or file.skeleton)
        )
    return list(joined.values())


def _known_targets(project: Project | None, file: ReturnedFile) -> dict[str, Content]:
    """Return the targets that a project has of a file's article, by the native text of their sources."""
    if project is None or file.slug not in project.bitext_slugs:
        return {}
    stored = load_article(project, file.slug).stored
    if stored.pair != file.pair:
        return {}
    return {unit.source.native: unit.target for unit in stored.units if unit.target}


def _article_of(
    file: ReturnedFile, *, path: Path, settings: Settings, output: Path | None, known: Mapping[str, Content]
) -> tuple[WrittenArticle, str]:
    if file.skeleton is None:
        raise FormatError("brings no article along; take it back with: tmflow merge", path=path)
    if file.pair is None:
        raise ConfigError(f"{path}: translates {file.languages}, not Japanese and English")
    document = parse_article(
        file.skeleton.content.decode("utf-8", "replace"),
        format=file.skeleton.format,
        language=file.pair.source,
        path=path,
        boilerplate=settings.boilerplate,
        newline=settings.segment.newline,
    )
    passages = read_passages(document, options=settings.segment)
    stored = Bitext(slug=file.slug, pair=file.pair, units=tuple(_iter_units(file.units, document.format)))
    bound = bind(stored, source=document, source_passages=passages)
    units = tuple(
        _with_markup(unit, passages[slice(*place)], document, known)
        for unit, place in zip(bound.bitext.units, bound.source_ranges, strict=True)
        if place is not None
    )
    name = f"{file.slug}.{file.pair.target.value}{_SUFFIXES[document.format]}"
    missing = sum(unit.is_untranslated for unit in units)
    article = WrittenArticle(
        slug=file.slug, path=output or path.with_name(name), units=len(units), missing=missing, warning=file.warning
    )
    return article, target_text(document, replace(stored, units=units))


def _iter_units(returned: Iterable[ReturnedUnit], format: ArticleFormat) -> Iterator[TranslationUnit]:
    for number, unit in enumerate(returned):
        if not unit.source:
            continue
        side = Side.SOURCE if unit.is_locked and unit.target is None else Side.BOTH
        bare = TranslationUnit(id=f"u{number}", source=_readable(unit.source, format), side=side)
        is_copy = unit.target is None or fold_spaces(unit.target.text) == fold_spaces(unit.source.text)
        is_open = unit.is_partial or unit.claim is Claim.REJECTED or (unit.state is State.INITIAL and is_copy)
        yield bare if is_open or unit.target is None else replace(bare, target=unit.target, state=State.TRANSLATED)


def _readable(content: Content, format: ArticleFormat) -> Content:
    """Return a content whose codes read as their markup does: the text between backticks is text."""
    return Content.of(
        *(
            replace(part, text=parse_inline(part.native, format).text)
            if isinstance(part, InlineCode) and part.role is CodeRole.STANDALONE
            else part
            for part in content.parts
        )
    )


def _with_markup(
    unit: TranslationUnit, passages: Sequence[Passage], document: Document, known: Mapping[str, Content]
) -> TranslationUnit:
    """Return a unit whose codes have their markup again; without a target if codes are missing or too many."""
    source = join_passages(passages, document)
    exported = known.get(source.native)
    if unit.target is None:
        return replace(unit, source=source)
    if code_fault(unit.target, source=source, exported=exported):
        return replace(unit, source=source, target=None, state=State.INITIAL, previous_source=None)
    language = document.language.other
    settled = without_layout(unit.target, source=source, language=language)
    settled = escaped(settled, known=exported, markup=document.format)
    restored = restore_natives(settled, source=source, exported=exported)
    parts = (
        replace(ours, native=theirs.native)
        if isinstance(ours, InlineCode) and isinstance(theirs, InlineCode) and theirs.native
        else ours
        for ours, theirs in zip(restored.parts, settled.parts, strict=True)
    )
    return replace(unit, source=source, target=Content.of(*parts))
