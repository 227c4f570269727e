"""Bare texts and files: converted, or translated from standard input, with or without a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tmflow.errors import FormatError
from tmflow.formats.article import parse_article, read_article
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.bitext import Bitext
from tmflow.model.document import ArticleFormat, Document
from tmflow.model.language import Language
from tmflow.segment.segmenter import Decision, explain
from tmflow.text.encoding import decode_bytes, encode_text
from tmflow.workflow.library import translate
from tmflow.workflow.project import Project
from tmflow.workflow.recall import project_memory
from tmflow.workflow.wiring import make_translator

__all__ = ["convert_file", "iter_decisions", "read_text", "translate_text"]


def read_text(path: Path | None, text: str, *, language: Language | None) -> Document:
    """Return the document of a file, or, where `path` is None, of a plain text.

    Raises FormatError if there is nothing to read.
    """
    if path is not None:
        return read_article(path, language=language)
    if not text.strip():
        raise FormatError("no text", path=Path("standard input"))
    return parse_article(text, format=ArticleFormat.PLAIN, language=language)


def iter_decisions(document: Document, *, language: str | None) -> Iterator[Decision]:
    """Yield each boundary, and each refused one, of a document's whole text with the rule that decided."""
    return explain(document.text, language=Language.parse(language) if language else document.language)


def translate_text(document: Document, *, to: Language, project: Project | None, use_mt: bool) -> Bitext:
    """Translate a document that is no article of a project, from the project's memory (if there is one) and by MT.

    Nothing is written. Raises TranslatorUnavailable if MT is wanted and not installed.
    """
    settings = project.settings if project else None
    make = None
    if use_mt and settings is not None:
        make = make_translator(settings, replace(settings.pair, source=to.other, target=to))
    if project is None:
        return translate(document, to=to.value)
    with project_memory(project) as memory:
        return translate(
            document,
            to=to.value,
            memory=memory,
            fallback=make() if make else None,
            threshold=project.settings.memory.threshold,
        )


def convert_file(path: Path, *, codec: str) -> None:
    """Rewrite a text file as UTF-8 without a byte order mark, in one step; the text itself stays as it is.

    codec: what the file is written in now. Raises FormatError if it cannot be decoded so.
    """
    try:
        decoded = decode_bytes(path.read_bytes(), declared=codec)
    except (LookupError, ValueError) as error:
        raise FormatError(f"is not {codec}: {error}", path=path) from error
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
    write_bytes_atomic(path, encode_text(decoded.text, "utf-8", bom=False))
