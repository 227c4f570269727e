"""The bilingual page of one article: one self-contained HTML file that needs no script and asks for nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote

from tmflow.model.bitext import Bitext, Side
from tmflow.model.document import BlockKind, Inset, Metadata
from tmflow.model.language import Language
from tmflow.publish.addresses import PageAddress, page_address, slug_folder
from tmflow.publish.cleaning import clean_text, plain_text
from tmflow.publish.credits import CreditLine, read_credits
from tmflow.publish.gallery import Gallery
from tmflow.publish.gate import Refusal, RefusalReason, publishable
from tmflow.publish.inset_rows import place_insets
from tmflow.publish.options import Layout, PageOptions
from tmflow.publish.reading import reading_minutes
from tmflow.publish.rows import Row, is_published, read_rows
from tmflow.publish.states import Usual, draft_sort, draft_sort_of_all
from tmflow.publish.structured import article_statement
from tmflow.publish.theme import Frame, Json, Theme
from tmflow.publish.urls import checked_url
from tmflow.publish.view_builder import ViewBuilder
from tmflow.publish.views import OutlineView, credit_sides
from tmflow.publish.words import WORDS, labelled, parse_date

__all__ = [
    "Layout",
    "Page",
    "PageOptions",
    "Refusal",
    "RefusalReason",
    "article_values",
    "full_title",
    "page_decks",
    "page_kicker",
    "page_outline",
    "page_url",
    "publishable",
    "render_article",
    "render_page",
    "shown_titles",
    "titles_in",
]

_OG_LOCALES = {Language.JA: "ja_JP", Language.EN: "en_US"}


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a page is made of: the bitext, what is known of the article on either side, and the publisher's choices.

    source_insets, target_insets: the code and the images of either article; None where there is no target article.
    gallery: the pictures. read: the rows of the bitext, where they are known already.
    """

    bitext: Bitext
    source: Metadata = field(default_factory=Metadata)
    target: Metadata = field(default_factory=Metadata)
    options: PageOptions = field(default_factory=PageOptions)
    source_insets: tuple[Inset, ...] = ()
    target_insets: tuple[Inset, ...] | None = None
    gallery: Gallery = field(default_factory=Gallery)
    read: tuple[Row, ...] | None = None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the article, in order, with its code and images: where one language stands alone, only its own."""
        source, target, only = self.source_insets, self.target_insets, self.options.only
        if only is not None and target is not None:
            source, target = (source, ()) if only is self.bitext.pair.source else ((), target)
        return place_insets(read_rows(self.bitext) if self.read is None else self.read, source, target)

    @cached_property
    def titles(self) -> Mapping[Language, str]:
        """The plain titles by language: of the title's units, else of the metadata, else ""; a draft says that it is one."""
        return {language: _title(self, language) for language in (self.options.first, self.options.first.other)}

    def with_pictures_in(self, folder: str) -> Page:
        """Return a page whose pictures are files in a folder, seen from where the page stands ("" for beside it)."""
        return replace(self, gallery=replace(self.gallery, folder=folder))

    def metadata(self, language: Language) -> Metadata:
        """Return what is known of the article in a language."""
        return self.source if language is self.bitext.pair.source else self.target

    def original(self, language: Language) -> Metadata | None:
        """Return what is known of the original where there is no article in a language, None where there is one."""
        is_alone = self.target_insets is None and self.target == Metadata()
        return self.source if is_alone and language is self.bitext.pair.target else None


def render_article(
    bitext: Bitext,
    *,
    source: Metadata | None = None,
    target: Metadata | None = None,
    options: PageOptions | None = None,
    theme: Theme | None = None,
) -> str:
    """Return the HTML page of a bitext, the same characters for the same values.

    Every unit is published but markers and boilerplate; whether all may be is for `publishable` to say. Where a unit
    is a draft or has no translation, the page says so.
    theme: made anew if not given; give one to render many pages.
    """
    page = Page(
        bitext=bitext, source=source or Metadata(), target=target or Metadata(), options=options or PageOptions()
    )
    return render_page(page, theme=theme or Theme())


