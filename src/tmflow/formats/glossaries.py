"""Files of terms of any format: read into a glossary, written from one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tmflow.formats import glossary_tables
from tmflow.formats.detection import detect
from tmflow.formats.export import ExportReport, TermOptions
from tmflow.formats.fileformat import Use
from tmflow.formats.imported import ImportLog, ImportOptions, until_fault
from tmflow.formats.registry import format_named, formats_written_as, written_formats
from tmflow.model.glossary import Term
from tmflow.model.language import Language

__all__ = ["glossary_formats", "iter_terms", "term_format_of", "write_terms"]


def glossary_formats() -> tuple[str, ...]:
    """Return the names of the formats a glossary is written in.

    >>> "tbx" in glossary_formats()
    True
    """
    return tuple(each.name for each in written_formats(Use.TERMS))


def term_format_of(path: Path) -> str | None:
    """Return the name of the format in which a file of this name is written, None if it tells none.

    >>> term_format_of(Path("terms.tbx")), term_format_of(Path("glossary.odt"))
    ('tbx', None)
    """
    return next((each.name for each in formats_written_as(path, Use.TERMS)), None)


def iter_terms(
    path: Path, *, options: ImportOptions | None = None, log: ImportLog | None = None
) -> Iterator[tuple[int, Term]]:
    """Yield the terms of a file of any format, in order, each with its line, from 1 (0 where the format tells none).

    A format of pairs, whatever it is for, gives terms too.
    `log` counts what is read, names what is refused, and warns of a name that is of another format. Raises FormatError if
    the file is of no format known, cannot be read, or is broken: after the terms before the fault; ConfigError if reading
    it needs what is not installed. Where `options.partial` is set and there are such terms, the fault is refused instead.
    """
    options, log = options or ImportOptions(), log or ImportLog()
    detected = detect(path, Use.TERMS)
    log.warning = detected.warning
    if detected.format.read_terms is not None:
        yield from until_fault(detected.format.read_terms(path, options, log), options, log)
    else:
        yield from glossary_tables.iter_table_terms(path, options=options, log=log)


def write_terms(
    terms: Iterable[Term],
    path: Path,
    *,
    form: str,
    first: Language = Language.JA,
    plain: bool = False,
    tool_version: str = "",
) -> ExportReport:
    """Write terms in a format, atomically; the same terms give the same bytes.

    form: one of `glossary_formats`. first, plain, tool_version: see `TermOptions`. Raises StorageError, ValueError if the
    format holds no terms.
    """
    write = format_named(form).write_terms
    if write is None:
        raise ValueError(f"{form} is not written from terms")
    return write(terms, path, TermOptions(first=first, plain=plain, tool_version=tool_version))
