"""An export never writes over what a reviewer has put into the last one, nor over the project's own texts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflow.projects import EN, aligned, edit, reopened
from tmflow.errors import ConfigError
from tmflow.formats.export import ExportProfile
from tmflow.formats.fileformat import Use
from tmflow.formats.registry import read_formats
from tmflow.workflow.export import export_article
from tmflow.workflow.exported import missing_units, remember_units
from tmflow.workflow.ingest import load_article
from tmflow.workflow.merge import merge_files
from tmflow.workflow.project import Project

NEW = "It was built in 1908."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path)


@pytest.mark.parametrize("name", ["xliff12", "po"])
def test_what_was_edited_is_kept(project: Project, name: str) -> None:
    (slug,) = project.bitext_slugs
    path = export_article(project, slug, name).path
    assert export_article(reopened(project), slug, name).path == path
    edit(path, EN[2], NEW)
    with pytest.raises(ConfigError, match=f"tmflow merge exports/{path.name}; to overwrite it: --force"):
        export_article(reopened(project), slug, name)
    assert NEW in path.read_text(encoding="utf-8")
    export_article(reopened(project), slug, name, force=True)
    assert NEW not in path.read_text(encoding="utf-8")
    export_article(reopened(project), slug, name)


def test_what_was_merged_whole_need_not_be_kept(project: Project) -> None:
    (slug,) = project.bitext_slugs
    path = export_article(project, slug, "xliff12").path
    edit(path, EN[2], NEW)
    merge_files(reopened(project), (path,), dry_run=True)
    with pytest.raises(ConfigError, match="--force"):
        export_article(reopened(project), slug, "xliff12")
    merge_files(reopened(project), (path,))
    export_article(reopened(project), slug, "xliff12")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</source>", "?</source>", 1), encoding="utf-8")
    assert merge_files(reopened(project), (path,))[0].refused
    with pytest.raises(ConfigError, match="--force"):
        export_article(reopened(project), slug, "xliff12")


def test_a_file_nobody_knows_is_kept(project: Project) -> None:
    (slug,) = project.bitext_slugs
    path = export_article(project, slug, "xliff12").path
    shutil.rmtree(project.cache_folder)
    with pytest.raises(ConfigError, match="--force"):
        export_article(reopened(project), slug, "xliff12")
    assert export_article(reopened(project), slug, "xliff21").path != path


def test_a_file_that_was_named_is_written(project: Project, tmp_path: Path) -> None:
    (slug,) = project.bitext_slugs
    path = tmp_path / "a.xlf"
    path.write_text("old", encoding="utf-8")
    export_article(project, slug, "xliff12", output=path)
    assert path.read_text(encoding="utf-8").startswith("<?xml")


def test_the_texts_of_the_project_are_never_written_over(project: Project) -> None:
    (slug,) = project.bitext_slugs
    texts = [project.bitext_path(slug), *project.articles[slug].values(), project.memories_folder / "new.xlf"]
    before = [path.read_bytes() for path in texts[:-1]]
    for path in texts:
        with pytest.raises(ConfigError, match="own texts"):
            export_article(project, slug, "po", output=path, force=True)
    assert [path.read_bytes() for path in texts[:-1]] == before


@pytest.mark.parametrize("name", [each.name for each in read_formats(Use.UNITS)])
def test_a_file_that_comes_back_whole_lacks_nothing(project: Project, name: str) -> None:
    (slug,) = project.bitext_slugs
    path = export_article(project, slug, name).path
    (merge,) = merge_files(reopened(project), (path,), dry_run=True)
    assert (merge.missing, merge.exported) == (0, len(EN))


def test_units_that_did_not_come_back_are_counted(project: Project) -> None:
    (slug,) = project.bitext_slugs
    path = export_article(project, slug, "po").path
    whole = path.read_text(encoding="utf-8")
    path.write_text("\n\n".join(whole.split("\n\n")[:4]) + "\n", encoding="utf-8")
    (merge,) = merge_files(reopened(project), (path,), dry_run=True)
    assert (merge.missing, merge.exported) == (len(EN) - 3, len(EN))
    shutil.rmtree(project.cache_folder)
    (merge,) = merge_files(reopened(project), (path,), dry_run=True)
    assert (merge.missing, merge.exported) == (0, 0)


def test_an_export_of_fewer_units_lacks_nothing(project: Project) -> None:
    (slug,) = project.bitext_slugs
    bitext = load_article(project, slug).bound.bitext
    remember_units(project, bitext, ExportProfile.DEFAULT)
    remember_units(project, replace(bitext, units=bitext.units[:3]), ExportProfile.REVIEW)
    ids = [unit.id for unit in bitext.units]
    assert missing_units(project, slug, ids) == (0, len(ids))
    assert missing_units(project, slug, ids[:3]) == (0, 3)
    assert missing_units(project, slug, ids[:2]) == (1, 3)
    assert missing_units(project, slug, ids[:4]) == (len(ids) - 4, len(ids))
    assert missing_units(project, slug, [f"own-{number}" for number in range(len(ids))])[0] == 0
