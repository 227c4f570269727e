from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tmflow
from tests.formats.interchange_samples import write_as
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.detection import detect
from tmflow.formats.fileformat import Use
from tmflow.formats.registry import format_named, formats
from tmflow.formats.units import read_returned


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("po", "po"),
        ("TMX", "tmx"),
        ("xliff", "xliff12"),
        ("XLIFF 2.1".replace(" ", "-"), "xliff21"),
        ("xliff1.2", "xliff12"),
    ],
)
def test_names(name: str, found: str) -> None:
    assert format_named(name).name == found


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match='no format is called "odt": csv, '):
        format_named("odt")


OUTPUTS = {"csv", "tsv", "jsonl"}
"""What the command line prints its rows in, too; those are no files of a format."""


def test_no_other_module_calls_a_format_by_its_name() -> None:
    names = {name for found in formats().values() for name in (found.name, *found.names)} - OUTPUTS
    source = Path(tmflow.__file__).parent
    known = source / "formats" / "known"
    own = {f"{name}.py" for name in ("tbx_reading", "tmx", "xliff12", "xliff_core", "xliff_stream")}  # their root
    wrong = [
        f"{path.relative_to(source)}:{node.lineno}"
        for path in source.rglob("*.py")
        if path.parent != known and path.name not in own
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert not wrong


@pytest.mark.parametrize("name", [name for name, found in formats().items() if found.read])
def test_a_written_file_is_known_again(name: str, tmp_path: Path) -> None:
    found = formats()[name]
    path = tmp_path / f"harbor{found.suffixes[0].upper()}"
    write_as(found, path)
    assert detect(path, Use.UNITS).format is found


def test_xliff_is_known_by_its_version_not_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.sdlxliff"
    write_as(formats()["xliff12"], path)
    assert read_returned(path).slug == "harbor"
    path.write_text("<html/>", encoding="utf-8")
    with pytest.raises(FormatError, match=r"no XLIFF 1\.2, whatever its name says: it looks like an HTML page"):
        read_returned(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(b"a harbor")
    with pytest.raises(FormatError, match="no file of units of an article by its name"):
        detect(path, Use.UNITS)
    path = tmp_path / "a.tmx"
    write_as(formats()["tmx"], path)
    with pytest.raises(
        FormatError, match=r"TMX 1\.4 holds no units of an article: import it as a memory: tmflow memory import"
    ):
        read_returned(path)
