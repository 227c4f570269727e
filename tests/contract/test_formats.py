"""What every format of the registry must keep, whatever it is for, and that a format is one file."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.contract.with_bells import FOLDER
from tests.formats.interchange_samples import PAIR, TESTS, harbor
from tests.workflow.projects import aligned
from tmflow.cli.exchange import export_command, merge_command
from tmflow.cli.memory_import import import_command as memory_import
from tmflow.cli.memory_overview import export_command as memory_export
from tmflow.cli.pairs import align_command
from tmflow.cli.term_exchange import export_command as glossary_export
from tmflow.cli.term_exchange import import_command as glossary_import
from tmflow.errors import FormatError, StorageError
from tmflow.formats import known
from tmflow.formats.detection import Detected, detect
from tmflow.formats.fileformat import FileFormat, Use
from tmflow.formats.glossaries import iter_terms, write_terms
from tmflow.formats.pairs import iter_pairs, write_pairs
from tmflow.formats.registry import format_named, formats, usual_format
from tmflow.formats.units import read_returned, write_bitext
from tmflow.model.glossary import Term
from tmflow.model.match import MemoryEntry
from tmflow.workflow.export import export_article, export_format
from tmflow.workflow.file_formats import format_called
from tmflow.workflow.merge import merge_file

EVERY = list(formats().values())
PAIRED = [found for found in EVERY if found.write_pairs is not None]
GLOSSARIES = [found for found in EVERY if found.write_terms is not None]
TOLD = [(found, use) for found in EVERY for use in Use if found.is_sure and found.writes(use) and found.reads(use)]
ENTRIES = [
    MemoryEntry(source="港の灯台", target="The harbor lighthouse", pair=PAIR, document="harbor.po"),
    MemoryEntry(source="=1+1 「庭」", target='=1+1 "garden" <b>&amp;</b>', pair=PAIR, document="harbor.po"),
]
TERMS = [
    Term(japanese=("潮位計",), english=("tide gauge", "tide gauges"), note="brass"),
    Term(japanese=("=庭",), english=("@garden <b>",)),
]


@pytest.mark.parametrize("found", EVERY, ids=lambda found: found.name)
def test_a_format_says_what_it_is(found: FileFormat) -> None:
    assert found.title
    assert found.summary
    assert all(one.startswith(".") and one == one.lower() for one in (*found.suffixes, *found.loose_suffixes))
    assert not set(found.suffixes) & set(found.loose_suffixes)
    assert any((found.read, found.read_pairs, found.read_terms))
    assert [format_named(name) for name in (found.name, *found.names)] == [found] * (1 + len(found.names))


def test_no_name_is_of_two_formats_and_one_format_is_the_usual() -> None:
    names = [name for found in EVERY for name in (found.name, *found.names)]
    assert len(set(names)) == len(names)
    assert usual_format().write is not None


@pytest.mark.parametrize("found", EVERY, ids=lambda found: found.name)
@pytest.mark.parametrize("use", Use)
def test_a_file_is_read_or_refused_with_the_command_that_reads_it(found: FileFormat, use: Use, tmp_path: Path) -> None:
    path = tmp_path / f"a{found.suffixes[0].upper()}"
    path.write_bytes(b"")
    try:
        assert path.suffix.lower() in detect(path, use).format.suffixes
    except FormatError as error:
        assert "tmflow " in error.problem  # noqa: PT017 - either is right


@pytest.mark.parametrize(("found", "use"), TOLD, ids=lambda one: getattr(one, "name", str(one)))
class TestContent:
    """A file of a format that is told by what is in it."""

    def test_it_is_known_without_a_name(self, found: FileFormat, use: Use, tmp_path: Path) -> None:
        path = write(found, use, tmp_path / "harbor")
        assert detect(path, use) == Detected(format=detect(path, use).format)
        assert detect(path, use).format.title == found.title

    @pytest.mark.parametrize("other", EVERY, ids=lambda other: other.name)
    def test_it_goes_before_the_name_of_another(
        self, found: FileFormat, use: Use, other: FileFormat, tmp_path: Path
    ) -> None:
        path = write(found, use, tmp_path / f"harbor{other.suffixes[0]}")
        detected = detect(path, use)
        assert detected.format.title == found.title
        assert bool(detected.warning) == (found.suffixes != other.suffixes)

    def test_it_is_known_packed(self, found: FileFormat, use: Use, tmp_path: Path) -> None:
        path = write(found, use, tmp_path / f"harbor{found.suffixes[0]}")
        packed = path.read_bytes()
        if not packed.startswith(b"PK"):
            packed = gzip.compress(packed)
        path.write_bytes(packed)
        assert detect(path, use).format.title == found.title
        assert read(path, use)


def write(found: FileFormat, use: Use, path: Path) -> Path:
    """Write a file for a use."""
    if use is Use.UNITS:
        write_bitext(harbor(), path, name=found.name)
    elif use is Use.PAIRS:
        write_pairs(ENTRIES, path, form=found.name)
    else:
        write_terms(TERMS, path, form=found.name)
    return path


def read(path: Path, use: Use) -> list[Any]:
    """What a file gives."""
    if use is Use.UNITS:
        return list(read_returned(path).units)
    return list(iter_pairs(path) if use is Use.PAIRS else iter_terms(path))


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
def _bells(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A format more, by one file in a folder of formats."""
    monkeypatch.setattr(known, "__path__", [*known.__path__, str(FOLDER)])
    formats.cache_clear()
    yield
    formats.cache_clear()
    sys.modules.pop("tmflow.formats.known.bells", None)


@pytest.mark.usefixtures("_bells")
def test_one_file_adds_a_format_everywhere(tmp_path: Path) -> None:
    for command in (export_command, memory_export, glossary_export):
        shown = CliRunner().invoke(command, ["--help"]).output
        assert re.search(r"--to \[[^\]]*\bbells\b", shown)
        assert re.search(r"^ +bells +Bells 1.0: for whoever rings them$", shown, re.MULTILINE)
    for command in (merge_command, memory_import, glossary_import):
        assert re.search(r"^ +Bells 1.0 +\.bells$", CliRunner().invoke(command, ["--help"]).output, re.MULTILINE)
    assert re.search(r"--format \[[^\]]*\bbells\b", CliRunner().invoke(align_command, ["--help"]).output)
    project = aligned(tmp_path / "project")
    path = export_article(project, "mist", format_called("Chimes")).path
    assert path.name == "mist.bells"
    assert merge_file(project, path).refused == ()
    assert detect(path.rename(path.with_suffix(".dat")), Use.UNITS).format.name == "bells"
    assert export_format(None, Path("a.bells")) == "bells"


def test_a_format_more_is_held_to_the_contract() -> None:
    """The suite runs in a process of its own, in which there is one file more and no other change."""
    suite = [str(Path(__file__).with_name(name)) for name in ("test_formats.py", "test_exchange.py")]
    command = [sys.executable, "-m", "pytest", "-p", "with_bells", "-k", "bells", "-rA", *suite]
    found = [str(Path(__file__).parent), *sys.path]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=TESTS.parent,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(found)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.findall(r"^PASSED .*\[.*bells", done.stdout, re.MULTILINE)
    assert len(passed) > len(EVERY), done.stdout
    assert "SKIPPED" not in done.stdout
