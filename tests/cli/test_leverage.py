"""`tmflow leverage`: the same figures in every form, the settings of a quote, what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.workflow.projects import JA, aligned, edit, make_project
from tmflow.cli.main import cli
from tmflow.errors import FormatError
from tmflow.workflow.project import Project, open_project

NEW = "鐘は鳴らない。"
FOG = (*JA[:3], NEW, NEW)
SETTINGS = "leverage:\n  rate: {ja: 14, en: 0.11}\n  weights: {repetition: 25, 95-99: 40}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = aligned(tmp_path, also_ja={"fog": FOG}, settings=SETTINGS)
    monkeypatch.chdir(made.root)
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["leverage", *words])


def measured(*words: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(run(*words, "--format", "json").stdout)
    return result


@pytest.mark.usefixtures("project")
def test_json_has_every_band_the_totals_and_what_was_measured_with() -> None:
    found = measured()
    (file,) = found["files"]
    (total,) = found["totals"]
    assert (file["file"], file["pair"], file["unit"]) == ("articles/ja/fog.txt", "ja>en", "characters")
    assert {name: file[name] for name in ("bands", "total", "price")} == {
        name: total[name] for name in ("bands", "total", "price")
    }
    assert len(file["bands"]) == 16
    assert file["bands"]["new"] == {"segments": 1, "volume": 7, "pages": 0.0, "weight_percent": 100, "weighted": 7.0}
    assert file["bands"]["repetition"]["weighted"] == 1.75
    assert file["total"]["segments"] == len(FOG)
    assert file["total"]["volume"] == len("".join(FOG))
    assert file["price"] == {"amount": 123.0, "currency": "JPY", "rate": 14.0}  # 8.75 characters
    basis = found["measured_with"]
    assert basis["memory"]["units"] == len(JA)
    assert (basis["threshold"], basis["internal_fuzzy"], basis["punctuation"]) == (70, False, True)


@pytest.mark.usefixtures("project")
def test_csv_adds_up_to_what_json_says() -> None:
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").stdout)))
    assert {row["scope"] for row in rows} == {"file", "total"}
    total = measured()["totals"][0]["total"]
    for scope in ("file", "total"):
        own = [row for row in rows if row["scope"] == scope]
        assert sum(int(row["segments"]) for row in own) == total["segments"]
        assert sum(int(row["volume"]) for row in own) == total["volume"]
        assert sum(float(row["weighted"]) for row in own) == total["weighted"]
    assert {(row["rate"], row["currency"], row["memory_units"]) for row in rows} == {("14", "JPY", str(len(JA)))}


@pytest.mark.usefixtures("project")
def test_text_shows_the_bands_that_occur() -> None:
    lines = run().stdout.splitlines()
    assert lines[0] == "articles/ja/fog.txt (ja>en)"
    assert lines[1].split() == ["Band", "Segments", "Characters", "Pages", "Share", "Weight", "Weighted"]
    assert any(line.split()[:3] == ["repetition", "1", "7"] for line in lines)
    assert not any(line.split()[:1] == ["adapted"] for line in lines)
    assert "Price: 123 JPY at 14 JPY a character" in lines
    assert lines[-1].startswith("Measured by tmflow ")
    assert [line for line in run("--total").stdout.splitlines() if "fog" in line] == []


@pytest.mark.usefixtures("project")
def test_markdown_is_a_table_a_part() -> None:
    lines = run("--format", "markdown").stdout.splitlines()
    assert [line for line in lines if line.startswith("## ")] == ["## articles/ja/fog.txt (ja>en)"]
    assert "| new | 1 | 7 | 0.0 | 12 % | 100 % | 7.00 |" in lines
    assert {line.count("|") for line in lines if line.startswith("|")} == {8}


@pytest.mark.usefixtures("project")
def test_punctuation_may_be_left_out() -> None:
    counted, skipped = (measured(option)["totals"][0]["total"] for option in ("--punctuation", "--no-punctuation"))
    marks = sum("".join(FOG).count(mark) for mark in "。、")
    assert counted["volume"] - skipped["volume"] == marks
    assert counted["segments"] == skipped["segments"]


def test_internal_likeness_counts_on_demand(project: Project) -> None:
    edit(project.root / "articles/ja/fog.txt", NEW * 2, f"{NEW}鐘は鳴らない！")
    assert "internal-85-94" not in run().stdout
    assert "internal-85-94" in run("--internal-fuzzy").stdout


def test_english_is_counted_in_words_without_pages(project: Project) -> None:
    (project.root / "note.txt").write_text("The tide\n\nThe tide is 12 feet high.\n", encoding="utf-8")
    (file,) = measured("note.txt")["files"]
    assert (file["pair"], file["unit"], file["total"]["volume"], file["total"]["pages"]) == ("en>ja", "words", 8, None)
    assert file["price"] == {"amount": 1.0, "currency": "JPY", "rate": 0.11}
    assert "Pages" not in run("note.txt").stdout


def test_the_language_of_files_may_be_given(project: Project) -> None:
    (project.root / "note.txt").write_text("2026\n", encoding="utf-8")
    assert [measured("note.txt", "--from", code)["files"][0]["pair"] for code in ("ja", "en")] == ["ja>en", "en>ja"]


def test_what_cannot_be_read_is_named_and_the_exit_code_says_so(project: Project) -> None:
    (project.root / "blank.txt").write_text("", encoding="utf-8")
    result = run("blank.txt", "fog")
    assert result.exit_code == 2
    assert "tmflow: not counted: blank.txt: no text" in result.stderr
    assert "articles/ja/fog.txt" in result.stdout
    assert measured("blank.txt")["problems"]


def test_nothing_to_translate_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_project(tmp_path).root)
    result = run()
    assert (result.exit_code, result.stderr) == (0, "Nothing to translate.\n")
    assert measured()["files"] == []
    assert run("--format", "csv").stdout.startswith("scope,")


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("weights: {exakt: 0}", 'unknown key "leverage.weights.exakt": exact?'),
        ("weights: {95-98: 0}", 'unknown key "leverage.weights.95-98": 95-99?'),
        ("weights: {exact: 101}", "leverage.weights.exact must be a whole number from 0 to 100"),
        ("weights: {exact: -1}", "leverage.weights.exact must be a whole number from 0 to 100"),
        ("weights: {exact: 0.5}", "leverage.weights.exact must be a whole number from 0 to 100"),
        ("weights: {exact: true}", "leverage.weights.exact must be a whole number from 0 to 100"),
        ("weights: 10", "leverage.weights must be a mapping"),
        ("rate: 14", "leverage.rate must be a mapping"),
        ("rate: {jp: 14}", 'unknown key "leverage.rate.jp"'),
        ("rate: {ja: .nan}", "leverage.rate.ja must be a number from 0 to"),
        ("rate: {ja: much}", "leverage.rate.ja must be a number from 0 to"),
        ("currency: yen", 'leverage.currency is "yen"'),
        ("punctuation: no", "leverage.punctuation"),
        ("weight: {}", 'unknown key "leverage.weight": weights?'),
    ],
)
def test_settings_that_cannot_be_are_refused_with_their_place(tmp_path: Path, setting: str, told: str) -> None:
    (tmp_path / "tmflow.yaml").write_text(f"leverage:\n  {setting}\n", encoding="utf-8")
    with pytest.raises(FormatError) as refused:
        open_project(tmp_path)
    assert told in str(refused.value)
    assert refused.value.line == 2
