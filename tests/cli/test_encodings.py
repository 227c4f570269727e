"""Articles that are not UTF-8: what they were read as is told, or what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import aligned


@pytest.mark.parametrize(
    ("codec", "name"),
    [("cp932", "Shift_JIS (CP932)"), ("euc-jp", "EUC-JP"), ("utf-16", "UTF-16"), ("iso2022_jp", "ISO-2022-JP")],
)
@pytest.mark.parametrize("words", [("check",), ("align",)])
def test_what_an_article_was_read_as_is_told(tmp_path: Path, codec: str, name: str, words: tuple[str, ...]) -> None:
    project = aligned(tmp_path)
    path = tmp_path / "articles/ja/mist.txt"
    path.write_bytes(path.read_text(encoding="utf-8").encode(codec))
    for _ in range(2):  # what is known from the first run is told again
        result = tmflow(project, *words)
        assert result.code == 0
        assert result.told == [f"articles/ja/mist.txt: not UTF-8, read as {name}"]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("side", ["ja", "en"])
def test_utf_16_without_its_mark_is_refused_with_the_next_step(tmp_path: Path, codec: str, side: str) -> None:
    project = aligned(tmp_path)
    path = tmp_path / f"articles/{side}/mist.txt"
    path.write_bytes(path.read_text(encoding="utf-8").encode(codec))
    result = tmflow(project, "check")
    assert result.code == 2
    assert "looks like UTF-16. tmflow convert" in result.err


def test_a_mark_of_utf_8_needs_no_word(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    path = tmp_path / "articles/ja/mist.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert tmflow(project, "check").told == []
