"""What every format of the registry must keep, whatever it is for, and that a format is one file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.formats.interchange_samples import PAIR
from tests.workflow.projects import aligned
from tmflow.cli.exchange import export_command, merge_command
from tmflow.errors import FormatError, StorageError
from tmflow.formats import known
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.glossaries import iter_terms, write_terms
from tmflow.formats.pairs import iter_pairs, write_pairs
from tmflow.formats.registry import Use, format_of, formats
from tmflow.model.glossary import Term
from tmflow.model.match import MemoryEntry
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import merge_file

EVERY = list(formats().values())
PAIRED = [found for found in EVERY if found.write_pairs is not None]
GLOSSARIES = [found for found in EVERY if found.write_terms is not None]
ENTRIES = [
    MemoryEntry(source="港の灯台", target="The harbor lighthouse", pair=PAIR, document="harbor.po"),
    MemoryEntry(source="=1+1 「庭」", target='=1+1 "garden" <b>&amp;</b>', pair=PAIR, document="harbor.po"),
]
TERMS = [
    Term(japanese=("潮位計",), english=("tide gauge", "tide gauges"), note="brass"),
    Term(japanese=("=庭",), english=("@garden <b>",)),
]
BELLS = """
from pathlib import Path
from tmflow.formats import po
from tmflow.formats.fileformat import FileFormat, has_sign

FORMATS = (
    FileFormat(name="bells", title="Bells", suffixes=(".bells",), is_content=has_sign(b"bells"), read=po.read, write=po.write),
)
"""


@pytest.mark.parametrize("found", EVERY, ids=lambda found: found.name)
def test_a_format_says_what_it_is(found: FileFormat) -> None:
    assert found.title
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in found.suffixes)
    assert any((found.read, found.read_pairs, found.read_terms))


@pytest.mark.parametrize("found", EVERY, ids=lambda found: found.name)
@pytest.mark.parametrize("use", Use)
def test_a_file_is_read_or_refused_with_the_command_that_reads_it(found: FileFormat, use: Use, tmp_path: Path) -> None:
    path = tmp_path / f"a{found.suffixes[0].upper()}"
    path.write_bytes(b"")
    try:
        assert path.suffix.lower() in format_of(path, use).suffixes
    except FormatError as error:
        assert "tmflow " in error.problem  # noqa: PT017 - either is right


@pytest.mark.parametrize("found", PAIRED, ids=lambda found: found.name)
class TestPairs:
    def test_they_come_back_and_two_writes_give_the_same_bytes(self, found: FileFormat, tmp_path: Path) -> None:
        path = tmp_path / f"a{found.suffixes[0]}"
        write_pairs(ENTRIES, path)
        written = [one.read_bytes() for one in sorted(tmp_path.iterdir())]
        back = list(iter_pairs(path))
        assert [(entry.source, entry.target) for entry in back] == [(entry.source, entry.target) for entry in ENTRIES]
        write_pairs([replace(entry) for entry in ENTRIES], path)
        assert [one.read_bytes() for one in sorted(tmp_path.iterdir())] == written

    def test_none(self, found: FileFormat, tmp_path: Path) -> None:
        path = tmp_path / f"a{found.suffixes[0]}"
        assert write_pairs([], path).units == 0
        assert list(iter_pairs(path)) == []

    def test_a_failed_write_leaves_what_was_there(self, found: FileFormat, tmp_path: Path) -> None:
        path = tmp_path / f"a{found.suffixes[0]}"
        write_pairs(ENTRIES, path)
        before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
        with pytest.raises(ZeroDivisionError):
            write_pairs(failing(), path)
        assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


def failing() -> Iterator[MemoryEntry]:
    yield from ENTRIES
    raise ZeroDivisionError


@pytest.mark.parametrize("found", GLOSSARIES, ids=lambda found: found.name)
class TestTerms:
    def test_they_come_back_and_two_writes_give_the_same_bytes(self, found: FileFormat, tmp_path: Path) -> None:
        path = tmp_path / f"a{found.suffixes[0]}"
        write_terms(TERMS, path, form=found.name)
        written = path.read_bytes()
        assert [(term.japanese, term.english, term.note) for _, term in iter_terms(path)] == [
            (term.japanese, term.english, term.note) for term in TERMS
        ]
        write_terms(TERMS, path, form=found.name)
        assert path.read_bytes() == written

    def test_none(self, found: FileFormat, tmp_path: Path) -> None:
        path = tmp_path / f"a{found.suffixes[0]}"
        assert write_terms([], path, form=found.name).units == 0
        assert list(iter_terms(path)) == []

    def test_a_folder_that_is_not_there(self, found: FileFormat, tmp_path: Path) -> None:
        with pytest.raises(StorageError):
            write_terms(TERMS, tmp_path / "none" / "a", form=found.name)


@pytest.fixture
def bells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A format more, by one file in a folder of formats."""
    folder = tmp_path / "formats"
    folder.mkdir()
    (folder / "bells.py").write_text(BELLS, encoding="utf-8")
    monkeypatch.setattr(known, "__path__", [*known.__path__, str(folder)])
    formats.cache_clear()
    yield
    formats.cache_clear()
    sys.modules.pop("tmflow.formats.known.bells", None)


@pytest.mark.usefixtures("bells")
def test_one_file_adds_a_format_everywhere(tmp_path: Path) -> None:
    assert "bells" in CliRunner().invoke(export_command, ["--help"]).output
    assert "Bells" in CliRunner().invoke(merge_command, ["--help"]).output
    project = aligned(tmp_path / "project")
    path = export_article(project, "mist", "bells").path
    assert path.name == "mist.bells"
    assert merge_file(project, path).refused == ()
    nameless = path.rename(path.with_suffix(".dat"))
    nameless.write_bytes(b"# bells\n" + nameless.read_bytes())
    assert format_of(nameless, Use.UNITS).name == "bells"
