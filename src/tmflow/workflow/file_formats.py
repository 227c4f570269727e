"""The formats of files, as the command line tells of them."""

from __future__ import annotations

from tmflow.formats.glossaries import glossary_formats
from tmflow.formats.imported import ImportOptions, ImportReport
from tmflow.formats.pairs import pair_formats
from tmflow.formats.registry import Use, find_format, titles_of, unit_formats
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.export import export_formats

__all__ = [
    "ImportOptions",
    "ImportReport",
    "export_formats",
    "format_called",
    "glossary_formats",
    "pair_formats",
    "pair_from",
    "titles_of_pairs",
    "titles_of_terms",
    "titles_of_units",
    "unit_formats",
]


def format_called(name: str) -> str:
    """Return the name of a format for any of its names; what is no format's name as it is.

    >>> format_called("XLIFF"), format_called("article")
    ('xliff21', 'article')
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


def titles_of_units() -> tuple[str, ...]:
    """Return the titles of the formats an article's units come back in.

    >>> "XLIFF 1.2" in titles_of_units()
    True
    """
    return titles_of(Use.UNITS)


def titles_of_pairs() -> tuple[str, ...]:
    """Return the titles of the formats the pairs of a memory are read of.

    >>> "CSV" in titles_of_pairs()
    True
    """
    return titles_of(Use.PAIRS)


def titles_of_terms() -> tuple[str, ...]:
    """Return the titles of the formats the terms of a glossary are read of.

    >>> "TBX-Basic" in titles_of_terms()
    True
    """
    return titles_of(Use.TERMS)
