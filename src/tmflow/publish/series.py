"""Articles that belong together: a series, its order, and what stands before and after an article in it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tmflow.model.language import Language
from tmflow.publish.addresses import slug_folder
from tmflow.publish.cleaning import clean_text
from tmflow.publish.site import IndexEntry
from tmflow.publish.words import parse_date

__all__ = ["Neighbor", "Series", "SeriesPlace", "gather_series", "series_folder", "series_places"]

_NO_NAME = re.compile(r"[\W_]+")
_TAKEN = frozenset({"", *Language})
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series. slug: the name of its folder; entries: its articles from the first part to the last."""

    slug: str
    entries: tuple[IndexEntry, ...]

    def title(self, language: Language) -> str:
        """Return its name in a language as its newest article that has one gives it, "" for none."""
        names = [clean_text(entry.series(language)) for entry in self.entries[::-1]]
        return next((name for name in names if name), "")


Titles = tuple[tuple[Language, str], ...]
"""What something is called, in the languages in which it is called anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """An article beside another."""

    slug: str
    titles: Titles


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlace:
    """An article's place in a series: all its page says of it.

    folder: of the series' pages as a part of a URL; number: the part it is, from 1 where none is told.
    """

    folder: str
    titles: Titles
    number: int
    before: Neighbor | None
    after: Neighbor | None


def series_folder(series: Series) -> str:
    """Return the folder of a series' pages as a part of a URL."""
    return f"series/{slug_folder(series.slug)}"


def gather_series(entries: Iterable[IndexEntry]) -> tuple[Series, ...]:
    """Return the series of articles, in the order of their names' folders.

    Articles are of one series whose originals name it alike, but for width and case. Parts are in the order of their
    numbers, those that tell none after them by date.
    """
    groups: dict[str, list[IndexEntry]] = {}
    for entry in sorted(entries, key=lambda one: one.slug):
        if key := _key(entry):
            groups.setdefault(key, []).append(entry)
    names = {key: _NO_NAME.sub("-", key).strip("-") for key in groups}
    counts = Counter(names.values())
    found = [
        Series(slug=_slug(key, names[key], counts), entries=tuple(sorted(members, key=_place)))
        for key, members in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: one.slug))


def series_places(series: Series) -> Mapping[str, SeriesPlace]:
    """Return the place of each of its articles by slug."""
    around = (None, *map(_neighbor, series.entries), None)
    titles = tuple((language, title) for language in Language if (title := series.title(language)))
    return {
        entry.slug: SeriesPlace(
            folder=series_folder(series),
            titles=titles,
            number=at if entry.part is None else entry.part,
            before=around[at - 1],
            after=around[at + 1],
        )
        for at, entry in enumerate(series.entries, start=1)
    }


def _neighbor(entry: IndexEntry) -> Neighbor:
    return Neighbor(slug=entry.slug, titles=tuple(entry.titles(*Language).items()))


def _key(entry: IndexEntry) -> str:
    name = clean_text(entry.source_series) or clean_text(entry.target_series)
    return unicodedata.normalize("NFKC", name).casefold()


def _slug(key: str, name: str, counts: Mapping[str, int]) -> str:
    if name not in _TAKEN and counts[name] == 1 and len(name) <= _LONGEST_NAME:
        return name
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name[:_LONGEST_NAME]}-{digest}"


def _place(entry: IndexEntry) -> tuple[bool, int, date, str]:
    return entry.part is None, entry.part or 0, parse_date(entry.published) or date.max, entry.slug
