from pathlib import Path
from typing import TypedDict

import pytest
from ruamel.yaml import YAML

from tmflow.text.names import iter_katakana_runs, iter_latin_words, kana_to_romaji, name_likeness


class Case(TypedDict):
    id: str
    origin: str
    katakana: str
    latin: str
    same: bool
    why: str


CASES: list[Case] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "text" / "names.yaml")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["id"], marks=[pytest.mark.xfail(strict=True)] * (case["origin"] == "known-failure"))
        for case in CASES
    ],
)
def test_cases(case: Case) -> None:
    likeness = name_likeness(case["katakana"], case["latin"])
    assert likeness >= 0.68 if case["same"] else likeness < 0.6, case["why"]


@pytest.mark.parametrize(
    ("kana", "romaji"),
    [("シャッター", "shatta"), ("ティー", "ti"), ("ヴァイオリン", "vaiorin"), ("みのる", "minoru"), ("ｶﾅ", "kana")],
)
def test_romaji(kana: str, romaji: str) -> None:
    assert kana_to_romaji(kana) == romaji


def test_runs_know_where_they_stand() -> None:
    text = "米のウィトコフ特使（Steve Witkoff）"
    assert [text[run.start : run.end] for run in iter_katakana_runs(text)] == ["ウィトコフ"]
    assert [text[run.start : run.end] for run in iter_latin_words(text)] == ["Steve", "Witkoff"]


def test_no_katakana_is_like_nothing() -> None:
    assert name_likeness("", "Witkoff") == name_likeness("ウィトコフ", "") == 0.0
