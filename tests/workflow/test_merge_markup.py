"""Markup that a translator edits where a file has it as it is written: a title is a text, an address is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import edit, paired, reopened
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import merge_file

JA = '# 猫の話\n\n[白い猫](neko.html "猫")は港にいる。\n\n`log.txt`を見る。\n\n海の![絵](umi.png)である。\n'
EN = (
    '# Of a cat\n\nThe [white cat](cat.html "Cat page") is in the harbor.\n\nSee the `log.txt` there.'
    "\n\nThis is the ![picture](sea.png) of the sea.\n"
)


@pytest.mark.parametrize(
    ("old", "new", "warned"),
    [
        ("Cat page", "The page of the cat", ""),
        ("![picture]", "![view]", ""),
        ("cat.html", "cats.html", "](cats.html"),
        ("sea.png", "ocean.png", "ocean.png"),
        ("`log.txt` there", "`sea.log` there", "`sea.log`"),
        ("is in the harbor", "sits in the harbor", ""),
    ],
)
def test_markup_that_was_edited_in_po(tmp_path: Path, old: str, new: str, warned: str) -> None:
    project = paired(tmp_path, "cat.md", JA, EN)
    exported = export_article(project, "cat", "po").path
    edit(exported, old, new)
    merged = merge_file(reopened(project), exported)
    (change,) = merged.changed
    assert not merged.refused
    assert new in change.after
    assert bool(change.warning) == bool(warned)
    assert warned in change.warning
