"""An article as an EPUB 3.3 book of one chapter: the article of the page, well-formed, with the page's own style sheet.

The same page gives the same bytes: no clock, files in a fixed order. Reference: EPUB 3.3, EPUB Accessibility 1.1.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator

from lxml import etree, html

from tmflow.model.language import Language
from tmflow.publish.cleaning import clean_text, plain_text
from tmflow.publish.feeds import moment, namespaces
from tmflow.publish.page import Page, article_values, full_title, page_outline, shown_titles
from tmflow.publish.theme import Theme
from tmflow.publish.views import RowView
from tmflow.publish.words import WORDS, labelled

__all__ = ["epub_book", "made_at"]

_XHTML = "http://www.w3.org/1999/xhtml"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OPS = "http://www.idpf.org/2007/ops"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP can say."""
_UNDATED = "2000-01-01T00:00:00Z"
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def epub_book(page: Page, *, theme: Theme) -> bytes:
    """Return the book of a page."""
    page = page.with_pictures_in("")
    files = (
        ("META-INF/container.xml", _CONTAINER),
        ("EPUB/package.opf", theme.render("package.opf.j2", **_package(page))),
        ("EPUB/nav.xhtml", _well_formed(theme.render("nav.html.j2", **_navigation(page)))),
        ("EPUB/article.xhtml", _well_formed(theme.render("chapter.html.j2", **_frame(page), **article_values(page)))),
        ("EPUB/style.css", theme.article_css),
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype", _FIRST_DAY), "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in files:
            book.writestr(zipfile.ZipInfo(name, _FIRST_DAY), text, zipfile.ZIP_DEFLATED)
        for name, picture in page.gallery.files().items():
            book.writestr(zipfile.ZipInfo(f"EPUB/{name}", _FIRST_DAY), picture.content, zipfile.ZIP_STORED)
    return stream.getvalue()


def made_at(page: Page) -> str:
    """Return the moment a file made of a page gives as its own: when the article was published, never the clock."""
    return moment(page.target.published) or moment(page.source.published) or _UNDATED


def _frame(page: Page) -> dict[str, object]:
    titles = list(shown_titles(page).values())
    return {"full_title": full_title(titles, clean_text(page.bitext.slug), "")}


def _package(page: Page) -> dict[str, object]:
    options, pair = page.options, page.bitext.pair
    name = f"{options.base_url.strip()}\0{options.site_name}\0{page.bitext.slug}"
    return {
        **_frame(page),
        "identifier": uuid.uuid5(uuid.NAMESPACE_URL, name.encode("utf-8", "backslashreplace").decode()).urn,
        "languages": [language.value for language in options.languages],
        "author": clean_text(page.source.byline or page.target.byline or ""),
        "translator": clean_text(page.target.translator or page.source.translator or ""),
        "publisher": clean_text(options.site_name),
        "rights": clean_text(page.metadata(pair.target).licence or page.source.licence or ""),
        "modified": made_at(page),
        "pictures": {name: picture.media_type for name, picture in page.gallery.files().items()},
    }


def _navigation(page: Page) -> dict[str, object]:
    language = page.options.languages[0]
    return {
        **_frame(page),
        "lang": language.value,
        "contents": WORDS[language]["contents"],
        "headings": tuple(_iter_headings(page)),
    }


def _iter_headings(page: Page) -> Iterator[tuple[str, str]]:
    """Yield where each heading stands and what it says, in the language read first."""
    for section in page_outline(page).body:
        if section.kind == "heading":
            yield from (found for found in (_heading(row) for row in section.rows) if found)


def _heading(row: RowView) -> tuple[str, str] | None:
    segments = [segment for segment in row.cells[0].segments if segment.id]
    lang = row.cells[0].lang
    text = _one_line("".join(f"{segment.joint}{segment.html}" for segment in segments), lang)
    sort = next((segment.draft for segment in segments if segment.label), "")
    return (segments[0].id, labelled(text, sort, Language(lang))) if text.strip() else None


def _one_line(markup: str, lang: str) -> str:
    """Return the text of a piece of HTML, its line breaks joined as its language has it."""
    tree = html.fragment_fromstring(f"<p>{markup}</p>")
    for line_break in tree.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return plain_text(str(tree.xpath("string()")), Language(lang))


def _well_formed(text: str) -> str:
    """Return an HTML page as XHTML: in its namespace without a prefix, every language also in `xml:lang`."""
    tree = html.document_fromstring(text)
    html.html_to_xhtml(tree)
    root = etree.Element(tree.tag, {"lang": tree.get("lang", "")}, nsmap=namespaces(_XHTML, epub=_OPS))
    root.extend(list(tree))
    for nav in root.iter(f"{{{_XHTML}}}nav"):
        nav.set(f"{{{_OPS}}}type", nav.attrib.pop("data-epub-type"))
    for element in root.iter(etree.Element):
        if lang := element.get("lang"):
            element.set(_XML_LANG, lang)
    etree.cleanup_namespaces(root)
    body = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{body}\n'
