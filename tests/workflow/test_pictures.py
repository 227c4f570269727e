"""Pictures of a project's articles: which are found, which are refused, and what a site does when they change."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.formats.picture_samples import png, svg
from tests.workflow.projects import reopened, units_of
from tmflow.cli.main import cli
from tmflow.model.bitext import Side
from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.workflow.align import align_project
from tmflow.workflow.ingest import load_article
from tmflow.workflow.pictures import Pictures, gather_pictures
from tmflow.workflow.project import Project, open_project
from tmflow.workflow.publish import publish_project
from tmflow.workflow.website import publish_site

JA = """# 灯台の図書室

![夜明けの桟橋](quay.png)

灯台のふもとに小さな図書室が開いた。蔵書は312冊だ。

```sh
ls 棚
```

青い印 ![青い丸](mark.svg) の本は借りられない。
"""
EN = """# The Lighthouse Library

![The pier at dawn](quay.png)

A small library has opened at the foot of the lighthouse. It holds 312 books.

```sh
ls shelf
```

Books with the blue mark ![blue disk](mark.svg) cannot be borrowed.
"""


def library(root: Path, *, ja: str = JA, en: str = EN, settings: str = "align: {dictionary: none}\n") -> Project:
    """A project with one aligned article and its pictures on both sides."""
    (root / "tmflow.yaml").write_text(settings, encoding="utf-8")
    (root / "memories").mkdir()
    for language, text in ((Language.JA, ja), (Language.EN, en)):
        folder = root / "articles" / language.value
        folder.mkdir(parents=True)
        (folder / "library.md").write_text(text, encoding="utf-8")
        (folder / "quay.png").write_bytes(png(30, 20))
        (folder / "mark.svg").write_bytes(svg())
    project = open_project(root)
    (alignment,) = align_project(project)
    assert alignment.error is None
    return reopened(project)


def gathered(project: Project) -> Pictures:
    article = load_article(project, "library")
    return gather_pictures(article.pair, source=article.source, target=article.target, root=project.root)


def naming(root: Path, address: str) -> Pictures:
    """What is found of an article that names a picture."""
    return gathered(library(root, ja=f"# 題\n\n本文です。\n\n![図]({address})\n", en="# Title\n\nThis is the text.\n"))


def test_an_alternative_text_is_a_unit_of_its_own(tmp_path: Path) -> None:
    units = [unit for unit in units_of(library(tmp_path), "library") if unit.source_place]
    found = [unit for unit in units if unit.source_place and unit.source_place.kind is BlockKind.IMAGE]
    assert [(unit.source.text, unit.target and unit.target.text, unit.side) for unit in found] == [
        ("夜明けの桟橋", "The pier at dawn", Side.BOTH)
    ]


def test_pictures_beside_the_article_are_found(tmp_path: Path) -> None:
    found = gathered(library(tmp_path))
    assert {(language.value, address) for language, address in found.pictures} == {
        ("ja", "quay.png"), ("ja", "mark.svg"), ("en", "quay.png"), ("en", "mark.svg")
    }  # fmt: skip
    assert not found.faults


def test_a_picture_of_another_folder_of_the_project_is_found(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/港 1.png").write_bytes(png())
    assert len(naming(tmp_path, "../%E6%B8%AF%201.png?v=2").pictures) == 1


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("../../../outside.png", "leads out"),
        ("link.png", "leads out"),
        ("..%2f..%2f..%2foutside.png", "leads out"),
        ("/etc/hostname", "leads out"),
        ("..\\\\..\\\\outside.png", "leads out"),
        ("circle.png", "leads out"),
        ("%00.png", "leads out"),
        ("missing.png", "no such file"),
        (".", "no such file"),
        ("library.md", "no picture"),
        (f"{'x' * 5_000}.png", "leads out"),
    ],
)
def test_what_is_no_picture_of_the_project_is_told_and_not_shown(tmp_path: Path, address: str, problem: str) -> None:
    home = tmp_path / "project"
    (home / "articles/ja").mkdir(parents=True)
    (tmp_path / "outside.png").write_bytes(png())
    (home / "articles/ja/link.png").symlink_to(tmp_path / "outside.png")
    (home / "articles/ja/circle.png").symlink_to(home / "articles/ja/circle.png")
    (home / "articles/ja").rename(tmp_path / "kept")
    text = f"# 題\n\n本文です。\n\n![図]({address})\n"
    project = library(home, ja=text, en="# Title\n\nThis is the text.\n")
    for path in (tmp_path / "kept").iterdir():
        path.rename(home / "articles/ja" / path.name)
    found = gathered(project)
    assert not found.pictures
    (fault,) = found.faults
    assert fault.startswith("articles/ja/library.md:5: ")
    assert problem in fault


@pytest.mark.parametrize("address", ["https://example.org/a.png", "//example.org/a.png", "data:image/png;base64,AA=="])
def test_other_hosts_are_not_asked(tmp_path: Path, address: str) -> None:
    found = naming(tmp_path, address)
    assert not found.pictures
    assert not found.faults


def test_a_target_that_is_not_there_yet_has_the_pictures_of_its_source(tmp_path: Path) -> None:
    project = library(tmp_path)
    (tmp_path / "articles/en/library.md").unlink()
    assert (Language.EN, "quay.png") in gathered(reopened(project)).pictures


def test_publishing_says_what_it_does_not_show(tmp_path: Path) -> None:
    project = library(tmp_path)
    (tmp_path / "articles/en/mark.svg").unlink()
    (publication,) = publish_project(project)
    assert publication.path is not None
    (warning,) = publication.warnings
    assert warning.startswith("articles/en/library.md:11: picture mark.svg: no such file")
    done = CliRunner().invoke(cli, ["publish", "--project", str(tmp_path)])
    assert f"not shown: {warning}" in done.output
    assert done.exit_code == 0


def test_markdown_has_its_pictures_beside_it(tmp_path: Path) -> None:
    publish_project(library(tmp_path), to="markdown")
    folder = tmp_path / "public/markdown"
    assert sorted(path.suffix for path in (folder / "images").iterdir()) == [".png", ".svg"]
    text = (folder / "library.md").read_text(encoding="utf-8")
    assert all(f"](<images/{path.name}>)" in text for path in (folder / "images").iterdir())


def test_a_site_is_built_again_when_a_picture_comes_changes_or_goes(tmp_path: Path) -> None:
    project = library(tmp_path)
    quay = [tmp_path / "articles" / lang / "quay.png" for lang in ("ja", "en")]
    names = []
    for content in (png(30, 20), png(40, 20), None, png(40, 20)):
        for path in quay:
            if content:
                path.write_bytes(content)
            else:
                path.unlink()
        (first,) = publish_site(reopened(project))
        (second,) = publish_site(reopened(project))
        assert (first.is_new, second.is_new) == (True, False)
        assert first.warnings == second.warnings
        assert bool(first.warnings) is (content is None)
        names.append({path.name for path in (project.site_folder / "library").glob("*.png")})
    assert [len(each) for each in names] == [1, 1, 0, 1]
    assert names[0] != names[1] == names[3]
