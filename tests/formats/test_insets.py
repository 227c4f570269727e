"""Code and images of an article: what is found of them, and what of them is translated."""

from __future__ import annotations

import pytest

from tmflow.formats.article import parse_article, replace_blocks
from tmflow.formats.inline import parse_inline
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, BlockKind, Document, InsetKind
from tmflow.model.language import Language

MARKDOWN, HTML = ArticleFormat.MARKDOWN, ArticleFormat.HTML


def read(text: str, format: ArticleFormat = MARKDOWN) -> Document:
    return parse_article(text, format=format, language=Language.EN)


def codes(text: str, format: ArticleFormat = MARKDOWN) -> list[tuple[str, str, int]]:
    """What each code block says, its language, and in how much it stands."""
    return [(one.text, one.syntax, len(one.inside)) for one in read(text, format).insets if one.kind is InsetKind.CODE]


def images(text: str, format: ArticleFormat = MARKDOWN) -> list[str]:
    return [one.address for one in read(text, format).insets if one.kind is InsetKind.IMAGE]


def alternatives(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.kind is BlockKind.IMAGE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tides.\n\n```sh title\nls\n\n  -l\n```\n\nEnd.", [("ls\n\n  -l", "sh", 0)]),
        ("Tides.\n\n~~~\n<b>\n~~~", [("<b>", "", 0)]),
        ("Tides.\n\n    one\n      two\n\nEnd.", [("one\n  two", "", 0)]),
        ("1. one\n\n   ```\n   ls\n   ```\n\n2. two", [("ls", "", 1)]),
        ("- one\n  - two\n\n        ls\n", [("ls", "", 2)]),
        ("> said\n>\n> ```\n> ls\n> ```", [("ls", "", 1)]),
        ("Tides.\n\n```\nunclosed", [("unclosed", "", 0)]),
        ("<pre><code class='language-py'>a &lt; b\n</code></pre>", [("a < b", "py", 0)]),
    ],
)
def test_code_of_markdown(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Tides.</p><pre>\na &amp; b\n  c</pre><p>End.", [("a & b\n  c", "", 0)]),
        ('<pre class="lang-js"><code>let <span>x</span><br>y</code></pre>', [("let x\ny", "js", 0)]),
        ("<ul><li>one<pre>ls</pre></ul>", [("ls", "", 1)]),
        ("<p>Tides.</p><pre>never closed", [("never closed", "", 0)]),
        ("<div><pre>closed by its parent</div><p>End.</p>", [("closed by its parent", "", 0)]),
        ("<nav><pre>menu</pre></nav><div hidden><pre>x</pre></div>", []),
    ],
)
def test_code_of_html(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert codes(text, HTML) == expected


@pytest.mark.parametrize(
    ("text", "format", "addresses", "texts"),
    [
        ("![The quay](a.png)", MARKDOWN, ["a.png"], ["The quay"]),
        ("![The quay](a.png)\nat dawn", MARKDOWN, ["a.png"], ["The quay"]),
        ("![](a.png) ![B *b*](<b c.png> 'title')", MARKDOWN, ["a.png", "b c.png"], ["B b"]),
        ("[![A](a.png)](https://example.org)", MARKDOWN, ["a.png"], ["A"]),
        ("![A][x] ![B][]\n\n[x]: a.png\n[B]: <b.png>", MARKDOWN, ["a.png", "b.png"], ["A", "B"]),
        ("The mark ![blue](a.png) is new.", MARKDOWN, [], []),
        ("<figure><img src='a.png' alt='A'><figcaption>C</figcaption></figure>", MARKDOWN, ["a.png"], ["A"]),
        ('<p><img data-alt="x" alt="A &quot;b&quot; <c>" src=a.png></p>', HTML, ["a.png"], ['A "b" <c>']),
        ("<header><img src=logo.png alt=Logo></header><main><img src=a.png alt=A></main>", HTML, ["a.png"], ["A"]),
        ("<nav><img src=a.png alt=Menu></nav><p>The <img src=b.png alt=B> mark.", HTML, [], []),
    ],
)
def test_images_that_stand_alone(text: str, format: ArticleFormat, addresses: list[str], texts: list[str]) -> None:
    assert images(text, format) == addresses
    assert alternatives(read(text, format)) == texts


def test_an_inset_knows_the_block_it_stands_before_and_its_own_alternative_text() -> None:
    document = read("# Tides\n\n![](a.png)\n\nOne.\n\n![B](b.png)\n\n```\nls\n```\n\nTwo.")
    assert [(inset.kind.value, inset.block) for inset in document.insets] == [("image", 1), ("image", 2), ("code", 3)]
    assert document.blocks[2].text == "B"


def test_an_image_above_the_byline_leaves_it_one() -> None:
    document = read("# Tides\n\n![The quay](a.png)\n\nBy Ann Lowe\n\nThe tide came in at six and went out again.")
    assert [block.kind.value for block in document.blocks] == ["title", "image", "byline", "paragraph"]


@pytest.mark.parametrize(
    ("text", "format", "expected"),
    [
        ("![港](a.png)", MARKDOWN, 'The "old\\] quay'),
        ('<img src=a.png alt="港">', HTML, "The &quot;old] quay"),
        ("<img src=a.png alt='港'>", HTML, "The &quot;old] quay"),
        ("<img src=a.png alt=港>", HTML, '"The &quot;old] quay"'),
    ],
)
def test_the_target_article_has_the_translated_text_where_nothing_can_break_out(
    text: str, format: ArticleFormat, expected: str
) -> None:
    document = parse_article(text, format=format, language=Language.JA)
    written = replace_blocks(document, {0: Content.of('The "old] quay')}, language=Language.EN)
    assert written == text.replace("港", expected)
    assert alternatives(read(written, format)) == ['The "old] quay']


def test_an_image_within_a_sentence_keeps_the_content_it_had() -> None:
    (block,) = read("The mark ![blue](a.png) is new.").blocks
    assert block.content == parse_inline("The mark ![blue](a.png) is new.", MARKDOWN)


def test_hostile_markup_is_read_in_linear_time() -> None:
    for text in ("![" * 20_000, "![](" * 20_000, "<img alt='" * 20_000, "```\n" * 20_000, "[![a](" + "](" * 20_000):
        read(text)
        read(text, HTML)
