"""Bare texts and files: converted, or translated from standard input, with or without a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tmflow.errors import FormatError
from tmflow.formats.article import parse_article, read_article
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.document import ArticleFormat, Document
from tmflow.model.language import Language, LanguagePair
from tmflow.text.encoding import DecodeDoubt, codec_display_name, decode_bytes, encode_text, first_non_utf8
from tmflow.workflow.project import Project
from tmflow.workflow.settings import Settings

if TYPE_CHECKING:
    from tmflow.workflow.translate import Translation, Watch

__all__ = ["convert_file", "read_bare_text", "read_file", "read_stream", "translate_text"]


_STANDARD_INPUT = Path("standard input")


def read_stream(stream: BinaryIO, *, language: Language | None, settings: Settings) -> Document:
    """Return the document of a plain text in the encoding its bytes seem to be in, read with a project's settings.

    Raises FormatError if there is no text or no encoding fits.
    """
    return parse_article(
        read_bare_text(stream),
        format=ArticleFormat.PLAIN,
        language=language,
        boilerplate=settings.boilerplate,
        newline=settings.segment.newline,
    )


def read_bare_text(source: BinaryIO | Path) -> str:
    """Return the whole text of a stream or file, whatever the file's name.

    The encoding of a file must be certain, that of a stream is the one its bytes seem to be in.
    Raises FormatError if there is no text, no encoding is certain, or the file cannot be read.
    """
    path = source if isinstance(source, Path) else _STANDARD_INPUT
    try:
        raw = source.read_bytes() if isinstance(source, Path) else source.read()
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
    try:
        text = _decode(raw, is_file=isinstance(source, Path))
    except DecodeDoubt as doubt:
        advice = "give it as UTF-8"
        if isinstance(source, Path) and doubt.likely:
            advice = f"looks like {codec_display_name(doubt.likely)}. tmflow convert {path} --from {doubt.likely}"
        raise FormatError(f"{doubt.problem}; {advice}", path=path, line=doubt.line, column=doubt.column) from doubt
    if not text.strip("\ufeff \t\n\r\u3000\u00a0"):
        raise FormatError(f"no text ({len(raw)} bytes){'. Remove it or add some' if path is source else ''}", path=path)
    if "\0" in text:
        raise FormatError("a NUL byte: this is no text", path=path)
    return text


def _decode(raw: bytes, *, is_file: bool) -> str:
    """Decode a bare text. That of a file must be certain: it can be converted; a stream's is taken as it seems."""
    decoded = decode_bytes(raw)
    if is_file and not decoded.certain:
        raise DecodeDoubt("not UTF-8", likely=decoded.codec, raw=raw, offset=first_non_utf8(raw) or 0)
    return decoded.text


def read_file(path: Path, *, language: Language | None, encoding: str | None, settings: Settings) -> Document:
    """Return the document of an article file, read with a project's settings. Raises FormatError as `read_article`."""
    return read_article(
        path, language=language, encoding=encoding, boilerplate=settings.boilerplate, newline=settings.segment.newline
    )


def translate_text(
    document: Document, *, to: Language, project: Project, use_mt: bool, watch: Watch | None = None
) -> Translation:
    """Translate a document that is no article of the project, from its memory and by MT; nothing is written but caches.

    Raises TranslatorError if the engine breaks its contract.
    """
    from tmflow.workflow.library import new_units
    from tmflow.workflow.recall import project_memory
    from tmflow.workflow.translate import Watch, translate_units
    from tmflow.workflow.wiring import make_translator

    pair = LanguagePair(document.language, to)
    settings = project.settings
    watch = watch or Watch()
    with project_memory(project, on_problem=watch.on_problem) as memory:
        return translate_units(
            document,
            new_units(document),
            pair=pair,
            memory=memory,
            translator=make_translator(settings, pair) if use_mt else None,
            threshold=settings.memory.threshold,
            batch=settings.mt.batch,
            answers=project.answers_path,
            glossary=project.glossary,
            watch=watch,
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