def render_page(
    page: Page, *, theme: Theme, address: PageAddress | None = None, series: Mapping[str, object] | None = None
) -> str:
    """Return the HTML of a page.

    address: where it stands in a site; without one it stands alone. series: its place in one, as `shelf.html.j2` prints it.
    """
    bitext, options = page.bitext, page.options
    address = address or PageAddress(url=page_url(page))
    titles = shown_titles(page)
    is_vertical = options.vertical and Language.JA in options.languages
    locales = [
        _OG_LOCALES[language] for language in (*options.languages, *([options.only.other] if options.only else []))
    ]
    return theme.render_html(
        "article.html.j2",
        Frame(statement=_statement(page, address), stylesheet=address.stylesheet, script=address.script),
        address=address,
        layout=options.layout,
        site_name=clean_text(options.site_name),
        full_title=full_title(list(titles.values()), clean_text(bitext.slug), clean_text(options.site_name)),
        locales=locales,
        moment=_moment(page),
        minutes=_minutes(page),
        report=_report(page),
        series=series,
        is_vertical=is_vertical,
        **article_values(page, is_vertical=is_vertical),
    )


def article_values(page: Page, *, is_vertical: bool = False) -> dict[str, object]:
    """Return what `body.html.j2`, the article itself in whatever frame, prints.

    is_vertical: whether the Japanese is made ready to be set vertically.
    """
    bitext, options = page.bitext, page.options
    by_language = dict(zip((options.first, options.first.other), page_decks(page), strict=True))
    decks = {language.value: by_language[language] for language in options.languages}
    sides = [
        read_credits(bitext, page.metadata(language), language, original=page.original(language))
        for language in options.languages
    ]
    outline = page_outline(page, is_vertical=is_vertical)
    return {
        "languages": [language.value for language in options.languages],
        "words": {language.value: words for language, words in WORDS.items()},
        "slug": clean_text(bitext.slug),
        "titles": {language.value: title for language, title in shown_titles(page).items()},
        "description": next((deck for deck in decks.values() if deck), ""),
        "outline": outline,
        "extra_kickers": {} if outline.kickers else _kickers(page),
        "extra_decks": {} if outline.decks else {lang: deck for lang, deck in decks.items() if deck},
        "head": credit_sides(outline.head, {side.lang: side.head for side in sides}),
        "foot": credit_sides(outline.foot, {side.lang: side.foot for side in sides}),
        "original": _original(page),
        "original_lang": bitext.pair.source.value,
        "notice": _notice(page),
        "usual": Usual.of(bitext),
    }


def page_outline(page: Page, *, is_vertical: bool = False) -> OutlineView:
    """Return the article in the languages of the page, as templates and writers of other formats read it."""
    moments = [(side.published or "").strip() for side in (page.source, page.target) if _is_dated(side)]
    builder = ViewBuilder(
        page.bitext,
        options=page.options,
        rows=page.rows,
        gallery=page.gallery,
        moments=moments,
        is_vertical=is_vertical,
    )
    return builder.outline()


def shown_titles(page: Page) -> dict[Language, str]:
    """Return the titles a page shows: those of its languages, else the other's, else none."""
    return titles_in(page.options.languages, page.titles)


def titles_in(
    languages: Sequence[Language], known: Mapping[Language, str], *, otherwise: str = ""
) -> dict[Language, str]:
    """Return what stands as a title where these languages are shown: those in them, else those there are, else one text.

    known: by language, "" for none.

    >>> titles_in([Language.EN], {Language.JA: "港", Language.EN: ""})
    {<Language.JA: 'ja'>: '港'}
    """
    there = {language: title for language, title in known.items() if title}
    own = {language: there[language] for language in languages if language in there}
    return own or there or ({languages[0]: otherwise} if otherwise else {})


def _statement(page: Page, address: PageAddress) -> Json:
    pair = page.bitext.pair
    titles = page.titles
    return article_statement(
        pair,
        source=page.source,
        target=page.target,
        source_title=titles[pair.source],
        target_title=titles[pair.target],
        source_deck=_deck(page, pair.source),
        target_deck=_deck(page, pair.target),
        url=address.url,
        source_url=_source_url(page),
        is_machine_made=_notice(page).startswith("machine"),
        minutes=_minutes(page),
        site_name=clean_text(page.options.site_name),
        of_source=page.options.only is pair.source,
    )


def page_url(page: Page) -> str | None:
    """Return the address the article has in the site under the base URL, None if there is none."""
    slug = clean_text(page.bitext.slug)
    return page_address(slug_folder(slug), page.options.only, base_url=page.options.base_url).url


