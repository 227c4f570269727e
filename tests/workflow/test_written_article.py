"""An article that was written from its bitext, aligned again: it reads as the bitext does, however a character is spelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import edit, paired, reopened
from tmflow.workflow.align import align_project
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import Outcome, merge_file
from tmflow.workflow.returned_article import write_returned_articles

TABLE_JA = "# 茶の話\n\n| 種類 | 味 |\n|---|---|\n| 浅煎り | 軽い |\n"
TABLE_EN = "# The tale of tea\n\n| Kind | Taste |\n|---|---|\n| Light roast | Mild |\n"
CLOCK_JA = "駅の時計\n\n駅の時計は古い。\n\n時計は正しい。\n"
CLOCK_EN = "Of a clock\n\nThe station clock is old.\n\nThe clock is right.\n"
LINK_JA = '# 猫の話\n\n[白い猫](neko.html "猫の頁")は**港**にいる。\n'
LINK_EN = '# Of a cat\n\nThe [white cat](cat.html "Cat page") is in the __harbor__.\n'
PAGE_JA = '<h1>橋の話</h1><p>橋は長い。</p><img src="a.png" alt="古い橋の写真"><p>川は広い。</p>'
PAGE_EN = '<h1>Of a bridge</h1><p>It is long.</p><img src="a.png" alt="The old bridge"><p>The river is wide.</p>'


@pytest.mark.parametrize(
    ("name", "texts", "old", "new", "written"),
    [
        ("tea.md", (TABLE_JA, TABLE_EN), "Light roast", "Light | roast", "| Light \\| roast |"),
        ("tea.md", (TABLE_JA, TABLE_EN), "The tale of tea", "The *tale* of tea", "# The \\*tale\\* of tea"),
        ("clock.txt", (CLOCK_JA, CLOCK_EN), "Of a clock", "# The *station* clock", "# The *station* clock"),
        ("clock.txt", (CLOCK_JA, CLOCK_EN), "The clock is", "- The clock is", "- The clock is right."),
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
    assert [change.outcome for change in merge_file(reopened(project), exported).changes].count(Outcome.CHANGED) == 1
    article = export_article(reopened(project), slug, "article", force=True).path
    assert written in article.read_text(encoding="utf-8")
    (aligned,) = align_project(reopened(project))
    assert aligned.corrected == 0


@pytest.mark.parametrize("format", ["xliff12", "xliff21"])
def test_a_returned_file_gives_the_article_that_its_project_gives(tmp_path: Path, format: str) -> None:
    project = paired(tmp_path, "cat.md", LINK_JA, LINK_EN)
    exported = export_article(project, "cat", format).path
    edit(exported, " is in the ", " sits in the ")
    output = tmp_path / "alone.md"
    write_returned_articles(exported, settings=project.settings, project=reopened(project), output=output)
    merge_file(reopened(project), exported)
    article = export_article(reopened(project), "cat", "article", force=True).path
    assert 'The [white cat](cat.html "Cat page") sits in the __harbor__.' in article.read_text(encoding="utf-8")
    assert output.read_bytes() == article.read_bytes()
