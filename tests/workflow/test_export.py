"""What an export may overwrite: what it wrote itself, and nothing that somebody would miss."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import EN, JA, aligned, edit, reopened, tree
from tmflow.errors import ConfigError
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import merge_file
from tmflow.workflow.project import Project
from tmflow.workflow.translate import translate_article

NEW = "It was built in 1908."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = aligned(tmp_path, also_ja={"fog": JA[:4]})
    translate_article(project, "fog", use_mt=False)
    return reopened(project)


@pytest.mark.parametrize("format", ["xliff12", "docx", "xlsx", "po"])
def test_what_a_reviewer_edited_is_not_overwritten(project: Project, format: str) -> None:
    path = export_article(project, "fog", format).path
    export_article(project, "fog", format)
    path.write_bytes(path.read_bytes() + b"\n")
    edited = path.read_bytes()
    with pytest.raises(ConfigError, match=rf"exports/{path.name} is not as tmflow wrote it, .*: --force"):
        export_article(project, "fog", format)
    assert path.read_bytes() == edited
    export_article(project, "fog", format, force=True)
    assert path.read_bytes() == edited[:-1]


def test_what_was_taken_back_may_be_overwritten(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    edit(path, EN[2], NEW)
    merge_file(project, path)
    assert NEW in export_article(reopened(project), "fog", "xliff12").path.read_text(encoding="utf-8")


def test_what_is_refused_by_a_merge_is_still_kept(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    edit(path, JA[2], JA[3])
    merge_file(project, path)
    with pytest.raises(ConfigError, match="is not as tmflow wrote it"):
        export_article(reopened(project), "fog", "xliff12")


def test_without_its_cache_the_same_file_is_written_again(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    shutil.rmtree(project.cache_folder)
    assert export_article(reopened(project), "fog", "xliff12").path == path


@pytest.mark.parametrize("name", ["articles/ja/fog.txt", "articles/en/new.txt", "memories/fog.po", "memories/new.tmx"])
@pytest.mark.parametrize("format", ["xliff12", "po", "article"])
def test_nothing_is_written_among_articles_and_bitexts(project: Project, name: str, format: str) -> None:
    before = tree(project.root)
    with pytest.raises(ConfigError, match="where no export goes"):
        export_article(project, "fog", format, output=project.root / name, force=True)
    assert tree(project.root) == before


def test_the_command_line(project: Project) -> None:
    tmflow(project, "export", "fog")
    edit(project.root / "exports" / "fog.xlf", EN[2], NEW)
    refused = tmflow(project, "export", "fog")
    assert refused.code == 2
    assert tmflow(project, "export", "fog", "--force").code == 0
