"""`tmflow pair`: its forms of output, its exit codes, one line for each thing that is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.align.bilingual import ARTICLES, LONE_JA
from tests.cli.run import tmflow
from tests.workflow.projects import make_project, write_article
from tmflow.model.language import Language

NAMES = {slug: f"n{number}" for number, slug in enumerate(sorted(ARTICLES, reverse=True))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("publication")
    for language, side in (("ja", 0), ("en", 1)):
        (root / language).mkdir()
        for slug, texts in ARTICLES.items():
            name = slug if language == "ja" else NAMES[slug]
            (root / language / f"{name}.txt").write_text(texts[side] + "\n", encoding="utf-8")
    (root / "ja" / "clock.txt").write_text(LONE_JA + "\n", encoding="utf-8")
    return root


def test_text_has_a_line_a_pair_and_the_lone_ones(folder: Path) -> None:
    result = tmflow(folder, "pair", "ja", "en")
    assert result.code == 0
    lines = result.out.splitlines()
    assert len(lines) == 9
    assert lines[0].split()[2:] == ["ja/bakery.txt", f"en/{NAMES['bakery']}.txt"]
    assert lines[-1].split()[:2] == ["alone", "ja/clock.txt"]
    assert result.told == ["8 pairs, 0 doubtful; alone: 1 source, 0 targets"]


def test_tsv_is_a_list_of_pairs(folder: Path) -> None:
    result = tmflow(folder, "pair", "ja", "en", "--format", "tsv")
    pairs = [line.split("\t") for line in result.out.splitlines() if not line.startswith("#")]
    assert pairs == [[f"ja/{slug}.txt", f"en/{NAMES[slug]}.txt"] for slug in sorted(ARTICLES)]
    assert [line for line in result.out.splitlines() if line.startswith("#")] == ["# alone: ja/clock.txt"]


def test_doubtful_pairs_are_comments_of_the_list(folder: Path) -> None:
    result = tmflow(folder, "pair", "ja", "en", "--format", "tsv", "--min-confidence", "1")
    assert result.code == 1
    assert all(line.startswith(("# doubtful ", "# alone")) for line in result.out.splitlines())


def test_json_explains(folder: Path) -> None:
    result = tmflow(folder, "pair", "ja", "en", "--format", "json", "--explain")
    rows = json.loads(result.out)["pairs"]
    row = next(row for row in rows if row["source"] == "ja/software.txt")
    assert (row["status"], row["target"]) == ("pair", f"en/{NAMES['software']}.txt")
    assert row["confidence"] > 0.9
    assert {"kind", "ja", "en", "weight"} == set(row["clues"][0])
    assert row["score"] == pytest.approx(sum(clue["weight"] for clue in row["clues"]), abs=0.2)
    lone = rows[-1]
    assert (lone["status"], lone["source"], lone["target"]) == ("alone", "ja/clock.txt", None)


def test_jsonl_is_a_row_a_line(folder: Path) -> None:
    result = tmflow(folder, "pair", "ja", "en", "--format", "jsonl")
    assert [json.loads(line)["status"] for line in result.out.splitlines()] == ["pair"] * 8 + ["alone"]


def test_explained_text_names_the_clues(folder: Path) -> None:
    result = tmflow(folder, "pair", "ja", "en", "--explain")
    assert "katakana   イングリッド ~ ingrid" in result.out
    assert "in all; against another text on the subject" in result.out


def test_paths_are_absolute_where_the_folders_lie_elsewhere(folder: Path, tmp_path: Path) -> None:
    result = tmflow(tmp_path, "pair", str(folder / "ja"), str(folder / "en"), "--format", "tsv")
    first = result.out.splitlines()[0].split("\t")
    assert all(Path(path).is_absolute() for path in first)


def test_the_path_of_this_folder_inside_of_another_one_stays(folder: Path, tmp_path: Path) -> None:
    here = tmp_path / "a"
    here.mkdir()
    far = Path(f"{tmp_path}/far{here}")
    shutil.copytree(folder, far)
    (far / "en/broken.txt").write_bytes(b"\x00\x01\x02")
    shutil.copytree(far, here / "near")
    for place, name in ((far, str(far)), (here / "near", "near")):
        result = tmflow(here, "pair", str(place / "ja"), str(place / "en"), "--format", "tsv")
        assert result.out.splitlines()[0].split("\t")[0] == f"{name}/ja/bakery.txt"
        assert result.told[0].startswith(f"tmflow: {name}/en/broken.txt:")


def test_a_name_that_no_list_can_hold_is_a_comment(tmp_path: Path) -> None:
    for language, name, side in (("ja", "a\tb", 0), ("en", "#c", 1)):
        (tmp_path / language).mkdir()
        (tmp_path / language / f"{name}.txt").write_text(ARTICLES["bridge-2"][side], encoding="utf-8")
    result = tmflow(tmp_path, "pair", "ja", "en", "--format", "tsv")
    assert result.out.splitlines() == ["# left out, a tab or a newline in its name: ['ja/a\\tb.txt', 'en/#c.txt']"]


def test_in_a_project_it_proposes_names_and_renames(tmp_path: Path) -> None:
    make_project(tmp_path)
    for slug in ("bridge-1", "weather"):
        write_article(tmp_path, Language.JA, slug, ARTICLES[slug][0].split("\n\n"))
        write_article(tmp_path, Language.EN, NAMES[slug], ARTICLES[slug][1].split("\n\n"))
    proposed = tmflow(tmp_path, "pair")
    assert proposed.code == 0
    assert "would be articles/en/bridge-1.txt" in proposed.out
    assert tmflow(tmp_path, "pair", "--rename").told == ["2 pairs, 0 doubtful; alone: 0 sources, 0 targets; 2 renamed"]
    assert sorted(path.name for path in (tmp_path / "articles/en").iterdir()) == ["bridge-1.txt", "weather.txt"]
    assert tmflow(tmp_path, "pair").code == 0


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("ja",), 2, "tmflow: 1 folder to pair. Name two: tmflow pair FOLDER_JA FOLDER_EN"),
        ((), 2, "tmflow: no folders, and no project here. Name two: tmflow pair FOLDER_JA FOLDER_EN"),
        (("ja", "ja"), 2, "tmflow: ja: source and target are the same folder. Name the folder of each language"),
        (("ja", "fr"), 2, "tmflow: fr: no such folder. Name the folder of each language"),
        (("ja", ""), 2, "tmflow: Invalid value for '[SOURCE_FOLDER TARGET_FOLDER]': the path is empty. Name a file"),
        (("ja", "en", "--rename"), 2, "tmflow: only a project's articles are renamed. Leave the folders out: tmflow pair --rename"),
        (("--min-confidence", "2"), 2, "tmflow: Invalid value for '--min-confidence': 2.0 is not in the range 0<=x<=1."),
    ],
)  # fmt: skip
def test_a_wrong_call_is_one_line(folder: Path, words: tuple[str, ...], code: int, line: str) -> None:
    result = tmflow(folder, "pair", *words)
    assert (result.code, result.out) == (code, "")
    assert result.told[0] == line


def test_what_cannot_be_paired_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    for language, side in (("ja", 0), ("en", 1)):
        (tmp_path / language).mkdir()
        for slug in ("bridge-1", "weather"):
            (tmp_path / language / f"{slug}{side}.txt").write_text(ARTICLES[slug][side], encoding="utf-8")
    (tmp_path / "en" / "garten.txt").write_text(LONE_JA, encoding="utf-8")
    (tmp_path / "en" / "sjis.txt").write_bytes("港町の".encode("cp932"))
    result = tmflow(tmp_path, "pair", "ja", "en")
    assert result.code == 2
    assert [line.split()[0] for line in result.out.splitlines()] == ["pair", "pair"]
    assert result.told[0].startswith("tmflow: en/sjis.txt: not UTF-8")
    assert result.told[1].startswith("tmflow: en/garten.txt: is Japanese (")


def test_nothing_found_is_1(tmp_path: Path) -> None:
    for language, text in (("ja", LONE_JA), ("en", ARTICLES["football"][1])):
        (tmp_path / language).mkdir()
        (tmp_path / language / "a.txt").write_text(text, encoding="utf-8")
    result = tmflow(tmp_path, "pair", "ja", "en")
    assert result.code == 1
    assert result.told == ["0 pairs, 0 doubtful; alone: 1 source, 1 target"]
