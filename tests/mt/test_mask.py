"""Masking: what is protected, what comes back, what is refused."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.language import Language
from tmflow.mt.mask import Masked, MaskForm, mask, mask_problem, restore
from tmflow.mt.protected import Substitute, iter_addresses

CASES = YAML(typ="safe").load(
    Path(__file__).parents[1].joinpath("cases", "mt", "mask.yaml").read_text(encoding="utf-8")
)
STRONG = InlineCode(id="1", kind=CodeKind.STRONG, role=CodeRole.OPEN, native="**")
STRONG_END = InlineCode(id="1", kind=CodeKind.STRONG, role=CodeRole.CLOSE, native="**")
LINK = InlineCode(id="2", kind=CodeKind.LINK, role=CodeRole.OPEN, native="[")
LINK_END = InlineCode(id="2", kind=CodeKind.LINK, role=CodeRole.CLOSE, native="](https://example.org/)")
NOTE = InlineCode(id="3", kind=CodeKind.FOOTNOTE, role=CodeRole.STANDALONE, native="[^1]")
CODE = InlineCode(id="4", kind=CodeKind.CODE, role=CodeRole.STANDALONE, native="`tm_add`", text="tm_add")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case["id"], marks=pytest.mark.xfail(strict=True) if case["origin"] == "known-failure" else ()
        )
        for case in CASES
    ],
)
def test_table(case: dict[str, str]) -> None:
    masked = mask(Content.of(case["input"]))
    assert masked.text == case["expected"], case["why"]
    assert mask_problem(masked.text, masked) is None


@pytest.mark.parametrize("form", list(MaskForm))
def test_every_form_comes_back(form: MaskForm) -> None:
    content = Content.of("⟦1⟧と<x2>とX3Xと#4#と", STRONG, "港", STRONG_END, "と", CODE, "。")
    masked = mask(content, form=form)
    assert "港" in masked.text
    assert "tm_add" not in masked.text
    assert restore(masked.text, masked, target=Language.JA) == content


def test_codes_may_change_places() -> None:
    masked = mask(Content.of("港を", STRONG, "市長", STRONG_END, "が", LINK, "見た", LINK_END, "。"))
    assert masked.text == "港を⟦0⟧市長⟦1⟧が⟦2⟧見た⟦3⟧。"
    restored = restore("⟦2⟧Seen⟦3⟧ by the ⟦0⟧mayor⟦1⟧.", masked, target=Language.EN)
    assert restored.native == "[Seen](https://example.org/) by the **mayor**."


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("The ⟦0⟧mayor.", "** is lost"),
        ("The ⟦0⟧mayor⟦1⟧⟦1⟧.", "** is there more than once"),
        ("The ⟦0⟧mayor⟦1⟧ ⟦2⟧.", "a placeholder was made up"),
        ("The ⟦0⟧mayor⟦1⟧ ⟦.", "a placeholder is broken"),
        ("The ⟦1⟧mayor⟦0⟧.", "** does not close what it closed in the source"),
        ("The mayor ⟦0⟧ ⟦1⟧.", "** encloses nothing"),
    ],
)
def test_damage_is_named(answer: str, problem: str) -> None:
    masked = mask(Content.of("その", STRONG, "市長", STRONG_END, "。"))
    assert mask_problem(answer, masked) == problem
    with pytest.raises(ValueError, match="cannot be restored"):
        restore(answer, masked, target=Language.EN)


def test_crossing_codes_are_refused() -> None:
    masked = mask(Content.of("あ", STRONG, "い", STRONG_END, "う", LINK, "え", LINK_END, "お"))
    assert mask_problem("a ⟦0⟧b ⟦2⟧c⟦1⟧ d⟦3⟧ e", masked) is not None


def test_wrapping_codes_stay_at_home() -> None:
    masked = mask(Content.of(STRONG, "港が開く。", STRONG_END, NOTE))
    assert masked.text == "港が開く。"
    assert restore("The harbor opens.", masked, target=Language.EN).native == "**The harbor opens.**[^1]"


def test_line_breaks_round_a_text_stay() -> None:
    """Argostranslate drops the leading ones."""
    masked = mask(Content.of("\n\n　港が\n開く。 \n"))
    assert masked.text == "港が開く。"
    assert restore("The harbor opens.", masked, target=Language.EN).text == "\n\nThe harbor opens.\n"


def test_two_emphases_do_not_wrap() -> None:
    other = [
        InlineCode(id="9", kind=CodeKind.STRONG, role=role, native="**") for role in (CodeRole.OPEN, CodeRole.CLOSE)
    ]
    masked = mask(Content.of(STRONG, "港", STRONG_END, "と", other[0], "海", other[1]))
    assert masked.text == "⟦0⟧港⟦1⟧と⟦2⟧海⟦3⟧"


def test_blanks_leave_emphasis() -> None:
    masked = mask(Content.of("その", STRONG, "市長", STRONG_END, "が話す。"))
    restored = restore("The⟦ 0 ⟧ mayor ⟦1⟧speaks.", masked, target=Language.EN)
    assert restored.native == "The **mayor** speaks."


@pytest.mark.parametrize(
    ("answer", "native"),
    [
        ("⟦0⟧ ⟦1⟧ Bridge ⟦2⟧ ⟦3⟧.", "**[Bridge](https://example.org/)**."),
        ("The⟦0⟧⟦1⟧ bridge ⟦2⟧⟦3⟧stands.", "The **[bridge](https://example.org/)** stands."),
        ("The ⟦0⟧ ⟦1⟧bridge⟦2⟧ ⟦3⟧.", "The **[bridge](https://example.org/)**."),
    ],
)
def test_blanks_leave_codes_that_nest(answer: str, native: str) -> None:
    masked = mask(Content.of(STRONG, LINK, "橋", LINK_END, STRONG_END, "。"))
    assert restore(answer, masked, target=Language.EN).native == native


def test_a_blank_parts_two_emphases() -> None:
    masked = mask(Content.of("その", STRONG, "市長", STRONG_END, LINK, "橋", LINK_END, "。"))
    restored = restore("The ⟦0⟧mayor⟦1⟧⟦2⟧ bridge⟦3⟧.", masked, target=Language.EN)
    assert restored.native == "The **mayor** [bridge](https://example.org/)."


def test_ruby_gives_its_base() -> None:
    ruby = InlineCode(
        id="1", kind=CodeKind.RUBY, role=CodeRole.STANDALONE, native="<ruby>港<rt>みなと</rt></ruby>", text="港"
    )
    assert mask(Content.of("その", ruby, "が開く。")).text == "その港が開く。"


def test_half_of_a_pair_is_kept() -> None:
    """A sentence may end inside an emphasis: its lone code still comes back."""
    content = Content.of("港が", STRONG, "開く。")
    masked = mask(content)
    assert restore(masked.text, masked, target=Language.JA) == content


def test_replacements_are_not_scanned_again() -> None:
    masked = mask(Content.of("{a}と⟦0⟧と{b}"))
    assert restore(masked.text, masked, target=Language.JA).text == "{a}と⟦0⟧と{b}"


@pytest.mark.parametrize("form", list(MaskForm))
@pytest.mark.parametrize("text", ["⟦", "⟧1⟦", "X1", "#２#", "<x 1", "x１X"])
def test_text_that_looks_like_a_placeholder(form: MaskForm, text: str) -> None:
    """The text beside a placeholder may complete it to another one: "X1" before "X0X"."""
    content = Content.of(f"港{text}", NOTE, f"{text}海")
    masked = mask(content, form=form)
    assert mask_problem(masked.text, masked) is None
    assert restore(masked.text, masked, target=Language.JA) == content


def test_addresses() -> None:
    text = "(www.example.org), 'ftp://example.org/x', a.b@example.org. https://example.org/[1]"
    assert list(iter_addresses(text)) == [
        "www.example.org",
        "ftp://example.org/x",
        "a.b@example.org",
        "https://example.org/[1]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 60_000,
        " " * 60_000,
        "a." * 30_000,
        "<a" * 30_000,
        "{{" * 30_000,
        "%(a" * 20_000,
        "https://" + ")" * 20_000,
    ],
    ids=["word", "blanks", "dots", "tags", "braces", "printf", "brackets"],
)
def test_no_text_is_slow(text: str) -> None:
    """A quadratic search would take minutes on these."""
    start = time.process_time()
    mask(Content.of(f"港{text}港"))
    assert time.process_time() - start < 5


def test_line_breaks_of_an_engine_go() -> None:
    """A blank line would end the paragraph, and what follows could be a heading."""
    masked = mask(Content.of("港が開く。"))
    assert restore("The harbor\n\n# opens.", masked, target=Language.EN).text == "The harbor # opens."
    assert restore("港が\n開く。", masked, target=Language.JA).text == "港が開く。"


def test_an_answer_is_judged_as_it_will_stand_there() -> None:
    figure = Substitute(source="50,000", target="50000")
    masked = Masked(text="⟦0⟧ people", kept=(figure,), prefix=(), suffix=(), form=MaskForm.BRACKETS)
    assert masked.target("万 ⟦0⟧ 人") == "万50000人"
    assert masked.target("It was ⟦0⟧ percent") == "It was 50000 percent"
    assert masked.own("万⟦0⟧人") == "万\ufffc人"
