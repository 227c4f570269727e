"""Taking merges back, and merging several files at once: all of it or nothing."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from tests.workflow.projects import EN, JA, aligned, edit, reopened, targets_of, tree
from tmflow.errors import ConfigError, StorageError, TmflowError
from tmflow.formats.xliff12 import NAMESPACE
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import merge_files
from tmflow.workflow.project import Project
from tmflow.workflow.translate import translate_article
from tmflow.workflow.undo import undo_merge

NEW = "It was built in 1908."
WIND = ("風の朝", JA[2], "風見鶏は南を指す。")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose articles "fog" and "wind" have a translated unit in common."""
    root = tmp_path / "project"
    root.mkdir()
    project = aligned(root, also_ja={"fog": JA[:4], "wind": WIND})
    for slug in ("fog", "wind"):
        translate_article(reopened(project), slug, use_mt=False)
    return reopened(project)


def returned(project: Project, slug: str, text: str = NEW) -> Path:
    path = export_article(project, slug, "xliff12").path
    edit(path, EN[2], text)
    return path


def test_a_merge_is_taken_back_to_the_byte(project: Project) -> None:
    files = (returned(project, "fog"), returned(project, "wind"))
    before = tree(project.root)
    merge_files(project, files)
    assert targets_of(project, "fog")[JA[2]] == NEW
    assert tree(project.root) != before
    undone = undo_merge(reopened(project))
    assert [path.name for path in undone] == ["fog.po", "wind.po"]
    assert tree(project.root) == before


def test_merges_are_taken_back_one_after_the_other(project: Project) -> None:
    path = returned(project, "fog")
    before = tree(project.root)
    merge_files(project, (path,))
    edit(path, NEW, "They built it in 1908.")
    merge_files(reopened(project), (path,))
    undo_merge(reopened(project))
    assert targets_of(project, "fog")[JA[2]] == NEW
    undo_merge(reopened(project))
    edit(path, "They built it in 1908.", NEW)
    assert tree(project.root) == before
    with pytest.raises(ConfigError, match="no merge to take back"):
        undo_merge(reopened(project))


def test_what_was_edited_since_is_not_thrown_away(project: Project) -> None:
    files = (returned(project, "fog"), returned(project, "wind"))
    merge_files(project, files)
    edit(project.bitext_path("wind"), NEW, "Built in 1908.")
    before = tree(project.root)
    with pytest.raises(ConfigError, match=r"wind\.po has changed since the merge"):
        undo_merge(reopened(project))
    assert tree(project.root) == before


def test_a_dry_run_of_an_undo_only_names_the_files(project: Project) -> None:
    merge_files(project, (returned(project, "fog"),))
    before = tree(project.root)
    assert [path.name for path in undo_merge(reopened(project), dry_run=True)] == ["fog.po"]
    assert tree(project.root) == before
    assert undo_merge(reopened(project))


def test_a_merge_that_changed_nothing_leaves_nothing_to_take_back(project: Project) -> None:
    merge_files(project, (export_article(project, "fog", "xliff12").path,))
    with pytest.raises(ConfigError, match="no merge to take back"):
        undo_merge(reopened(project))


def test_one_wrong_file_and_none_is_merged(project: Project) -> None:
    good, wrong = returned(project, "fog"), returned(project, "wind")
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("wind.txt", "dew.txt"), encoding="utf-8")
    before = tree(project.root)
    with pytest.raises(ConfigError, match=r"no bitext memories/dew\.po"):
        merge_files(project, (good, wrong))
    assert tree(project.root) == before


def test_a_bitext_that_cannot_be_written_and_none_is(project: Project) -> None:
    """The second file is longer than the machine allows; the first, written by then, is put back."""
    long = " ".join(["It was built in 1908."] * 1_000)
    files = (returned(project, "fog"), returned(project, "wind", long))
    before = tree(project.root)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(StorageError, match=r"file too large writing .*wind\.po"):
            merge_files(project, files)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert tree(project.root) == before
    with pytest.raises(ConfigError, match="no merge to take back"):
        undo_merge(reopened(project))


def test_a_document_of_several_articles(project: Project) -> None:
    first, second = (etree.parse(returned(project, slug)).getroot() for slug in ("fog", "wind"))
    first.append(second[0])
    both = project.root / "both.xlf"
    both.write_bytes(etree.tostring(first))
    merges = merge_files(project, (both,))
    assert [(merge.slug, len(merge.changed), merge.refused) for merge in merges] == [("fog", 1, ()), ("wind", 1, ())]
    assert targets_of(project, "fog")[JA[2]] == targets_of(project, "wind")[JA[2]] == NEW


