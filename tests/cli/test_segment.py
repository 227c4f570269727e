"""`tmflow segment`: files, folders and standard input; rows, lines and explanations; processes, pipes and signals."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.cli.run import PROGRAM, environ, tmflow
from tmflow.cli.main import cli
from tmflow.text.scripts import display_width

JA = "桟橋の話\n\n船は朝に出る。「速い。」と人は言う。\n\n昼は静かだ。\n"
EN = "# The pier\n\nThe first boat leaves\nat 6:40 a.m. on **weekdays**. Gulls wait.\n"
WRAPPED_JA = "# 桟橋\n\n船は朝の六時に\n桟橋を出る。\n"
NOTED = "船は出た。（注：朝の便。）昼は静かだ。「晴れた。風もない。」"
BARE = "\n  It rains. We row.\n\nThe end of p. 5 is wet.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "more").mkdir()
    for name, text in {"b.txt": JA, "a.md": EN, "more/c.md": WRAPPED_JA}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["segment", *words], input=stdin)


def rows(*words: str, stdin: str = "") -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*words, "--format", "jsonl", stdin=stdin).stdout.splitlines()]


@pytest.mark.usefixtures("folder")
def test_a_segment_is_a_line_with_its_wrapped_lines_joined() -> None:
    assert run("a.md").stdout.splitlines() == [
        "The pier",
        "The first boat leaves at 6:40 a.m. on weekdays.",
        "Gulls wait.",
    ]
    assert run("more/c.md").stdout == "桟橋\n船は朝の六時に桟橋を出る。\n"


@pytest.mark.usefixtures("folder")
def test_files_come_as_given_and_folders_sorted() -> None:
    paths = [row["path"] for row in rows("more", ".")]
    assert list(dict.fromkeys(paths)) == ["more/c.md", "a.md", "b.txt"]


@pytest.mark.parametrize("name", ["a.md", "b.txt", "more/c.md"])
@pytest.mark.usefixtures("folder")
def test_a_row_counts_in_the_block_that_read_shows(name: str) -> None:
    read = CliRunner().invoke(cli, ["read", name, "--format", "json"])
    blocks = json.loads(read.stdout)["articles"][0]["blocks"]
    found = rows(name)
    assert {"path", "block", "start", "end", "line", "column", "kind", "rule", "text"} == set(found[0])
    for row in found:
        block = blocks[row["block"]]
        assert block["text"][row["start"] : row["end"]] == row["text"]
        assert block["kind"] == row["kind"]
        assert (row["line"] == block["line"]) or row["start"]


@pytest.mark.parametrize("words", [("-",), (), ("bare.log", "--plain")])
def test_a_row_of_bare_text_counts_in_the_whole_text(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "bare.log").write_text(BARE, encoding="utf-8")
    found = rows(*words, stdin=BARE)
    assert [row["text"] for row in found] == ["It rains.", "We row.", "The end of p. 5 is wet."]
    assert [(row["line"], row["column"]) for row in found] == [(2, 3), (2, 13), (4, 1)]
    assert all(BARE[row["start"] : row["end"]] == row["text"] for row in found)
    assert "block" not in found[0]


@pytest.mark.usefixtures("folder")
def test_plain_reads_no_title_block_and_no_markup() -> None:
    assert run("a.md", "--plain").stdout.splitlines()[-1] == "Gulls wait."
    assert "**weekdays**" in run("a.md", "--plain").stdout
    assert {row["kind"] for row in rows("b.txt")} >= {"title", "paragraph"}
    assert "title" not in {row["kind"] for row in rows("b.txt", "--plain")}


def test_rows_with_the_white_space_are_the_text_again(folder: Path) -> None:
    text = f"{BARE}\r\n\u3000{JA}"
    (folder / "x.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert "".join(row["text"] for row in rows("x.txt", "--plain", "--whitespace")) == text
    assert "white-space" in {row["kind"] for row in rows("b.txt", "a.md", "--whitespace")}
    assert "white-space" not in {row["kind"] for row in rows("b.txt", "a.md")}


@pytest.mark.parametrize("explain", [(), ("--explain", "--plain")])
@pytest.mark.usefixtures("folder")
def test_json_is_one_object_as_the_other_commands_write_it(explain: tuple[str, ...]) -> None:
    name = "decisions" if explain else "segments"
    whole = run(".", *explain, "--format", "json").stdout
    assert json.loads(whole)[name] == rows(".", *explain)
    assert whole == json.dumps({name: rows(".", *explain)}, ensure_ascii=False, indent=2) + "\n"


def test_json_of_nothing_is_an_object_too(folder: Path) -> None:
    (folder / "e.txt").write_bytes(b"")
    result = run("e.txt", "--format", "json")
    assert (json.loads(result.stdout), result.exit_code) == ({"segments": []}, 2)


OPTIONS = {
    "": ["船は出た。（注：朝の便。）", "昼は静かだ。", "「晴れた。風もない。」"],
    "--notes own": ["船は出た。", "（注：朝の便。）", "昼は静かだ。", "「晴れた。風もない。」"],
    "--quotations split": ["船は出た。（注：朝の便。）", "昼は静かだ。", "「晴れた。", "風もない。」"],
}


@pytest.mark.parametrize("line", OPTIONS)
@pytest.mark.parametrize("settings", ["", "segment: {notes: own, quotations: split}"])
def test_options_overrule_the_settings(folder: Path, line: str, settings: str) -> None:
    (folder / "tmflow.yaml").write_text(settings, encoding="utf-8")
    words = line.split()
    for option, default in (("--notes", "join"), ("--quotations", "keep")):
        if option not in words and settings:
            words += [option, default]
    assert run(*words, stdin=NOTED).stdout.splitlines() == OPTIONS[line]


def test_settings_of_the_project_apply(folder: Path) -> None:
    (folder / "tmflow.yaml").write_text("segment: {notes: own}", encoding="utf-8")
    assert run(stdin=NOTED).stdout.splitlines() == OPTIONS["--notes own"]


@pytest.mark.parametrize("words", [(), ("--plain",)])
def test_what_a_newline_means_in_plain_text(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "w.txt").write_text("The pier\n\nThe boat leaves the\nquay at noon.\n", encoding="utf-8")
    assert run("w.txt", *words, "--newline", "paragraph").stdout == "The pier\nThe boat leaves the quay at noon.\n"
    assert run("w.txt", *words, "--newline", "line").stdout == "The pier\nThe boat leaves the\nquay at noon.\n"


@pytest.mark.usefixtures("folder")
def test_the_language_can_be_told() -> None:
    assert run("--language", "ja", "--newline", "paragraph", stdin="A\nB").stdout == "A B\n"
    assert run("--language", "ja", "--newline", "paragraph", stdin="潮\nB").stdout == "潮B\n"
    assert run("--language", "en", "--newline", "paragraph", stdin="潮\nB").stdout == "潮 B\n"


def test_an_explanation_is_read_at_a_glance(folder: Path) -> None:
    (folder / "x.txt").write_text("Dr. Oda rows.\n\n船は朝に出る。\n", encoding="utf-8")
    head, *lines = run("x.txt", "--plain", "--explain", "--language", "ja").stdout.splitlines()
    assert head == "x.txt"
    bars = [next(mark for mark in ("┃", "·") if f" {mark}" in line) for line in lines]
    assert len({display_width(line.partition(f" {bar}")[0]) for line, bar in zip(lines, bars, strict=True)}) == 1
    assert all(display_width(line) <= 100 for line in lines)
    assert "3:1 " in lines[-2]
    assert lines[-2].endswith("rows.⏎⏎ ┃ 船は朝に出る。⏎")


@pytest.mark.usefixtures("folder")
def test_a_refused_boundary_looks_different() -> None:
    lines = run("--explain", stdin="See p. 5. Then go.").stdout.splitlines()[1:]
    marked = {line.split()[1]: " · " in line for line in lines}
    assert marked == {"en.abbreviation.before-number": True, "en.ender": False}


@pytest.mark.usefixtures("folder")
def test_control_characters_do_not_reach_the_terminal() -> None:
    out = run("--explain", stdin="It rains.\x1b[31m We\trow.\n").stdout
    assert "\x1b" not in out
    assert "\t" not in out


@pytest.mark.parametrize("name", ["a.md", "b.txt", "more/c.md"])
@pytest.mark.usefixtures("folder")
def test_an_article_is_explained_as_it_is_cut(name: str) -> None:
    decisions = rows(name, "--explain")
    segments = rows(name, "--whitespace")
    lasts = {(row["block"], row["end"]): row["rule"] for row in segments}
    told = {(row["block"], row["position"]): row["rule"] for row in decisions if row["is_boundary"]}
    assert told.items() <= lasts.items()
    places = {(row["block"], row["start"]): (row["line"], row["column"]) for row in rows(name)}
    assert all(
        places[row["block"], row["position"]] == (row["line"], row["column"])
        for row in decisions
        if row["is_boundary"] and (row["block"], row["position"]) in places
    )


def test_an_article_s_markup_and_front_matter_are_not_explained(folder: Path) -> None:
    (folder / "f.md").write_text(f"---\ntitle: Dr. Oda. A life.\n---\n\n{EN}", encoding="utf-8")
    contexts = "".join(row["before"] + row["after"] for row in rows("f.md", "--explain"))
    assert "---" not in contexts
    assert "**" not in contexts
    assert "layout.wrapped" in {row["rule"] for row in rows("f.md", "--explain")}


BAD: dict[str, tuple[str, ...]] = {
    "none.txt": ("none.txt: no such file or folder",),
    "bb.txt": ("Did you mean b.txt?",),
    "nothing": ("nothing: no article in this folder", ".txt"),
    "empty.txt": ("empty.txt: no text (0 bytes)",),
    "--plain empty.txt": ("empty.txt: no text (0 bytes)",),
    "binary.txt": ("binary.txt: not UTF-8",),
    "--plain binary.txt": ("binary.txt:1:2: not UTF-8",),
    "sjis.txt": ("sjis.txt: not UTF-8", "tmflow convert sjis.txt --from cp932"),
    "--plain sjis.txt": ("sjis.txt:1:1: not UTF-8", "tmflow convert sjis.txt --from cp932"),
    "nul.txt": ("nul.txt", "NUL"),
    "--plain nul.txt": ("nul.txt: a NUL byte",),
    "notes.rst": ("notes.rst: no article by its ending", "--plain"),
    "dangling.txt": ("dangling.txt: a link to a file that is not there\n",),
    "danglin": ("danglin: no such file or folder\n",),
    "n" * 5000: ("no such file or folder",),
}


@pytest.mark.parametrize("line", BAD, ids=lambda line: line[:20])
def test_bad_input_is_a_line_and_the_others_go_on(folder: Path, line: str) -> None:
    (folder / "nothing").mkdir()
    (folder / "dangling.txt").symlink_to("gone")
    bytes_of = {"empty.txt": b"", "binary.txt": b"\0\xff\xfe\1\2", "nul.txt": b"a\0b", "notes.rst": b"A note."}
    for name, content in {**bytes_of, "sjis.txt": "霧。".encode("cp932")}.items():
        (folder / name).write_bytes(content)
    result = tmflow(folder, "segment", *line.split(), "a.md")
    assert result.code == 2
    assert "Gulls wait." in result.out
    assert len(result.told) == 1
    assert all(part in result.err for part in ("tmflow: ", *BAD[line]))


MISUSED = {
    "--whitespace a.md": "--format jsonl",
    "--whitespace --explain --format jsonl a.md": "--format jsonl",
    "--jobs 0 a.md": "--jobs",
    "a.md ''": "the path is empty",
    "--quotations cut a.md": "keep",
    "--qoutations keep a.md": "--quotations",
}


@pytest.mark.parametrize("line", MISUSED)
def test_a_wrong_option_is_answered_with_an_example(folder: Path, line: str) -> None:
    result = tmflow(folder, "segment", *shlex.split(line))
    assert (result.code, result.out, len(result.told)) == (2, "", 2)
    assert MISUSED[line] in result.err
    assert "Example: tmflow segment" in result.told[1]


def many(folder: Path, count: int = 40) -> Path:
    place = folder / "many"
    place.mkdir()
    for number in range(count):
        text = "".join(f"{number}番の船は{minute}分に出る。" for minute in range(30 + number % 7 * 40))
        (place / f"{number:03}.txt").write_text(text, encoding="utf-8")
    (place / "017.txt").write_bytes(b"")
    return place


@pytest.mark.parametrize("words", [(), ("--format", "jsonl"), ("--format", "json"), ("--explain", "--plain")])
def test_the_result_does_not_depend_on_the_number_of_processes(folder: Path, words: tuple[str, ...]) -> None:
    many(folder)
    one, two = (tmflow(folder, "segment", "many", *words, "--jobs", jobs) for jobs in ("1", "2"))
    assert one.out == two.out
    assert one.out.count("\n") > 1000
    assert one.told == two.told
    assert [line.partition(". ")[0] for line in one.told] == ["tmflow: many/017.txt: no text (0 bytes)"]
    assert (one.code, two.code) == (2, 2)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_stops_reading_ends_it_silently(folder: Path, jobs: str) -> None:
    many(folder)
    process = subprocess.Popen(
        [*PROGRAM, "segment", "many", "--format", "jsonl", "--jobs", jobs],
        cwd=folder,
        env=environ(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    assert (
        process.stderr.read().replace(b"tmflow: many/017.txt: no text (0 bytes). Remove it or add the article\n", b"")
        == b""
    )
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it_with_all_its_processes(folder: Path, sent: signal.Signals, jobs: str) -> None:
    many(folder)
    os.mkfifo(folder / "many/waits.txt")
    process = subprocess.Popen(
        [*PROGRAM, "segment", "many/001.txt", "many/waits.txt", "many/002.txt", "--jobs", jobs],
        cwd=folder,
        env=environ(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "1番の船は0分に出る。\n"
    os.killpg(process.pid, sent)
    _, told = process.communicate()
    assert process.returncode == 130
    assert [line for line in told.splitlines() if line] == ["Stopped."]
    for _ in range(100):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, 0)
            time.sleep(0.05)
            continue
        break
    else:
        pytest.fail("a process is left")


@pytest.mark.skipif(os.name == "nt", reason="terminals")
def test_a_bar_on_the_terminal_leaves_the_result_alone(folder: Path) -> None:
    many(folder)
    ours, theirs = os.openpty()
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [*PROGRAM, "segment", "many", "--jobs", "2"],
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
        assert process.wait() == 2
    assert b"Cutting" in told
    assert b"/40" in told
    assert (folder / "out.txt").read_text(encoding="utf-8") == tmflow(folder, "segment", "many").out


HEAVY = ("lxml", "numpy", "jinja2", "polib", "rapidfuzz", "rich", "ruamel", "ctranslate2", "multiprocessing")
OURS = ("tmflow.mt.", "tmflow.memory.", "tmflow.publish.", "tmflow.align.")
LIGHT = {"tmflow.memory.penalties", "tmflow.memory.quote", "tmflow.mt.decoding"}  # what settings are made of


def test_cutting_an_article_loads_nothing_heavy(folder: Path) -> None:
    program = (
        "import sys; from tmflow.cli.main import cli\n"
        "cli.main(['segment', 'a.md', 'b.txt'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    loaded = done.stderr.split()
    assert "tmflow.workflow.segmentation" in loaded
    assert not [name for name in {*loaded} - LIGHT if name.split(".")[0] in HEAVY or name.startswith(OURS)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("segment --no", {"--notes"}),
        ("segment --quotations ", {"keep", "split"}),
        ("segment --newline ", {"auto", "line", "paragraph"}),
    ],
)
def test_the_options_are_completed(folder: Path, words: str, expected: set[str]) -> None:
    count = len(words.split()) + words.endswith(" ")
    environment = {"_TMFLOW_COMPLETE": "bash_complete", "COMP_WORDS": f"tmflow {words}", "COMP_CWORD": str(count)}
    completed = {line.partition(",")[2] for line in tmflow(folder, environment=environment).out.splitlines()}
    assert completed == expected


def test_files_are_completed_by_the_shell(folder: Path) -> None:
    environment = {"_TMFLOW_COMPLETE": "bash_complete", "COMP_WORDS": "tmflow segment ", "COMP_CWORD": "2"}
    assert tmflow(folder, environment=environment).out.startswith("file,")
