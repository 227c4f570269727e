"""Content to HTML."""

from __future__ import annotations

import pytest

from tests.publish.samples import code, wrapped
from tmflow.formats.inline import parse_inline
from tmflow.model.content import CodeKind, CodeRole, Content
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.publish.cleaning import clean_text, plain_text
from tmflow.publish.inline import render_contents
from tmflow.publish.markup import element

OPEN, CLOSE, ALONE = CodeRole.OPEN, CodeRole.CLOSE, CodeRole.STANDALONE


def render(*contents: Content, language: Language = Language.EN) -> list[str]:
    return [str(markup) for markup in render_contents(contents, language)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (Content.of("<b>&\"'"), "&lt;b&gt;&amp;&#34;&#39;"),
        (wrapped(CodeKind.STRONG, "**", "a", "**"), "<strong>a</strong>"),
        (wrapped(CodeKind.EMPHASIS, "<i class='x' onclick='y'>", "a", "</i>"), "<em>a</em>"),
        (wrapped(CodeKind.FOOTNOTE, "<sup>", "2", "</sup>"), "<sup>2</sup>"),
        (wrapped(CodeKind.OTHER, "<span onclick='x'>", "a", "</span>"), "a"),
        (wrapped(CodeKind.OTHER, "<script>", "a()", "</script>"), "a()"),
        (wrapped(CodeKind.STRONG, "**", "", "**"), ""),
        (Content.of(code(CodeKind.CODE, ALONE, "`<M3>`", "<M3>")), '<code translate="no">&lt;M3&gt;</code>'),
        (Content.of("a", code(CodeKind.BREAK, ALONE, "<br>", "\n"), "b"), "a<br>b"),
        (Content.of("a", code(CodeKind.IMAGE, ALONE, '<img src=x onerror="alert(1)">'), "b"), "ab"),
        (Content.of("a", code(CodeKind.FOOTNOTE, ALONE, "[^1]")), "a<sup>1</sup>"),
        (Content.of("a", code(CodeKind.OTHER, ALONE, "<!-- x -->")), "a"),
        (Content.of(code(CodeKind.STRONG, OPEN, "**"), "never closed"), "never closed"),
        (Content.of("never opened", code(CodeKind.STRONG, CLOSE, "**")), "never opened"),
    ],
)
def test_codes(content: Content, expected: str) -> None:
    assert render(content) == [expected]


@pytest.mark.parametrize(
    ("opening", "closing", "href"),
    [
        ("[", "](https://example.org/a)", "https://example.org/a"),
        ("[", '](<https://example.org/a> "title")', "https://example.org/a"),
        ("[", r"](https://example.org/a\_b?x&amp;y)", "https://example.org/a_b?x&amp;y"),
        ('<a href="https://example.org/?a=1&amp;b=2" onclick="x">', "</a>", "https://example.org/?a=1&amp;b=2"),
        ("<A HREF='https://example.org/'>", "</A>", "https://example.org/"),
        ('<a href="mailto:desk@example.org">', "</a>", "mailto:desk@example.org"),
    ],
)
def test_links(opening: str, closing: str, href: str) -> None:
    assert render(wrapped(CodeKind.LINK, opening, "log", closing)) == [f'<a href="{href}">log</a>']


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("[", "](javascript:alert(1))"),
        ("[", "](data:text/html,x)"),
        ("[", "][ref]"),
        ("[", "](/relative)"),
        ('<a href="&#106;avascript:alert(1)">', "</a>"),
        ('<a href="java&Tab;script:alert(1)">', "</a>"),
        ('<a href="https://ok.example" href="javascript:x">'.replace("https://ok.example", "javascript:y"), "</a>"),
        ("<a name=x>", "</a>"),
    ],
)
def test_an_address_that_is_not_fit_leaves_text(opening: str, closing: str) -> None:
    assert render(wrapped(CodeKind.LINK, opening, "log", closing)) == ["log"]


def test_bare_urls_become_links_but_not_inside_links_or_code() -> None:
    url = "https://example.org/a"
    assert render(Content.of(f"（{url}）。")) == [f'（<a href="{url}">{url}</a>）。']
    assert render(wrapped(CodeKind.LINK, "[", url, "](https://example.org/b)")) == [
        f'<a href="https://example.org/b">{url}</a>'
    ]
    assert render(Content.of(code(CodeKind.CODE, ALONE, f"`{url}`", url))) == [f'<code translate="no">{url}</code>']
    entity = Content.of(f"{url}?x=1", code(CodeKind.ENTITY, ALONE, "&amp;", "&"), "y=2")
    assert render(entity) == [f'<a href="{url}?x=1&amp;y=2">{url}?x=1&amp;y=2</a>']