def test_two_files_of_one_article(project: Project) -> None:
    first = returned(project, "fog")
    second = first.with_name("second.xlf")
    second.write_text(
        first.read_text(encoding="utf-8").replace(NEW, EN[2]).replace(EN[1], "He climbs."), encoding="utf-8"
    )
    merge_files(project, (second, first))
    targets = targets_of(project, "fog")
    assert (targets[JA[1]], targets[JA[2]]) == ("He climbs.", NEW)


def test_two_files_that_change_a_unit_each_in_its_own_way(project: Project) -> None:
    first = returned(project, "fog")
    second = first.with_name("second.xlf")
    second.write_text(first.read_text(encoding="utf-8").replace(NEW, "Built in 1908."), encoding="utf-8")
    _, merge = merge_files(project, (first, second))
    assert [change.reason for change in merge.refused] == ["another file of this merge has changed it otherwise"]
    assert targets_of(project, "fog")[JA[2]] == NEW


def test_a_file_of_another_project_is_told_by_its_units(project: Project) -> None:
    path = returned(project, "fog")
    root = etree.parse(path).getroot()
    for number, unit in enumerate(root.iter(f"{{{NAMESPACE}}}trans-unit")):
        unit.set("id", f"other-{number}")
    path.write_bytes(etree.tostring(root))
    with pytest.raises(ConfigError, match="none of its 4 units is of fog"):
        merge_files(project, (path,))


def test_other_languages_are_refused(project: Project) -> None:
    path = returned(project, "fog")
    edit(path, 'target-language="en"', 'target-language="fr-CA"')
    with pytest.raises(ConfigError, match="translates ja > fr-CA, the bitext of fog ja>en"):
        merge_files(project, (path,))


@pytest.mark.parametrize(
    "row",
    [
        '{"slug": "../escaped", "before": "", "after": ""}',
        '{"slug": "a/b", "before": "", "after": ""}',
        '{"path": "../escaped.txt", "before": "", "after": ""}',
        '{"slug": "fog"}',
        '"fog"',
        "7",
    ],
)
def test_a_record_from_elsewhere_names_no_file_to_write(project: Project, row: str) -> None:
    folder = project.cache_folder / "merges" / "000001"
    folder.mkdir(parents=True)
    (folder / "merge.json").write_text(f'{{"is_finished": true, "files": [{row}]}}', encoding="utf-8")
    (folder / "escaped.po").write_text("x", encoding="utf-8")
    before = tree(project.root.parent)
    with pytest.raises(TmflowError, match=r"merge\.json cannot be read"):
        undo_merge(reopened(project))
    assert tree(project.root.parent) == before


def test_a_bitext_that_is_gone_is_not_put_back(project: Project) -> None:
    merge_files(project, (returned(project, "fog"),))
    project.bitext_path("fog").unlink()
    with pytest.raises(ConfigError, match=r"fog\.po has changed since the merge"):
        undo_merge(reopened(project))
    assert not project.bitext_path("fog").exists()


def test_a_merge_that_was_killed_between_two_files_is_taken_back_by_the_next(project: Project) -> None:
    """The record says that it was not finished; of the two files the first has been written."""
    files = (returned(project, "fog"), returned(project, "wind"))
    before = {slug: project.bitext_path(slug).read_bytes() for slug in ("fog", "wind")}
    merge_files(project, files)
    record = project.cache_folder / "merges" / "000001" / "merge.json"
    record.write_text(record.read_text(encoding="utf-8").replace("true", "false"), encoding="utf-8")
    project.bitext_path("wind").write_bytes(before["wind"])
    with pytest.raises(ConfigError, match="no merge to take back"):
        undo_merge(reopened(project))
    assert {slug: project.bitext_path(slug).read_bytes() for slug in ("fog", "wind")} == before


def test_twenty_merges_are_kept(project: Project) -> None:
    path = returned(project, "fog")
    texts = [f"It was built in {year}." for year in range(1900, 1922)]
    for old, new in pairwise([NEW, *texts]):
        edit(path, old, new)
        merge_files(reopened(project), (path,))
    assert len(list((project.cache_folder / "merges").glob("*/merge.json"))) == 20


def test_a_merge_waits_for_another_writer_and_a_dry_run_does_not(project: Project) -> None:
    path = returned(project, "fog")
    holder = "import sys; from tmflow.workflow.project import open_project\n"
    holder += "with open_project(sys.argv[1]).writing():\n print('held', flush=True)\n sys.stdin.read()"
    command = [sys.executable, "-c", holder, str(project.root)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        assert merge_files(reopened(project), (path,), dry_run=True)[0].changed
        merging = threading.Thread(target=merge_files, args=(reopened(project), (path,)))
        merging.start()
        merging.join(0.5)
        assert merging.is_alive()
        other.stdin.close()
        merging.join(10)
    assert targets_of(project, "fog")[JA[2]] == NEW
