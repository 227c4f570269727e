"""Reading an article: both of its files, their passages and the bitext stored of it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from tmflow._version import __version__
from tmflow.errors import ConfigError
from tmflow.formats.article import read_article
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.export import ExportOptions
from tmflow.formats.po import read_po_file, serialize
from tmflow.model.bitext import Bitext
from tmflow.model.document import ArticleFormat, Document
from tmflow.model.language import Language, LanguagePair
from tmflow.text.encoding import codec_display_name
from tmflow.workflow.bind import Bound, bind
from tmflow.workflow.passages import Passage, read_passages
from tmflow.workflow.project import Project, make_folder
from tmflow.workflow.reworded import Wording, wording_of

__all__ = ["Article", "load_article", "missing_partner", "recut_warning"]

_SEGMENTATION_HEADER = "X-Tmflow-Segmentation"
"""In the header of a bitext: the signature of the settings it was cut with; not there where they were the default."""

_NAMED = 3
_NEAR_NAME = 0.5
"""difflib's ratio from which one file name is proposed for another: only names that lack a partner come into question."""


@dataclass(frozen=True)
class Article:
    """One article of a project: what stands in its files now and what its bitext knows.

    is_settled: whether the bitext as read has figures of editing that its file lacks.
    """

    project: Project
    slug: str
    pair: LanguagePair
    source: Document | None
    target: Document | None
    stored: Bitext
    stored_options: ExportOptions = field(default_factory=ExportOptions)
    is_settled: bool = False

    @cached_property
    def source_passages(self) -> tuple[Passage, ...]:
        """The passages of the source article, () if it is not there."""
        return self._passages(self.source)

    @cached_property
    def target_passages(self) -> tuple[Passage, ...]:
        """The passages of the target article, () if it is not there."""
        return self._passages(self.target)

    def _passages(self, document: Document | None) -> tuple[Passage, ...]:
        return read_passages(document, options=self.project.settings.segment) if document else ()

    @cached_property
    def bound(self) -> Bound:
        """The stored bitext laid over the files as they are now. Raises ConfigError if the source article is gone."""
        if self.source is None:
            raise ConfigError(missing_partner(self.project, self.slug, self.pair.source))
        return bind(
            self.stored,
            source=self.source,
            source_passages=self.source_passages,
            target_passages=self.target_passages if self.target else None,
        )

    @cached_property
    def wording(self) -> Wording:
        """How the translations read in the target article as it is now; as the bitext has them where it is not there."""
        if self.target is None:
            return Wording(bitext=self.bound.bitext)
        return wording_of(self.bound, self.target, self.target_passages)

    @property
    def options(self) -> ExportOptions:
        """How its bitext is written: the formats of its files, their names, and what a PO editor left in the header."""
        source_format = self.source.format if self.source else self.stored_options.source_format
        target_format = self.target.format if self.target else source_format
        return replace(
            self.stored_options,
            source_format=source_format,
            target_format=target_format,
            source_path=self.source_name,
            target_path=self.target_name if self.target else "",
            tool_version=__version__,
        )

    @property
    def target_format(self) -> ArticleFormat:
        """How the inline markup of its targets is written."""
        return self.options.target_format

    @property
    def is_cut_otherwise(self) -> bool:
        """Whether its bitext was cut with other settings than the project has now, so that its units match no more."""
        return bool(self.stored.units) and self._stored_segmentation != self.project.settings.segment.signature

    @property
    def _stored_segmentation(self) -> str:
        return dict(self.stored_options.headers).get(_SEGMENTATION_HEADER, "")

    def save(self, bitext: Bitext, *, is_recut: bool = False) -> bool:
        """Write the bitext to its file, unless it is what the file says already. Hold `project.writing()` for it.

        is_recut: whether its units are those of the articles as they are cut now, which the file then records.
        Returns whether the file is another now.
        """
        content = self.saved(bitext, is_recut=is_recut)
        if content is not None:
            path = self.project.bitext_path(self.slug)
            make_folder(path.parent)
            write_bytes_atomic(path, content)
        return content is not None

    def saved(self, bitext: Bitext, *, is_recut: bool = False) -> bytes | None:
        """Return what the file of the bitext is to hold, None if it does already. `is_recut`: as `save` has it."""
        path = self.project.bitext_path(self.slug)
        signature = self.project.settings.segment.signature if is_recut else self._stored_segmentation
        is_same = bitext == self.stored and signature == self._stored_segmentation
        if is_same and not self.is_settled and path.is_file():
            return None
        kept = tuple(header for header in self.stored_options.headers if header[0] != _SEGMENTATION_HEADER)
        headers = (*kept, (_SEGMENTATION_HEADER, signature)) if signature else kept
        content = serialize(bitext, replace(self.options, headers=headers))
        return None if path.is_file() and path.read_bytes() == content else content

    @property
    def assumed_encodings(self) -> tuple[str, ...]:
        """What each file was read as that is not UTF-8; a line a file."""
        read = ((self.source, self.source_name), (self.target, self.target_name))
        return tuple(
            f"{name}: not UTF-8, read as {codec_display_name(document.encoding.codec)}"
            for document, name in read
            if document is not None and document.encoding.codec != "utf-8"
        )

    @property
    def source_name(self) -> str:
        """The source file as shown to a user and written into the bitext."""
        return self._name(self.pair.source)

    @property
    def target_name(self) -> str:
        """The target file, or where it would stand."""
        return self._name(self.pair.target)

    @property
    def is_paired(self) -> bool:
        """Whether it has a file in both languages."""
        return self.source is not None and self.target is not None

    def _name(self, language: Language) -> str:
        path = self.project.article_path(self.slug, language)
        return self.project.relative(path or self.default_path(language))

    def default_path(self, language: Language) -> Path:
        """Where the article would stand in a language: beside its partner, with the partner's suffix."""
        partner = self.project.article_path(self.slug, language.other)
        return self.project.articles_folder(language) / f"{self.slug}{partner.suffix if partner else '.txt'}"


