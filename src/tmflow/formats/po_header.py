"""The header of a PO file: its languages, the formats of its articles, and what editors wrote there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from tmflow.errors import FormatError
from tmflow.formats.export import ExportOptions
from tmflow.model.bitext import Bitext
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language, LanguagePair

__all__ = ["format_header", "read_day", "read_options", "read_pair"]

_OWN_HEADERS: Final = (
    "Project-Id-Version",
    "Language",
    "X-Source-Language",
    "X-Tmflow-Article",
    "X-Article-Format",
    "X-Target-Format",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
)


def format_header(bitext: Bitext, options: ExportOptions) -> dict[str, str]:
    """Return the header lines; the three an editor fills stand empty until it does, because msgfmt asks for them."""
    header = {
        "Project-Id-Version": "tmflow",
        "PO-Revision-Date": "",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": bitext.pair.target.value,
        "X-Source-Language": bitext.pair.source.value,
        "X-Tmflow-Article": " ".join(bitext.slug.split()),
        "X-Article-Format": options.source_format.value,
    }
    if options.target_format is not options.source_format:
        header["X-Target-Format"] = options.target_format.value
    header |= {name: line for name, line in options.headers if name not in _OWN_HEADERS}
    return header | {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def read_pair(header: Mapping[str, str], path: Path) -> LanguagePair:
    """Return the languages; one of them tells the other. Raises FormatError if neither is named, or another one is."""
    try:
        target = Language.parse(header["Language"]) if header.get("Language") else None
        source = Language.parse(header["X-Source-Language"]) if header.get("X-Source-Language") else None
        if target is None and source is None:
            raise FormatError("the header names no Language (ja or en)", path=path)
        if target is None and source is not None:
            target = source.other
        if source is None and target is not None:
            source = target.other
        if source is None or target is None:  # both were handled; this tells the type checker
            raise FormatError("the header names no Language (ja or en)", path=path)
        return LanguagePair(source, target)
    except ValueError as error:
        raise FormatError(f"header: {error}", path=path) from error


def read_options(header: Mapping[str, str], path: Path) -> ExportOptions:
    """Return the formats of the articles, and the lines of editors. Raises FormatError for an unknown format."""
    try:
        source_format = ArticleFormat(header.get("X-Article-Format") or ArticleFormat.PLAIN)
        target_format = ArticleFormat(header.get("X-Target-Format") or source_format)
    except ValueError as error:
        raise FormatError(f"header: {error} (plain, markdown or html)", path=path) from error
    kept = tuple((name, line) for name, line in header.items() if name not in _OWN_HEADERS and line)
    return ExportOptions(source_format=source_format, target_format=target_format, headers=kept)


def read_day(header: Mapping[str, str]) -> date | None:
    """Return the day an editor last saved the file; None where the header has no date, but `YEAR-MO-DA` or nothing.

    >>> read_day({"PO-Revision-Date": "2026-11-27 09:30+0900"})
    datetime.date(2026, 11, 27)
    """
    with suppress(ValueError):
        return date.fromisoformat(header.get("PO-Revision-Date", "")[:10])
    return None
