"""Each command: its help, its output in every form, its exit code."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from tests.cli.run import tmflow
from tests.workflow.projects import EN, JA, aligned, copy_samples, edit, make_project, targets_of, tree
from tmflow.cli.main import cli
from tmflow.workflow.project import Project

FOG = (*JA[:3], "鐘は鳴らない。")


def iter_commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield (*words, name), command
        if isinstance(command, click.Group):
            yield from iter_commands(command, (*words, name))


COMMANDS = dict(iter_commands(cli))
WITHOUT_PROJECT = {("init",), ("read",), ("segment",), ("srx", "show"), ("convert",), ("explain",), ("completion",)}
WITHOUT_RESULT = {
    ("init",),
    ("convert",),
    ("review",),
    ("memory", "rebuild"),
    ("memory", "undo"),
    ("memory", "export"),
    ("memory", "retire"),
    ("memory", "restore"),
    ("mt", "install"),
    ("srx", "export"),
    ("explain",),
    ("completion",),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path, also_ja={"fog": FOG})


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_each_command_has_help_with_an_example_of_itself(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli, [*words, "--help"])
    assert result.exit_code == 0
    assert "Example: " in result.output
    assert f"tmflow {' '.join(words)}" in result.output.partition("Example: ")[2]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_each_command_with_a_result_takes_project_and_format(words: tuple[str, ...]) -> None:
    options = {option for parameter in COMMANDS[words].params for option in parameter.opts}
    if words not in WITHOUT_PROJECT and words[0] != "mt":
        assert "--project" in options
    if words not in WITHOUT_RESULT:
        assert "--format" in options


RESULTS = {
    "status": "articles",
    "align": "articles",
    "translate fog --no-mt": "units",
    "learn": "articles",
    "memory lookup 灯台は1908年に建てられた。": "matches",
    "memory search 灯台": "hits",
    "export mist": "exports",
    "publish": "articles",
    "read articles/ja/mist.txt": "articles",
    "segment articles/ja/mist.txt": "segments",
    "segment articles/ja/mist.txt --explain": "decisions",
    "mt list": "packages",
}


@pytest.mark.parametrize("line", RESULTS)
def test_the_result_is_the_same_in_every_form(project: Project, line: str) -> None:
    words = line.split()
    whole = tmflow(project, *words, "--format", "json")
    rows = json.loads(whole.out)[RESULTS[line]]
    lines = [json.loads(one) for one in tmflow(project, *words, "--format", "jsonl").out.splitlines()]
    assert len(rows) == len(lines)
    assert [set(row) for row in rows] == [set(row) for row in lines]
    assert tmflow(project, *words).code == whole.code


def test_status_tells_what_a_script_asks_for(project: Project) -> None:
    edit(project.root / "articles/ja/mist.txt", "1908年", "1909年")
    articles = {row["id"]: row for row in json.loads(tmflow(project, "status", "--format", "json").out)["articles"]}
    assert articles["mist"]["stale"] == 1
    assert articles["fog"]["untranslated"] == len(FOG)
    assert articles["mist"]["files"] == ["ja", "en"]


def test_the_project_of_another_folder(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert tmflow(elsewhere, "status", "--project", str(project.root)).out == tmflow(project, "status").out
    assert tmflow(project.root / "articles", "status").out == tmflow(project, "status").out


def test_the_main_job_from_two_articles_to_a_page(tmp_path: Path) -> None:
    make_project(tmp_path, ja={"mist": JA, "fog": JA[:5]}, en={"mist": EN})
    (tmp_path / "tmflow.yaml").unlink()
    assert "2 articles, 1 of them in both languages" in tmflow(tmp_path, "init").err
    assert "mist" in tmflow(tmp_path, "align", "mist").out
    translated = tmflow(tmp_path, "translate", "fog", "--to", "en", "--no-mt")
    assert (translated.code, "5 filled now" in translated.err) == (0, True)
    assert tmflow(tmp_path, "export", "fog", "--to", "article").code == 0
    assert tmflow(tmp_path, "check", "fog").code == 0
    assert tmflow(tmp_path, "publish").code == 0
    assert {"public/fog.html", "public/mist.html", "public/index.html"} <= set(tree(tmp_path))


def test_translate_says_so_when_there_was_nothing_to_do(project: Project) -> None:
    first = tmflow(project, "translate", "fog", "--no-mt")
    again = tmflow(project, "translate", "fog", "--no-mt")
    assert "3 filled now" in first.err
    assert EN[1] in first.out
    assert "nothing new to fill in" in again.err
    assert again.out == ""


def test_translate_takes_a_path_for_a_slug(project: Project) -> None:
    assert tmflow(project, "translate", "articles/ja/fog.txt", "--no-mt").code == 0
    assert targets_of(project, "fog")[JA[1]] == EN[1]


def test_translate_reads_standard_input(project: Project) -> None:
    before = tree(project.root)
    result = tmflow(
        project,
        *("translate", "-", "--from", "ja", "--to", "en", "--no-mt", "--format", "jsonl"),
        stdin=f"{JA[2]}{FOG[3]}".encode(),
    )
    rows: list[dict[str, Any]] = [json.loads(line) for line in result.out.splitlines()]
    assert [(row["origin"], row["target"]) for row in rows] == [("memory", EN[2]), ("none", None)]
    assert result.code == 0
    assert tree(project.root) == before


def test_translate_reads_a_file_that_is_no_article(project: Project) -> None:
    path = project.root / "notes.txt"
    path.write_text(JA[2], encoding="utf-8")
    result = tmflow(project, "translate", "notes.txt", "--no-mt")
    assert result.code == 0
    assert EN[2] in result.out
    assert not (project.memories_folder / "notes.po").exists()


@pytest.mark.parametrize("article", ["fog", "-"])
def test_a_missing_engine_is_named_with_the_line_that_installs_it(project: Project, article: str) -> None:
    result = tmflow(project, "translate", article, "--to", "en", stdin="".join(FOG).encode())
    assert result.code == 3
    assert "nstall" in result.told[-1]
    assert "1 of" in result.told[-1]
    assert EN[2] in result.out


@pytest.mark.parametrize("words", [("segment",), ("segment", "-"), ("segment", "-", "--language", "ja")])
def test_segment_reads_standard_input(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert tmflow(tmp_path, *words, stdin="港は静かだ。風もない。".encode()).out == "港は静かだ。\n風もない。\n"


def test_review_accepts_everything_on_demand(project: Project) -> None:
    tmflow(project, "translate", "fog", "--no-mt")
    edit(project.root / "articles/ja/fog.txt", "1908年", "1909年")
    assert "fog: 1 draft confirmed" in tmflow(project, "review", "fog", "--accept-all", "--reviewer", "AK").err
    status = json.loads(tmflow(project, "status", "fog", "--format", "json").out)["articles"][0]
    assert (status["stale"], status["reviewed"]) == (0, 1)


def test_review_asks_and_saves_after_each_answer(project: Project) -> None:
    tmflow(project, "translate", "fog", "--no-mt")
    edit(project.root / "articles/ja/fog.txt", "1908年", "1909年")
    edit(project.root / "articles/ja/fog.txt", "5時", "6時")
    result = tmflow(project, "review", "fog", "--reviewer", "AK", stdin=b"a\nq\n")
    assert result.code == 0
    assert "was:" in result.out
    assert "fog: 1 draft left" in result.err


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 1", "Editing failed"),
        ("printf '\\377bad' > \"$1\"", "is not UTF-8 (byte 1)"),
        ("printf 'The \\000 bell' > \"$1\"", "holds the character U+0000: write it without. Nothing is changed"),
    ],
)
def test_an_editor_that_fails_is_told_and_the_review_goes_on(project: Project, script: str, told: str) -> None:
    tmflow(project, "translate", "fog", "--no-mt")
    edit(project.root / "articles/ja/fog.txt", "1908年", "1909年")
    editor = project.root / "editor"
    editor.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    editor.chmod(0o755)
    before = tree(project.root)
    result = tmflow(project, "review", "fog", stdin=b"e\ns\n", environment={"EDITOR": str(editor), "VISUAL": ""})
    assert (result.code, told in result.told[0]) == (0, True), result.err
    assert tree(project.root) == before


def test_merge_shows_what_it_does(project: Project) -> None:
    tmflow(project, "export", "mist", "--to", "po", "-o", "back.po")
    edit(project.root / "back.po", EN[2], "It dates from 1908.")
    before = tree(project.root)
    dry = tmflow(project, "merge", "back.po", "--dry-run")
    assert tree(project.root) == before
    assert dry.out == tmflow(project, "merge", "back.po").out
    assert "+ It dates from 1908." in dry.out
    assert targets_of(project, "mist")[JA[2]] == "It dates from 1908."


def test_merge_can_be_strict(project: Project) -> None:
    tmflow(project, "export", "mist", "-o", "back.xlf")
    edit(project.root / "back.xlf", EN[2], "")
    assert tmflow(project, "merge", "back.xlf").code == 0
    assert tmflow(project, "merge", "back.xlf", "--strict").code == 1


def test_publish_lists_what_it_refuses(project: Project) -> None:
    tmflow(project, "translate", "fog", "--no-mt")
    result = tmflow(project, "publish", "fog")
    assert result.code == 1
    assert FOG[3] in result.out
    assert "tmflow check fog" in result.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_printed(tmp_path: Path, shell: str) -> None:
    result = tmflow(tmp_path, "completion", shell)
    assert "_TMFLOW_COMPLETE" in result.out


def test_the_completion_script_of_bash_is_valid_and_completes(tmp_path: Path) -> None:
    script = tmp_path / "complete.sh"
    script.write_text(tmflow(tmp_path, "completion", "bash").out, encoding="utf-8")
    subprocess.run(["bash", "-n", str(script)], check=True)
    environment = {"_TMFLOW_COMPLETE": "bash_complete", "COMP_WORDS": "tmflow al", "COMP_CWORD": "1"}
    assert "align" in tmflow(tmp_path, environment=environment).out


def test_the_samples_of_the_repository_go_all_the_way(tmp_path: Path) -> None:
    """What the aligner leaves alone in a moved paragraph whose two sentences change places is linked by hand."""
    project = copy_samples(tmp_path)
    assert tmflow(project, "align").code == 0
    listed = json.loads(tmflow(project, "align", "fix", "harbor-tides", "--format", "json").out)["units"]
    alone = [str(unit["number"]) for unit in listed if unit["draft"] and unit["kind"] in {"1:0", "0:1"}]
    assert tmflow(project, "align", "fix", "harbor-tides", "link", *alone).code == 0
    assert tmflow(project, "translate", "harbor-tides-2", "--to", "en", "--no-mt").code == 0
    assert tmflow(project, "check").code == 0
    status = json.loads(tmflow(project, "status", "--format", "json").out)["articles"]
    assert len(status) == 7
