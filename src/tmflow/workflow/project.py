"""A project on disk: the only file that knows the names of its folders."""

from __future__ import annotations

import difflib
import errno
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tmflow.errors import ConfigError, DiskFullError, MemoryLockedError, StorageError
from tmflow.model.language import Language, LanguagePair
from tmflow.text.terminal import neutral

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from tmflow.check.rule import Rule
    from tmflow.model.glossary import Glossary
    from tmflow.workflow.settings import Settings

__all__ = ["DATABASES", "SETTINGS_NAME", "Project", "find_project", "make_folder", "open_project", "shown_path"]

DATABASES = ("postgresql://", "postgres://")
"""How the address of a database begins."""
SETTINGS_NAME = "tmflow.yaml"
ARTICLE_SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm")
_INDEX_NAME = "index"
_LOCK_TIMEOUT_S = 10.0


def _default_settings() -> Settings:
    from tmflow.workflow.settings import Settings

    return Settings()


@dataclass(frozen=True)
class Project:
    """A publication's folder: articles, memories, settings. Opening one reads `tmflow.yaml` and nothing else."""

    root: Path
    settings: Settings = field(default_factory=_default_settings)

    @property
    def settings_path(self) -> Path:
        """The settings; a project made in a program need not have the file."""
        return self.root / SETTINGS_NAME

    @property
    def memories_folder(self) -> Path:
        """Where the bitexts (`SLUG.po`) and memories from elsewhere (`*.tmx`) stand."""
        return self.root / "memories"

    @property
    def glossary_path(self) -> Path:
        """The terms of the publication; the file need not be there."""
        return self.memories_folder / "glossary.yaml"

    @cached_property
    def glossary(self) -> Glossary:
        """The terms of `glossary_path`, none if there is no such file. Raises FormatError."""
        from tmflow.formats.glossary import read_glossary
        from tmflow.model.glossary import Glossary

        return read_glossary(self.glossary_path) if self.glossary_path.exists() else Glossary()

    def forget_glossary(self) -> None:
        """Let `glossary` be read anew: its file has changed."""
        vars(self).pop("glossary", None)

    @property
    def rules_path(self) -> Path:
        """The publication's own rules of checking; the file need not be there."""
        return self.root / "tmflow-rules.yaml"

    @cached_property
    def own_rules(self) -> tuple[Rule, ...]:
        """The rules of `rules_path` and of installed packages. Raises FormatError, ConfigError."""
        from tmflow.workflow.rules import own_rules

        return own_rules(self)

    @property
    def retired_path(self) -> Path:
        """The list of the retired pairs, which belongs to the memories."""
        return self.memories_folder / "retired.jsonl"

    @property
    def baseline_path(self) -> Path:
        """The findings that fail no check; the file need not be there."""
        return self.root / "tmflow-baseline.yaml"

    @property
    def index_path(self) -> Path:
        """The compiled memory: a cache, always disposable."""
        return self.cache_folder / "memory.sqlite"

    @property
    def cache_folder(self) -> Path:
        """Everything under it may be deleted at any moment."""
        return self.root / ".tmflow"

    def make_cache_folder(self) -> None:
        """Make the folder of the caches, and tell git to leave it alone. Raises OSError."""
        self.cache_folder.mkdir(parents=True, exist_ok=True)
        ignoring = self.cache_folder / ".gitignore"
        if not ignoring.is_file() or not ignoring.stat().st_size:
            ignoring.write_text("*\n", encoding="utf-8")

    @property
    def checks_path(self) -> Path:
        """What checking the articles gave: a cache."""
        return self.cache_folder / "checks.sqlite"

    @property
    def answers_path(self) -> Path:
        """What engines of machine translation have answered: a cache."""
        return self.cache_folder / "answers.sqlite"

    def candidates_path(self, slug: str) -> Path:
        """What the memory and engines offered for the drafts of an article: a cache."""
        return self.cache_folder / "candidates" / f"{slug}.json"

    @property
    def index_page_path(self) -> Path:
        """The published page that lists all articles."""
        return self.page_path(_INDEX_NAME)

    def articles_folder(self, language: Language) -> Path:
        """Where the articles of a language stand."""
        return self.root / "articles" / language.value

    def bitext_path(self, slug: str) -> Path:
        """The PO file of an article."""
        return self.memories_folder / f"{slug}.po"

    def page_path(self, slug: str) -> Path:
        """The published bilingual page of an article."""
        return self.root / "public" / f"{slug}.html"

    def output_path(self, slug: str, folder: str, suffix: str) -> Path:
        """An article published in another form than its page: in a folder for each form."""
        return self.root / "public" / folder / f"{slug}{suffix}"

    @property
    def site_folder(self) -> Path:
        """The published site."""
        return self.root / "public" / "site"

    @property
    def theme_folder(self) -> Path:
        """The publication's own templates and style sheet; the folder need not be there."""
        return self.root / "theme"

    @property
    def site_record_path(self) -> Path:
        """What the files of the site were made of: a cache."""
        return self.cache_folder / "site.json"

    @property
    def site_begun_path(self) -> Path:
        """Stands while the site is being built: a build that finds it knows that the one before was killed."""
        return self.cache_folder / "site.begun"

    def export_path(self, slug: str, suffix: str) -> Path:
        """Where an export of an article goes unless the user says otherwise."""
        return self.root / "exports" / f"{slug}{suffix}"

    def relative(self, path: Path) -> str:
        """Return a path as shown to a user: relative to the project, with forward slashes."""
        return shown_path(path, root=self.root)

    @cached_property
    def articles(self) -> Mapping[str, Mapping[Language, Path]]:
        """The article files by slug and language, in order of slug.

        Raises ConfigError for two files of one slug and language, names that some machine takes for one, an article
        named like the index page, and a link that leaves the project.
        """
        found: dict[str, dict[Language, Path]] = {}
        names: dict[str, Path] = {}
        for language in Language:
            for path in sorted(self._iter_article_files(language)):
                slug = path.stem
                like = names.setdefault(_folded(slug), path)
                if like.stem != slug:
                    raise ConfigError(f"{self._both(like, path)}: one name on some machines. Rename one of them")
                if _folded(slug) == _INDEX_NAME:
                    raise ConfigError(f"{self._shown(path)}: the page of all articles has this name. Rename it")
                sides = found.setdefault(slug, {})
                if language in sides:
                    raise ConfigError(f'id "{slug}" twice: {self._both(sides[language], path)}. Rename one of them')
                sides[language] = path
        return dict(sorted(found.items()))

    def _iter_article_files(self, language: Language) -> Iterator[Path]:
        folder = self.articles_folder(language)
        inside = (self.root.resolve(), folder.resolve())
        for parent, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in names:
                path = Path(parent, name)
                if path.suffix.lower() not in ARTICLE_SUFFIXES or not path.is_file():
                    continue
                if not any(path.resolve().is_relative_to(root) for root in inside):
                    raise ConfigError(f"{self._shown(path)} leads out of the project: not followed. Copy the file in")
                yield path

    def _shown(self, path: Path) -> str:
        """Return the path of an article as it is named, links not followed."""
        return path.relative_to(self.root).as_posix()

    def _both(self, first: Path, second: Path) -> str:
        return f"{self._shown(first)}, {self._shown(second)}"

    @cached_property
    def bitext_slugs(self) -> tuple[str, ...]:
        """The slugs that have a bitext."""
        return tuple(sorted(path.stem for path in self.memories_folder.glob("*.po")))

    def slugs(self) -> tuple[str, ...]:
        """Every article, and every bitext whose article is gone."""
        return tuple(sorted({*self.articles, *self.bitext_slugs}))

    def require_slug(self, slug: str) -> str:
        """Return the slug of an article given by slug or by path; raise ConfigError, with the nearest name, if unknown."""
        known = self.slugs()
        if slug in known:
            return slug
        found = self.slug_at(Path(slug)) or self.slug_at(self.root / slug)
        if found:
            return found

        near = difflib.get_close_matches(slug, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "tmflow status lists the articles"
        raise ConfigError(f'no article "{slug}" in {self.root}: {hint}')

    def slug_at(self, path: Path) -> str | None:
        """Return the slug of the article that has a file, or its bitext, at a path; None if there is none."""
        wanted = os.path.realpath(path)  # Path.resolve raises for a link that leads to itself
        known = self.slugs()
        for slug in (path.stem, *known) if path.stem in known else known:
            files = (*self.articles.get(slug, {}).values(), self.bitext_path(slug))
            if any(os.path.realpath(file) == wanted for file in files):
                return slug
        return None

    def select(self, slugs: tuple[str, ...]) -> tuple[str, ...]:
        """Return the slugs asked for, by slug or path, each once, all if none is named. Raises ConfigError for an unknown one."""
        return tuple(dict.fromkeys(map(self.require_slug, slugs))) or self.slugs()

    def article_path(self, slug: str, language: Language) -> Path | None:
        """Return the file of an article in a language, None if it is not there."""
        return self.articles.get(slug, {}).get(language)

    def pair_of(self, slug: str, *, to: Language | None = None) -> LanguagePair:
        """Return the direction of an article: towards `to`, else away from its only language, else the project's own."""
        if to is not None:
            return LanguagePair(to.other, to)
        languages = list(self.articles.get(slug, {}))
        if len(languages) == 1:
            return LanguagePair(languages[0], languages[0].other)
        return self.settings.pair

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the project's write lock; readers never wait for it.

        Waits up to 10 s for another process with one line on stderr, then raises MemoryLockedError that names it. A
        block that holds it may ask for it again.
        Raises StorageError if the cache folder cannot be written.
        """
        lock = self._acquire_lock()
        try:
            yield
        finally:
            lock.release()

    def _acquire_lock(self) -> BaseFileLock:
        from filelock import FileLock, Timeout

        holder = self.cache_folder / "writer.json"
        lock = FileLock(self.cache_folder / "writer.lock", is_singleton=True)
        try:
            self.make_cache_folder()
            try:
                lock.acquire(timeout=0)
            except Timeout:
                print(neutral(f"waiting for {_describe_holder(holder)}"), file=sys.stderr)  # noqa: T201 - said while we wait
                lock.acquire(timeout=_LOCK_TIMEOUT_S)
            holder.write_text(json.dumps({"pid": os.getpid(), "command": " ".join(sys.argv[1:2])}), encoding="utf-8")
        except Timeout as error:
            raise MemoryLockedError(
                f"{self.relative(self.cache_folder)} is held by {_describe_holder(holder)}; try again when it is done"
            ) from error
        except OSError as error:
            lock.release()
            if error.errno == errno.ENOSPC:
                raise DiskFullError(
                    f"disk full writing {self.relative(self.cache_folder)}; nothing was changed. Read-only commands still work"
                ) from error
            raise StorageError(
                f"{self.root} is not writable ({error.strerror}). Read-only commands still work"
            ) from error
        return lock


def make_folder(path: Path) -> Path:
    """Make a folder, and those above it, if it is not there; return it. Raises StorageError if the machine refuses."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder {path}: {error.strerror}") from error
    return path


