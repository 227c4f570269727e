"""What is wrong in memories from elsewhere is told at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import aligned, reopened
from tmflow.workflow.project import Project
from tmflow.workflow.verify import Verification, verify_project

UNITS = (
    ("船は港を出て、南へ向かった。", "The ship left the harbor and headed south.", ""),
    ("船は港を出て、北へ向かった。", "The ship left the harbor and", ""),
    ("定員は40人だ。", "It holds 40 people.", ""),
    ("定員は40人だ。", "It holds 14 people.", ""),
    ("港には古い灯台がある。", "There is an old lighthouse.", ' creationid="MT!"'),
    ("The harbor is old and quiet.", "港は古くて静かだ。", ""),
    ("風もない。", "", ""),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = aligned(tmp_path)
    units = "".join(
        f'<tu{attribute}><tuv xml:lang="ja"><seg>{ja}</seg></tuv><tuv xml:lang="en"><seg>{en}</seg></tuv></tu>\n'
        for ja, en, attribute in UNITS
    )
    header = '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="ja" datatype="plaintext"/>'
    text = f'<tmx version="1.4">\n{header}\n<body>\n{units}</body>\n</tmx>\n'
    (project.memories_folder / "old.tmx").write_text(text, encoding="utf-8")
    return project


def checked(project: Project, *slugs: str, only: tuple[str, ...] = ("tm.*",)) -> Verification:
    return verify_project(reopened(project), slugs, only=only)


def test_each_is_told_at_its_line(project: Project) -> None:
    found = [(finding.rule, str(finding.location), finding.message) for finding in checked(project).findings]
    assert found == [
        ("tm.noise", "memories/old.tmx:5", "the translation breaks off: The ship left the harbor and"),
        ("tm.conflict", "memories/old.tmx:7", "定員は40人だ。 has other figures in line 6: It holds 40 people."),
        ("tm.noise", "memories/old.tmx:8", "machine translation that nobody has confirmed: There is an old lighthouse."),
        ("tm.noise", "memories/old.tmx:9", found[3][2]),
        ("tm.noise", "memories/old.tmx:10", "one side is empty: it is never offered"),
    ]  # fmt: skip
    assert checked(project).findings == checked(project).findings


def test_they_are_no_articles(project: Project) -> None:
    assert not checked(project, "mist").findings
    assert not checked(project, only=("num.*",)).findings
    assert list(checked(project).contents.articles) == ["mist"]


def test_one_that_cannot_be_read_is_named(project: Project) -> None:
    path = project.memories_folder / "old.tmx"
    path.write_text(path.read_text(encoding="utf-8").removesuffix("</body>\n</tmx>\n"), encoding="utf-8")
    (problem,) = checked(project).unreadable
    assert "old.tmx" in problem
