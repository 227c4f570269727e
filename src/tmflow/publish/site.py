"""The index page: all published articles, the newest first, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from urllib.parse import urljoin

from tmflow.errors import ModelError
from tmflow.model.bitext import Bitext, Side, State
from tmflow.model.document import Metadata
from tmflow.model.language import Language, LanguagePair
from tmflow.publish.addresses import PageAddress, page_address, slug_folder
from tmflow.publish.cleaning import clean_text
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page, full_title, page_decks, titles_in
from tmflow.publish.rows import is_published
from tmflow.publish.states import draft_sort
from tmflow.publish.theme import Frame, Json, Theme
from tmflow.publish.urls import checked_href, checked_url
from tmflow.publish.words import WORDS, format_date, parse_date

__all__ = ["IndexEntry", "Pager", "ShelfLink", "newest_first", "render_index"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """An article on the index page.

    href: of its page, relative to the index or absolute; published: an ISO 8601 date or time, None if not known.
    source_published: that of the original, where it is known and another.
    source_series, target_series: the series it belongs to, "" for none; part: its number in it, None if not told.
    units: published units; reviewed: those in state reviewed or final; drafts: those nobody has confirmed.
    Raises ModelError if more units are reviewed or drafts than there are.
    """

    slug: str
    href: str
    pair: LanguagePair
    source_title: str = ""
    target_title: str = ""
    source_deck: str = ""
    target_deck: str = ""
    published: str | None = None
    source_published: str | None = None
    source_series: str = ""
    target_series: str = ""
    part: int | None = None
    units: int = 0
    reviewed: int = 0
    drafts: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.reviewed + self.drafts <= self.units or min(self.reviewed, self.drafts) < 0:
            raise ModelError(f"{self.slug}: {self.reviewed} reviewed and {self.drafts} drafts of {self.units} units")

    def title(self, language: Language) -> str:
        """Return its title in a language, "" for none."""
        return self.source_title if language is self.pair.source else self.target_title

    def moment(self, language: Language) -> str:
        """Return when it was published in a language, as far as is known, "" for never."""
        told = (self.source_published if language is self.pair.source else None) or self.published
        return (told or "").strip() if parse_date(told) else ""

    def titles(self, *languages: Language) -> dict[Language, str]:
        """Return its titles in languages, else in the other, else its slug."""
        known = {language: clean_text(self.title(language)) for language in Language}
        return titles_in(languages, known, otherwise=clean_text(self.slug))

    def deck(self, language: Language) -> str:
        """Return its deck in a language, "" for none."""
        return self.source_deck if language is self.pair.source else self.target_deck

    def series(self, language: Language) -> str:
        """Return the name of its series in a language, "" for none."""
        return self.source_series if language is self.pair.source else self.target_series

    @classmethod
    def of(cls, bitext: Bitext, *, href: str, source: Metadata | None = None, target: Metadata | None = None) -> Self:
        """Return the entry of a bitext whose page stands at `href`."""
        page = Page(bitext=bitext, source=source or Metadata(), target=target or Metadata())
        languages = (page.options.first, page.options.first.other)
        titles = page.titles
        decks = dict(zip(languages, page_decks(page), strict=True))
        units = [unit for unit in bitext.units if is_published(unit)]
        return cls(
            slug=bitext.slug,
            href=href,
            pair=bitext.pair,
            source_title=titles[bitext.pair.source],
            target_title=titles[bitext.pair.target],
            source_deck=decks[bitext.pair.source],
            target_deck=decks[bitext.pair.target],
            published=page.target.published or page.source.published,
            source_published=page.source.published if parse_date(page.source.published) else None,
            source_series=page.source.series or "",
            target_series=page.target.series or "",
            part=page.target.part if page.source.part is None else page.source.part,
            units=len(units),
            reviewed=sum(unit.state in {State.REVIEWED, State.FINAL} for unit in units),
            drafts=sum((unit.side is Side.BOTH and unit.target is None) or draft_sort(unit) != "" for unit in units),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One language of an entry, ready to print."""

    lang: str
    title: str
    deck: str
    moment: str
    date: str
    units: str
    to_review: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntryView:
    href: str
    sides: tuple[_Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfLink:
    """A way to other articles: a series, a year. href: relative; labels: language to what it is called, in reading order."""

    href: str
    labels: tuple[tuple[str, str], ...]
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Which page of the index it is, from 1, and the relative links to those beside it, "" for none."""

    number: int = 1
    count: int = 1
    newer: str = ""
    older: str = ""


def newest_first(articles: Iterable[IndexEntry]) -> list[IndexEntry]:
    """Return articles in the order of the index: newest first, those without a date last, then by slug."""
    ordered = sorted(articles, key=lambda entry: entry.slug)
    ordered.sort(key=lambda entry: parse_date(entry.published) or date.min, reverse=True)
    return ordered


def render_index(
    articles: Sequence[IndexEntry],
    *,
    options: PageOptions | None = None,
    theme: Theme | None = None,
    address: PageAddress | None = None,
    pager: Pager | None = None,
    heads: Mapping[Language, str] | None = None,
    links: Sequence[ShelfLink] = (),
) -> str:
    """Return the HTML of the index page, or of one page of it.

    theme: made anew if not given; address: where it stands in a site, without one it stands alone.
    heads: what a list of some of the articles, in the order given, is called in each language; None for all of them.
    links: to other such lists.
    """
    options = options or PageOptions()
    ordered = list(articles) if heads else newest_first(articles)
    languages = options.languages
    site_name = clean_text(options.site_name)
    base_url = options.base_url.strip().rstrip("/")
    pages = _addresses(ordered, address, base_url)
    address = address or PageAddress(url=checked_url(f"{base_url}/") if base_url else None)
    shown = titles_in(languages, {language: clean_text(head) for language, head in (heads or {}).items()})
    names = list(shown.values()) or (
        [site_name] if site_name else [WORDS[language]["articles"] for language in languages]
    )
    return (theme or Theme()).render_html(
        "index.html.j2",
        Frame(
            statement=_statement(pages, site_name=site_name, url=address.url),
            stylesheet=address.stylesheet,
            script=address.script,
        ),
        languages=[language.value for language in languages],
        words={language.value: words for language, words in WORDS.items()},
        layout=options.layout,
        site_name=site_name,
        full_title=full_title(names, "", site_name if shown else ""),
        heads={language.value: head for language, head in shown.items()},
        links=links,
        address=address,
        pager=pager or Pager(),
        entries=[_view(entry, languages) for entry in ordered],
    )


def _view(entry: IndexEntry, languages: tuple[Language, ...]) -> _EntryView:
    titles = entry.titles(*languages)
    sides = (_side(entry, language, title) for language, title in titles.items())
    return _EntryView(href=checked_href(entry.href) or "", sides=tuple(sides))


def _side(entry: IndexEntry, language: Language, title: str) -> _Side:
    moment = entry.moment(language)
    day = parse_date(moment)
    return _Side(
        lang=language.value,
        title=title,
        deck=clean_text(entry.deck(language)),
        moment=moment,
        date=format_date(day, language) if day else "",
        units=WORDS[language]["units"].format(count=entry.units),
        to_review=WORDS[language]["to_review"].format(count=entry.drafts) if entry.drafts else "",
    )


def _addresses(entries: Sequence[IndexEntry], address: PageAddress | None, base_url: str) -> list[str]:
    """Return where the pages stand that a list links to: of one that stands alone, in the site."""
    linked = [(entry, href) for entry in entries if (href := checked_href(entry.href))]
    if address is not None:
        return [urljoin(address.url or "", href) for _, href in linked]
    return [page_address(slug_folder(entry.slug), None, base_url=base_url).url or "" for entry, _ in linked]


def _statement(pages: Sequence[str], *, site_name: str, url: str | None) -> Json:
    statement: dict[str, str | int | Json | list[str]] = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "inLanguage": [Language.JA.value, Language.EN.value],
    }
    if site_name:
        statement["name"] = site_name
    if url:
        statement["url"] = url
        statement["hasPart"] = list(pages)
    return statement