def test_a_code_that_runs_over_two_units_is_whole_in_each() -> None:
    first = Content.of("a ", code(CodeKind.STRONG, OPEN, "**"), "b")
    second = Content.of("c", code(CodeKind.STRONG, CLOSE, "**"), " d")
    assert render(first, second) == ["a <strong>b</strong>", "<strong>c</strong> d"]


def test_a_tag_stored_alone_in_two_units_is_paired() -> None:
    """The reader of a unit by itself makes a lone tag standalone: `<strong>` of its kind, `</strong>` of no kind."""
    first = Content.of(code(CodeKind.STRONG, ALONE, "<strong>"), "b")
    second = Content.of("c", code(CodeKind.OTHER, ALONE, "</strong>"), "d")
    assert render(first, second) == ["<strong>b</strong>", "<strong>c</strong>d"]


def test_crossing_codes_are_nested() -> None:
    content = Content.of(
        code(CodeKind.STRONG, OPEN, "**"),
        "a",
        code(CodeKind.EMPHASIS, OPEN, "_"),
        "b",
        code(CodeKind.STRONG, CLOSE, "**"),
        "c",
        code(CodeKind.EMPHASIS, CLOSE, "_"),
    )
    assert render(content) == ["<strong>a<em>b</em></strong><em>c</em>"]


def test_ruby_keeps_its_reading() -> None:
    content = Content.of(
        code(CodeKind.RUBY, OPEN, "<ruby>"),
        "岬",
        code(CodeKind.RUBY, ALONE, "<rp>(</rp>"),
        code(CodeKind.RUBY, ALONE, "<rt>みさき<script></rt>"),
        code(CodeKind.RUBY, CLOSE, "</ruby>"),
    )
    assert render(content, language=Language.JA) == ["<ruby>岬<rp>(</rp><rt>みさき</rt><rp>)</rp></ruby>"]


@pytest.mark.parametrize(
    ("native", "expected"),
    [
        ("<ruby>岬</ruby>", "岬"),
        ("<ruby>岬<rt></rt></ruby>", "岬"),
        ("<ruby><rt>みさき</rt></ruby>の灯台", "(みさき)の灯台"),
        ("<ruby>岬<rt>みさき</rt>の灯台</ruby>", "<ruby>岬<rp>(</rp><rt>みさき</rt><rp>)</rp></ruby>の灯台"),
        ("<ruby><b>岬<rt>みさき</rt></b></ruby>", "<strong>岬(みさき)</strong>"),
        ('<ruby lang="zh">岬</ruby>', '<span lang="zh">岬</span>'),
    ],
)
def test_a_ruby_is_what_stands_under_a_reading(native: str, expected: str) -> None:
    """HTML standard, section 4.5.10: a ruby is made of texts, each of them followed by its readings."""
    assert render(parse_inline(native, ArticleFormat.HTML), language=Language.JA) == [expected]


def test_a_ruby_over_two_sentences_is_over_the_one_before_its_reading() -> None:
    before = Content.of(code(CodeKind.RUBY, OPEN, "<ruby>"), "岬。")
    after = Content.of("灯台。", code(CodeKind.RUBY, ALONE, "<rt>とうだい</rt>"), code(CodeKind.RUBY, CLOSE, "</ruby>"))
    first, second = render(before, after, language=Language.JA)
    assert first == "岬。"
    assert second == "<ruby>灯台。<rp>(</rp><rt>とうだい</rt><rp>)</rp></ruby>"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("港の\n夜明け", Language.JA, "港の夜明け"),
        ("港の\r\n  夜明け", Language.JA, "港の夜明け"),
        ("the\nharbor", Language.EN, "the harbor"),
        ("Harbor\nLetter を読む", Language.JA, "Harbor Letter を読む"),
        ("　字下げ　した ", Language.JA, "字下げ　した"),
        ("a\u2028b", Language.EN, "a b"),
        ("a\x00\x1b\ud800\ufffeb", Language.EN, "ab"),
    ],
)
def test_white_space_and_characters_no_page_may_hold(text: str, language: Language, expected: str) -> None:
    assert render(Content.of(text), language=language) == [expected]
    assert plain_text(text, language) == expected


def test_a_line_break_at_a_code_is_joined_by_what_stands_around_it() -> None:
    bold = wrapped(CodeKind.STRONG, "**", "港\n", "**")
    assert render(Content.of(*bold.parts, "の朝"), language=Language.JA) == ["<strong>港</strong>の朝"]


