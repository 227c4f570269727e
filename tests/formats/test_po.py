from __future__ import annotations

import os
import shutil
import stat
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest
from translate.storage.pypo import pofile

from tests.formats.interchange_samples import OPTIONS, PAIR, cases, check_golden, harbor, unit
from tmflow.errors import FormatError, StorageError
from tmflow.formats.po import parse_po, read, read_po, read_po_file, serialize_po, unit_id, write_po
from tmflow.model.bitext import Bitext, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat

A = Path("a.po")
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"X-Source-Language: ja\\n"
"X-Tmflow-Article: harbor\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""


def stored(bitext: Bitext) -> Bitext:
    """A bitext as a PO file keeps it: candidates are not stored."""
    return replace(bitext, units=tuple(replace(unit, candidates=()) for unit in bitext.units))


def gettext_tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing: apt-get install gettext")
        pytest.skip(f"{name} is not installed")
    return found


def only_unit(body: str) -> TranslationUnit:
    units = parse_po(HEADER + body, path=Path("a.po")).bitext.units
    assert len(units) == 1
    return units[0]


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "harbor.po"
    report = write_po(harbor(), path, OPTIONS)
    assert report.units == 9
    assert read_po(path) == stored(harbor())


def test_a_second_write_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "harbor.po"
    write_po(harbor(), path, OPTIONS)
    before = path.read_bytes()
    write_po(read_po(path), path, OPTIONS)
    assert path.read_bytes() == before


def test_golden() -> None:
    check_golden("harbor.po", serialize_po(harbor(), OPTIONS).encode())


