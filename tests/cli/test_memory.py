"""`tmflow memory`: what its commands print, their exit codes, and that each works on a store without a project."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import PROGRAM, Result, environ, tmflow
from tests.postgres_server import Server
from tests.workflow.memories import PAIRS, RIVAL, tmx
from tests.workflow.projects import EN, JA, aligned
from tmflow.workflow.project import Project

EMPTY = '<tu><tuv xml:lang="ja"><seg>声だけ</seg></tuv><tuv xml:lang="en"><seg> </seg></tuv></tu>\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = aligned(tmp_path)
    tmx(tmp_path / "old.tmx")
    return project


def told(result: Result, name: str, code: int = 0) -> list[dict[str, object]]:
    assert result.code == code, result.err
    rows: list[dict[str, object]] = json.loads(result.out)[name]
    return rows


def test_an_import_is_reported_in_one_line(project: Project) -> None:
    done = tmflow(project, "memory", "import", "old.tmx", "--on-conflict", "overwrite")
    assert (done.code, done.out) == (
        0,
        "old.tmx: 3 read, 1 new, 1 same, 1 conflicting (overwrite, 1 retired)\n",
    )
    again = tmflow(project, "memory", "import", "old.tmx")
    assert (again.code, again.out) == (0, "already imported as old.tmx; nothing was done\n")


def test_refused_units_are_told_with_their_lines(project: Project) -> None:
    path = project.root / "old.tmx"
    text = path.read_text(encoding="utf-8").replace("</body>", f"{EMPTY}</body>")
    path.write_text(text, encoding="utf-8")
    line = text[: text.index("声だけ")].count("\n") + 1
    done = tmflow(project, "memory", "import", "old.tmx", "--dry-run")
    assert done.code == 1
    assert f"4 read, 1 new, 1 same, 1 conflicting (keep-both), 1 refused (one side is empty: line {line})" in done.out
    assert "dry run: nothing was written" in done.out
    (row,) = told(tmflow(project, "memory", "import", "old.tmx", "--format", "json"), "imports", code=1)
    assert row["refusals"] == [{"line": line, "reason": "one side is empty"}]
    assert row["read"] == row["new"] + row["same"] + row["conflicting"] + row["refused"]  # type: ignore[operator]  # ints


def test_days_in_the_wrong_order_are_refused(project: Project) -> None:
    done = tmflow(project, "memory", "stats", "--since", "2026-05-02", "--until", "2026-05-01")
    assert done.code == 2
    assert "--since 2026-05-02 is after --until 2026-05-01" in done.err


def test_taking_back_asks_unless_told_not_to(project: Project) -> None:
    tmflow(project, "memory", "import", "old.tmx", "--on-conflict", "overwrite")
    kept = tmflow(project, "memory", "undo", stdin=b"n\n")
    assert "Delete old.tmx with its 3 units, and offer 1 retired pair again?" in kept.err
    assert "Nothing was changed." in kept.err
    assert tmflow(project, "memory", "undo", "old", "--yes").out == "old.tmx is taken back: 3 units\n"
    refused = tmflow(project, "memory", "undo", "--yes")
    assert (refused.code, refused.told) == (2, ["tmflow: the memory has no import that could be taken back"])


@pytest.mark.parametrize("place", [(), ("--memory", "own.sqlite")], ids=["project", "store"])
def test_a_day_with_a_memory(project: Project, place: tuple[str, ...]) -> None:
    def run(*words: str, code: int = 0) -> Result:
        result = tmflow(project, "memory", *words, *place)
        assert result.code == code, result.err
        return result

    if place:
        run("import", "memories/mist.po")
    run("import", "old.tmx")
    (conflict,) = told(run("conflicts", "--format", "json"), "conflicts")
    assert conflict["source"] == JA[2]
    assert RIVAL in run("conflicts").out
    assert JA[3] in run("duplicates").out
    run("retire", JA[2], "--target", RIVAL, "--reason", "stilted", "--by", "BB")
    history = run("history", JA[2]).out
    assert EN[2] in history
    assert "retired: stilted (BB, " in history
    translations = told(run("history", JA[2], "--format", "json"), "translations")
    assert {row["target"] for row in translations} == {EN[2], RIVAL}
    (stats,) = told(run("stats", "--format", "json"), "memory")
    assert (stats["units"], stats["retired"], stats["conflicts"]) == (len(JA) + len(PAIRS), 1, 0)
    assert "units by document" in run("stats", "--document", "*.tmx").out
    assert run("export", "-o", "out.tmx", "--document", "old.tmx").out == "out.tmx: 2 units\n"
    assert run("export", "-o", "out.csv").out == f"out.csv: {len(JA) + 1} units\n"
    (restored,) = told(run("restore", JA[2], "--format", "json"), "restored")
    assert (restored["target"], restored["who"], restored["reason"]) == (RIVAL, "BB", "stilted")
    assert all(check["ok"] for check in told(run("doctor", "--format", "json"), "checks"))
    run("rebuild")
    run("undo", "--yes")


def test_what_cannot_be_done_is_told_in_one_line(project: Project, tmp_path: Path) -> None:
    for words, expected in (
        (("history", "灯りはない。"), "The memory has nothing of this text."),
        (("retire", JA[2], "--reason", " "), "tmflow: a translation is not retired without a reason."),
        (("restore", JA[2]), f'tmflow: nothing of "{JA[2]}" is retired.'),
        (("stats", "--memory", "none.sqlite"), "tmflow: no memory none.sqlite. To make one:"),
        (("stats", "--memory", "old.tmx"), "tmflow: old.tmx is no store:"),
    ):
        assert tmflow(project, "memory", *words).err.startswith(expected), words
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    own = tmflow(elsewhere, "memory", "import", str(project.root / "old.tmx"), "--memory", "own.sqlite")
    assert (own.code, own.out) == (0, "old.tmx: 3 read, 3 new, 0 same\n")
    assert [path.name for path in elsewhere.iterdir()] == ["own.sqlite"]


def test_the_doctor_names_what_is_wrong(project: Project) -> None:
    tmflow(project, "learn")
    (project.memories_folder / ".x.po.k7_a09zq.tmp").touch()
    found = tmflow(project, "memory", "doctor")
    assert found.code == 1
    assert "wrong  temporary files  1 of a stopped run: .x.po.k7_a09zq.tmp\n       next: " in found.out


def test_the_doctor_asks_a_server_only_where_told_to(project: Project) -> None:
    tmflow(project, "learn")
    asked = tmflow(project, "memory", "doctor", "--shared")
    assert (asked.code, "the settings name no shared memory" in asked.err) == (2, True)
    settings = project.root / "tmflow.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}memory: postgresql://127.0.0.1:1/none\n", encoding="utf-8")
    assert tmflow(project, "memory", "doctor").code == 0
    asked = tmflow(project, "memory", "doctor", "--shared")
    assert (asked.code, "wrong  shared memory    postgresql://127.0.0.1:1/none: no connection" in asked.out) == (
        1,
        True,
    )


def test_names_of_documents_are_completed(project: Project) -> None:
    words = {"_TMFLOW_COMPLETE": "bash_complete", "COMP_WORDS": "tmflow memory stats --document mi", "COMP_CWORD": "4"}
    assert tmflow(project, environment=words).out == "plain,mist.po\n"


def test_what_undo_completes_can_be_taken_back(project: Project) -> None:
    (project.root / "mist.csv").write_text("港,Harbor\n", encoding="utf-8")
    assert tmflow(project, "memory", "import", "mist.csv").code == 0
    words = {"_TMFLOW_COMPLETE": "bash_complete", "COMP_WORDS": "tmflow memory undo mi", "COMP_CWORD": "3"}
    assert tmflow(project, environment=words).out == "plain,mist.csv.tmx\n"


def test_a_table_is_read_as_it_is_told_to(project: Project) -> None:
    path = project.root / "old.csv"
    path.write_bytes("a,訳,原\nx,Harbor,舫\n".encode("cp932"))
    found = tmflow(project, "memory", "import", "old.csv")
    assert found.code == 2
    assert "--encoding" in found.err
    wrong = tmflow(project, "memory", "import", "old.csv", "--encoding", "base64")
    assert wrong.code == 2
    assert '"base64" is not an encoding' in wrong.err
    words = ("--encoding", "cp932", "--source-column", "原", "--target-column", "訳")
    done = tmflow(project, "memory", "import", "old.csv", *words)
    assert (done.code, done.out) == (0, "old.csv.tmx: 1 read, 1 new, 0 same\n")


@pytest.mark.parametrize("scheme", ["postgresql://", "postgres://"])
def test_a_database_is_a_memory_of_its_own(project: Project, postgres: Server, scheme: str) -> None:
    place = ("--memory", postgres.memory().replace("postgresql://", scheme))
    done = tmflow(project, "memory", "import", "old.tmx", *place)
    assert (done.code, done.out) == (0, "old.tmx: 3 read, 3 new, 0 same\n"), done.err
    (match,) = told(tmflow(project, "memory", "history", JA[2], "--format", "json", *place), "translations")
    assert match["target"] == RIVAL
    assert PAIRS[2][1] in tmflow(project, "memory", "lookup", PAIRS[2][0], *place).out
    undone = tmflow(project, "memory", "undo", "--yes", *place)
    assert undone.out == "old.tmx is taken back: 3 units\n", undone.err
    assert [path.name for path in project.root.iterdir() if path.name.startswith("postgres")] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may run a program as somebody without a name")
def test_who_has_no_name_is_nobody() -> None:
    environment = {
        name: text for name, text in os.environ.items() if name not in {"LOGNAME", "USER", "LNAME", "USERNAME"}
    }
    script = "import getpass, os; from tmflow.cli.output import user_name; os.setuid(54321); print(repr(user_name()))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment)
    assert (done.stdout, done.stderr) == ("''\n", "")


def test_a_file_with_a_fault_is_mended_or_cut_where_asked_for_and_stays_readable(project: Project) -> None:
    path = project.root / "old.tmx"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace("The foghorn is", "The foghorn&#x1F; is"), encoding="utf-8")
    refused = tmflow(project, "memory", "import", "old.tmx")
    assert refused.code == 2
    assert "take such characters out (--mend); 2 before it can be taken alone (--partial)" in refused.err
    assert not (project.memories_folder / "old.tmx").exists()
    mended = tmflow(project, "memory", "import", "old.tmx", "--mend")
    assert mended.code == 0
    assert mended.out.startswith("old.tmx: 3 read")
    assert "taken out: U+001F is a character XML cannot hold: line " in mended.out
    cut = tmflow(project, "memory", "import", "old.tmx", "--partial", "--name", "cut")
    assert cut.code == 1
    assert cut.out.startswith("cut.tmx: 3 read, ")
    assert "it and what follows are left out: line " in cut.out
    assert tmflow(project, "memory", "rebuild").code == 0
    (stats,) = told(tmflow(project, "memory", "stats", "--document", "cut.tmx", "--format", "json"), "memory")
    assert stats["units"] == 2


def test_the_direction_can_be_told(project: Project) -> None:
    (project.root / "old.csv").write_text("source,target\nQuay,岸壁\n港,Harbor\n", encoding="utf-8")
    assert "--from" in tmflow(project, "memory", "import", "old.csv").err
    done = tmflow(project, "memory", "import", "old.csv", "--from", "en")
    assert (done.code, done.out) == (
        1,
        "old.csv.tmx: 2 read, 1 new, 0 same, 1 refused (languages swapped: line 3)\n",
    )


def test_a_threshold_may_have_a_fraction(project: Project) -> None:
    asked = f"{JA[3]}！"
    for threshold, expected in (("70.5", [94]), ("93.5", [94]), ("94.5", [])):
        rows = told(tmflow(project, "memory", "lookup", asked, "--threshold", threshold, "--format", "json"), "matches")
        assert [row["similarity"] for row in rows if row["kind"] != "fragment"] == expected
    assert tmflow(project, "memory", "lookup", asked, "--threshold", "nan").code == 2


def test_what_was_found_is_bold_on_a_terminal_and_bare_in_a_pipe(project: Project) -> None:
    piped = tmflow(project, "memory", "search", "灯台")
    assert "灯台" in piped.out
    assert not re.search(r"\x1b|\\u001b", piped.out)
    ours, theirs = os.openpty()
    words = [*PROGRAM, "memory", "search", "灯台"]
    subprocess.run(words, cwd=project.root, env=environ(project.root, {"TERM": "xterm"}), stdout=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "\x1b[1m\x1b[4m灯台\x1b[0m" in shown
    assert "\\u001b" not in shown
