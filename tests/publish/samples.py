"""Bitexts and readers that the tests of publishing share. All texts are our own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import html
from ruamel.yaml import YAML

from tmflow.model.bitext import Bitext, Origin, OriginKind, Place, Side, State, TranslationUnit
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import BlockKind, Metadata
from tmflow.model.language import Language, LanguagePair
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page, render_article
from tmflow.publish.site import IndexEntry
from tmflow.publish.theme import Theme
from tmflow.publish.website import iter_article_files, iter_shared_files

JA_EN = LanguagePair(Language.JA, Language.EN)
TESTS = Path(__file__).parent.parent
Kind = BlockKind


def cases(name: str) -> list[dict[str, Any]]:
    """The rows of a case table."""
    rows: list[dict[str, Any]] = YAML(typ="safe").load(TESTS / "cases" / "publish" / name)
    return rows


def check_golden(name: str, text: str) -> None:
    """Compare with a golden file; TMFLOW_REWRITE_GOLDEN=1 rewrites it, to be reviewed as a diff."""
    golden = TESTS / "golden" / "publish" / name
    if os.environ.get("TMFLOW_REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


def code(kind: CodeKind, role: CodeRole, native: str, text: str = "") -> InlineCode:
    return InlineCode(id="1", kind=kind, role=role, native=native, text=text)


def wrapped(kind: CodeKind, opening: str, text: str, closing: str) -> Content:
    """A text inside one pair of codes."""
    return Content.of(code(kind, CodeRole.OPEN, opening), text, code(kind, CodeRole.CLOSE, closing))


def unit(
    source: str | Content,
    target: str | Content | None,
    *,
    block: int | None = None,
    kind: BlockKind = BlockKind.PARAGRAPH,
    level: int = 0,
    mark: str = "",
    state: State | None = None,
    draft: bool = False,
    origin: OriginKind | None = None,
    target_block: int | None = None,
) -> TranslationUnit:
    """A unit; one side "" makes it one-sided, target None untranslated."""
    source_content = Content.of(source) if isinstance(source, str) else source
    target_content = Content.of(target) if isinstance(target, str) else target
    side = Side.TARGET if not source_content else Side.SOURCE if target == "" else Side.BOTH
    has_target = bool(target_content)
    place = Place(block=block, kind=kind, level=level, mark=mark) if block is not None else None
    target_place = Place(block=target_block, kind=kind, level=level, mark=mark) if target_block is not None else place
    return TranslationUnit(
        id="x",
        source=source_content,
        target=target_content if has_target else None,
        state=(state or State.TRANSLATED) if has_target else State.INITIAL,
        side=side,
        draft=draft,
        origin=Origin(kind=origin) if origin else None,
        source_place=place if side is not Side.TARGET else None,
        target_place=target_place if has_target else None,
    )


def bitext(*units: TranslationUnit, pair: LanguagePair = JA_EN, slug: str = "tides") -> Bitext:
    """A bitext of units, their ids given in order."""
    return Bitext(slug=slug, pair=pair, units=tuple(replace(u, id=f"id-{n}") for n, u in enumerate(units)))


def small_article() -> Bitext:
    """One of everything a page can show."""
    link = Content.of("点検は", *wrapped(CodeKind.LINK, "[", "記録", "](https://example.org/log)").parts, "に残る。")
    link_en = Content.of("It is in the ", *wrapped(CodeKind.LINK, "[", "log", "](https://example.org/log)").parts, ".")
    return bitext(
        unit("港の便り　第1回", "Harbor letters, No. 1", block=0, kind=Kind.KICKER, state=State.REVIEWED),
        unit("潮が満ちる前に", "Before the Tide", block=1, kind=Kind.TITLE, state=State.FINAL),
        unit("桟橋の一日を追った", "A day on the pier", block=2, kind=Kind.DECK, state=State.REVIEWED),
        unit("文　浅見しおり", "By Shiori Asami", block=3, kind=Kind.BYLINE, state=State.REVIEWED),
        unit("本文", "", block=4, kind=Kind.MARKER),
        unit("朝が来た。", "Morning came.", block=5, state=State.REVIEWED, origin=OriginKind.HUMAN),
        unit("船は12隻。", "There are 12 boats.", block=5, draft=True, origin=OriginKind.MT),
        unit("", "(A boat is a fune.)", target_block=5),
        unit("主な仕事", "The work", block=6, kind=Kind.HEADING, level=2, mark="■", origin=OriginKind.MEMORY),
        unit("網を干す", "Dry the nets", block=7, kind=Kind.LIST_ITEM, level=1, mark="•"),
        unit("二枚ずつ", "Two at a time", block=8, kind=Kind.LIST_ITEM, level=2, mark="-"),
        unit("氷を積む", None, block=9, kind=Kind.LIST_ITEM, level=1, mark="•"),
        unit("岸に着く", "Land", block=10, kind=Kind.LIST_ITEM, level=1, mark="①"),
        unit("「待つのが仕事だ」", "“Waiting is the work.”", block=11, kind=Kind.QUOTATION),
        unit("朝の桟橋", "The pier at dawn", block=12, kind=Kind.CAPTION),
        unit("写真：久保田すず", "Photo: Suzu Kubota", block=13, kind=Kind.CREDIT),
        unit(link, link_en, block=14),
        unit("訳注：一尋は1.8メートル。", "", block=15, kind=Kind.NOTE),
        unit("潮入みなとだより", "Shioiri Harbour Letter", block=16, kind=Kind.SOURCE),
        unit("記事をシェアする", "", block=17, kind=Kind.BOILERPLATE),
    )


SMALL_SOURCE = Metadata(published="2026-02-08T09:30:00+09:00", translator="メイベル・ソーン", byline="浅見しおり")
SMALL_TARGET = Metadata(published="2026-02-09", translator="Mabel Thorne", licence="https://example.org/rights")


def parse(page: str) -> html.HtmlElement:
    """The page as a tree."""
    return html.document_fromstring(page)


def segments(tree: html.HtmlElement, lang: str) -> list[html.HtmlElement]:
    """The segments of one language, in order."""
    return [span for span in tree.iter("span") if span.get("id") and span.get("lang") == lang]


def texts(elements: Sequence[html.HtmlElement]) -> list[str]:
    return [str(element.text_content()) for element in elements]


def small_page(**options: Any) -> str:
    """The page of `small_article`."""
    chosen = PageOptions(site_name="潮入みなとだより", **options)
    return render_article(small_article(), source=SMALL_SOURCE, target=SMALL_TARGET, options=chosen)


def write_page(folder: Path, text: str) -> Path:
    """Write a page where a browser can open it."""
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


def write_site(folder: Path, article: Bitext, *, source: Metadata, target: Metadata, options: PageOptions) -> Path:
    """Write the site of one article and return its folder."""
    page = Page(bitext=article, source=source, target=target, options=options)
    entry = IndexEntry.of(article, href="", source=source, target=target)
    theme = Theme()
    for files in (iter_article_files(page, theme=theme), iter_shared_files([entry], options=options, theme=theme)):
        for name, content in files:
            path = folder / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder / "site"


def small_site(folder: Path) -> Path:
    """Write the site of `small_article` and return its folder."""
    options = PageOptions(
        site_name="潮入みなとだより", base_url="https://example.org/letters", contact="desk@example.org"
    )
    return write_site(folder, small_article(), source=SMALL_SOURCE, target=SMALL_TARGET, options=options)
