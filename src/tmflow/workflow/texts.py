"""Bare texts and files: converted, or translated from standard input, with or without a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from tmflow.errors import FormatError, TranslatorUnavailable
from tmflow.formats.article import parse_article, read_article
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.document import ArticleFormat, Document
from tmflow.model.language import Language
from tmflow.segment.segmenter import Decision, explain
from tmflow.text.encoding import decode_bytes, encode_text
from tmflow.workflow.config import Settings
from tmflow.workflow.library import translate
from tmflow.workflow.project import Project
from tmflow.workflow.recall import project_memory
from tmflow.workflow.translate import Progress, Translation, iter_mt_batches, summarize
from tmflow.workflow.wiring import make_translator

__all__ = ["convert_file", "iter_decisions", "read_file", "read_stream", "translate_text"]


_STANDARD_INPUT = Path("standard input")


def read_stream(stream: BinaryIO, *, language: Language | None) -> Document:
    """Return the document of a plain text in whatever encoding its bytes are surely in.

    Raises FormatError if there is no text or no encoding fits.
    """
    raw = stream.read()
    try:
        text = decode_bytes(raw).text
    except ValueError as error:
        raise FormatError(f"{error}: give it as UTF-8", path=_STANDARD_INPUT) from error
    if not text.strip():
        raise FormatError(f"no text ({len(raw)} bytes)", path=_STANDARD_INPUT)
    if "\0" in text:
        raise FormatError("a NUL byte: this is no text", path=_STANDARD_INPUT)
    return parse_article(text, format=ArticleFormat.PLAIN, language=language)


def read_file(path: Path, *, language: Language | None, encoding: str | None, settings: Settings) -> Document:
    """Return the document of an article file, read with a project's settings. Raises FormatError as `read_article`."""
    return read_article(path, language=language, encoding=encoding, boilerplate=settings.boilerplate)


def iter_decisions(document: Document, *, language: str | None, settings: Settings) -> Iterator[Decision]:
    """Yield each boundary, and each refused one, of a document's whole text with the rule that decided."""
    chosen = Language.parse(language) if language else document.language
    return explain(document.text, language=chosen, options=settings.segment)


def translate_text(
    document: Document, *, to: Language, project: Project, use_mt: bool, on_progress: Progress | None = None
) -> Translation:
    """Translate a document that is no article of the project, from its memory and by MT; nothing is written but caches.

    Raises TranslatorError if the engine breaks its contract.
    """
    with project_memory(project) as memory:
        bitext = translate(document, to=to.value, memory=memory, threshold=project.settings.memory.threshold)
    engine = make_translator(project.settings, bitext.pair) if use_mt else None
    problem: str | None = None
    refused: list[tuple[str, str]] = []
    try:
        batch = project.settings.mt.batch
        steps = iter_mt_batches(bitext, engine, batch=batch, on_progress=on_progress) if engine else iter(())
        for step, problems in steps:
            bitext = step
            refused.extend(problems)
    except TranslatorUnavailable as error:
        problem = str(error)
    return summarize(replace(bitext, units=()), bitext, problem=problem, refused=refused)


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
