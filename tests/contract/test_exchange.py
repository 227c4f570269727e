"""What every interchange format that comes back must keep."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.formats.interchange_samples import harbor, write_as
from tmflow.errors import FormatError, StorageError
from tmflow.formats.codes import align_ids, code_fault, is_same_source, restore_natives
from tmflow.formats.export import ExportOptions
from tmflow.formats.fileformat import FileFormat, Trait
from tmflow.formats.po import unit_id
from tmflow.formats.registry import formats
from tmflow.formats.returned import ReturnedFile
from tmflow.formats.units import read_returned
from tmflow.model.bitext import Bitext, Side, State, TranslationUnit
from tmflow.model.content import Content

RETURNING = [found for found in formats().values() if found.read is not None]
EVERY = [found for found in formats().values() if found.write is not None]


TEXTS = (
    "]]> <b>&amp; &lt; \"'",
    "=HYPERLINK(1) +1 @a -b",
    "⟦1⟧ ⟦⟦/1⟧⟧ ⟦",
    "_x0041_ _x000D_ 0012 1/2",
    "tab\tand  two blanks\u3000\xa0",
    "one\ntwo",
    "\\n %s {0} ${x} \\",
    "emoji \U0001f6f3 e\u0301 \u202eright\u202c",
    "bell\x07 tab\x0b",
)
HOSTILE = tuple(
    TranslationUnit(
        id=unit_id(text), source=Content.of(text), target=Content.of(text), state=State.TRANSLATED, draft=True
    )
    for text in TEXTS
)


def is_package(written: bytes) -> bool:
    return written.startswith(b"PK")


def open_units() -> list[TranslationUnit]:
    """The units a translator may change: those with a source that is not confirmed as standing alone."""
    return [unit for unit in harbor().units if unit.source and not (unit.side is Side.SOURCE and not unit.draft)]


def there_and_back(found: FileFormat, tmp_path: Path, bitext: Bitext) -> ReturnedFile:
    path = tmp_path / f"out{found.suffixes[0]}"
    write_as(found, path, bitext)
    return read_returned(path)


@pytest.mark.parametrize("found", RETURNING, ids=lambda found: found.name)
class TestReturning:
    def test_article_and_languages(self, found: FileFormat, tmp_path: Path) -> None:
        returned = there_and_back(found, tmp_path, harbor())
        assert (returned.slug, returned.pair) == ("harbor", harbor().pair)

    def test_units_and_sources(self, found: FileFormat, tmp_path: Path) -> None:
        returned = {unit.id: unit for unit in there_and_back(found, tmp_path, harbor()).units}
        for unit in open_units():
            assert is_same_source(returned[unit.id].source, unit.source)

    def test_targets_and_their_codes(self, found: FileFormat, tmp_path: Path) -> None:
        returned_file = there_and_back(found, tmp_path, harbor())
        returned = {unit.id: unit for unit in returned_file.units}
        for unit in open_units():
            back = returned[unit.id].target
            assert (back is None) == (unit.target is None)
            if back is not None and unit.target is not None:
                back = align_ids(back, unit.source) if returned_file.is_native else back
                assert code_fault(back, source=unit.source, exported=unit.target) is None
                assert restore_natives(back, source=unit.source, exported=unit.target).native == unit.target.native

    def test_what_is_a_draft_stays_one(self, found: FileFormat, tmp_path: Path) -> None:
        returned = {unit.id: unit for unit in there_and_back(found, tmp_path, harbor()).units}
        for unit in open_units():
            if unit.target is not None:
                assert returned[unit.id].draft == (unit.draft or unit.is_stale)

    def test_what_a_person_approved_stays_approved(self, found: FileFormat, tmp_path: Path) -> None:
        returned = {unit.id: unit for unit in there_and_back(found, tmp_path, harbor()).units}
        for unit in open_units():
            if unit.state in {State.REVIEWED, State.FINAL}:
                assert returned[unit.id].state in {State.REVIEWED, State.FINAL}

    def test_notes(self, found: FileFormat, tmp_path: Path) -> None:
        returned = {unit.id: unit for unit in there_and_back(found, tmp_path, harbor()).units}
        assert [returned[unit.id].notes for unit in open_units()] == [unit.notes for unit in open_units()]

    def test_an_empty_bitext(self, found: FileFormat, tmp_path: Path) -> None:
        assert there_and_back(found, tmp_path, replace(harbor(), units=())).units == ()

    def test_hostile_text(self, found: FileFormat, tmp_path: Path) -> None:
        path = tmp_path / f"out{found.suffixes[0]}"
        report = write_as(found, path, Bitext(slug="harbor", pair=harbor().pair, units=HOSTILE), ExportOptions())
        back = {unit.id: unit for unit in read_returned(path).units}
        for unit in HOSTILE:
            removed = {characters for name, characters in report.removed if name == unit.id}
            expected = "".join(one for one in unit.source.text if not any(one in some for some in removed))
            assert is_same_source(back[unit.id].source, Content.of(expected))
            target = back[unit.id].target
            assert target is not None
            assert target.text == expected

    @pytest.mark.parametrize("content", [b"", b"a harbor", b"<html/>", b"PK\x05\x06" + bytes(18), b"\x89PNG\r\n\0\xff"])
    def test_another_kind_of_file_is_refused(self, found: FileFormat, content: bytes, tmp_path: Path) -> None:
        path = tmp_path / f"out{found.suffixes[0]}"
        path.write_bytes(content)
        with pytest.raises(FormatError) as caught:
            read_returned(path)
        assert caught.value.path == path

    @pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
    def test_a_truncated_file_is_refused(self, found: FileFormat, share: float, tmp_path: Path) -> None:
        path = tmp_path / f"out{found.suffixes[0]}"
        write_as(found, path)
        whole, units = path.read_bytes(), read_returned(path).units
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            back = read_returned(path).units
        except FormatError as error:
            assert error.path == path  # noqa: PT017 - what may end after any unit may have done so
        else:
            assert Trait.OPEN_ENDED in found.traits
            assert back == units[: len(back)]


@pytest.mark.parametrize("found", EVERY, ids=lambda found: found.name)
class TestWriting:
    def test_two_writes_give_the_same_bytes(self, found: FileFormat, tmp_path: Path) -> None:
        first, second = tmp_path / "1", tmp_path / "2"
        write_as(found, first)
        write_as(found, second)
        assert first.read_bytes() == second.read_bytes()

    def test_utf_8_without_a_mark_and_with_plain_line_ends(self, found: FileFormat, tmp_path: Path) -> None:
        path = tmp_path / "out"
        write_as(found, path)
        if is_package(path.read_bytes()):
            return
        text = path.read_bytes().decode("utf-8")
        assert not text.startswith("\ufeff")
        assert "\r" not in text
        assert text.endswith("\n")

    def test_the_options_may_be_left_out(self, found: FileFormat, tmp_path: Path) -> None:
        assert write_as(found, tmp_path / "out", options=None).units > 0

    def test_a_failed_write_leaves_nothing_behind(self, found: FileFormat, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        with pytest.raises(StorageError):
            write_as(found, tmp_path / "out")
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    def test_a_folder_that_is_not_there(self, found: FileFormat, tmp_path: Path) -> None:
        with pytest.raises(StorageError):
            write_as(found, tmp_path / "none" / "out")
