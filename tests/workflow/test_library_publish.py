"""`tmflow.publish` beside `tmflow publish`: the same article gives the same page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import tmflow
from tests.formats.picture_samples import png
from tests.workflow.test_pictures import EN, JA, library
from tmflow.formats.po import read_po_file
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project
from tmflow.workflow.publish import publish_project

RICH = "\n| 日 | 隻 |\n|---|---|\n| 月 | 12 |\n\n- 網\n  - 氷\n\n潮[^1]を見る。\n\n[^1]: 月による。\n"
RICH_EN = "\n| Day | Boats |\n|---|---|\n| Mon | 12 |\n\n- nets\n  - ice\n\nWatch the tide[^1].\n\n[^1]: By the moon.\n"


def paths(project: Project) -> tuple[Path, Path, Path]:
    """The bitext of the library and its two articles."""
    return (
        project.bitext_path("library"),
        project.root / "articles/ja/library.md",
        project.root / "articles/en/library.md",
    )


def rich(root: Path) -> Project:
    return library(root, ja=JA + RICH, en=EN + RICH_EN)


def by_command(project: Project) -> str:
    (published,) = publish_project(project, allow_drafts=True)
    assert published.path is not None
    return published.path.read_text(encoding="utf-8")


def test_paths_give_the_page_of_the_command_line(tmp_path: Path) -> None:
    project = rich(tmp_path)
    bitext, source, target = paths(project)
    page = tmflow.publish(bitext, tmp_path / "own.html", source=source, target=target, allow_drafts=True)
    expected = by_command(project)
    assert page.read_text(encoding="utf-8") == expected
    assert all(part in expected for part in ("data:image/png", "<table>", "<pre", "<li", 'role="doc-noteref"'))


def test_values_give_the_page_of_the_command_line(tmp_path: Path) -> None:
    project = rich(tmp_path)
    bitext, source, target = paths(project)
    page = tmflow.publish(
        read_po_file(bitext).bitext,
        tmp_path / "own.html",
        source=tmflow.read_article(source),
        target=tmflow.read_article(target),
        allow_drafts=True,
    )
    assert page.read_text(encoding="utf-8") == by_command(project)


def test_a_translation_knows_its_article(tmp_path: Path) -> None:
    project = rich(tmp_path)
    _, source, target = paths(project)
    target.unlink()
    draft = tmflow.translate(source, to="en")
    page = tmflow.publish(draft, tmp_path / "own.html", allow_drafts=True).read_text(encoding="utf-8")
    assert all(part in page for part in ("data:image/png", "<table>", "<pre", "<li", 'role="doc-noteref"'))
    text = tmflow.translate("港は静かだ。", to="en")
    page = tmflow.publish(text, tmp_path / "own.html", allow_drafts=True).read_text(encoding="utf-8")
    assert "港は静かだ。" in page


def test_a_bitext_without_its_article_says_what_it_needs(tmp_path: Path) -> None:
    project = rich(tmp_path)
    bitext, source, _ = paths(project)
    with pytest.raises(tmflow.TmflowError, match="library: give its article, too: source="):
        tmflow.publish(bitext, tmp_path / "own.html", allow_drafts=True)
    with pytest.raises(TypeError, match="article is Metadata"):
        tmflow.publish(bitext, tmp_path / "own.html", source=tmflow.read_article(source).metadata)  # type: ignore[arg-type]  # what is refused
    assert not (tmp_path / "own.html").exists()


def test_a_bitext_of_no_article_needs_none(tmp_path: Path) -> None:
    unit = tmflow.TranslationUnit(
        id="a", source=tmflow.Content.of("港。"), target=tmflow.Content.of("Harbor."), state=tmflow.State.REVIEWED
    )
    bitext = tmflow.Bitext(
        slug="harbor", pair=tmflow.LanguagePair(tmflow.Language.JA, tmflow.Language.EN), units=(unit,)
    )
    assert "Harbor." in tmflow.publish(bitext, tmp_path / "own.html").read_text(encoding="utf-8")


def test_pictures_come_from_the_project_or_the_folder_of_both_articles(tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(png())
    home = tmp_path / "home"
    home.mkdir()
    project = library(home, ja=JA.replace("quay.png", "../../../outside.png"))
    article = load_article(project, "library")
    (home / "tmflow.yaml").unlink()
    with pytest.warns(UserWarning, match="outside.png: leads out of"):
        page = tmflow.publish(
            article.bound.bitext, home / "own.html", source=article.source, target=article.target, allow_drafts=True
        )
    assert page.read_text(encoding="utf-8").count("data:image/png") == 1


def test_a_document_is_no_part_of_what_a_bitext_says(tmp_path: Path) -> None:
    project = library(tmp_path)
    article = load_article(project, "library")
    assert replace(article.stored, document=article.source) == article.stored