def _folded(slug: str) -> str:
    """Return the form in which two names are one to a file system that ignores case or composition."""
    return unicodedata.normalize("NFC", slug).casefold()


def _describe_holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"pid {holder['pid']} (tmflow {holder['command']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another tmflow process"


def open_project(path: Path | str = ".") -> Project:
    """Open the project whose `tmflow.yaml` stands in a folder or above it.

    Raises ConfigError if there is none, FormatError if the settings cannot be read.
    """
    root = find_project(Path(path))
    if root is None:
        raise ConfigError(f"no {SETTINGS_NAME} in {Path(path).resolve()} or above it. Start with: tmflow init")
    from tmflow.workflow.config import read_settings

    return Project(root=root, settings=read_settings(root / SETTINGS_NAME))


def shown_path(path: Path, *, root: Path) -> str:
    """Return a path as shown to a user: relative to a folder if it lies in it, with forward slashes."""
    try:
        return Path(os.path.realpath(path)).relative_to(os.path.realpath(root)).as_posix()
    except ValueError:
        return path.as_posix()


def find_project(start: Path) -> Path | None:
    """Return the nearest folder, upwards from `start`, that holds a `tmflow.yaml`; None if there is none."""
    resolved = start.resolve()
    for folder in (resolved, *resolved.parents):
        if (folder / SETTINGS_NAME).is_file():
            return folder
    return None
