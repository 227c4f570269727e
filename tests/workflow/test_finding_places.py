"""Where findings point: at the characters themselves, also where these are markup or stand in no unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import EN, JA, make_project, reopened
from tmflow.check.finding import Finding
from tmflow.workflow.align import align_project
from tmflow.workflow.verify import verify_project


def found(root: Path, ja: str, en: str, *only: str, suffix: str = ".md") -> list[Finding]:
    """What rules find in a pair of articles, once they are aligned."""
    make_project(root)
    for language, text in (("ja", ja), ("en", en)):
        path = root / "articles" / language / f"mist{suffix}"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    project = reopened(make_project(root))
    list(align_project(project))
    return list(verify_project(reopened(project), only=only).findings)


def pointed_at(root: Path, finding: Finding, language: str) -> str:
    """The characters of the file that a finding points at."""
    place = finding.source if language == "ja" else finding.target
    assert place is not None
    assert place.column is not None
    line = (root / place.path).read_text(encoding="utf-8").split("\n")[place.line - 1]
    return line[place.column - 1 : place.end_column and place.end_column - 1]


@pytest.mark.parametrize(
    ("suffix", "texts", "wanted", "there"),
    [
        (".md", ("[案内](https://example.org/a)を見る。", "See the [guide](https://example.org/b)."), "a", "b"),
        (".md", ('[案内](https://example.org/a "港")を見る。', 'See [it](https://example.org/b "port").'), "a", "b"),
        (
            ".html",
            (
                '<p><a href="https://example.org/?a=1&amp;b=2">案内</a>を見る。</p>',
                '<p>See the <a href="https://example.org/?a=1&amp;b=3">guide</a>.</p>',
            ),
            "?a=1&amp;b=2",
            "?a=1&amp;b=3",
        ),
    ],
)
def test_a_changed_address_of_a_link(
    tmp_path: Path, suffix: str, texts: tuple[str, str], wanted: str, there: str
) -> None:
    ja, en = ("\n\n".join([*around[1:4], text, *around[4:]]) for around, text in zip((JA, EN), texts, strict=True))
    if suffix == ".html":
        ja, en = (text.replace("\n\n", "\n<hr>\n") for text in (ja, en))
    (finding,) = found(tmp_path, ja, en, "url", suffix=suffix)
    assert pointed_at(tmp_path, finding, "ja") == f"https://example.org/{wanted}"
    assert pointed_at(tmp_path, finding, "en") == f"https://example.org/{there}"


def test_a_lost_end_mark(tmp_path: Path) -> None:
    ja = "\n\n".join([*JA, "（本稿終了）"])
    (finding,) = found(tmp_path, ja, "\n\n".join(EN), "pub.credits", suffix=".txt")
    assert pointed_at(tmp_path, finding, "ja") == "（本稿終了）"
    assert finding.target is not None
    assert (finding.target.line, finding.target.column) == (2 * len(EN) - 1, len(EN[-1]))
