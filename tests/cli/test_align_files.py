"""`tmflow align` on files: calls, forms of the result, what is told of bad input, processes, pipes and signals."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.cli.align_files import FILES, add_pairs, rows, run
from tests.cli.run import PROGRAM, environ, tmflow
from tests.workflow.file_samples import EN, JA, lines, text, write, write_pair
from tests.workflow.projects import make_project, tree
from tmflow.cli.main import cli
from tmflow.cli.subcommands import CommandWithSubcommands
from tmflow.formats.units import unit_formats


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The two texts, and settings without the machine's dictionary: results are the same wherever the tests run."""
    write_pair(tmp_path)
    write(tmp_path / "tmflow.yaml", "align: {dictionary: none}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- forms of the result


def test_text_on_one_side_has_no_confidence_but_in_json(folder: Path) -> None:
    write(folder / "en/bees.txt", text((*EN[:4], *EN[5:]), joint=" "))
    lines_of = run(*FILES).stdout.splitlines()
    assert [line for line in lines_of if line.startswith("     -  1:0  ")]
    assert all("  1:0  " not in line for line in lines_of[1:] if not line.startswith("     -  "))
    table = [line.split("\t") for line in run(*FILES, "--format", "tsv").stdout.splitlines()]
    assert all(bool(confidence) == bool(source and target) for source, target, confidence in table)
    assert all(row["confidence"] is not None for row in rows(*FILES))


@pytest.mark.usefixtures("folder")
def test_two_files_need_no_project_and_leave_nothing_behind() -> None:
    Path("tmflow.yaml").unlink()
    before = tree(Path())
    result = run(*FILES, "--dictionary", "none")
    assert (result.exit_code, result.stderr) == (0, "")
    head, *beads = result.stdout.splitlines()
    assert head.startswith("ja/bees.txt | en/bees.txt   ja>en   8 : 8 segments   8 1:1   confidence min 0.")
    assert [line.partition("1:1  ")[2] for line in beads] == [f"{ja} | {en}" for ja, en in zip(JA, EN, strict=True)]
    assert tree(Path()) == before


@pytest.mark.usefixtures("folder")
def test_explain_prints_the_signals_of_each_bead() -> None:
    plain, explained = run(*FILES).stdout.splitlines(), run(*FILES, "--explain").stdout.splitlines()
    assert explained[1::2] == plain[1:]
    assert all("+" in line or "-" in line for line in explained[2::2])
    assert all(row["signals"] for row in rows(*FILES, "--explain"))


@pytest.mark.usefixtures("folder")
def test_rows_name_files_segments_and_places() -> None:
    found = rows(*FILES)
    assert [row["source"] for row in found] == [[number] for number in range(len(JA))]
    assert {"source_text", "target_text", "confidence", "crossing", "kind", "target_column"} <= set(found[0])
    segments = CliRunner().invoke(cli, ["segment", "ja/bees.txt", "--format", "jsonl"]).stdout.splitlines()
    content = Path("ja/bees.txt").read_text(encoding="utf-8")
    for row in found:
        cut = json.loads(segments[row["source"][0]])
        assert (row["source_line"], row["source_column"]) == (cut["line"], cut["column"])
        assert content[slice(*row["source_span"])] == row["source_text"] == cut["text"]
        assert (row["source_file"], row["target_file"]) == FILES
    (pair,) = json.loads(run(*FILES, "--format", "json").stdout)["pairs"]
    assert [{**bead, **{key: pair[key] for key in found[0] if key in pair}} for bead in pair["beads"]] == found


def test_a_table_has_a_line_a_bead_whatever_the_text(folder: Path) -> None:
    write(folder / "ja.tok", lines((f"{JA[0]}\t{JA[1]}", *JA[2:])))
    write(folder / "en.tok", lines((f"{EN[0]}\t\u2028{EN[1]}", *EN[2:])))
    result = run("ja.tok", "en.tok", "--lines", "--format", "tsv")
    table = [line.split("\t") for line in result.stdout.split("\n")[:-1]]
    assert {len(cells) for cells in table} == {3}
    assert table[0][0] == f"{JA[0]} {JA[1]}"
    assert all(0 <= float(confidence) <= 1 for _, _, confidence in table)


@pytest.mark.parametrize(("name", "start"), [("tmx", "<?xml"), ("xliff21", "<?xml"), ("xliff12", "<?xml")])
def test_xml_is_utf_8_whatever_the_terminal(folder: Path, name: str, start: str) -> None:
    raw = subprocess.run(
        [*PROGRAM, "align", *FILES, "--format", name, "--min-confidence", "0"],
        cwd=folder,
        env=environ(folder, {"PYTHONIOENCODING": "cp932"}),
        capture_output=True,
        check=True,
    ).stdout
    assert raw.decode().startswith(start)
    assert JA[1] in raw.decode()


def test_the_file_holds_what_standard_output_would(folder: Path) -> None:
    for name in ("text", "json", "jsonl", "tsv", "tmx", "xliff21", "xliff12", "po"):
        printed = run(*FILES, "--format", name)
        written = run(*FILES, "--format", name, "-o", "result")
        assert (written.exit_code, written.stdout) == (0, "")
        assert "wrote result" in written.stderr
        assert (folder / "result").read_text(encoding="utf-8") == printed.stdout


def test_every_format_of_an_export_is_one_of_files(folder: Path) -> None:
    for name in unit_formats():
        assert run(*FILES, "--format", name, "-o", f"result-{name}").exit_code == 0, name
        assert (folder / f"result-{name}").stat().st_size > 500


# -- many pairs


def test_a_bad_pair_is_one_line_and_the_others_go_on(folder: Path) -> None:
    add_pairs(folder)
    result = run("ja", "en", "--format", "jsonl")
    told = result.stderr.splitlines()
    assert [line.partition(" ")[2][:14] for line in told] == ["ja/alone.txt h", "ja/night.txt |", "en/void.txt: n"]
    files = [json.loads(line)["source_file"] for line in result.stdout.splitlines()]
    assert list(dict.fromkeys(files)) == ["ja/bees.txt", "ja/deep/more.txt"]
    assert result.exit_code == 2
    (folder / "en/void.txt").unlink()
    assert run("ja", "en").exit_code == 1
    assert run("ja/deep", "en/deep").exit_code == 0


def test_processes_print_what_one_prints(folder: Path) -> None:
    add_pairs(folder)
    alone = tmflow(folder, "align", "ja", "en", "--explain", "--jobs", "1")
    together = tmflow(folder, "align", "ja", "en", "--explain", "--jobs", "3")
    assert (together.code, together.out, together.told) == (alone.code, alone.out, alone.told)


def test_many_results_are_a_file_each_below_a_folder(folder: Path) -> None:
    add_pairs(folder)
    result = run("ja", "en", "--format", "xliff", "-o", "out/new")
    assert [path.relative_to(folder / "out/new").as_posix() for path in sorted((folder / "out").rglob("*.xlf"))] == [
        "bees.xlf",
        "deep/more.xlf",
    ]
    assert result.stdout == ""
    assert "wrote 2 files to out/new" in result.stderr
    assert run("ja/deep", "en/deep", "--format", "json", "-o", "out").exit_code == 0
    assert len(json.loads((folder / "out/more.json").read_text(encoding="utf-8"))["pairs"]) == 1


@pytest.mark.usefixtures("folder")
def test_the_one_file_that_is_written_into_a_folder_is_named() -> None:
    Path("out").mkdir()
    assert run(*FILES, "--format", "tsv", "-o", "out").stderr == "wrote out/bees.tsv\n"
    assert run("ja", "en", "-o", "out").stderr == "wrote out/bees.txt\n"


def test_a_text_that_is_taken_for_a_list_is_told_in_a_few_lines(folder: Path) -> None:
    write(folder / "text.txt", "\n".join(JA))
    result = run("--pairs", "text.txt")
    *told, last = result.stderr.splitlines()
    assert [line.partition(": not")[0] for line in told] == [f"tmflow: text.txt:{number}" for number in (1, 2, 3)]
    assert last == f"tmflow: text.txt: {len(JA) - 3} more lines like that, and no pair. Is it a list of pairs?"
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_list_of_pairs_comes_from_a_file_or_standard_input(folder: Path) -> None:
    write(folder / "ja/list.tsv", "# pairs\nbees.txt\t../en/bees.txt\nbees.txt ../en/bees.txt\n")
    result = run("--pairs", "ja/list.tsv", "--format", "tsv")
    assert len(result.stdout.splitlines()) == len(JA)
    assert result.stderr.startswith("tmflow: ja/list.tsv:3: not two paths with one tab between them")
    assert result.exit_code == 2
    assert len(run("--pairs", "-", "--format", "tsv", stdin="\t".join(FILES)).stdout.splitlines()) == len(JA)


@pytest.mark.parametrize(("line", "problem"), [(".\ta.en.txt", "is a folder"), ("loop.txt\ten/bees.txt", "loop.txt")])
@pytest.mark.parametrize("output", [(), ("-o", "out")])
def test_a_path_of_a_list_that_names_no_file_is_the_problem_of_its_pair(
    folder: Path, line: str, problem: str, output: tuple[str, ...]
) -> None:
    (folder / "loop.txt").symlink_to("loop.txt")
    result = tmflow(folder, "align", "--pairs", "-", *output, stdin=f"{line}\n{chr(9).join(FILES)}\n".encode())
    assert (result.code, len(result.told)) == (2, 1 + bool(output))
    assert problem in result.told[0]
    assert JA[1] in (result.out or (folder / "out/ja/bees.txt").read_text(encoding="utf-8"))


def test_pairs_of_one_result_do_not_stop_the_others(folder: Path) -> None:
    write_pair(folder, "ch.1")
    write_pair(folder, "ch.2")
    write(folder / "list", "".join(f"ja/{name}\ten/{name}\n" for name in ("ch.1", "ch.2", "ch.1")))
    result = tmflow(folder, "align", "--pairs", "list", "--plain", "-o", "out")
    assert (result.code, sorted(path.name for path in (folder / "out/ja").iterdir())) == (0, ["ch.1.txt", "ch.2.txt"])
    assert result.told == ["list:3: ja/ch.1 | en/ch.1 stands in line 1 already; aligned once", "wrote 2 files to out"]
    write(folder / "list", "ja/bees.txt\ten/bees.txt\nja/bees.txt\ten/ch.1\nja/ch.2\ten/ch.2\n")
    result = tmflow(folder, "align", "--pairs", "list", "--plain", "-o", "new")
    assert (result.code, sorted(path.name for path in (folder / "new/ja").iterdir())) == (2, ["bees.txt", "ch.2.txt"])
    assert len(result.told) == 2


def test_a_bar_on_the_terminal_leaves_the_result_alone(folder: Path) -> None:
    write_pair(folder, "more.txt")
    ours, theirs = os.openpty()
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [*PROGRAM, "align", "ja", "en"],
            cwd=folder,
            env=environ(folder, {"TERM": "xterm", "COLUMNS": "80"}),
            stdout=out,
            stderr=theirs,
        )
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 65536):
                told += piece
        os.close(ours)
        assert process.wait() == 0
    assert b"Aligning" in told
    assert (folder / "out.txt").read_text(encoding="utf-8") == run("ja", "en").stdout


