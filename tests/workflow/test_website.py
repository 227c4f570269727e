"""Building the site of a project: what is made, what is left alone, what is taken away."""

from __future__ import annotations

from pathlib import Path

from tests.workflow.projects import EN, JA, aligned, edit, make_project, reopened
from tmflow.workflow.align import align_project
from tmflow.workflow.project import Project
from tmflow.workflow.website import publish_site

SETTINGS = "publish: {base_url: 'https://example.org'}"


def two(root: Path) -> Project:
    project = make_project(root, ja={"mist": JA, "fog": JA}, en={"mist": EN, "fog": EN}, settings=SETTINGS)
    list(align_project(project))
    return reopened(project)


def stamps(project: Project) -> dict[str, tuple[int, int]]:
    paths = (path for path in project.site_folder.rglob("*") if path.is_file())
    return {
        path.relative_to(project.site_folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in paths
    }


def contents(project: Project) -> dict[str, bytes]:
    return {name: (project.site_folder / name).read_bytes() for name in stamps(project)}


def test_the_same_articles_give_the_same_bytes_without_the_record_too(tmp_path: Path) -> None:
    project = two(tmp_path)
    assert [one.is_new for one in publish_site(project)] == [True, True]
    before, stamped = contents(project), stamps(project)
    assert {"index.html", "en/index.html", "fog/ja/index.html", "style.css", "404.html", "sitemap.xml"} <= set(before)
    assert [one.is_new for one in publish_site(reopened(project))] == [False, False]
    assert stamps(project) == stamped
    project.site_record_path.unlink()
    publish_site(reopened(project))
    assert stamps(project) == stamped
    for path in project.site_folder.rglob("*.html"):
        path.unlink()
    publish_site(reopened(project))
    assert contents(project) == before


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    project = two(tmp_path)
    publish_site(project)
    before = stamps(project)
    edit(tmp_path / "articles/en/fog.txt", "1908", "1908 ")
    edit(tmp_path / "articles/en/fog.txt", "1908 ", "1908")
    assert [one.is_new for one in publish_site(reopened(project))] == [False, False]
    edit(project.bitext_path("fog"), "The lighthouse was built in 1908.", "The lighthouse dates from 1908.")
    made = publish_site(reopened(project))
    assert {one.slug: one.is_new for one in made} == {"fog": True, "mist": False}
    changed = {name for name, stamp in stamps(project).items() if stamp != before.get(name)}
    of_search = {name for name in changed if name.startswith("search/")}
    assert len(of_search) == 2
    assert {"fog/index.html", "fog/en/index.html", "fog/search.json"} == changed - of_search


def test_a_file_somebody_changed_is_mended(tmp_path: Path) -> None:
    project = two(tmp_path)
    publish_site(project)
    before = contents(project)
    (project.site_folder / "fog/index.html").write_text("", encoding="utf-8")
    publish_site(reopened(project))
    assert contents(project) == before


def test_an_article_that_is_gone_leaves_the_site_and_others_files_stay(tmp_path: Path) -> None:
    project = two(tmp_path)
    publish_site(project)
    (project.site_folder / "fog" / "mine.txt").write_text("kept", encoding="utf-8")
    for path in (*project.articles["fog"].values(), project.bitext_path("fog")):
        path.unlink()
    publish_site(reopened(project))
    names = set(contents(project))
    assert "fog/mine.txt" in names
    assert not {"fog/index.html", "fog/en/index.html"} & names
    assert "fog/" not in (project.site_folder / "index.html").read_text(encoding="utf-8")


def test_an_article_no_longer_ready_keeps_its_pages(tmp_path: Path) -> None:
    project = two(tmp_path)
    publish_site(project)
    before = contents(project)
    edit(tmp_path / "articles/ja/fog.txt", "1908年", "1909年")
    refused = {one.slug: one.path for one in publish_site(reopened(project))}
    assert refused["fog"] is None
    assert contents(project) == before


def test_no_article_takes_the_place_of_a_page_of_the_site(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"ja": JA}, en={"ja": EN})
    list(align_project(project))
    (refused,) = publish_site(reopened(project))
    assert refused.path is None
    assert "Rename" in refused.errors[0]


def test_a_broken_record_is_no_record(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    publish_site(project)
    before = contents(project)
    project.site_record_path.write_text('{"version": 1, "articles": []}', encoding="utf-8")
    publish_site(reopened(project))
    assert contents(project) == before
