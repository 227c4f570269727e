"""The formats of files, as the command line tells of them."""

from __future__ import annotations

from collections.abc import Iterable

from tmflow.formats.fileformat import FileFormat, Trait, Use
from tmflow.formats.glossaries import glossary_formats
from tmflow.formats.imported import ImportOptions, ImportReport
from tmflow.formats.pairs import pair_formats
from tmflow.formats.registry import find_format, read_formats, written_formats
from tmflow.formats.units import unit_formats
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.export import ARTICLE, export_formats

__all__ = [
    "ImportOptions",
    "ImportReport",
    "export_formats",
    "format_called",
    "glossary_formats",
    "lines_of_exports",
    "lines_of_pairs",
    "lines_of_pairs_read",
    "lines_of_terms",
    "lines_of_terms_read",
    "lines_of_units_read",
    "pair_formats",
    "pair_from",
    "unit_formats",
]

Lines = tuple[tuple[str, str], ...]
"""What a format is called, and what there is to say of it."""


def format_called(name: str) -> str:
    """Return the name of a format for any of its names; what is no format's name as it is.

    >>> format_called("XLIFF"), format_called("article")
    ('xliff12', 'article')
    """
    found = find_format(name)
    return found.name if found is not None else name


def pair_from(source: str | None) -> LanguagePair | None:
    """Return the pair whose source is a language; None for None.

    >>> str(pair_from("ja"))
    'ja>en'
    """
    language = Language(source) if source is not None else None
    return LanguagePair(language, language.other) if language is not None else None


def lines_of_exports() -> Lines:
    """Return what an article can be exported as.

    >>> dict(lines_of_exports())["xliff12"]
    'XLIFF 1.2: for any CAT tool (where none is named)'
    """
    return (*_written(written_formats(Use.UNITS)), (ARTICLE, "the translated article itself"))


def lines_of_pairs() -> Lines:
    """Return the formats a memory is written in.

    >>> dict(lines_of_pairs())["tmx"]
    'TMX 1.4: a memory, for any CAT tool'
    """
    return _written(written_formats(Use.PAIRS))


def lines_of_terms() -> Lines:
    """Return the formats a glossary is written in.

    >>> dict(lines_of_terms())["tbx2"]
    'TBX-Basic: version 2, for older tools'
    """
    return _written(written_formats(Use.TERMS))


def lines_of_units_read() -> Lines:
    """Return the formats an article's units come back in.

    >>> dict(lines_of_units_read())["gettext PO"]
    '.po'
    """
    return _read(read_formats(Use.UNITS))


def lines_of_pairs_read() -> Lines:
    """Return the formats the pairs of a memory are read of.

    >>> dict(lines_of_pairs_read())["TSV"]
    '.tsv, .tab'
    """
    return _read(read_formats(Use.PAIRS))


def lines_of_terms_read() -> Lines:
    """Return the formats the terms of a glossary are read of.

    >>> dict(lines_of_terms_read())["TBX-Basic"]
    '.tbx'
    """
    return _read(read_formats(Use.TERMS))


def _written(chosen: Iterable[FileFormat]) -> Lines:
    usual = " (where none is named)"
    return tuple((each.name, f"{each.title}: {each.summary}{usual * (Trait.USUAL in each.traits)}") for each in chosen)


def _read(chosen: Iterable[FileFormat]) -> Lines:
    """Return the titles with the endings of their files, and what pip installs for reading them."""
    lines = {
        each.title: ", ".join(each.suffixes) + (f"; needs tmflow[{each.extra.name}]" if each.extra else "")
        for each in chosen
    }
    return tuple(lines.items())