# -- the two forms of the command


def test_a_project_is_aligned_as_before_and_its_files_as_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path, ja={"bees": JA}, en={"bees": EN})
    monkeypatch.chdir(tmp_path)
    before = tree(tmp_path)
    files = run("articles/ja/bees.txt", "articles/en/bees.txt", "--format", "json")
    assert len(json.loads(files.stdout)["pairs"]) == 1
    assert tree(tmp_path) == before
    assert run("articles/ja", "articles/en").exit_code == 0
    assert tree(tmp_path) == before
    assert run("bees").stdout.startswith("bees   8 : 8 segments")
    assert project.bitext_path("bees").is_file()
    assert run("articles/ja/bees.txt").stdout.startswith("bees   8 : 8 segments")


def test_slugs_of_the_project_win_over_folders_and_files_of_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path, ja={"harbor": JA, "tides": JA}, en={"harbor": EN, "tides": EN})
    for name, sentences in (("harbor", JA), ("tides", EN)):
        write(tmp_path / name / "bees.txt", text(sentences, joint=" "))
        write(tmp_path / f"articles/{name}", text(sentences))
    monkeypatch.chdir(tmp_path)
    files = "harbor/bees.txt | tides/bees.txt "
    assert [line.split()[0] for line in run("harbor", "tides").stdout.splitlines()] == ["harbor", "tides"]
    assert run("./harbor", "tides").stdout.startswith(files)
    assert run("harbor", "tides", "--format", "tsv").stdout.startswith(f"{JA[0]}\t")
    monkeypatch.chdir(tmp_path / "articles")
    assert [line.split()[0] for line in run("harbor", "tides").stdout.splitlines()] == ["harbor", "tides"]
    monkeypatch.chdir(tmp_path)
    for path in ("articles/en/tides.txt", "articles/ja/tides.txt", "memories/tides.po"):
        (tmp_path / path).unlink()
    assert run("harbor", "tides").stdout.startswith(files)


