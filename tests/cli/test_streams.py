"""The three streams of a command where one of them is full, closed or not to be had."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import tmflow.cli as tmflow_cli
from tests.cli.run import PROGRAM, environ, tmflow
from tests.workflow.projects import edit, make_project, targets_of
from tmflow.cli.main import cli

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("港は静かだ。風もない。\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, line: str, *, unbuffered: str = "") -> tuple[int, str, str]:
    """Run a line of the shell, "tmflow" in it being the program."""
    script = f'tmflow() {{ "{PROGRAM[0]}" -m tmflow "$@"; }}; {line}'
    environment = environ(folder, {"PYTHONUNBUFFERED": unbuffered})
    done = subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False, input=""
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "line", ["segment a.txt", "segment a.txt --format json", "read a.txt", "--help", "read --help"]
)
def test_output_that_cannot_be_written_is_a_line(folder: Path, line: str, unbuffered: str) -> None:
    told = "tmflow: standard output cannot be written: No space left on device\n"
    assert run(folder, f"tmflow {line} > /dev/full", unbuffered=unbuffered) == (3, "", told)


@pytest.mark.parametrize("line", ["segment", "segment -", "read -"])
def test_a_closed_input_is_a_line(folder: Path, line: str) -> None:
    code, out, told = run(folder, f"tmflow {line} <&-")
    assert (code, out, told) == (2, "", "tmflow: standard input: cannot be read: Bad file descriptor\n")


def test_a_closed_output_is_a_line(folder: Path) -> None:
    code, _, told = run(folder, "tmflow segment a.txt >&-")
    assert (code, told) == (3, "tmflow: standard output cannot be written: Bad file descriptor\n")


def test_closed_standard_error_does_not_keep_a_command_from_its_work(folder: Path) -> None:
    assert run(folder, "tmflow segment a.txt b.txt 2>&-") == (2, "港は静かだ。\n風もない。\n", "")


def test_an_empty_path_is_no_folder(folder: Path) -> None:
    for command in ("segment", "read"):
        result = tmflow(folder, command, "")
        assert (result.code, result.out) == (2, "")
        assert "the path is empty" in result.err


def test_a_file_that_may_not_be_read_does_not_keep_the_others_from_being_cut(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "secret.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    (folder / "secret.txt").write_text("霧。", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(os, "access", lambda path, *_args, **_named: Path(path).name != "secret.txt")
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(cli, ["segment", "secret.txt", "a.txt"])
    assert (result.exit_code, result.stdout) == (2, "港は静かだ。\n風もない。\n")
    assert result.stderr == "tmflow: secret.txt: cannot be read: Permission denied\n"


STEERING = "\x1b[2J\x1b]0;title\x07\x9b31m\u202e\r"
SHOWN = "\\u001b[2J\\u001b]0;title\\u0007\\u009b31m\\u202e\\u000d"


def test_one_module_alone_writes_to_the_terminal() -> None:
    """What it writes is shown and not obeyed, wherever it comes from."""
    folder = Path(tmflow_cli.__path__[0])
    others = [path for path in folder.glob("*.py") if path.name != "output.py"]
    writing = re.compile(r"click\.(echo|secho|confirm)\(|(?<!\.)\bprint\(|std(out|err)\.write\(")
    assert [path.name for path in others if writing.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("words", [["review", "fog"], ["translate", "fog", "--no-mt"], ["status"], ["check", "fog"]])
def test_what_a_file_says_is_shown_to_the_terminal_and_not_obeyed(tmp_path: Path, words: list[str]) -> None:
    project = make_project(tmp_path, ja={"fog": ("霧", "鐘は鳴らない。")}, settings="mt: {engine: echo}")
    assert tmflow(project, "translate", "fog").code == 0
    (draft,) = [text for source, text in targets_of(project, "fog").items() if source == "鐘は鳴らない。"]
    raw = STEERING.replace("\r", "\\r")  # a PO file has its own way to write it
    edit(project.bitext_path("fog"), str(draft), f"The bell {raw} is silent.")
    result = tmflow(project, *words, stdin=b"s\ns\n")
    assert not set("\x1b\x07\x9b\u202e\r") & set(result.out + result.err)
    if words[0] == "review":
        assert f"  target: The bell {SHOWN} is silent." in result.out


def test_json_shows_the_same_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"The bell {STEERING[:-1]} is silent.\n", encoding="utf-8")
    result = tmflow(tmp_path, "read", "a.txt", "--format", "json")
    assert not set("\x1b\x07\x9b\u202e\r") & set(result.out)
    assert json.loads(result.out)["articles"][0]["blocks"][0]["text"] == f"The bell {STEERING[:-1]} is silent."
