"""`tmflow publish --to pdf` as a user runs it: with the machine's browser, and without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chromium import chromium_path
from tests.cli.run import tmflow
from tests.workflow.projects import aligned


@pytest.mark.browser
def test_an_article_is_printed(tmp_path: Path) -> None:
    chromium_path()
    project = aligned(tmp_path)
    result = tmflow(project, "publish", "--to", "pdf", "mist")
    assert (result.code, "public/pdf/mist.pdf   bilingual, 8 units" in result.out) == (0, True)
    assert (project.root / "public" / "pdf" / "mist.pdf").read_bytes().startswith(b"%PDF")


def test_a_machine_without_a_browser_is_told_in_one_line_what_to_install(tmp_path: Path) -> None:
    result = tmflow(aligned(tmp_path), "publish", "--to", "pdf", "mist", environment={"PATH": str(tmp_path)})
    assert (result.code, len(result.told)) == (3, 1)
    assert "apt-get install chromium" in result.err