def test_files_are_cut_by_the_settings_of_their_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path, settings="segment:\n  quotations: split\n")
    write(tmp_path / "a.txt", f"{text(JA)}\n「晴れた。風もない。」と西野さんは言う。\n")
    write(tmp_path / "b.txt", f"{text(EN, joint=' ')}\n“It is fine. There is no wind,” says Ms. Nishino.\n")
    monkeypatch.chdir(tmp_path)
    inside = run("a.txt", "b.txt").stdout
    monkeypatch.chdir(tmp_path.parent)
    paths = (f"{tmp_path.name}/a.txt", f"{tmp_path.name}/b.txt")
    assert "9 : 9 segments" in run(*paths).stdout
    assert "9 : 9 segments" not in inside
    assert inside.partition("   ")[2] == run(*paths, "--project", tmp_path.name).stdout.partition("   ")[2]


def table_of(modules: dict[str, str]) -> CommandWithSubcommands:
    def own(words: tuple[str, ...], flag: bool) -> None:  # noqa: FBT001 - click hands it on by name
        click.echo(f"own {words} {flag}")

    return CommandWithSubcommands(
        name="align",
        subcommands=modules,
        usages=("[OPTIONS] [SLUG]...", "SOURCE TARGET"),
        callback=own,
        params=[click.Argument(["words"], nargs=-1), click.Option(["--flag"], is_flag=True)],
    )