def full_title(titles: Sequence[str], slug: str, site_name: str) -> str:
    """Return what stands in the browser's tab.

    >>> full_title(["港", "Harbor"], "harbor", "Tides")
    '港 | Harbor – Tides'
    """
    title = " | ".join(dict.fromkeys(title for title in titles if title)) or slug
    return f"{title} – {site_name}" if site_name else title


def page_decks(page: Page) -> tuple[str, str]:
    """Return the plain decks of a page in its reading order, "" for none."""
    first = page.options.first
    return _deck(page, first), _deck(page, first.other)


def _title(page: Page, language: Language) -> str:
    known = page.metadata(language).title or page.metadata(language.other).original_title or ""
    return _unit_text(page, language, BlockKind.TITLE) or plain_text(known, language)


def _deck(page: Page, language: Language) -> str:
    known = page.metadata(language).deck or page.metadata(language.other).original_deck or ""
    return _unit_text(page, language, BlockKind.DECK) or plain_text(known, language)


def page_kicker(page: Page, language: Language) -> str:
    """Return what stands above the title in a language, "" for nothing."""
    return _unit_text(page, language, BlockKind.KICKER) or clean_text(page.metadata(language).kicker or "")


def _kickers(page: Page) -> dict[str, str]:
    """Return what metadata has above the titles, in the languages of the page."""
    told = {language.value: clean_text(page.metadata(language).kicker or "") for language in page.options.languages}
    return {lang: kicker for lang, kicker in told.items() if kicker}


def _unit_text(page: Page, language: Language, kind: BlockKind) -> str:
    """Return the text of the first units of a kind, those of one block joined; a draft says that it is one."""
    rows = (row for row in page.rows if row.kind is kind)
    side = Side.SOURCE if language is page.bitext.pair.source else Side.TARGET
    for row in rows:
        told = [(numbered.unit, content) for numbered in row.in_order(side) if (content := numbered.text(side))]
        text = plain_text("\n".join(content.text for _, content in told), language)
        if text:
            is_marked = side is Side.TARGET and page.options.mark_unreviewed
            return labelled(text, draft_sort_of_all(unit for unit, _ in told) if is_marked else "", language)
    return ""


def _moment(page: Page) -> str:
    """Return when the page's own article was published: the original where it stands alone, else the translation."""
    sides = (
        (page.target, page.source) if page.options.only is not page.bitext.pair.source else (page.source, page.target)
    )
    return next(((side.published or "").strip() for side in sides if _is_dated(side)), "")


def _is_dated(metadata: Metadata) -> bool:
    return parse_date(metadata.published) is not None


def _source_url(page: Page) -> str:
    told = (page.options.source_url, page.source.url, page.target.original_url, page.source.original_url)
    return next((url for url in told if url), "")


def _minutes(page: Page) -> dict[str, int]:
    """Return how long each language of the page takes to read."""
    units = [unit for unit in page.bitext.units if is_published(unit)]
    minutes = {}
    for language in page.options.languages:
        is_source = language is page.bitext.pair.source
        contents = [unit.source if is_source else unit.target for unit in units]
        text = "\n".join(content.text for content in contents if content)
        minutes[language.value] = reading_minutes(text, language)
    return minutes


def _report(page: Page) -> str:
    """Return the address of a mail about a mistake, to which the sentence can be added; "" if nobody is to get one."""
    mail = checked_url(f"mailto:{page.options.contact.strip()}") if page.options.contact.strip() else None
    return f"{mail}?subject={quote(clean_text(page.bitext.slug), safe='')}&body=" if mail else ""


def _original(page: Page) -> CreditLine | None:
    """Return the link to the original article: text alone where the address must not be a link."""
    address = clean_text(_source_url(page))
    return CreditLine(text=address, href=checked_url(address) or "") if address else None


def _notice(page: Page) -> str:
    """Return which notice a page needs: "machine" or "draft", with "_all" if all of its translation is one; "" for none."""
    if not page.options.mark_unreviewed or page.bitext.pair.target not in page.options.languages:
        return ""
    units = [unit for unit in page.bitext.units if unit.target and is_published(unit)]
    sort = draft_sort_of_all(units)
    is_all = {draft_sort(unit) for unit in units if unit.side is Side.BOTH} == {sort}
    return f"{sort}_all" if sort and is_all else sort
