"""Digests of all that the result of a check depends on: the article and its bitext, the rules and settings, and the code."""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Iterable, Iterator
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tmflow._version import __version__
from tmflow.check.runner import Rules
from tmflow.workflow.project import Project

__all__ = ["article_digest", "article_size_bytes", "choice_digest", "file_digest"]

_FORMAT = 1
"""Raise it when what is kept of an article changes without its code."""
_READERS = ("charset-normalizer", "lxml", "markdown-it-py", "polib", "rapidfuzz", "regex", "ruamel.yaml")
"""The packages that what is read and found depends on."""


def article_digest(project: Project, slug: str, *, in_progress: bool) -> str:
    """Return a digest of what an article's files hold and are called."""
    parts = [f"{slug}\0{in_progress}".encode()]
    for path in _files(project, slug):
        parts += [project.relative(path).encode("utf-8", "replace"), _content(path)]
    return _digest(parts)


def file_digest(path: Path) -> str:
    """Return a digest of what a file holds."""
    return _digest([_content(path)])


def article_size_bytes(project: Project, slug: str) -> int:
    """Return how large the files of an article are together."""
    return sum(path.stat().st_size for path in _files(project, slug) if path.is_file())


def choice_digest(project: Project, rules: Rules) -> str:
    """Return a digest of the rules, the glossary, the settings that matter, and the code of all of it."""
    settings = project.settings
    texts = (
        f"{_FORMAT} {__version__} {sys.version}",
        *(_version_of(name) for name in _READERS),
        repr([(rule.id, severity.value) for rule, severity in rules]),
        repr((str(settings.pair), settings.segment.signature, settings.boilerplate)),
    )
    own = Path(__file__).parents[1]
    foreign = sorted(
        {
            path
            for rule, _ in rules
            for path in _sources((rule.find, rule.find_across))
            if own not in (path, *path.parents)
        }
    )
    files = map(_content, (project.glossary_path, project.rules_path))
    return _digest([*map(str.encode, texts), *files, _code(own), *map(_code, foreign)])


def _files(project: Project, slug: str) -> Iterator[Path]:
    yield from project.articles.get(slug, {}).values()
    yield project.bitext_path(slug)


def _sources(functions: Iterable[object]) -> Iterator[Path]:
    """Yield the packages that functions stand in, whole; the file, where it is in none."""
    for function in functions:
        module = inspect.getmodule(function.func if isinstance(function, partial) else function)
        if module is not None and module.__file__:
            path, package = Path(module.__file__), module.__package__
            yield path.parents[package.count(".")] if package else path


@cache
def _code(folder: Path) -> bytes:
    """Return a digest of the code and the tables of a package, or of a module; of nothing if it is in an archive."""
    found = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
    paths = (path for path in found if path.is_file() and path.suffix != ".pyc")
    return _digest(part for path in paths for part in (path.name.encode(), _content(path))).encode()


@cache
def _version_of(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


def _content(path: Path) -> bytes:
    """Return what a file holds; nothing if it cannot be read, which whoever needs it will say."""
    try:
        return b"+" + path.read_bytes()
    except OSError:
        return b""


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()
