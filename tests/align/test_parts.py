import pytest

from tests.align.builders import bead, plain
from tmflow.align.corridor import find_band
from tmflow.align.evaluate import Score, strict_score
from tmflow.align.evidence import collect_evidence
from tmflow.align.features import QUESTION, QUOTATION, REMARK, build_profiles, plain_text
from tmflow.align.lexicon import Lexicon
from tmflow.align.scoring import LengthModel, fit_lengths, fit_structure
from tmflow.model.language import Language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("　■ 潮が語る", "潮が語る"),
        ("1) 和平交渉", "和平交渉"),
        ("1.5億人", "1.5億人"),
        ("- item\n two", "item two"),
        ("■", "■"),
        ("", ""),
    ],
)
def test_marks_and_blanks_are_no_text(text: str, expected: str) -> None:
    assert plain_text(text) == expected


def test_a_profile_holds_what_counts() -> None:
    (profile,) = build_profiles(plain("ウィトコフ氏は「28項目か？」（EU）と聞いた。"), language=Language.JA)
    assert profile.values == ("number:28",)
    assert profile.katakana == ("ウィトコフ",)
    assert profile.strings == ("eu",)
    assert profile.marks == QUESTION | QUOTATION | REMARK


def test_a_shared_value_is_worth_more_the_rarer_it_is() -> None:
    japanese = build_profiles(plain("126000人", "63人"), language=Language.JA)
    english = build_profiles(plain("126,000", "63", "63", "63", "none"), language=Language.EN)
    evidence = collect_evidence(japanese, english, lexicon=Lexicon.build(), learned={}, homes={})
    rare, common = evidence.cells(0, 0, 5, widest=True), evidence.cells(1, 0, 5, widest=True)
    assert list(rare) == [0]
    assert list(common) == [1, 2, 3]
    assert rare[0][0].worth > common[1][0].worth


def test_a_band_leads_through_its_fences_and_stays_small() -> None:
    texts = [f"{1000 + 7 * number}人" for number in range(300)]
    profiles = build_profiles(plain(*texts), language=Language.JA)
    others = build_profiles(plain(*(text[:-1] for text in texts)), language=Language.EN)
    evidence = collect_evidence(profiles, others, lexicon=Lexicon.build(), learned={}, homes={})
    band = find_band(evidence, range(300), range(300), path=(), fences=[(150, 150)])
    assert band.low[150] == 150
    assert sum(high - low for low, high in zip(band.low, band.high, strict=True)) < 300 * 40


def test_a_band_without_anything_sure_grows_in_proportion_to_the_text() -> None:
    def nodes(size: int) -> int:
        japanese = build_profiles(plain(*["はい。"] * size), language=Language.JA)
        english = build_profiles(plain(*["Yes."] * size), language=Language.EN)
        evidence = collect_evidence(japanese, english, lexicon=Lexicon.build(), learned={}, homes={})
        band = find_band(evidence, range(size), range(size), path=(), fences=[])
        return sum(high - low for low, high in zip(band.low, band.high, strict=True))

    assert nodes(8000) < 2.1 * nodes(4000)


def test_fits_are_drawn_to_the_prior() -> None:
    few = fit_lengths([(40, 160)], prior=LengthModel())
    many = fit_lengths([(40, 160)] * 200, prior=LengthModel())
    assert LengthModel().mean < few.mean < many.mean < 1.39
    assert fit_structure([(1, 0)] * 100).after_start < fit_structure([(1, 1)] * 100).after_start


def test_strict_score_counts_lone_segments_one_by_one() -> None:
    gold = [bead((0, 1), (0, 1)), bead((1, 3), (1, 1))]
    assert strict_score(gold, [bead((0, 1), (0, 1)), bead((1, 2), (1, 1)), bead((2, 3), (1, 1))]) == Score(
        right=3, found=3, gold=3
    )
    assert strict_score(gold, []).recall == 0.0
    assert strict_score([], []).f1 == 0.0
