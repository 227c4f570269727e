"""Terms, figures and phone numbers: what is masked, and how it stands in the target."""

from __future__ import annotations

import time

import pytest

from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.glossary import Glossary, Term, TermKind
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.mask import Masked, mask, mask_problem, restore
from tmflow.mt.protected import Protection, iter_phones

JA_EN = LanguagePair(Language.JA, Language.EN)
GLOSSARY = Glossary(
    terms=(
        Term(japanese=("潮位計",), english=("tide gauge", "tidal gauge")),
        Term(japanese=("天文台",), english=("observatory",)),
        Term(japanese=("佐藤",), english=("Sato",), kind=TermKind.NAME),
        Term(japanese=("3号埠頭",), english=("Pier 3",), kind=TermKind.NAME),
        Term(japanese=("岸壁",), english=("quay",)),
        Term(japanese=("護岸",), english=("quay",)),
    )
)
STRONG = [InlineCode(id="1", kind=CodeKind.STRONG, role=role, native="**") for role in (CodeRole.OPEN, CodeRole.CLOSE)]


def masked(text: str, pair: LanguagePair = JA_EN, *, has_figures: bool = False) -> Masked:
    return mask(Content.of(text), protection=Protection(pair=pair, glossary=GLOSSARY, has_figures=has_figures))


@pytest.mark.parametrize(
    ("text", "pair", "expected"),
    [
        ("佐藤は潮位計を見た。", JA_EN, "⟦0⟧は⟦1⟧を見た。"),
        ("天文台の佐藤さん", JA_EN, "⟦0⟧の⟦1⟧さん"),
        ("A tidal gauge and a quay.", JA_EN.reversed, "A ⟦0⟧ and a quay."),
        ("https://example.org/佐藤", JA_EN, "⟦0⟧⟦1⟧"),
        ("%(佐藤)sと佐藤", JA_EN, "%(⟦0⟧)sと⟦1⟧"),
    ],
    ids=["terms", "order", "a form of two terms is left to the engine", "address", "no placeholder of a program"],
)
def test_terms_are_masked(text: str, pair: LanguagePair, expected: str) -> None:
    assert masked(text, pair).text == expected


def test_figures_are_masked_only_where_they_are_asked_for_and_beside_terms() -> None:
    text = "3号埠頭は2026年に3億円で、20隻が三度使った。"
    assert masked(text).text == "⟦0⟧は2026年に3億円で、20隻が三度使った。"
    one = masked(text, has_figures=True)
    assert one.text == "⟦0⟧は⟦1⟧に⟦2⟧で、⟦3⟧隻が三度使った。"
    assert one.source == text
    assert one.target("⟦0⟧ in ⟦1⟧") == " Pier 3 in 2026 "


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("潮位計が壊れた。", "⟦0⟧ broke.", "Tide gauge broke."),
        ("潮位計が壊れた。", "The ⟦0⟧broke.", "The tide gauge broke."),
        ("潮位計が壊れた。", "It broke. ⟦0⟧ is old.", "It broke. Tide gauge is old."),
        ("潮位計が壊れた。", "“⟦0⟧” broke.", "“Tide gauge” broke."),
        ("潮位計が壊れた。", "⟦0⟧s broke.", "Tide gauges broke."),
        ("佐藤の港", "⟦0⟧'s harbor", "Sato's harbor"),
        ("天文台を見た。", "He saw a ⟦0⟧.", "He saw an observatory."),
        ("天文台を見た。", "A ⟦0⟧.", "An observatory."),
        ("潮位計を見た。", "He saw an ⟦0⟧.", "He saw a tide gauge."),
        ("佐藤、天文台。", "⟦0⟧,⟦1⟧.", "Sato, observatory."),
        ("佐藤天文台", "⟦0⟧⟦1⟧", "Sato observatory"),
    ],
)
def test_terms_stand_in_english(source: str, answer: str, expected: str) -> None:
    assert restore(answer, masked(source), target=Language.EN).text == expected


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("8%増", "An ⟦0⟧ rise", "An 8 percent rise"),
        ("8%増", "a ⟦0⟧ rise", "an 8 percent rise"),
        ("38%増", "an ⟦0⟧ rise", "a 38 percent rise"),
        ("午後3時に開く。", "It opens at ⟦0⟧.", "It opens at 3:30 p.m."),
        ("25日に開く。", "It opens on the ⟦0⟧.", "It opens on the 25th."),
        ("25日に開く。", "⟦0⟧ it opens.", "The 25th it opens."),
        ("3億円だ。", "It is⟦0⟧.", "It is 300 million yen."),
        ("1億ドルだ。", "It is⟦0⟧.", "It is $100 million."),
    ],
)
def test_figures_stand_in_english(source: str, answer: str, expected: str) -> None:
    one = masked(source.replace("3時に", "3時半に"), has_figures=True)
    assert restore(answer, one, target=Language.EN).text == expected


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("The tide gauge broke.", "その ⟦0⟧ が壊れた。", "その潮位計が壊れた。"),
        ("Sato saw an observatory.", "⟦0⟧ は ⟦1⟧ を見た。", "佐藤は天文台を見た。"),
        ("It cost $150 million.", "それは ⟦0⟧ だ。", "それは1億5000万ドルだ。"),
        ("See https://example.org/a now.", "今 ⟦0⟧ を見る。", "今https://example.org/aを見る。"),
        ("The tide gauge of Sato", "⟦1⟧ ⟦0⟧", "佐藤潮位計"),
        ("Open {a} {b}.", "⟦0⟧ ⟦1⟧ open", "{a} {b} open"),
    ],
)
def test_what_is_put_in_has_no_blanks_in_japanese(source: str, answer: str, expected: str) -> None:
    assert restore(answer, masked(source, JA_EN.reversed, has_figures=True), target=Language.JA).text == expected


def test_codes_have_no_blanks_in_japanese() -> None:
    one = mask(Content.of("The ", STRONG[0], "mayor", STRONG[1], " spoke."))
    assert restore("その ⟦0⟧ 市長 ⟦1⟧ が話した。", one, target=Language.JA).native == "その**市長**が話した。"


def test_a_lost_term_is_named_as_the_source_has_it() -> None:
    assert mask_problem("It broke.", masked("潮位計が壊れた。")) == "潮位計 is lost"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("電話03-5550-0123、FAX (03) 5550-0124", ["03-5550-0123", "(03) 5550-0124"]),
        ("０９０ー５５５０ー０１２３", ["090-5550-0123"]),
        ("+81 3-5550-0123 or +1 415 555 0100", ["+81 3-5550-0123", "+1 415 555 0100"]),
        ("1-800-555-0100", ["1-800-555-0100"]),
        ("2026-03-14, 1-2-3, 12-0345-6, ISBN 978-4-00-000000-0", []),
    ],
)
def test_phone_numbers(text: str, numbers: list[str]) -> None:
    assert list(iter_phones(text)) == numbers


def test_a_phone_number_comes_back_in_half_width() -> None:
    one = masked("電話は０３－５５５０－０１２３。")
    assert restore("Call ⟦0⟧.", one, target=Language.EN).text == "Call 03-5550-0123."


@pytest.mark.parametrize("text", ["佐藤" * 20_000, "1億" * 20_000, "0-" * 30_000, "3月" * 20_000, "+81 " * 15_000])
def test_no_text_is_slow(text: str) -> None:
    """A quadratic search would take minutes on these."""
    started = time.process_time()
    masked(text, has_figures=True)
    assert time.process_time() - started < 5
