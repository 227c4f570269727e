from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.interchange_samples import OPTIONS, harbor
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.registry import FORMATS, format_named, format_of, read_returned


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("po", "po"),
        ("TMX", "tmx"),
        ("xliff", "xliff21"),
        ("XLIFF 2.1".replace(" ", "-"), "xliff21"),
        ("xliff1.2", "xliff12"),
    ],
)
def test_names(name: str, found: str) -> None:
    assert format_named(name).name == found


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match='no format is called "docx": po, tmx, xliff12, xliff21'):
        format_named("docx")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_written_file_is_known_again(name: str, tmp_path: Path) -> None:
    found = FORMATS[name]
    path = tmp_path / f"harbor{found.suffixes[0].upper()}"
    found.write(harbor(), path, OPTIONS)
    assert format_of(path) is found


def test_xliff_is_known_by_its_version_not_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.sdlxliff"
    FORMATS["xliff12"].write(harbor(), path, OPTIONS)
    assert read_returned(path).slug == "harbor"
    path.write_text("<html/>", encoding="utf-8")
    with pytest.raises(FormatError, match="its root is <html>"):
        format_of(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="not an interchange file by its name"):
        format_of(Path("a.docx"))
    path = tmp_path / "a.tmx"
    FORMATS["tmx"].write(harbor(), path, OPTIONS)
    with pytest.raises(FormatError, match=r"TMX 1\.4 holds no units of an article: import it as a memory"):
        read_returned(path)
