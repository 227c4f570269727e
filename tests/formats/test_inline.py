"""Inline markup against its case table, and the numbers and pairs of its codes."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import Any

import pytest
from ruamel.yaml import YAML

from tmflow.formats.inline import escape_inline, parse_inline
from tmflow.model.content import CodeKind, CodeRole
from tmflow.model.document import ArticleFormat

CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "formats" / "inline.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_inline(case: dict[str, Any]) -> None:
    content = parse_inline(case["input"], ArticleFormat(case["format"]))
    text, natives = case["expected"]
    assert content.text == text, case["why"]
    assert [code.native for code in content.codes] == natives, case["why"]
    assert content.native == case["input"]


def test_ids_count_up_and_pair() -> None:
    codes = parse_inline("**a *b*** `c` [d](e)", ArticleFormat.MARKDOWN).codes
    assert [(code.id, code.role.value) for code in codes] == [
        ("1", "open"),
        ("2", "open"),
        ("2", "close"),
        ("1", "close"),
        ("3", "standalone"),
        ("4", "open"),
        ("4", "close"),
    ]


def test_what_is_not_to_be_translated_is_one_code() -> None:
    native = 'The <span class="ship" translate="NO">Pelican &amp; Co</span> sails.'
    content = parse_inline(native, ArticleFormat.HTML)
    (code,) = content.codes
    assert (code.role, code.text) == (CodeRole.STANDALONE, "Pelican & Co")
    assert (content.text, content.native) == ("The Pelican & Co sails.", native)
    for other in ('<span translate="yes">a</span>', "<span>translate=no</span>", '<a translate="no" href="x">a</a>'):
        assert {code.role for code in parse_inline(other, ArticleFormat.HTML).codes} == {CodeRole.OPEN, CodeRole.CLOSE}


def test_kinds() -> None:
    native = '<a href="x">l</a> <b>s</b> <em>e</em> <code>c</code> <img src="i"> t<br> &amp; <span>o</span>'
    kinds = [code.kind for code in parse_inline(native, ArticleFormat.HTML).codes if code.role is not CodeRole.CLOSE]
    assert kinds == [
        CodeKind.LINK,
        CodeKind.STRONG,
        CodeKind.EMPHASIS,
        CodeKind.CODE,
        CodeKind.IMAGE,
        CodeKind.BREAK,
        CodeKind.ENTITY,
        CodeKind.OTHER,
    ]


@pytest.mark.parametrize(
    ("text", "native"),
    [
        ("plain 港 text, 100% (ok) [sic] & co.", "plain 港 text, 100% (ok) [sic] & co."),
        ("snake_case_name", "snake_case_name"),
        ("*", "*"),
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("3. no item", "3\\. no item"),
        ("[a](b)", "[a\\](b)"),
        ("a <b> c", "a \\<b> c"),
        ("a <draft> <5", "a \\<draft> <5"),
        ("&amp;", "\\&amp;"),
        ("   \n", "  &#32;\n"),
    ],
)
def test_markdown_escapes_no_more_than_needed(text: str, native: str) -> None:
    assert escape_inline(text, ArticleFormat.MARKDOWN) == native


@pytest.mark.parametrize("text", ["x{}x", "x\n>{}x", "<a{}", "[log](pier{}x", "[log]({}x"])
@pytest.mark.parametrize("blank", [" ", "\t"])
def test_a_long_run_of_blanks_takes_linear_time(text: str, blank: str) -> None:
    native = text.format(blank * 40_000)
    begin = process_time()
    assert parse_inline(native, ArticleFormat.MARKDOWN).native == native
    assert process_time() - begin < 2.0


@pytest.mark.parametrize(
    ("native", "text"),
    [
        ("Row.   \nRest.", "Row.\nRest."),
        ("> Row. \n>   \n> Rest.", "> Row.\n\nRest."),
        ('[log](  "our log" )', "log"),
        ('[log]( pier "our log")', "log"),
    ],
)
def test_blanks_of_markup(native: str, text: str) -> None:
    assert parse_inline(native, ArticleFormat.MARKDOWN).text == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("~~old~~ new", r"\~~old\~~ new"), ("[x] done.", r"\[x] done."), ("9~17", "9~17"), ("a [x] b.", "a [x] b.")],
)
def test_what_would_strike_or_make_a_task_is_escaped(text: str, escaped: str) -> None:
    assert escape_inline(text, ArticleFormat.MARKDOWN) == escaped
    assert parse_inline(escaped, ArticleFormat.MARKDOWN).text == text