@pytest.mark.parametrize(
    ("words", "output"),
    [
        ((), "own () False"),
        (("a", "--flag", "b"), "own ('a', 'b') True"),
        (("--flag", "srx"), "own ('srx',) True"),
        (("--", "srx"), "own ('srx',) False"),
        (("srx", "export", "--help"), "Usage: align srx export [OPTIONS]"),
    ],
)
def test_a_first_word_of_the_table_calls_a_subcommand(words: tuple[str, ...], output: str) -> None:
    result = CliRunner().invoke(table_of({"srx": "segmentation"}), words, prog_name="align")
    assert result.stdout.startswith(output)
    assert result.exit_code == 0


def test_help_shows_each_way_to_call_it_and_the_subcommands() -> None:
    shown = CliRunner().invoke(table_of({"srx": "segmentation"}), ["--help"], prog_name="align").stdout
    assert shown.startswith(
        "Usage: align [OPTIONS] [SLUG]...\n       align SOURCE TARGET\n       align COMMAND [ARGS]...\n"
    )
    assert "Commands:\n  srx " in shown
    assert "Commands:" not in CliRunner().invoke(table_of({}), ["--help"]).stdout
    assert "SOURCE TARGET\n" in run("--help").stdout


def test_a_subcommand_is_loaded_when_it_is_called() -> None:
    command = table_of({"srx": "no_such_module"})
    assert CliRunner().invoke(command, ["a"]).exit_code == 0
    assert isinstance(CliRunner().invoke(command, ["srx"]).exception, ModuleNotFoundError)


def test_an_unknown_option_names_the_command() -> None:
    result = CliRunner().invoke(table_of({"srx": "segmentation"}), ["a", "--flog"], prog_name="align")
    assert (result.exit_code, "--flag" in result.stderr) == (2, True)


@pytest.mark.parametrize(("words", "expected"), [("align --min", "--min-confidence"), ("align --format ts", "tsv")])
def test_the_options_are_completed(folder: Path, words: str, expected: str) -> None:
    environment = {
        "_TMFLOW_COMPLETE": "bash_complete",
        "COMP_WORDS": f"tmflow {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    assert tmflow(folder, environment=environment).out.splitlines() == [f"plain,{expected}"]


def test_files_are_completed_by_the_shell(folder: Path) -> None:
    environment = {"_TMFLOW_COMPLETE": "bash_complete", "COMP_WORDS": "tmflow align ", "COMP_CWORD": "2"}
    completed = tmflow(folder, environment=environment).out
    assert "file," in completed
    assert "plain,fix" in completed


def test_a_bead_without_signals_has_no_line_for_them(folder: Path) -> None:
    write(folder / "ja/bees.txt", text((*JA, "秘密は誰にも言わない。", "とても静かだ。")))
    result = run(*FILES, "--explain")
    assert "1:0" in result.stdout
    assert all(line.strip() for line in result.stdout.splitlines())


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "ja/closed").mkdir(mode=0)
    result = run("ja", "en")
    assert "ja/closed: cannot be read" in result.stderr
    assert (result.exit_code, JA[1] in result.stdout) == (2, True)
    (folder / "ja/closed").chmod(0o700)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it_and_says_what_is_written(folder: Path, jobs: str) -> None:
    for number in range(60):
        write_pair(folder, f"{number}.txt")
    process = subprocess.Popen(
        [*PROGRAM, "align", "ja", "en", "-o", "out", "--jobs", jobs],
        cwd=folder,
        env=environ(folder),
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not list((folder / "out").glob("*.txt")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told == "Stopped. Each file that is written is whole; the same command writes all of them anew.\n"
    assert not list((folder / "out").glob(".*"))


def test_a_closed_pipe_is_a_silent_end(folder: Path) -> None:
    for number in range(10):
        write_pair(folder, f"{number}.txt")
    with subprocess.Popen(
        [*PROGRAM, "align", "ja", "en"],
        cwd=folder,
        env=environ(folder, {"PYTHONUNBUFFERED": "1"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)
