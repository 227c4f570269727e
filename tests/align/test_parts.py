import numpy as np
import pytest

from tests.align.builders import bead, plain
from tmflow.align.confidence import confidences
from tmflow.align.corridor import find_stretches, whole_stretch
from tmflow.align.coverage import coverage
from tmflow.align.evaluate import Score, strict_score
from tmflow.align.evidence import Evidence, Links
from tmflow.align.features import QUESTION, QUOTATION, REMARK, build_profiles, plain_text
from tmflow.align.lattice import GapCosts, Step
from tmflow.align.lexicon import Lexicon
from tmflow.align.models import LengthModel, Models, fit_gaps, fit_lengths, fit_structure
from tmflow.align.scoring import BeadScorer
from tmflow.align.sharing import SharedFeatures
from tmflow.align.weights import SHAPES, stored_weights
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


def evidence_of(japanese: list[str], english: list[str], lexicon: Lexicon | None = None) -> Evidence:
    sides = (
        build_profiles(plain(*japanese), language=Language.JA),
        build_profiles(plain(*english), language=Language.EN),
    )
    return SharedFeatures(*sides, lexicon=lexicon or Lexicon.build()).evidence({}, {})


def all_links(evidence: Evidence) -> Links:
    rows = np.zeros(evidence.rows, dtype=np.int64)
    return evidence.links(0, rows, rows + evidence.columns)


def test_a_shared_value_is_worth_more_the_rarer_it_is() -> None:
    links = all_links(evidence_of(["126000人", "63人"], ["126,000", "63", "63", "63", "none"]))
    found = {(row, column): gain for row, column, gain in zip(links.row, links.column, links.row_gain, strict=True)}
    assert set(found) == {(0, 0), (1, 1), (1, 2), (1, 3)}
    assert found[0, 0] > found[1, 1]


def test_signals_of_a_pair_tell_their_kinds() -> None:
    evidence = evidence_of(
        ["ウィトコフ氏はNATOの28項目を政府に示した。"], ["Witkoff showed the government NATO's 28 points."]
    )
    assert [kind.value for kind in evidence.found((0,), (0,))] == ["names", "strings", "values", "words"]


def test_signals_add_up_to_the_score() -> None:
    japanese = build_profiles(
        plain("ウィトコフ氏は28項目を示した。", "政府は、", "「12月に決める」と述べたか？", "船が出た。"),
        language=Language.JA,
    )
    english = build_profiles(
        plain("Witkoff showed 28 points.", "The government asked:", "will it be settled in December?", "A ship left."),
        language=Language.EN,
    )
    evidence = SharedFeatures(japanese, english, lexicon=Lexicon.build()).evidence({}, {1: (1, 3), 2: (1, 3)})
    scorer = BeadScorer(japanese, english, evidence, whole_stretch((0, 0), (4, 4)), models=Models())
    scores = scorer.scores(stored_weights())
    for shape, (rows, columns) in enumerate(SHAPES):
        for row in range(4 - rows + 1):
            for column in range(4 - columns + 1):
                step = Step(row=row, rows=rows, column=column, columns=columns, probability=1.0)
                assert sum(scorer.signals(step, stored_weights()).values()) == pytest.approx(scores[shape, row, column])


def test_of_answers_in_a_run_only_the_best_counts() -> None:
    unit, item = np.array([0, 0, 0, 1]), np.array([0, 0, 1, 2])
    runs = coverage(
        unit, item, np.array([0, 1, 1, 2]), np.array([1.0, 4.0, 2.0, 8.0]), low=np.array([0, 1]), width=3, longest=3
    )
    assert [run.tolist() for run in runs] == [
        [[1.0, 6.0, 0.0], [0.0, 8.0, 0.0]],
        [[6.0, 6.0, 0.0], [8.0, 8.0, 0.0]],
        [[6.0, 6.0, 0.0], [8.0, 8.0, 0.0]],
    ]


def test_stretches_lead_through_their_fences_and_stay_narrow() -> None:
    numbers = [1000 + 7 * number for number in range(300)]
    evidence = evidence_of([f"{number}人" for number in numbers], [str(number) for number in numbers])
    stretches = find_stretches(evidence, [(150, 150)])
    assert (stretches[1].row, stretches[1].column) == (150, 150)
    assert sum(stretch.band.rows * stretch.band.width for stretch in stretches) < 300 * 40


def test_a_long_text_with_sure_cells_is_parted() -> None:
    numbers = [1000 + 7 * number for number in range(2000)]
    evidence = evidence_of([f"{number}人" for number in numbers], [str(number) for number in numbers])
    stretches = find_stretches(evidence, [])
    assert len(stretches) > 3
    assert sum(stretch.band.rows for stretch in stretches) == 2000
    assert sum(stretch.band.columns for stretch in stretches) == 2000