def load_article(project: Project, slug: str, *, to: Language | None = None) -> Article:
    """Read an article's files and its bitext.

    to: the language to translate into; by default the direction of the stored bitext, else what the files tell.
    Raises FormatError for a file that cannot be read, ConfigError if `to` contradicts the stored bitext.
    """
    path = project.bitext_path(slug)
    stored = read_po_file(path) if path.is_file() else None
    pair = stored.bitext.pair if stored and to is None else project.pair_of(slug, to=to)
    if stored and stored.bitext.pair != pair:
        raise ConfigError(
            f"{project.relative(path)} translates {stored.bitext.pair}, not {pair}. Move it away to start anew"
        )
    documents = {
        language: read_article(
            path,
            language=language,
            boilerplate=project.settings.boilerplate,
            newline=project.settings.segment.newline,
        )
        for language, path in project.articles.get(slug, {}).items()
    }
    return Article(
        project=project,
        slug=slug,
        pair=pair,
        source=documents.get(pair.source),
        target=documents.get(pair.target),
        stored=replace(stored.bitext, slug=slug) if stored else Bitext(slug=slug, pair=pair),
        stored_options=stored.options if stored else ExportOptions(),
        is_settled=stored is not None and stored.is_settled,
    )


def recut_warning(slugs: Sequence[str]) -> str:
    """Say that bitexts were cut with other settings, and the next step."""
    more = f" and {len(slugs) - _NAMED} more" if len(slugs) > _NAMED else ""
    return (
        f"cut with other segment settings than tmflow.yaml has now: {', '.join(slugs[:_NAMED])}{more}. "
        "Their translations match less; to cut them anew: tmflow align, or translate"
    )


def missing_partner(project: Project, slug: str, language: Language) -> str:
    """Say that an article lacks its file in a language, with the nearest name there and the next step."""
    present = project.article_path(slug, language.other)
    here = project.relative(present) if present else f"memories/{slug}.po"
    others = [name for name, sides in project.articles.items() if set(sides) == {language}]
    near = difflib.get_close_matches(slug, others, n=1, cutoff=_NEAR_NAME) or [
        name for name in others if name.startswith(slug) or slug.startswith(name)
    ]
    hint = f" (nearest: {project.relative(project.articles[near[0]][language])})" if near else ""
    return f"{here} has no partner in articles/{language.value}/{hint}. Rename it, or: tmflow translate {slug}"
