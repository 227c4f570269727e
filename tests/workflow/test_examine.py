"""What is known of an article is not asked again, and never believed once anything has changed."""

from __future__ import annotations

import importlib
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflow.projects import EN, JA, aligned, edit, reopened, tree
from tmflow.check.finding import Findings
from tmflow.check.rows import from_row, to_row
from tmflow.workflow import check_digest, examine
from tmflow.workflow.check_digest import choice_digest
from tmflow.workflow.examine import Choice, Examined, examine_articles
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project
from tmflow.workflow.verify import verify_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path, also_ja={"fog": JA[:4]})


def checked(project: Project, **asked: object) -> tuple[Findings, int]:
    """What is found, and how many articles were read for it."""
    steps: list[int] = []
    found = verify_project(reopened(project), on_progress=lambda done, _: steps.append(done), **asked)  # type: ignore[arg-type]  # a choice of options
    first = steps[0] if len(steps) == 1 or steps[0] > 1 else 0
    known = 0 if steps[0] == 1 and len(steps) == steps[-1] else first
    return found.findings, steps[-1] - known


def test_what_is_as_it_was_is_not_read_again(project: Project) -> None:
    first, read = checked(project)
    assert read == 2
    again, read = checked(project)
    assert read == 0
    assert again == first
    assert checked(project, is_anew=True) == (first, 2)


@pytest.mark.parametrize("path", ["articles/ja/mist.txt", "articles/en/mist.txt", "memories/mist.po"])
def test_an_article_that_changed_is_read_again(project: Project, path: str) -> None:
    checked(project)
    old, new = ("1908年", "1909年") if "ja" in path else (EN[2], "The lighthouse dates from 1809.")
    edit(project.root / path, old, new)
    found, _ = checked(project)
    assert found == checked(project, is_anew=True)[0]
    assert any(finding.slug == "mist" for finding in found)


@pytest.mark.parametrize(
    "text",
    ["check: {disable: [state.*]}", "check: {severity: {state.untranslated: info}}", "check: {in_progress: [fog]}"],
)
def test_settings_and_glossary_count(project: Project, text: str) -> None:
    checked(project)
    (project.root / "tmflow.yaml").write_text(text + "\n", encoding="utf-8")
    project.glossary_path.write_text("- {ja: 灯台, en: light tower}\n", encoding="utf-8")
    assert checked(project)[0] == checked(project, is_anew=True)[0]


def test_the_code_of_the_rules_counts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(project)
    monkeypatch.setattr("tmflow.workflow.check_digest._code", lambda _folder: b"another")
    assert checked(project)[1] == 2


def test_all_of_the_package_of_a_rule_counts(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables stand in another folder of it, and its function is made with `functools.partial`."""
    package = tmp_path / "plugins/quay_tone"
    for name, text in {
        "__init__.py": "",
        "tables.py": "WORD = 'quay'\n",
        "rules/__init__.py": "",
        "rules/words.py": "from functools import partial\n\ndef find(word, subject):\n    yield from ()\n\nFIND = partial(find, 'quay')\n",
    }.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(package.parent)
    find = importlib.import_module("quay_tone.rules.words").FIND
    rules = tuple((replace(rule, find=find), severity) for rule, severity in Choice(only=("dup.word",)).rules(project))
    before = choice_digest(project, rules)
    (package / "tables.py").write_text("WORD = 'pier'\n", encoding="utf-8")
    check_digest._code.cache_clear()
    assert choice_digest(project, rules) != before


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_cache_is_as_if_there_were_none(project: Project, damage: bytes) -> None:
    first, _ = checked(project)
    project.checks_path.write_bytes(damage)
    assert checked(project) == (first, 2)
    assert checked(project)[0] == first


@pytest.mark.parametrize("row", ["[", "[]", '{"a": 1}', "null", '["mist", 1]', "7"])
def test_a_row_that_is_none_is_not_believed(project: Project, row: str) -> None:
    first, _ = checked(project)
    with sqlite3.connect(project.checks_path) as connection:
        connection.execute("UPDATE examined SET row = ?", (row,))
    connection.close()
    assert checked(project) == (first, 2)


def test_a_folder_that_cannot_be_written_does_not_matter(project: Project) -> None:
    first, _ = checked(project)
    for path in project.cache_folder.glob("checks.sqlite*"):
        path.unlink()
    project.checks_path.mkdir()
    assert checked(project) == (first, 2)


def test_several_processes_find_the_same(project: Project) -> None:
    first, _ = checked(project, is_anew=True)
    before = tree(project.root)
    assert checked(project, jobs=2) == (first, 2)
    assert tree(project.root) == before


def test_runs_at_once_do_not_disturb_each_other(project: Project) -> None:
    results: list[Findings] = []
    runs = [
        threading.Thread(target=lambda: results.append(verify_project(reopened(project)).findings)) for _ in range(4)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert len(results) == 4
    assert all(result == results[0] for result in results)


def test_a_file_that_cannot_be_read_is_told_each_time(project: Project) -> None:
    path = project.bitext_path("mist")
    path.write_bytes(b'msgid "a\n')
    for _ in range(2):
        assert len(verify_project(reopened(project)).unreadable) == 1


def test_what_was_examined_comes_back_whole(project: Project) -> None:
    edit(project.root / "articles/en/mist.txt", EN[2], "The the lighthouse.")
    examined = examine_articles(reopened(project), ("mist", "fog"), Choice(), is_anew=True)
    for one in examined.values():
        assert from_row(Examined, to_row(one)) == one


def test_what_changes_while_it_is_read_is_not_kept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real = load_article

    def load(project: Project, slug: str) -> object:
        article = real(project, slug)
        if slug == "mist":
            edit(project.root / "articles/en/mist.txt", EN[3], "Ships see it.")
        return article

    with monkeypatch.context() as patched:
        patched.setattr(examine, "load_article", load)
        checked(project)
    edit(project.root / "articles/en/mist.txt", "Ships see it.", EN[3])
    assert checked(project)[0] == checked(project, is_anew=True)[0]
