"""Laws of the article readers: nothing is lost, nothing raises but what is promised, each function undoes its partner."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmflow.errors import FormatError
from tmflow.formats.article import parse_article, replace_blocks, serialize_article
from tmflow.formats.frontmatter import quote_yaml, read_front_matter
from tmflow.formats.inline import escape_inline, parse_inline
from tmflow.model.document import ArticleFormat, BlockKind
from tmflow.text.encoding import DecodeDoubt, decode_bytes, encode_text

PATH = Path("x.md")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\ufeff"))
PIECES = st.sampled_from(
    [
        *("# ", "■", "• ", "- ", "> ", "1. ", "①", "***", "---\n", "title: x\n", "```", "|", "[^1]: y", "![](x)\n"),
        *(
            "<p>",
            "</p>",
            "<h1>",
            "<br>",
            "<li>",
            "<ul>",
            "&amp;",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "<b",
            "<a href='",
            "'",
        ),
        *("\n", "\n\n", "\r\n", "\r", "\u2028", "\x85", " ", "   ", "\t", "\u3000", "\x0c"),
        *(
            "本文",
            "本稿終了",
            "関連記事",
            "By Ann Lowe",
            "2026年1月2日",
            "© A",
            "(注:x)",
            "港の話",
            "。",
            "Title Here",
            "A b c. ",
            "x",
        ),
        *("*", "_", "`", "[a](b)", "[", "]", "\\", '"', ":", "=", "！", "写真:"),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60)
FORMATS = st.sampled_from(list(ArticleFormat))


@settings(max_examples=300, deadline=None)
@given(TEXTS, FORMATS)
def test_blocks_are_spans_of_the_text(text: str, format: ArticleFormat) -> None:
    try:
        document = parse_article(text, format=format)
    except FormatError:
        assert format is ArticleFormat.MARKDOWN
        assert text.startswith("---")
        return
    assert document.text == text
    for block in document.blocks:
        assert text[block.span.start : block.span.end] == block.content.native
        assert block.text.strip()


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_plain_text_loses_no_letter(text: str) -> None:
    document = parse_article(text, format=ArticleFormat.PLAIN)
    position = 0
    for block in document.blocks:
        between = text[position : block.span.start]
        assert between.replace(block.mark, "", 1).translate(INVISIBLE).split() == []
        position = block.span.end
    assert text[position:].translate(INVISIBLE).split() == []


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([ArticleFormat.PLAIN, ArticleFormat.HTML]))
def test_replacing_blocks_by_themselves_changes_nothing(text: str, format: ArticleFormat) -> None:
    document = parse_article(text, format=format)
    same = {index: block.content for index, block in enumerate(document.blocks)}
    assert replace_blocks(document, same, language=document.language) == text
    assert replace_blocks(document, {}, language=document.language) == text


@settings(max_examples=300, deadline=None)
@given(TEXTS, FORMATS)
def test_inline_keeps_and_escapes(text: str, format: ArticleFormat) -> None:
    content = parse_inline(text, format)
    assert content.native == text
    ids = [code.id for code in content.codes if code.role.value != "close"]
    assert ids == [str(number + 1) for number in range(len(ids))]
    assert parse_inline(escape_inline(text, format), format).text == text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40).filter(lambda text: not set(text) & {"\ud800"}))
def test_yaml_values_come_back(value: str) -> None:
    text = f"---\ntitle: {quote_yaml(value)}\n---\n"
    scalar = read_front_matter(text, PATH).first("title")
    assert scalar is not None
    assert scalar.value == value


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=40) | TEXTS.map(lambda text: text.encode("cp932", "ignore")))
def test_bytes_come_back_or_are_refused(raw: bytes) -> None:
    try:
        decoded = decode_bytes(raw)
    except DecodeDoubt:
        return
    assert encode_text(decoded.text, decoded.codec, bom=decoded.bom) == raw


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_serialize_gives_the_bytes_back(text: str) -> None:
    assert serialize_article(parse_article(text, format=ArticleFormat.PLAIN)) == text.encode()


@pytest.mark.parametrize("format", list(ArticleFormat))
@pytest.mark.parametrize(
    "unit",
    [
        "本文\n",
        "本稿終了\n\n",
        "a\n\n",
        "*a ",
        "[a](",
        "`a``",
        "> ",
        "2026年1月2日 ",
        "By A",
        "関連記事\n\nx\n\n",
        "| a ",
    ],
)
def test_hostile_texts_take_linear_time(unit: str, format: ArticleFormat) -> None:
    text = unit * (60_000 // len(unit))
    begin = time.process_time()
    assert parse_article(text, format=format).text == text
    assert time.process_time() - begin < 10.0


def test_kinds_of_the_body_are_kept_apart() -> None:
    document = parse_article("港の朝\n\n港の朝は早い。\n", format=ArticleFormat.PLAIN)
    assert [block.kind for block in document.blocks] == [BlockKind.TITLE, BlockKind.PARAGRAPH]
