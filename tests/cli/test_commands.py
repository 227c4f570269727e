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
from tmflow.check.report.render import REPORTERS
from tmflow.cli.checks import REPORTS
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


def test_align_says_what_it_did_and_explains_itself(project: Project) -> None:
    result = tmflow(project, "align", "mist", "--explain")
    assert result.out.startswith("mist   8 : 8 segments   8 1:1")
    assert "8 units kept, 0 of them reviewed" in result.out
    assert f"  1:1  {JA[2]} | {EN[2]}\n" in result.out
    edit(project.bitext_path("mist"), EN[2], "It dates from 1908.")
    assert "--take-article" in tmflow(project, "align", "mist").out
    tmflow(project, "align", "mist", "--take-article")
    assert targets_of(project, "mist")[JA[2]] == EN[2]


def test_align_explains_the_pairs_it_keeps_too(project: Project) -> None:
    project.bitext_path("mist").unlink()
    first, again = (
        json.loads(tmflow(project, "align", "mist", "--explain", "--format", "json").out)["articles"][0]["beads"]
        for _ in range(2)
    )
    assert [bead["signals"].pop("anchor") for bead in again] == [1.0] * len(first)
    assert [(bead["source"], bead["target"]) for bead in again] == [(bead["source"], bead["target"]) for bead in first]
    assert all("shape" in bead["signals"] or "metadata" in bead["signals"] for bead in again)


def test_align_gives_no_figure_for_what_stands_on_one_side(tmp_path: Path) -> None:
    project = make_project(
        tmp_path, ja={"mist": [*JA, "鐘は鳴らない。"]}, en={"mist": [*EN[:4], *EN[5:], "So it goes, he says."]}
    )
    for words in ((), ("--explain",)):
        result = tmflow(project, "align", "mist", *words)
        doubtful = [line for line in result.out.splitlines() if line.startswith("  doubtful")]
        assert any(line.startswith("  doubtful source only  unit ") for line in doubtful), result.out
        assert not any("%" in line for line in doubtful if "only" in line)
        beads = [line for line in result.out.splitlines() if "  1:0  " in line or "  0:1  " in line]
        assert all(line.startswith("     -  ") for line in beads)
        assert bool(beads) == bool(words)
    (row,) = json.loads(tmflow(project, "align", "mist", "--format", "json").out)["articles"]
    assert {unit["confidence"] for unit in row["doubtful"] if unit["kind"] != "both"} == {None}


def test_align_says_where_what_is_doubtful_stands_and_what_to_do(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": [*JA, "鐘は鳴らない。"]}, en={"mist": EN, "lone": EN})
    result = tmflow(project, "align", "mist")
    (listed,) = [line for line in result.out.splitlines() if line.startswith("  doubtful")]
    assert "  articles/ja/mist.txt:9  鐘は鳴らない。" in listed
    number = listed.partition("unit ")[2].split()[0]
    assert "鐘は鳴らない。" in tmflow(project, "align", "fix", "mist", "confirm", number).out
    assert result.told == ["To look at them: tmflow review mist; to pair otherwise: tmflow align fix mist"]
    again = tmflow(project, "align", "mist")
    assert "9 units kept, 0 of them reviewed" in again.out
    assert again.told == []


def test_align_counts_the_units_a_person_reviewed(project: Project) -> None:
    tmflow(project, "align", "fix", "mist", "confirm", "2-4", "--reviewer", "AK")
    assert "8 units kept, 3 of them reviewed" in tmflow(project, "align", "mist").out


def test_align_tells_the_same_confidence_each_time(project: Project) -> None:
    project.bitext_path("mist").unlink()
    runs = [json.loads(tmflow(project, "align", "--explain", "--format", "json", "mist").out) for _ in range(3)]
    told = [
        (found["least_confidence"], [bead["confidence"] for bead in found["beads"]])
        for (found,) in (run["articles"] for run in runs)
    ]
    assert told[0] == told[1] == told[2]


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


def test_the_exit_codes_of_check(project: Project) -> None:
    (project.root / "articles/ja/fog.txt").rename(project.root / "fog.txt")
    assert tmflow(project, "check").code == 0
    edit(project.root / "articles/ja/mist.txt", "1908年", "1909年")
    failed = tmflow(project, "check", "--report", "github", "--report", "json:report.json")
    assert failed.code == 1
    assert failed.out.startswith("::error")
    assert failed.told[-1].startswith("failed: ")
    assert json.loads((project.root / "report.json").read_text(encoding="utf-8"))
    assert tmflow(project, "check", "--fail-on", "never").code == 0
    assert tmflow(project, "check", "--only", "no.such.rule").code == 2
    assert tmflow(project, "check", "--report", "json:none/report.json").code == 2


def test_check_knows_every_reporter() -> None:
    assert tuple(REPORTERS) == REPORTS


def test_check_writes_several_reports_at_once(project: Project) -> None:
    options = [part for name in REPORTS for part in ("--report", f"{name}:out.{name}")]
    result = tmflow(project, "check", *options, "--report", "badge-json:-", "--fail-on", "never")
    assert result.code == 0
    assert json.loads(result.out)["schemaVersion"] == 1
    written = {path.name for path in project.root.glob("out.*")}
    assert written == {f"out.{name}" for name in REPORTS}
    assert tmflow(project, "check", "--report", "fax").code == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--min-reviewed", "100"], 1),
        (["--min-reviewed", "0"], 0),
        (["--max-untranslated", "0"], 1),
        (["--max-untranslated", "100", "--max-stale", "0"], 0),
        (["--max-untranslated", "0", "--per-article"], 1),
        (["--fail-under", "98"], 1),
        (["--fail-under", "0"], 0),
        (["--fail-under", "101"], 2),
        (["--max-stale", "-1"], 2),
        (["--min-reviewed", "101"], 2),
    ],
)
def test_limits_are_asked_for_in_the_call(project: Project, options: list[str], code: int) -> None:
    assert tmflow(project, "check", "--fail-on", "never", *options).code == code


def test_limits_for_each_article_stand_in_the_settings(project: Project) -> None:
    (project.root / "tmflow.yaml").write_text(
        "check: {fail_on: never, max_untranslated_percent: 0, limits_for: article}\n", encoding="utf-8"
    )
    result = tmflow(project, "check")
    assert result.code == 1
    assert any(line.startswith("failed: fog: untranslated") for line in result.told)
    overall = tmflow(project, "check", "--overall")
    assert next(line for line in overall.told if line.startswith("failed: ")).startswith("failed: untranslated")


@pytest.mark.parametrize(
    ("setting", "option"),
    [
        ("max_untranslated_percent: 0", ("--max-untranslated", "100")),
        ("min_reviewed_percent: 100", ("--min-reviewed", "0")),
        ("min_translated_percent: 100", ("--fail-under", "0")),
        ("max_stale: 0", ("--max-stale", "9")),
        ("fail_on: error", ("--fail-on", "never")),
    ],
)
def test_every_limit_stands_in_the_settings_and_gives_way_to_the_call(
    project: Project, setting: str, option: tuple[str, str]
) -> None:
    edit(project.root / "articles/ja/mist.txt", "1908年", "1909年")
    never = "" if setting.startswith("fail_on") else "fail_on: never, "
    (project.root / "tmflow.yaml").write_text(f"check: {{{never}{setting}}}\n", encoding="utf-8")
    assert tmflow(project, "check").code == 1
    assert tmflow(project, "check", *option).code == 0


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
