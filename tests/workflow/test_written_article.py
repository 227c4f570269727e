"""An article that was written from its bitext, aligned again: it reads as the bitext does, however a character is spelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import edit, paired, reopened
from tmflow.workflow.align import align_project
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import merge_file

TABLE_JA = "# 茶の話\n\n| 種類 | 味 |\n|---|---|\n| 浅煎り | 軽い |\n"
TABLE_EN = "# The tale of tea\n\n| Kind | Taste |\n|---|---|\n| Light roast | Mild |\n"
PAGE_JA = '<h1>橋の話</h1><p>橋は長い。</p><img src="a.png" alt="古い橋の写真"><p>川は広い。</p>'
PAGE_EN = '<h1>Of a bridge</h1><p>It is long.</p><img src="a.png" alt="The old bridge"><p>The river is wide.</p>'


@pytest.mark.parametrize(
    ("name", "texts", "old", "new", "written"),
    [
        ("tea.md", (TABLE_JA, TABLE_EN), "Light roast", "Light | roast", "| Light \\| roast |"),
        ("tea.md", (TABLE_JA, TABLE_EN), "The tale of tea", "The *tale* of tea", "# The \\*tale\\* of tea"),
        ("page.html", (PAGE_JA, PAGE_EN), "The old bridge", 'The "bridge"', 'alt="The &quot;bridge&quot;"'),
        ("page.html", (PAGE_JA, PAGE_EN), "Of a bridge", "Bridge &amp; river", "<h1>Bridge &amp; river</h1>"),
    ],
)
def test_the_written_article_reads_as_the_bitext(
    tmp_path: Path, name: str, *, texts: tuple[str, str], old: str, new: str, written: str
) -> None:
    project = paired(tmp_path, name, *texts)
    slug = Path(name).stem
    exported = export_article(project, slug, "xliff12").path
    edit(exported, old, new)
    assert [change.outcome for change in merge_file(reopened(project), exported).changes].count("changed") == 1
    article = export_article(reopened(project), slug, "article", force=True).path
    assert written in article.read_text(encoding="utf-8")
    (aligned,) = align_project(reopened(project))
    assert aligned.corrected == 0