@pytest.mark.parametrize("case", cases("interchange_po.yaml"), ids=lambda case: str(case["id"]))
def test_entries_as_an_editor_leaves_them(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(FormatError) as caught:
            only_unit(case["input"])
        assert str(case["error"]) in str(caught.value), case["why"]
        return
    found = only_unit(case["input"])
    answer = {
        "state": found.state.value,
        "draft": found.draft,
        "origin": found.origin.kind.value if found.origin else None,
        "target": found.target.native if found.target is not None else None,
        "side": found.side.value,
        "notes": list(found.notes),
        "previous": found.previous_source.native if found.previous_source else None,
    }
    expected = {"side": "both", "notes": [], "previous": None} | case["expected"]
    assert answer == expected, case["why"]


def test_a_file_with_more_entries_than_any_article_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text('msgid "a"\nmsgstr ""\n\n' * 50_002, encoding="utf-8")
    started = time.process_time()
    with pytest.raises(FormatError, match=r"a\.po: more than 50,000 entries"):
        read(path)
    assert time.process_time() - started < 1


def test_an_unclosed_string_is_named_as_the_table_of_bad_input_says() -> None:
    with pytest.raises(FormatError, match=r"^a\.po:2: string not closed$"):
        parse_po('msgid "a"\nmsgstr "b\n', path=Path("a.po"))


def test_a_missing_file_is_no_content(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"none\.po: cannot be read: No such file"):
        read_po(tmp_path / "none.po")


def test_other_bytes_than_the_header_says(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(HEADER.encode() + 'msgid "港"\n'.encode("cp932"))
    with pytest.raises(FormatError, match=r"a\.po:8: not UTF-8 \(byte 0x8d\)"):
        read_po(path)


@pytest.mark.parametrize("codec", ["undefined", "rot13", "CHARSET"])
def test_a_charset_that_is_none_is_read_as_utf_8(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.po"
    path.write_text(HEADER.replace("UTF-8", codec) + 'msgid "港"\nmsgstr "Harbor"\n', encoding="utf-8")
    assert read_po(path).units[0].source.text == "港"


def test_a_declared_charset_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    text = HEADER.replace("UTF-8", "EUC-JP") + 'msgid "港"\nmsgstr "Harbor"\n'
    path.write_bytes(text.encode("euc-jp"))
    assert read_po(path).units[0].source.text == "港"


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    text = HEADER + 'msgid "港"\nmsgstr "Harbor"\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert [found.source.text for found in read_po(path).units] == ["港"]


def test_without_a_header_the_first_entry_keeps_its_comment(tmp_path: Path) -> None:
    path = tmp_path / "harbor.po"
    path.write_text('# tmflow: state=reviewed\nmsgid "港"\nmsgstr "Harbor"\n', encoding="utf-8")
    with pytest.raises(FormatError, match="names no Language"):
        read_po(path)
    text = HEADER.replace("X-Tmflow-Article: harbor", "X-Other: 1") + '# tmflow: state=final\nmsgid "港"\nmsgstr "H"\n'
    found = parse_po(text, path=path).bitext
    assert (found.slug, found.units[0].state) == ("harbor", State.FINAL)


def test_language_slip_in_the_header() -> None:
    with pytest.raises(FormatError, match=r'header: "jp" is not a language tmflow knows \(ja\?\)'):
        parse_po(HEADER.replace("X-Source-Language: ja", "X-Source-Language: jp"), path=Path("a.po"))


def test_headers_of_an_editor_and_formats_are_handed_on(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    options = replace(OPTIONS, target_format=ArticleFormat.HTML, headers=(("Last-Translator", "Aoki <a@example.org>"),))
    write_po(Bitext(slug="a", pair=PAIR, units=(unit("港"),)), path, options)
    read = read_po_file(path).options
    assert (read.source_format, read.target_format) == (ArticleFormat.MARKDOWN, ArticleFormat.HTML)
    assert read.headers == (("Last-Translator", "Aoki <a@example.org>"),)


def test_ids_are_derived_and_stable() -> None:
    assert unit_id("風を待つ。") == "u-" + unit_id("風を待つ。")[2:]
    assert len({unit_id("a"), unit_id("a", 2), unit_id("a", 1, Side.TARGET), unit_id("b")}) == 4
    with pytest.raises(ValueError, match="counts from 1"):
        unit_id("a", 0)


def test_the_second_repeat_keeps_its_id_when_the_first_is_deleted() -> None:
    bitext = stored(harbor())
    fewer = replace(bitext, units=tuple(found for found in bitext.units if found.state is not State.FINAL))
    assert parse_po(serialize_po(fewer, OPTIONS), path=Path("harbor.po")).bitext == fewer


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    bad = replace(unit("港"), source=Content.of("a\ud83d"))
    with pytest.raises(FormatError, match=r"U\+D83D is half a character"):
        write_po(Bitext(slug="a", pair=PAIR, units=(bad,)), path)
    assert not path.exists()


def test_returned_po_leaves_out_what_has_no_source(tmp_path: Path) -> None:
    path = tmp_path / "harbor.po"
    write_po(harbor(), path, OPTIONS)
    returned = read(path)
    assert len(returned.units) == 8
    assert all(found.source for found in returned.units)


def test_the_mode_of_a_file_is_kept_and_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.po", tmp_path / "link.po"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    write_po(harbor(), link, OPTIONS)
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["link.po", "real.po"]


def test_a_refused_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.po"
    path.write_text("old", encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"^disk full writing .*a\.po; the old file is unchanged$"):
        write_po(harbor(), path, OPTIONS)
    assert path.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["a.po"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no such folder: "):
        write_po(harbor(), tmp_path / "none" / "a.po", OPTIONS)


def test_msgfmt_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "harbor.po"
    write_po(harbor(), path, OPTIONS)
    command = [gettext_tool("msgfmt"), "-c", "-o", str(tmp_path / "harbor.mo"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_msgcat_changes_nothing_of_ours(tmp_path: Path) -> None:
    path, wrapped = tmp_path / "harbor.po", tmp_path / "wrapped.po"
    write_po(harbor(), path, OPTIONS)
    command = [gettext_tool("msgcat"), "--width=40", "-o", str(wrapped), str(path)]
    subprocess.run(command, capture_output=True, check=True)
    assert wrapped.read_bytes() != path.read_bytes()
    assert read_po(wrapped) == stored(harbor())


def test_translate_toolkit_changes_nothing_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "harbor.po"
    write_po(harbor(), path, OPTIONS)
    store = pofile.parsefile(str(path))
    assert [found.isfuzzy() for found in store.units if not found.isheader()] == [
        found.draft or found.is_stale for found in harbor().units
    ]
    store.savefile(str(path))
    assert read_po(path) == stored(harbor())


def test_polib_with_its_defaults_loses_nothing(tmp_path: Path) -> None:
    """Comments of 78 columns are wrapped by polib, at hyphens too: the tool lines must be shorter than that."""
    root = Path(__file__).parents[2]
    for path in sorted((root / "memories").glob("*.po")):
        copy = tmp_path / path.name
        polib.pofile(str(path)).save(str(copy))
        assert read_po(copy) == read_po(path)


class TestEntriesByTheHundred:
    """polib gets the entries some hundred at a time."""

    BITEXT = Bitext(
        slug="a", pair=PAIR, units=tuple(unit(f"第{number}の潮", "Tide", notes=("#", "x")) for number in range(1_201))
    )

    def test_they_come_back_as_from_one_text(self) -> None:
        text = serialize_po(self.BITEXT)
        assert parse_po(text, path=A).bitext == self.BITEXT

    def test_a_fault_far_down_is_told_with_its_line(self) -> None:
        text = serialize_po(self.BITEXT)
        lines = text.split("\n")
        at = lines.index('msgid "第1100の潮"')
        lines.insert(at, "# tmflow: state=wet")
        with pytest.raises(FormatError, match="'wet' is not a valid State") as caught:
            parse_po("\n".join(lines), path=A)
        assert (caught.value.line or 0) - at in range(-3, 4)

    def test_an_entry_that_comes_again_in_another_batch_is_refused(self) -> None:
        text = serialize_po(self.BITEXT)
        with pytest.raises(FormatError, match="the same msgid as at line"):
            parse_po(text + '\nmsgid "第3の潮"\nmsgstr "Ebb"\n', path=A)
