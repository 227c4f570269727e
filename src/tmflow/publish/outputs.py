"""What a page can be written as: one registry, each output a name, a place and a function of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from tmflow.publish.browser import find_browser, print_pdf
from tmflow.publish.epub import epub_book, made_at
from tmflow.publish.manuscript import text_article
from tmflow.publish.markdown_manuscript import markdown_article
from tmflow.publish.page import Page, article_values, render_page
from tmflow.publish.theme import Theme

__all__ = ["OUTPUTS", "Output"]

_PICTURES = "images/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A form of an article. folder: of its files below that of the pages, "" for the same; suffix: of their names.

    pictures: the folder of its pictures, below its own; "" where it holds them or has none.
    """

    folder: str
    suffix: str
    write: Callable[[Page, Theme], bytes]
    pictures: str = ""


def _fragment(page: Page, theme: Theme) -> bytes:
    page = replace(page, gallery=replace(page.gallery, has_drawings=False))  # a CMS lets no SVG through
    return theme.render("fragment.html.j2", **article_values(page)).encode()


def _markdown(page: Page, _: Theme) -> bytes:
    return markdown_article(page.with_pictures_in(_PICTURES)).encode()


def _pdf(page: Page, theme: Theme) -> bytes:
    return print_pdf(render_page(page, theme=theme.on_paper), browser=find_browser(), moment=made_at(page))


OUTPUTS: Mapping[str, Output] = MappingProxyType(
    {
        "page": Output(folder="", suffix=".html", write=lambda page, theme: render_page(page, theme=theme).encode()),
        "fragment": Output(folder="fragment", suffix=".html", write=_fragment),
        "markdown": Output(folder="markdown", suffix=".md", write=_markdown, pictures=_PICTURES),
        "text": Output(
            folder="text", suffix=".txt", write=lambda page, _: text_article(page.with_pictures_in("")).encode()
        ),
        "epub": Output(folder="epub", suffix=".epub", write=lambda page, theme: epub_book(page, theme=theme)),
        "pdf": Output(folder="pdf", suffix=".pdf", write=_pdf),
    }
)
"""By the name `tmflow publish --to` knows."""
