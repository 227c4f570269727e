"""A build of many articles: the same bytes however it is made, nothing made twice, series that follow their articles."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.published_articles import write_articles
from tests.cli.run import PROGRAM, environ, tmflow
from tests.workflow.projects import edit, reopened
from tests.workflow.test_website import contents, stamps
from tmflow.errors import ConfigError
from tmflow.workflow.project import Project
from tmflow.workflow.website import publish_site

COUNT = 12
PATIENCE_S = 60


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_articles(tmp_path, COUNT)


def built_anew(project: Project) -> dict[str, bytes]:
    """What a first build of the project as it is now would give."""
    kept = project.site_folder.rename(project.root / "kept")
    project.site_record_path.unlink()
    publish_site(reopened(project))
    found = contents(project)
    project.site_folder.rename(project.root / "anew")
    kept.rename(project.site_folder)
    return found


def test_two_processes_give_the_bytes_of_one(project: Project) -> None:
    publish_site(project)
    alone = contents(project)
    for path in project.site_folder.rglob("*"):
        if path.is_file():
            path.unlink()
    published = publish_site(reopened(project), jobs=2)
    assert [one.slug for one in published] == sorted(project.articles)
    assert contents(project) == alone


def test_a_build_of_what_changed_gives_the_bytes_of_a_first_one(project: Project) -> None:
    publish_site(project)
    edit(project.root / "articles/en/notes-00003.md", "Around the harbor 1", "About the harbor")
    for language in ("ja", "en"):
        edit(project.root / f"articles/{language}/notes-00005.md", "date: 2023-01-14", "date: 2024-01-14")
        (project.root / f"articles/{language}/notes-00007.md").unlink()
    project.bitext_path("notes-00007").unlink()
    publish_site(reopened(project))
    changed = contents(project)
    assert "archive/2024/index.html" in changed
    assert not any(name.startswith("notes-00007/") for name in changed)
    assert changed == built_anew(project)


def test_nothing_is_written_where_nothing_changed(project: Project) -> None:
    publish_site(project)
    before = stamps(project)
    assert not any(one.is_new for one in publish_site(reopened(project)))
    assert stamps(project) == before


def test_what_a_stopped_build_has_made_is_not_made_again(project: Project) -> None:
    """The stop comes, as Ctrl-C does, in the midst of the work."""

    def stop(done: int, total: int) -> None:
        assert total == COUNT
        if done == COUNT // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_site(project, on_progress=stop)
    made = stamps(project)
    assert made
    published = publish_site(reopened(project))
    assert all(one.path for one in published)
    after = stamps(project)
    assert {name: after[name] for name in made} == made
    assert contents(project) == built_anew(project)


@pytest.mark.parametrize("begun", [1, 15, 30])
def test_ctrl_c_leaves_no_half_file_and_the_next_run_goes_on(tmp_path: Path, begun: int) -> None:
    """As a terminal sends it: to the program and its processes. begun: articles of which something is written."""
    project = write_articles(tmp_path / "stopped", 40)
    command = [*PROGRAM, "publish", "--to", "site", "--jobs", "2", "--format", "json"]
    process = subprocess.Popen(
        command, cwd=project.root, env=environ(project.root), stdout=subprocess.DEVNULL, start_new_session=True
    )
    deadline = time.monotonic() + PATIENCE_S
    while len(list(project.site_folder.glob("notes-*"))) < begun and time.monotonic() < deadline:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(PATIENCE_S) == 130
    whole = contents(write_site_of(tmp_path / "whole"))
    left = contents(project)
    assert left.items() <= whole.items(), "each file that is there is what it will be"
    assert len(left) < len(whole)
    recorded = json.loads(project.site_record_path.read_text(encoding="utf-8"))["articles"]
    again = tmflow(project, *command[len(PROGRAM) :])
    kept = [row["id"] for row in json.loads(again.out)["articles"] if not row["is_new"]]
    assert kept == sorted(slug for slug, made in recorded.items() if made["look"])
    assert len(kept) >= begun - 15
    assert contents(project) == whole


def write_site_of(folder: Path) -> Project:
    """The same articles, published by one process that nobody stops."""
    project = write_articles(folder, 40)
    publish_site(project)
    return project


def test_a_stopped_build_still_removes_later_what_is_gone(project: Project) -> None:
    publish_site(project)
    for language in ("ja", "en"):
        (project.root / f"articles/{language}/notes-00002.md").unlink()
    project.bitext_path("notes-00002").unlink()

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt(done, total)

    with pytest.raises(KeyboardInterrupt):
        publish_site(reopened(project), on_progress=stop)
    assert "notes-00002/index.html" in contents(project)
    publish_site(reopened(project))
    assert not any(name.startswith("notes-00002/") for name in contents(project))
    assert contents(project) == built_anew(project)


def test_what_another_version_shared_is_removed_and_its_articles_stay(project: Project) -> None:
    """An article that is no longer ready keeps its pages; of the search of before nothing would find its way to be removed."""
    publish_site(project)
    record = json.loads(project.site_record_path.read_text(encoding="utf-8"))
    for kind, name in (("shared", "search"), ("articles", "n00")):
        record[kind].setdefault(name, {"files": {}})["files"][f"{name}/old.json"] = ""
        (project.site_folder / name).mkdir(exist_ok=True)
        (project.site_folder / name / "old.json").write_text("{}", encoding="utf-8")
    project.site_record_path.write_text(json.dumps(record | {"version": 1}), encoding="utf-8")
    publish_site(reopened(project))
    assert not (project.site_folder / "search" / "old.json").exists()
    assert (project.site_folder / "n00" / "old.json").exists()


def test_the_neighbors_of_a_new_part_lead_to_it(project: Project) -> None:
    series = [f"notes-{number:05d}" for number in (1, 3, 5)]
    publish_site(project)
    edit(project.root / "articles/ja/notes-00003.md", "series: 港めぐり その1", "series: 別の話")
    edit(project.root / "articles/en/notes-00003.md", "series: Around the harbor 1", "series: Another tale")
    before = contents(project)
    published = {one.slug: one.is_new for one in publish_site(reopened(project))}
    after = contents(project)
    assert [published[slug] for slug in series] == [True, True, True]
    assert sum(published.values()) == 3
    assert b"../notes-00003/" in before["notes-00001/index.html"]
    assert b"../notes-00003/" not in after["notes-00001/index.html"]
    assert b"../notes-00005/" in after["notes-00001/index.html"]


def test_one_article_alone_never_publishes_what_was_edited_beside_it(project: Project) -> None:
    publish_site(project)
    edit(project.root / "articles/ja/notes-00003.md", "series: 港めぐり その1", "series: 別の話")
    edit(project.bitext_path("notes-00001"), 'msgstr "Part 1"', 'msgstr "Opening"')
    edit(project.root / "articles/en/notes-00001.md", "## Part 1", "## Opening")
    before = contents(project)
    publish_site(reopened(project), ("notes-00003",))
    after = contents(project)
    assert after["notes-00001/index.html"] == before["notes-00001/index.html"]
    assert after["notes-00005/index.html"] != before["notes-00005/index.html"]


def test_a_refused_article_is_not_checked_again_until_it_changes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = (project.root / "articles/en/notes-00002.md", project.bitext_path("notes-00002"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    (number,) = re.findall(r"[0-9]+,[0-9]{3}(?= participants)", texts[0])[:1]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text.replace(f"{number} participants", "7 participants"), encoding="utf-8")
    refused = {one.slug: one.errors for one in publish_site(reopened(project)) if not one.path}
    assert list(refused) == ["notes-00002"]
    with monkeypatch.context() as context:
        context.setattr("tmflow.workflow.publish.iter_errors", unwanted)
        again = {one.slug: one.errors for one in publish_site(reopened(project)) if not one.path}
    assert again == refused
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    assert all(one.path for one in publish_site(reopened(project)))


def test_another_look_makes_all_pages_and_checks_none(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_site(project)
    (project.root / "theme").mkdir()
    (project.root / "theme" / "style.css").write_text("a { color: red; }", encoding="utf-8")
    with monkeypatch.context() as context:
        context.setattr("tmflow.workflow.publish.iter_errors", unwanted)
        assert all(one.is_new for one in publish_site(reopened(project)))
    assert (project.site_folder / "style.css").read_text(encoding="utf-8").endswith("a{color:red}")
    before = contents(project)
    publish_site(reopened(project))
    assert contents(project) == before


def unwanted(article: object) -> Iterator[str]:
    """Stands where nothing is to be checked."""
    raise AssertionError(f"checked again: {article}")


def test_a_wrong_theme_ends_the_build_in_every_process(project: Project) -> None:
    (project.root / "theme").mkdir()
    (project.root / "theme" / "article.html.j2").write_text("{{ nothing }}", encoding="utf-8")
    for jobs in (1, 2):
        with pytest.raises(ConfigError, match=r"theme/article\.html\.j2:1: 'nothing' is undefined"):
            publish_site(reopened(project), jobs=jobs)
