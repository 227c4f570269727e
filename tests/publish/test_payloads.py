"""Hostile text in every field of an article and its publication, in every output, in the browser."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.chromium import Chromium
from tests.publish.harmless import assert_all_harmless, assert_harmless
from tests.publish.samples import Kind, bitext, code, unit, wrapped, write_page, write_site
from tmflow.model.bitext import Bitext
from tmflow.model.content import CodeKind, CodeRole, Content
from tmflow.model.document import Metadata
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page
from tmflow.publish.theme import Theme

pytestmark = pytest.mark.browser

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</style></title></h1></textarea><img src=x onerror=alert(3)>",
    "\"><svg onload=alert(4)>' onmouseover='alert(5)",
    "{{ alert(6) }}{% raw %}",
    "<!-- --><a href=javascript:alert(7)>x</a><iframe src='data:text/html,<script>alert(8)</script>'>",
    "[x](javascript:alert(9)) javascript:alert(10) data:text/html,x",
    "&lt;img src=x onerror=alert(11)&gt; \u202eevil\u2066 ]]><x>",
]


def hostile(payload: str) -> tuple[Bitext, Metadata, PageOptions]:
    """An article that says one thing wherever something can be said."""
    link = wrapped(CodeKind.LINK, f'<a href="{payload}">', payload, "</a>")
    markdown = wrapped(CodeKind.LINK, "[", payload, f"]({payload})")
    note = code(CodeKind.FOOTNOTE, CodeRole.STANDALONE, f"[^{payload}]")
    image = code(CodeKind.IMAGE, CodeRole.STANDALONE, payload)
    inline = Content.of(
        *link.parts, *markdown.parts, note, image, code(CodeKind.CODE, CodeRole.STANDALONE, payload, payload)
    )
    kinds = [kind for kind in Kind if kind not in {Kind.MARKER, Kind.BOILERPLATE}]
    units = [unit(payload, payload, block=n, kind=kind, mark=payload) for n, kind in enumerate(kinds)]
    units += [unit(inline, inline, block=98), unit(payload, payload, block=99, kind=Kind.NOTE, mark=f"[^{payload}]:")]
    metadata = Metadata(
        title=payload, deck=payload, kicker=payload, byline=payload, translator=payload, source=payload,
        original_title=payload, original_deck=payload, credits=(payload,), dates=(payload,), published=payload,
        licence=payload, url=f"javascript:{payload}", original_url=payload, series=payload, part=1,
    )  # fmt: skip
    options = PageOptions(
        site_name=payload, base_url=f"https://example.org/{payload}", source_url=payload,
        contact=payload, readings=((payload, payload),),
    )  # fmt: skip
    return bitext(*units, slug="hostile"), metadata, options


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_text_in_the_browser(chromium: Chromium, tmp_path: Path, payload: str) -> None:
    article, metadata, options = hostile(payload)
    page = Page(bitext=article, source=metadata, target=metadata, options=options)
    made = OUTPUTS["page"].write(page, Theme()).decode()
    path = write_page(tmp_path, made)
    with chromium.tab(path) as tab:
        assert_harmless(tab)
        said = tab.evaluate("[...document.querySelectorAll('blockquote [id][lang]')].map(e => e.textContent)")
        assert len(said) == 2
        if not options.readings[0][0].startswith("<") and "\u202e" not in payload:
            assert payload[:8] in said[0]
    fragment = OUTPUTS["fragment"].write(page, Theme()).decode()
    framed = write_page(tmp_path, f"<!doctype html><body>{fragment}</body>")
    folder = write_site(tmp_path, article, source=metadata, target=metadata, options=options)
    assert_all_harmless(chromium, [framed, *sorted(folder.rglob("*.html"))])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_text_in_the_other_outputs(payload: str) -> None:
    article, metadata, options = hostile(payload)
    page = Page(bitext=article, source=metadata, target=metadata, options=options)
    markdown = OUTPUTS["markdown"].write(page, Theme()).decode()
    shown = MarkdownIt("commonmark").render(markdown)
    assert not re.search(r"<(?:script|img|svg|iframe|x)\b", shown)
    assert not re.search(r'(?:href|src)="(?:javascript|data):', shown)
    assert OUTPUTS["text"].write(page, Theme()).decode().strip()
    with zipfile.ZipFile(io.BytesIO(OUTPUTS["epub"].write(page, Theme()))) as book:
        chapter = book.read("EPUB/article.xhtml").decode()
    assert not re.search(r"<(?:script|img|svg|iframe|x)\b", chapter)
    assert not re.search(r'href="(?:javascript|data):', chapter)
