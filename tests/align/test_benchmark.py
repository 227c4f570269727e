"""What the benchmarks of alignment count, so that a figure they print can be believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.alignment import main, raw_text, read_corpora, rectangle
from benchmarks.alignment_gold import Row, conditioned, lay_out, read_rows
from benchmarks.alignment_growth import SORTS, Measured, bitext, exponent, plot
from benchmarks.alignment_peers import SYSTEMS, _hunalign_dictionary, _in_characters, _in_terms, _in_words, _ladder
from benchmarks.alignment_scores import Figures, judge, link_score, texts_wrong
from tmflow.model.bitext import Bead

ROOT = Path(__file__).parents[2]


def bead(source: str, target: str, confidence: float = 1.0) -> Bead:
    return Bead(source=tuple(map(int, source)), target=tuple(map(int, target)), confidence=confidence)


GOLD = [bead("0", "0"), bead("12", "1"), bead("3", ""), bead("4", "23")]


def test_the_gold_itself_is_wholly_right() -> None:
    figures = judge(GOLD, GOLD)
    assert {figures.linked.f1, figures.every.f1, figures.alone.f1, figures.uneven.recall, figures.lax.f1} == {1.0}
    assert figures.calibration_error == 0
    assert not list(texts_wrong(GOLD, GOLD))


def test_each_figure_counts_its_own_beads() -> None:
    found = [bead("0", "0", 0.99), bead("1", "1", 0.8), bead("23", "", 0.9), bead("4", "2", 0.5), bead("", "3")]
    figures = judge(GOLD, found)
    assert (figures.linked.right, figures.linked.found, figures.linked.gold) == (1, 3, 3)
    assert (figures.every.right, figures.every.found, figures.every.gold) == (2, 6, 4)
    assert (figures.alone.right, figures.alone.found, figures.alone.gold) == (1, 3, 1)
    assert (figures.uneven.right, figures.uneven.gold) == (0, 2)
    assert figures.lax.f1 == 1.0
    assert figures.acceptable == pytest.approx(1 / 3)
    assert figures.sure == pytest.approx((1.0, 1 / 3))
    assert figures.calibration_error == pytest.approx((0.01 + 0.8 + 0.5) / 3)
    assert len(list(texts_wrong(GOLD, found))) == 2


def test_beads_of_one_confidence_are_accepted_together_or_not_at_all() -> None:
    figures = Figures(judged=((0.9, True), (0.9, False), (0.8, True)))
    assert figures.acceptable == 0
    assert Figures(judged=((0.9, True), (0.8, False))).acceptable == 0.5


def test_figures_come_back_from_a_kept_run() -> None:
    figures = judge(GOLD, [bead("0", "0", 0.75), bead("12", "23", 0.5)])
    assert Figures.from_json(json.loads(json.dumps(figures.to_json()))) == figures


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        ([(0, 5, 0, 10), (5, 10, 10, 20)], 1.0, 1.0),
        ([(0, 10, 0, 20)], 0.5, 1.0),
        ([(0, 5, 0, 10)], 1.0, 0.5),
        ([(0, 5, 10, 20), (5, 10, 0, 10)], 0.0, 0.0),
        ([(0, 0, 0, 5)], 0.0, 0.0),
    ],
)
def test_links_of_characters(found: list[tuple[int, int, int, int]], precision: float, recall: float) -> None:
    score = link_score([(0, 5, 0, 10), (5, 10, 10, 20)], found)
    assert score.right / max(1.0, score.found) == pytest.approx(precision)
    assert score.hit / score.gold == pytest.approx(recall)


def test_raw_text_keeps_lines_and_paragraphs_and_spans_leave_white_space_out() -> None:
    rows = [
        Row(("港の話",), ("A harbour",), 0),
        Row(("静かだ。", "風もない。"), ("It is quiet.",), 0),
        Row(("夜。",), ("Night.",), 1),
    ]
    gold = lay_out("harbour", rows)
    japanese, starts = raw_text(gold.japanese, "")
    english, columns = raw_text(gold.english, " ")
    assert (japanese, starts) == ("港の話\n静かだ。風もない。\n\n夜。", [0, 4, 8, 15])
    assert english == "A harbour\nIt is quiet.\n\nNight."
    sides = [
        (text, [(start, start + len(one.text)) for start, one in zip(places, side, strict=True)])
        for text, places, side in ((japanese, starts, gold.japanese), (english, columns, gold.english))
    ]
    assert [rectangle(one, sides) for one in gold.beads] == [(0, 3, 0, 8), (3, 12, 8, 18), (12, 14, 18, 24)]


def test_gold_may_say_source_and_target_in_either_order(tmp_path: Path) -> None:
    path = tmp_path / "harbour.jsonl"
    path.write_text(
        '{"source": ["Quiet.\u2028"], "target": ["静かだ。"]}\n{"source": [], "target": ["夜。"]}\n', encoding="utf-8"
    )
    assert [(row.japanese, row.english) for row in read_rows(path)] == [
        (("静かだ。",), ("Quiet.\u2028",)),
        (("夜。",), ()),
    ]
    [corpus] = read_corpora([f"quiet={path}"], most=None)
    assert (corpus.name, len(corpus.texts)) == ("quiet", 1)


def test_what_is_no_gold_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "harbour.jsonl").write_text('{"ja": ["静かだ。"]}\n', encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--corpus", str(tmp_path)])
    assert "not a file of gold beads" in capsys.readouterr().err


def test_the_rungs_of_hunalign_become_beads(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("0\t0\t2\n1\t1\t-0.5\n3\t1\t0\n4\t2\t0.3\n", encoding="utf-8")
    answer = _ladder(tmp_path / "out", (["a"] * 4, ["b"] * 2))
    assert answer is not None
    assert [(one.source, one.target) for one in answer] == [((0,), (0,)), ((1, 2), ()), ((3,), (1,))]
    assert answer[0].confidence > 0.5 > answer[1].confidence
    assert _ladder(tmp_path / "none", (["a"], ["b"])) is None


def test_hunalign_gets_its_dictionary_target_first_and_cut_like_the_text() -> None:
    lines = _hunalign_dictionary(["10月に開く。"], _in_characters, _in_words).splitlines()
    assert "october @ 10 月" in lines
    assert _in_characters("10月のABC。") == ["10", "月", "の", "abc", "。"]
    assert _in_terms("10月の話")[0] == "10月"


@pytest.mark.parametrize("name", ["tmflow", "diagonal"])
def test_a_system_answers_each_text_with_all_its_segments(name: str) -> None:
    texts = [(path.stem, read_rows(path)) for path in sorted((ROOT / "tests/golden/align").glob("*.jsonl"))[:2]]
    golds = list(conditioned(texts, "damaged", seed=7))
    outcome = SYSTEMS[name].run([(gold.japanese, gold.english) for gold in golds])
    for gold, answer in zip(golds, outcome.answers, strict=True):
        assert answer is not None
        for size, indexes in (
            (len(gold.japanese), [index for one in answer for index in one.source]),
            (len(gold.english), [index for one in answer for index in one.target]),
        ):
            assert sorted(indexes) == list(range(size))


def test_a_kept_run_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {
        "kind": "quality", "corpus": "own", "condition": "clean", "system": "tmflow", "texts": 1, "beads": 4, "segments": 9,
        "figures": judge(GOLD, GOLD).to_json(), "cpu_s": 0.01, "memory_mb": 50.0, "raised": 0,
        "signature": "align|system:tmflow|corpus:own|condition:clean|texts:1|beads:4|seed:7|v:0",
    }  # fmt: skip
    path = tmp_path / "run.jsonl"
    other = record | {"corpus": "other", "signature": str(record["signature"]).replace("own", "other")}
    path.write_text("".join(f"{json.dumps(one)}\n" for one in (record, other, record)), encoding="utf-8")
    main(["--from", str(path), "--report"])
    printed = capsys.readouterr().out
    assert r"| own | clean | 1.000 | `align\|figure:F1\|corpus:own\|" in printed
    assert r"corpus:2\|condition:clean\|texts:2\|beads:8\|" in printed
    assert "| tmflow | 0.9-1.0 | 6 | 1.000 | 1.000 |" in printed


@pytest.mark.parametrize("sort", SORTS)
def test_made_up_text_fits_its_beads(sort: str) -> None:
    japanese, english, beads = bitext(sort, 200)
    assert [index for one in beads for index in one.source] == list(range(len(japanese)))
    assert [index for one in beads for index in one.target] == list(range(len(english)))
    assert len(beads) == 200


def growing(power: float) -> list[Measured]:
    seconds: Callable[[int], float] = lambda size: (size / 1000) ** power  # noqa: E731 - one line says it
    return [Measured(sort="made up", size=size, seconds=seconds(size), memory_mb=50.0, f1=1.0) for size in (1000, 4000)]


def test_the_exponent_and_the_drawing() -> None:
    assert exponent([(one.size, one.seconds) for one in growing(2.0)]) == pytest.approx(2.0)
    assert exponent([(1000, 3.0)]) == 1.0
    assert plot(growing(1.0)).startswith("<svg")
