"""`tmflow translate` for one article, several, and all that have something to translate."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.cli.run import PROGRAM, environ, tmflow
from tests.workflow.projects import EN, JA, aligned, targets_of, write_article
from tmflow.model.language import Language
from tmflow.workflow.project import Project

BELL, HORN = "鐘は鳴らない。", "笛は鳴らない。"
ECHO = "mt: {engine: echo}"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One aligned pair, "mist", and two articles that only have a sentence each to translate."""
    return aligned(tmp_path, also_ja={"bell": (*JA[:2], BELL), "horn": (*JA[:2], HORN)}, settings=ECHO)


def test_without_a_name_all_that_have_something_to_translate(project: Project) -> None:
    done = tmflow(project, "translate")
    assert done.code == 0
    assert done.out.splitlines()[4:6] == [f"bell:3  mt  {BELL}", f"      {targets_of(project, 'bell')[BELL]}"]
    assert f"horn:3  mt  {HORN}" in done.out
    assert "mist" not in done.out + done.err
    assert [line.split("  ")[0] for line in done.told] == ["bell", "horn"]
    again = tmflow(project, "translate")
    assert (again.code, again.out, again.err) == (0, "", "Nothing to translate.\n")


def test_several_in_the_order_they_are_named_each_once(project: Project) -> None:
    done = tmflow(project, "translate", "horn", "bell", "articles/ja/horn.txt", "--format", "json")
    rows = json.loads(done.out)["units"]
    assert [row["article"] for row in rows] == ["horn"] * 3 + ["bell"] * 3
    assert all(row["is_new"] for row in rows)


def test_one_that_fails_does_not_keep_the_others(project: Project) -> None:
    (project.root / "articles/ja/gate.txt").write_bytes(b"")
    (project.root / "articles/ja/horn.txt").write_bytes("笛は鳴らない。霧が濃い。".encode("cp932"))
    done = tmflow(project, "translate")
    assert done.code == 2
    assert targets_of(project, "bell")[BELL]
    assert sum(line.startswith("tmflow: articles/ja/") for line in done.told) == 2
    named = tmflow(project, "translate", "gate", "horn", "bell")
    assert (named.code, named.told[-1].startswith("bell  3 units")) == (2, True)


def test_a_memory_file_that_cannot_be_read_is_told_once_and_left_out(project: Project) -> None:
    (project.root / "memories/old.po").write_text('msgid "x\n', encoding="utf-8")
    done = tmflow(project, "translate")
    assert (done.code, done.told[0]) == (2, "tmflow: memories/old.po:1: string not closed")
    assert [line.split("  ")[0] for line in done.told[1:]] == ["bell", "horn"]
    assert targets_of(project, "bell")[JA[1]] == EN[1]
    named = tmflow(project, "translate", "bell")
    assert (named.code, named.told[0]) == (2, done.told[0])
    (project.root / "memories/old.po").unlink()
    assert tmflow(project, "translate", "bell").code == 0


def test_the_entries_of_a_memory_file_that_broke_are_missing(project: Project) -> None:
    assert tmflow(project, "memory", "lookup", JA[1]).out
    project.bitext_path("mist").write_text('msgid "x\n', encoding="utf-8")
    done = tmflow(project, "translate", "bell")
    assert done.code == 2
    assert str(targets_of(project, "bell")[JA[1]]).startswith("[en]")


def test_a_damaged_file_of_answers_is_told_and_begun_anew(project: Project) -> None:
    project.answers_path.parent.mkdir(exist_ok=True)
    project.answers_path.write_bytes(b"no database" * 100)
    done = tmflow(project, "translate", "bell")
    assert (done.code, targets_of(project, "bell")[BELL] is None) == (0, False)
    assert ".tmflow/answers.sqlite: damaged (file is not a database)" in done.err
    assert "answers.sqlite" not in tmflow(project, "translate", "horn").err


def test_an_unknown_name_is_told_before_anything_is_done(project: Project) -> None:
    done = tmflow(project, "translate", "horn", "bel")
    assert (done.code, done.out) == (2, "")
    assert "did you mean bell?" in done.err
    assert not project.bitext_path("horn").exists()


def test_articles_in_both_languages_are_for_the_aligner(project: Project) -> None:
    write_article(project.root, Language.EN, "horn", (*EN[:2], "The whistle is silent."))
    done = tmflow(project, "translate")
    assert done.told[0] == "not translated, since they stand in both languages: horn. First: tmflow align"
    assert (done.code, len(done.told)) == (0, 2)


def test_a_direction_chooses_the_articles_that_have_its_source(project: Project) -> None:
    write_article(project.root, Language.EN, "rope", (EN[0], "The rope is short."))
    assert [line.split("  ")[0] for line in tmflow(project, "translate", "--to", "ja").told] == ["rope"]
    assert [line.split("  ")[0] for line in tmflow(project, "translate").told] == ["bell", "horn"]


def test_without_an_engine_the_memory_s_part_of_all_is_saved(project: Project) -> None:
    (project.root / "tmflow.yaml").write_text("mt: {engine: nowhere}\nalign: {dictionary: none}\n", encoding="utf-8")
    done = tmflow(project, "translate")
    assert done.code == 3
    assert sum("1 of 3 units left empty" in line for line in done.told) == 2
    assert targets_of(project, "bell")[JA[1]] == targets_of(project, "horn")[JA[1]] == EN[1]


def test_the_time_is_that_of_all(project: Project) -> None:
    done = tmflow(project, "translate", "--max-seconds", "0")
    assert done.code == 130
    assert done.told[-1] == (
        "Stopped after 0 s. 2 units saved; run the same command again to go on at unit 3, 1 left. Not begun: 1 more."
    )
    assert not project.bitext_path("horn").exists()


def test_a_file_and_an_article_in_one_call(project: Project) -> None:
    (project.root / "notes.txt").write_text(JA[2], encoding="utf-8")
    done = tmflow(project, "translate", "notes.txt", "bell", "--from", "ja", "--no-mt")
    assert done.code == 0
    assert f"      {EN[2]}" in done.out
    assert not project.bitext_path("notes").exists()


def test_a_terminal_shows_how_many_articles_there_are(project: Project) -> None:
    leader, follower = pty.openpty()
    with os.fdopen(leader, "rb", buffering=0) as screen:
        done = subprocess.Popen(
            [*PROGRAM, "translate"],
            cwd=project.root,
            env=environ(project.root, {"TERM": "xterm", "COLUMNS": "120"}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=follower,
        )
        os.close(follower)
        drawn = b""
        with contextlib.suppress(OSError):  # Linux: the other side is closed
            while chunk := screen.read(4096):
                drawn += chunk
        assert done.wait() == 0
    assert "Articles" in drawn.decode()
    assert "1/2" in drawn.decode()
