"""`tmflow glossary`: what its commands print, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import make_project
from tmflow.workflow.project import Project

GLOSSARY = """\
- {ja: 潮位計, en: tide gauge, forbidden: {en: tide meter}, note: brass, part_of_speech: noun, definition: 海面の高さを測る器械}
- {ja: 潮入町, en: [Shioiri, Shioiri Town], kind: name}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path)
    project.glossary_path.write_text(GLOSSARY, encoding="utf-8")
    return project


def test_list_and_search(project: Project) -> None:
    done = tmflow(project, "glossary", "list")
    first = ["潮位計   tide gauge   (noun)", "  not: tide meter", "  海面の高さを測る器械", "  brass"]
    assert done.out.splitlines() == [*first, "潮入町   Shioiri, Shioiri Town   (name)"]
    assert tmflow(project, "glossary", "list", "--kind", "name").out.splitlines() == done.out.splitlines()[-1:]
    (row,) = json.loads(tmflow(project, "glossary", "search", "METER", "--format", "json").out)["terms"]
    assert (row["ja"], row["forbidden"], row["kind"]) == (["潮位計"], {"ja": [], "en": ["tide meter"]}, "term")
    nothing = tmflow(project, "glossary", "search", "quay")
    assert (nothing.code, nothing.out, nothing.told) == (0, "", ['"quay" is in no term of the glossary.'])


def test_import_says_what_came_of_each_term(project: Project) -> None:
    (project.root / "a.csv").write_text("潮位計,gauge\n潮入町,Shioiri\n港,port\n岸壁,\n", encoding="utf-8")
    done = tmflow(project, "glossary", "import", "a.csv", "--dry-run")
    assert done.code == 1
    counts = "4 read, 1 new, 1 same, 1 conflicting (keep-existing), 1 refused (one side is empty: line 4)"
    assert done.out.splitlines() == [
        f"a.csv: {counts}   (dry run: nothing was written)",
        "  line 1: 潮位計 conflicting: en: gauge",
    ]
    assert project.glossary_path.read_text(encoding="utf-8") == GLOSSARY
    told = tmflow(project, "glossary", "import", "a.csv", "--on-conflict", "merge", "--format", "json")
    (row,) = json.loads(told.out)["imports"]
    assert row["read"] == row["new"] + row["same"] + row["conflicting"] + row["refused"]
    assert (row["changed"], row["conflicts"]) == (1, [{"line": 1, "ja": "潮位計", "differences": ["en: gauge"]}])
    assert "en: [tide gauge, gauge]" in project.glossary_path.read_text(encoding="utf-8")


def test_export_and_its_refusals(project: Project) -> None:
    assert tmflow(project, "glossary", "export", "-o", "a.tbx").out == "a.tbx: 2 terms\n"
    assert tmflow(project, "glossary", "import", "a.tbx").out == "a.tbx: 2 read, 0 new, 2 same\n"
    tmflow(project, "glossary", "export", "--plain", "--from", "en", "-o", "a.txt")
    assert (project.root / "a.txt").read_text(encoding="utf-8").splitlines()[0] == "tide gauge\t潮位計"
    unknown = tmflow(project, "glossary", "export", "-o", "a.dat")
    assert (unknown.code, unknown.told) == (
        2,
        ["tmflow: a.dat: its name tells no format; name one (--to csv, tbx, tbx-dct, tbx2, tsv, yaml)"],
    )