def test_a_band_without_anything_sure_grows_in_proportion_to_the_text() -> None:
    def nodes(size: int) -> int:
        stretches = find_stretches(evidence_of(["はい。"] * size, ["Yes."] * size), [])
        return sum(stretch.band.rows * stretch.band.width for stretch in stretches)

    assert nodes(8000) < 2.1 * nodes(4000)


EVEN = (0.0, 1.0, 0.0, 0.0, 0.0)


def test_confidence_is_the_share_of_right_ones() -> None:
    assert confidences([0.4], [1.0], EVEN) == pytest.approx([0.4])
    assert confidences([0.9], [1.0], (0.0, 2.0, 0.0, 0.0, 0.0))[0] > 0.97
    low, high = confidences([0.0, 1.0], [1.0, 1.0], (-1.0, *EVEN[1:]))
    assert 0.0 < low < high < 1.0
    assert confidences([], [], EVEN) == []


def test_what_is_sure_is_told_with_caution_and_in_order() -> None:
    told = confidences([share / 100 for share in range(60, 100)], [1.0] * 40, EVEN)
    assert all(one < share / 100 for share, one in zip(range(60, 100), told, strict=True))
    assert told == sorted(told)


def test_a_bead_that_only_its_place_speaks_for_is_less_sure() -> None:
    low, middle, high = confidences([0.9] * 3, [-2.0, 0.0, 3.0], (0.0, 1.0, 0.0, 0.5, 0.0))
    assert low < middle == high


def test_a_bead_among_doubtful_ones_and_in_a_free_translation_is_less_sure() -> None:
    doubtful = confidences([0.5, 0.9, 0.5], [1.0] * 3, (0.0, 1.0, 0.0, 0.0, 0.5))[1]
    assert doubtful < confidences([0.99, 0.9, 0.99], [1.0] * 3, (0.0, 1.0, 0.0, 0.0, 0.5))[1]
    free = confidences([0.9] * 3, [0.0, 1.0, 0.0], (0.0, 0.5, 0.2, 0.0, 0.0))[1]
    assert free < confidences([0.9] * 3, [5.0, 1.0, 5.0], (0.0, 0.5, 0.2, 0.0, 0.0))[1]


def test_what_is_far_off_in_a_long_text_counts_for_nothing() -> None:
    near, far = confidences([0.9] * 200, [4.0] * 100 + [0.0] * 100, (0.0, 0.5, 0.2, 0.0, 0.0))[::199]
    assert near > far == confidences([0.9] * 50, [0.0] * 50, (0.0, 0.5, 0.2, 0.0, 0.0))[0]


def test_the_stored_weights_have_a_signature() -> None:
    weights = stored_weights()
    assert weights.signature.startswith("align-weights|")
    assert weights.with_vector(weights.vector()) == weights


def test_fits_are_drawn_to_the_prior() -> None:
    few = fit_lengths([(40, 160)], prior=LengthModel())
    many = fit_lengths([(40, 160)] * 200, prior=LengthModel())
    assert LengthModel().mean < few.mean < many.mean < 1.39
    assert fit_structure([(1, 0)] * 100).after_start < fit_structure([(1, 1)] * 100).after_start


def test_in_a_text_that_drops_whole_passages_one_segment_alone_is_dearer() -> None:
    """Ten runs of one segment and ten of four in a hundred steps: both open more often than usual, and the long ones go on."""
    usual = GapCosts(open=-3.0, extend=-2.5)
    short, long = fit_gaps(10, 10, 100, prior=usual), fit_gaps(10, 40, 100, prior=usual)
    assert usual.open < short.open == long.open
    assert long.extend > short.extend
    assert long.close < 0 < short.close
    assert long.open + long.close < short.open + short.close


def test_short_segments_are_rather_parts_of_a_bead() -> None:
    found = []
    for middle in ("そうだ。", "その日の朝も港の空はいつもと同じように青くて高かった。"):
        japanese = build_profiles(plain("船が三隻、港に入ってきた。", middle, "荷は米だった。"), language=Language.JA)
        english = build_profiles(plain("Three ships came in.", "The cargo was rice."), language=Language.EN)
        evidence = SharedFeatures(japanese, english, lexicon=Lexicon.build()).evidence({}, {})
        scorer = BeadScorer(japanese, english, evidence, whole_stretch((0, 0), (3, 2)), models=Models())
        step = Step(row=0, rows=2, column=0, columns=1, probability=1.0)
        found.append(scorer.signals(step, stored_weights())["parts"])
    assert found[0] > found[1] + 0.3


def test_strict_score_counts_lone_segments_one_by_one() -> None:
    gold = [bead((0, 1), (0, 1)), bead((1, 3), (1, 1))]
    assert strict_score(gold, [bead((0, 1), (0, 1)), bead((1, 2), (1, 1)), bead((2, 3), (1, 1))]) == Score(
        right=3, found=3, gold=3
    )
    assert strict_score(gold, []).recall == 0.0
    assert strict_score([], []).f1 == 0.0
