"""What the benchmarks of segmentation count, so that a figure they print can be believed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.segmentation import cut, is_lossless, judge, main
from benchmarks.segmentation_gold import Item, own_corpora, read_corpora, read_pairs
from benchmarks.segmentation_growth import Growth, samples
from benchmarks.segmentation_peers import SYSTEMS
from tmflow.model.language import Language

ITEM = Item(
    id="pier", text="The pier is long.  It is old.\nWe rest.", segments=("The pier is long.", "It is old.", "We rest.")
)


def test_blanks_cost_nothing() -> None:
    score = judge(ITEM, ["The pier is long.", " It  is old.\n", "We rest.", " "])
    assert (score.hit, score.found, score.gold, score.exact) == (3, 3, 3, 1)


def test_a_boundary_too_many_and_one_too_few() -> None:
    score = judge(ITEM, ["The pier", " is long.", "It is old. We rest."])
    assert (score.hit, score.found, score.gold, score.exact) == (2, 3, 3, 0)
    assert score.f1 == pytest.approx(2 / 3)


def test_one_that_raises_finds_nothing() -> None:
    def broken(text: str) -> Iterator[str]:
        yield text
        raise RecursionError

    assert cut(broken, ITEM.text) is None
    score = judge(ITEM, None)
    assert (score.hit, score.found, score.lossless, score.raised) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (["The pier is long.", "It is old.", "We rest."], True),
        (["The pier is long.  ", "It is old.\n", "We rest."], True),
        (["The pier is long.", "We rest."], False),
        (["The pier is long. It is old.", "We rest."], False),
        (["It is old.", "The pier is long.", "We rest."], False),
        (["The pier is long.", "It is old."], False),
    ],
)
def test_lossless_is_verbatim_in_order_and_whole(segments: list[str], *, expected: bool) -> None:
    assert is_lossless(ITEM.text, segments) is expected


def test_a_file_of_both_languages_is_two_corpora(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "language": "ja", "text": "港だ。\u2028灯だ。", "segments": ["港だ。", "灯だ。"]},
        {"id": 2, "language": "en", "text": "A pier.", "segments": ["A pier."]},
    ]
    path = tmp_path / "mixed.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert [(one.name, one.language, len(one.items)) for one in read_corpora(tmp_path)] == [
        ("mixed", Language.JA, 1),
        ("mixed", Language.EN, 1),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": 1, "text": "港だ。"}, "no language and no segments"),
        ({"id": 1, "language": "ja", "text": "港だ。", "segments": ["灯だ。"]}, "do not make up"),
    ],
)
def test_what_is_no_gold_is_refused(
    row: dict[str, object], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--systems", "tmflow", "--corpus", str(path)])
    assert message in capsys.readouterr().err


def test_own_cases_are_gold_in_both_languages() -> None:
    assert {corpus.language for corpus in own_corpora()} == set(Language)


def test_pairs_come_from_lists_and_from_a_table(tmp_path: Path) -> None:
    [own] = read_pairs([])
    assert len(own.pairs) > 300
    table = tmp_path / "pairs.tsv"
    table.write_text("港だ。\tA harbour.\n灯だ。\t \n", encoding="utf-8")
    [pairs] = read_pairs([table])
    assert pairs.pairs == ({Language.JA: "港だ。", Language.EN: "A harbour."},)


def test_rows_are_json_that_carries_its_signature(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--systems", "tmflow", "--parity", "--format", "json"])
    row = json.loads(capsys.readouterr().out)
    assert row["signature"].startswith("segment-parity|system:tmflow|corpus:own-articles|pairs:")
    assert 0.8 < row["parity"] <= 1


def test_a_peer_that_is_missing_is_named_with_its_install_line() -> None:
    packages = {system.package for system in SYSTEMS.values() if system.package}
    assert all(SYSTEMS[name].install_line.startswith(f"pip install {name}==") for name in packages)


def test_growth_is_the_slope_between_the_ends() -> None:
    square = Growth(sort="x", language=Language.EN, seconds={100: 0.1, 200: 0.4, 400: 1.6})
    assert square.exponent == pytest.approx(2)
    assert square.is_wrong


def test_samples_have_the_length_asked_for_and_stay_the_same() -> None:
    first = samples(60)
    assert {len(text) for text in first.values()} == {60}
    assert first == samples(60)