def test_bidi_controls_cannot_leave_their_segment() -> None:
    assert render(Content.of("a\u202eb")) == ["<bdi>a\u202eb</bdi>"]


def test_hostile_nesting_is_cheap() -> None:
    opens = [code(CodeKind.STRONG, OPEN, "<b>")] * 20_000
    closes = [code(CodeKind.STRONG, CLOSE, "</b>")] * 20_000
    (markup,) = render(Content.of(*opens, "x", *closes))
    assert markup.count("<strong>") <= 16
    crossing = [
        part
        for n in range(5_000)
        for part in (
            code(CodeKind.STRONG, OPEN, "<b>"),
            code(CodeKind.EMPHASIS, OPEN, "<i>"),
            "x",
            code(CodeKind.STRONG, CLOSE, "</b>"),
        )
    ]
    assert "x" in render(Content.of(*crossing))[0]


def test_long_runs_of_blanks_and_lines_are_cheap() -> None:
    text = "a" + " " * 200_000 + "b" + "\n" * 100_000 + "c\n" * 50_000
    assert len(render(Content.of(text))[0]) == 1 + 200_000 + 2 + 2 * 50_000 - 1
    assert plain_text(text, Language.EN).startswith("a b c c")


def test_clean_text_is_one_line() -> None:
    assert clean_text("\x07a \n\t b\x7f") == "a b"


def test_an_element_refuses_what_could_break_out() -> None:
    with pytest.raises(ValueError, match="could close it"):
        element("style", "a{}</style><script>")
    with pytest.raises(ValueError, match="not a name"):
        element("a onclick=x")
    with pytest.raises(ValueError, match="not a name"):
        element("a", attributes={"href onclick": "x"})


@pytest.mark.parametrize(("language", "expected"), [(Language.EN, "“quiet”"), (Language.JA, "「quiet」")])
def test_a_quotation_has_the_marks_of_its_language(language: Language, expected: str) -> None:
    content = parse_inline("<q>quiet</q>", ArticleFormat.HTML)
    assert render_contents([content], language) == (expected,)


def test_an_image_on_a_host_without_a_scheme_is_a_link() -> None:
    content = parse_inline('<img src="//images.example.org/a.png" alt="pier">', ArticleFormat.HTML)
    assert render_contents([content], Language.EN) == ('<a href="https://images.example.org/a.png">pier</a>',)


@pytest.mark.parametrize(
    ("language", "marks"), [(Language.JA, "「a『b「c」』d」「e」"), (Language.EN, "“a‘b“c”’d”“e”")], ids=["ja", "en"]
)
def test_marks_of_nested_quotations_alternate(language: Language, marks: str) -> None:
    native = "<q>a<q>b<q lang='fr'>c</q></q>d</q><q>e</q>"
    (whole,) = render_contents([parse_inline(native, ArticleFormat.HTML)], language)
    assert whole.striptags() == marks
    assert '<span lang="fr">c</span>' in whole
    parts = [parse_inline(one, ArticleFormat.HTML) for one in ("<q>a<q>b", "<q>c</q></q>d</q>", "<q>e</q>")]
    assert "".join(part.striptags() for part in render_contents(parts, language)) == marks


@pytest.mark.parametrize(
    ("language", "native"),
    [(Language.JA, "「木は<q>急ぐな</q>と言う」"), (Language.EN, "“Trees say, <q>Wait</q>.”")],
    ids=["ja", "en"],
)
def test_a_quotation_within_marks_that_are_written_has_the_other_ones(language: Language, native: str) -> None:
    (whole,) = render_contents([parse_inline(native, ArticleFormat.HTML)], language)
    marks = "『』" if language is Language.JA else "‘’"
    assert whole == native.replace("<q>", marks[0]).replace("</q>", marks[1])


def test_what_was_struck_out_and_put_in_is_seen_as_such() -> None:
    content = parse_inline("<del>ten</del> <ins>nine</ins> boats", ArticleFormat.HTML)
    assert render_contents([content], Language.EN) == ("<del>ten</del> <ins>nine</ins> boats",)


@pytest.mark.parametrize(
    ("format", "native"),
    [
        (ArticleFormat.MARKDOWN, "風が吹く\\\n　　波が立つ  \n動かない"),
        (ArticleFormat.HTML, "風が吹く<br>\n　　波が立つ<br>動かない"),
    ],
)
def test_a_line_of_a_verse_keeps_its_indent(format: ArticleFormat, native: str) -> None:
    content = parse_inline(native, format)
    assert render_contents([content], Language.JA) == ("風が吹く<br>　　波が立つ<br>動かない",)
