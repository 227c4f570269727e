"""The index page: all published articles, the newest first, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from urllib.parse import urljoin

from tmflow.errors import ModelError
from tmflow.model.bitext import Bitext, State
from tmflow.model.document import Metadata
from tmflow.model.language import Language, LanguagePair
from tmflow.publish.inline import clean_text
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page, full_title, page_decks, page_titles
from tmflow.publish.rows import is_published
from tmflow.publish.theme import Json, Theme, json_ld
from tmflow.publish.urls import checked_href, checked_url
from tmflow.publish.words import WORDS, format_date, parse_date

__all__ = ["IndexEntry", "render_index"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """An article on the index page.

    href: of its page, relative to the index or absolute; published: an ISO 8601 date or time, None if not known.
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
    units: int = 0
    reviewed: int = 0
    drafts: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.reviewed + self.drafts <= self.units or min(self.reviewed, self.drafts) < 0:
            raise ModelError(f"{self.slug}: {self.reviewed} reviewed and {self.drafts} drafts of {self.units} units")

    @classmethod
    def of(cls, bitext: Bitext, *, href: str, source: Metadata | None = None, target: Metadata | None = None) -> Self:
        """Return the entry of a bitext whose page stands at `href`."""
        page = Page(bitext=bitext, source=source or Metadata(), target=target or Metadata())
        languages = (page.options.first, page.options.first.other)
        titles = dict(zip(languages, page_titles(page), strict=True))
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
            units=len(units),
            reviewed=sum(unit.state in {State.REVIEWED, State.FINAL} for unit in units),
            drafts=sum(unit.draft or unit.is_untranslated for unit in units),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One language of an entry, ready to print."""

    lang: str
    title: str
    deck: str
    date: str
    units: str
    to_review: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntryView:
    href: str
    moment: str
    sides: tuple[_Side, ...]


def render_index(
    articles: Sequence[IndexEntry], *, options: PageOptions | None = None, theme: Theme | None = None
) -> str:
    """Return the HTML of the index page: newest first, articles without a date last, then by slug.

    theme: made anew if not given.
    """
    options = options or PageOptions()
    ordered = sorted(articles, key=lambda entry: entry.slug)
    ordered.sort(key=lambda entry: parse_date(entry.published) or date.min, reverse=True)
    languages = (options.first, options.first.other)
    site_name = clean_text(options.site_name)
    base_url = options.base_url.strip().rstrip("/")
    url = checked_url(f"{base_url}/") if base_url else None
    names = [site_name] if site_name else [WORDS[language]["articles"] for language in languages]
    return (theme or Theme()).render(
        "index.html.j2",
        languages=[language.value for language in languages],
        words={language.value: words for language, words in WORDS.items()},
        layout=options.layout,
        site_name=site_name,
        full_title=full_title(names, "", ""),
        url=url,
        statement=json_ld(_statement(ordered, site_name=site_name, url=url)),
        entries=[_view(entry, languages) for entry in ordered],
    )


def _view(entry: IndexEntry, languages: tuple[Language, Language]) -> _EntryView:
    day = parse_date(entry.published)
    sides = []
    for language in languages:
        is_source = language is entry.pair.source
        title = clean_text(entry.source_title if is_source else entry.target_title)
        if not title and not (language is languages[0] and not entry.source_title and not entry.target_title):
            continue
        sides.append(
            _Side(
                lang=language.value,
                title=title or clean_text(entry.slug),
                deck=clean_text(entry.source_deck if is_source else entry.target_deck),
                date=format_date(day, language) if day else "",
                units=WORDS[language]["units"].format(count=entry.units),
                to_review=WORDS[language]["to_review"].format(count=entry.drafts) if entry.drafts else "",
            )
        )
    return _EntryView(
        href=checked_href(entry.href) or "",
        moment=(entry.published or "").strip() if day else "",
        sides=tuple(sides),
    )


def _statement(entries: Sequence[IndexEntry], *, site_name: str, url: str | None) -> Json:
    statement: dict[str, str | int | Json | list[str]] = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "inLanguage": [Language.JA.value, Language.EN.value],
    }
    if site_name:
        statement["name"] = site_name
    if url:
        statement["url"] = url
        pages = [urljoin(url, href) for entry in entries if (href := checked_href(entry.href))]
        statement["hasPart"] = pages
    return statement
