"""`tmflow align` on files that are none, or no pair: one clear line each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.align_files import FILES, add_pairs, run
from tests.cli.run import tmflow
from tests.workflow.file_samples import JA, OTHER, text, write, write_pair
from tests.workflow.projects import make_project
from tmflow.errors import ConfigError, FormatError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The two texts, and settings without the machine's dictionary: results are the same wherever the tests run."""
    write_pair(tmp_path)
    write(tmp_path / "tmflow.yaml", "align: {dictionary: none}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


BAD: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "missing": ("ja/bees.txt en/beees.txt", 2, ("en/beees.txt: no such file", "Did you mean en/bees.txt?")),
    "missing folder": ("ja/ een/", 2, ("een: no such file or folder",)),
    "missing folder, asked for as one": ("ja een --format tsv", 2, ("een: no such file or folder. Did you mean en?",)),
    "missing list entry": ("--pairs far.tsv", 2, ("far.txt: no such file",)),
    "long name": (f"ja/bees.txt {'n' * 300}.txt", 2, ("no such file or folder",)),
    "folder with file": ("ja en/bees.txt", 2, ("ja is a folder and en/bees.txt a file", "two folders")),
    "same file": ("ja/bees.txt ja/../ja/bees.txt", 2, ("the same file",)),
    "empty file": ("ja/bees.txt empty.txt", 2, ("empty.txt: no text",)),
    "binary file": ("ja/bees.txt binary.txt", 2, ("binary.txt: not UTF-8",)),
    "other ending": ("ja/bees.txt bees.pdf", 2, ("bees.pdf: no article by its ending", "--plain", "--lines")),
    "one language": ("ja/bees.txt ja/two.txt", 2, ("both are Japanese", "--from ja --to en")),
    "one language said twice": ("ja/bees.txt en/bees.txt --from ja --to ja", 2, ("one language",)),
    "swapped": ("ja/bees.txt en/bees.txt --from en", 2, ("ja/bees.txt is Japanese", "swapped")),
    "unlike": ("ja/bees.txt other.txt", 1, ("do not look like translations", "--force")),
    "no list": ("--pairs none.tsv", 2, ("none.tsv: cannot be read: No such file",)),
    "list and files": ("--pairs list.tsv ja en", 2, ("--pairs names the files",)),
    "list line": ("--pairs list.tsv", 2, ("list.tsv:2: not two paths",)),
    "no output folder": ("ja/bees.txt en/bees.txt -o none/x.tsv", 3, ("no such folder: none",)),
    "output is a text": ("ja/bees.txt en/bees.txt -o en/bees.txt", 2, ("nothing overwrites it",)),
    "output is no folder": ("ja en -o other.txt", 2, ("other.txt is a file", "folder")),
    "several as one xml": ("ja en --format tmx", 2, ("gives a file a pair", "-o")),
    "long output": (f"ja/bees.txt en/bees.txt -o {'n' * 5000}", 3, ("file name too long",)),
    "long output folder": (f"ja en -o {'n' * 5000}", 3, ("cannot make the folder",)),
    "long output below": (f"ja/bees.txt en/bees.txt -o {'n' * 5000}/x.tsv", 3, ("no such folder",)),
    "link to itself": ("loop.txt en/bees.txt", 2, ("loop.txt: a link to a file that is not there",)),
    "standard input": ("- en/bees.txt", 2, ("standard input", "--pairs -")),
    "one file": ("ja/bees.txt", 2, ("two files or two folders",)),
    "three files": ("ja/bees.txt en/bees.txt other.txt", 2, ("two files or two folders",)),
    "signals in a table": ("ja en --format tsv --explain", 2, ("--explain has no place in tsv",)),
    "plain and lines": ("ja/bees.txt en/bees.txt --plain --lines", 2, ("--lines", "--plain")),
    "confidence": ("ja/bees.txt en/bees.txt --min-confidence 80", 2, ("--min-confidence", "0<=x<=1")),
    "no dictionary": (
        "ja en --dictionary none.txt",
        2,
        ("tmflow: none.txt: the dictionary cannot be read: No such file",),
    ),
    "dictionary is a folder": ("ja en --dictionary ja", 2, ("tmflow: ja: the dictionary cannot be read",)),
    "of projects": ("ja/bees.txt en/bees.txt --take-article", 2, ("--take-article is for the articles of a project",)),
    "of files": ("bees --lines", 2, ("--lines is for files", "tmflow align SOURCE TARGET")),
    "format of files": ("bees --format tsv", 2, ("--format tsv is for files", "tmflow export")),
    "neither files nor articles": ("foo bar", 2, ("foo and bar: no such file or folder", "tmflow init")),
    "one of two is not there": ("ja nirgends", 2, ("tmflow: nirgends: no such file or folder",)),
    "dictionary of a project": (
        "bees --dictionary none",
        2,
        ("--dictionary is for files", "align.dictionary in tmflow.yaml"),
    ),
    "no project": ("bees", 2, ("no tmflow.yaml", "tmflow init")),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_line(folder: Path, name: str) -> None:
    words, code, parts = BAD[name]
    (folder / "tmflow.yaml").unlink()
    write(folder / "empty.txt", "")
    write(folder / "binary.txt", bytes(range(256)) * 20)
    write(folder / "bees.pdf", "x")
    (folder / "loop.txt").symlink_to("loop.txt")
    write(folder / "ja/two.txt", text(JA))
    write(folder / "other.txt", text(OTHER, joint=" "))
    write(folder / "list.tsv", "ja/bees.txt\ten/bees.txt\nja/bees.txt\n")
    write(folder / "far.tsv", "far.txt\ten/bees.txt\n")
    result = tmflow(folder, "align", *words.split())
    assert result.code == code
    assert len(result.told) <= 1 + ("Example: " in result.err)
    for part in parts:
        assert part in result.err


@pytest.mark.usefixtures("folder")
def test_an_empty_path_is_no_path() -> None:
    result = run("", "en/bees.txt")
    assert isinstance(result.exception, ConfigError)
    assert str(result.exception) == "the path is empty. Name a file"
    assert isinstance(run(*FILES, "--dictionary", "").exception, FormatError)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_dictionary_that_cannot_be_read_is_told_once_before_any_pair(folder: Path, jobs: str) -> None:
    add_pairs(folder)
    result = tmflow(folder, "align", "ja", "en", "--dictionary", "none.txt", "--jobs", jobs, "-o", "out")
    assert (result.code, len(result.told), result.out) == (2, 1, "")
    assert not (folder / "out").exists()
    make_project(folder, settings='align: {dictionary: "a\\0b"}')
    result = tmflow(folder, "align", "ja", "en", "--jobs", jobs)
    assert (result.code, len(result.told), result.out) == (2, 1, "")
