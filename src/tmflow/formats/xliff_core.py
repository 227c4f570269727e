"""What XLIFF files of every version share: names of elements, versions, languages, what is locked."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.returned import ReturnedFile
from tmflow.formats.xml import local_name
from tmflow.model.language import Language, LanguagePair

__all__ = [
    "is_locked",
    "joined_articles",
    "read_languages",
    "slug_of",
    "xliff_name",
    "xliff_version",
]

_VERSIONED_NAMESPACE = re.compile(r"urn:oasis:names:tc:xliff:document:(\d[\d.]*)")
_ARTICLE_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
_EXPORT_ENDING = re.compile(r"(?:\.2[01])?\.(?:xlf|xliff)$", re.IGNORECASE)
"""Of an export: a tool that makes a file of its own out of it names the export as the original."""


def xliff_name(element: etree._Element) -> str:
    """Return the name of an element of XLIFF's core, "" if it belongs to a module or to another tool."""
    return _core_name(element.tag)


@lru_cache(maxsize=1024)
def _core_name(tag: object) -> str:
    namespace, _, local = tag.rpartition("}") if isinstance(tag, str) else ("", "", "")
    return local if not namespace or namespace.startswith("{urn:oasis:names:tc:xliff:document:") else ""


def is_locked(element: etree._Element) -> bool:
    """Whether an element is not to be translated: by its own `translate`, or by that of what it lies in."""
    own = (ancestor.get("translate") for ancestor in (element, *element.iterancestors()))
    return next((told for told in own if told), "yes") == "no"


def joined_articles(files: tuple[ReturnedFile, ...], *, path: Path) -> ReturnedFile:
    """Return the first article of a document with the others in it. Raises FormatError if there is none."""
    if not files:
        raise FormatError("holds no <file> element: it was not exported by tmflow, or it is cut", path=path)
    return replace(files[0], more=files[1:])


def slug_of(original: str) -> str:
    r"""Return the slug an `original` attribute names: the last part of the path, without an article's suffix.

    The path is data and never opened. An export that another tool's file names as its original counts as the article.

    >>> slug_of("articles/ja/harbor.md"), slug_of("harbor"), slug_of("v1.2"), slug_of("C:\\work\\harbor.21.xlf")
    ('harbor', 'harbor', 'v1.2', 'harbor')
    """
    path = PurePosixPath(_EXPORT_ENDING.sub("", original.replace("\\", "/")))
    return path.stem if path.suffix.lower() in _ARTICLE_SUFFIXES else path.name


def xliff_version(root: etree._Element, *, path: Path) -> str:
    """Return the version an XLIFF root names ("1.2"); a root that names none is told by its namespace and its units.

    Raises FormatError if it is another kind of file.
    """
    if local_name(root) != "xliff":
        raise FormatError(f"not an XLIFF file: its root is <{local_name(root)}>", path=path, line=1)
    version = root.get("version", "").strip()
    if version[:1] in {"1", "2"}:
        return version
    if version.replace(".", "").isdigit():
        raise FormatError(f'XLIFF version "{version}": tmflow reads 1.x and 2.x', path=path, line=1)
    namespace = _VERSIONED_NAMESPACE.search(str(root.tag))
    if namespace:
        return namespace[1]
    return "2.0" if root.get("srcLang") else "1.2"


def read_languages(source: str | None, target: str | None) -> tuple[LanguagePair | None, str]:
    """Return the pair of two language attributes, None if they are no pair of tmflow's, and what they say.

    A missing target is the other language.

    >>> read_languages("ja-JP", None)
    (LanguagePair(source=<Language.JA: 'ja'>, target=<Language.EN: 'en'>), 'ja-JP')
    >>> read_languages("fr", "de")
    (None, 'fr > de')
    """
    told = " > ".join(filter(None, (source, target))) or "no languages it names"
    try:
        source_language = Language.parse(source or "")
        return LanguagePair(source_language, Language.parse(target) if target else source_language.other), told
    except ValueError:
        return None, told
