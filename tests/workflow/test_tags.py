"""Tags that set no text, in a Markdown article: they are text, which no page runs and nothing loses."""

from __future__ import annotations

import html

import pytest

from tmflow.formats.article import parse_article
from tmflow.formats.inline import escape_inline, parse_inline
from tmflow.model.bitext import Bitext, State, TranslationUnit
from tmflow.model.document import ArticleFormat, Document
from tmflow.model.language import Language, LanguagePair
from tmflow.publish.page import render_article
from tmflow.workflow.export import target_text
from tmflow.workflow.passages import read_passages

MARKDOWN = ArticleFormat.MARKDOWN
TAGS = (
    "<draft 2>",
    "<script>alert(1)</script>",
    "<svg onload=alert(4)>",
    "<img src=x onerror=alert(3)>",
    "<iframe src=x></iframe>",
    '<input value="harbor">',
)  # fmt: skip


def translated(tag: str) -> tuple[Document, Bitext]:
    """An article with a tag in its title and its text, and its translation with the same."""
    text = f"---\ntitle: '潮 {tag} の話'\n---\n\n港 {tag} は静かだ。\n"
    source = parse_article(text, format=MARKDOWN, language=Language.JA)
    units = tuple(
        TranslationUnit(
            id=f"u{number}",
            source=passage.content,
            target=parse_inline(escape_inline(f"Tides {tag} at {number}", MARKDOWN), MARKDOWN),
            state=State.REVIEWED,
            source_place=passage.place,
        )
        for number, passage in enumerate(read_passages(source))
    )
    return source, Bitext(slug="tides", pair=LanguagePair(Language.JA, Language.EN), units=units)


@pytest.mark.parametrize("tag", TAGS)
def test_a_page_shows_them_as_they_are_written(tag: str) -> None:
    source, bitext = translated(tag)
    body = html.unescape(render_article(bitext, source=source.metadata).split("<article")[1].split("</article")[0])
    assert f"潮 {tag} の話" in body
    assert f"港 {tag} は静かだ。" in body


@pytest.mark.parametrize("tag", TAGS)
def test_the_target_article_says_them_again_and_runs_none(tag: str) -> None:
    source, bitext = translated(tag)
    text = target_text(source, bitext)
    assert "\\<" in text
    again = parse_article(text, format=MARKDOWN, language=Language.EN)
    assert [block.text for block in again.blocks] == [f"Tides {tag} at {number}" for number in range(2)]
