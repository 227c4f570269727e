"""The working file after what other programs do to it: gettext's, translate-toolkit's and PO editors' own rewriting.

Each takes all it can into its own form and writes it again; of what tmflow keeps there, nothing may be lost.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from translate.convert import po2xliff, pot2po, xliff2po
from translate.storage.po import pofile

from tests.formats.interchange_samples import OPTIONS, harbor
from tests.formats.test_po import gettext_tool, stored
from tmflow.formats.po import read_po, serialize_po, write_po
from tmflow.model.bitext import Bitext


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "harbor.po"
    write_po(harbor(), path, OPTIONS)
    return path


def run(tool: str, *arguments: str) -> str:
    done = subprocess.run([gettext_tool(tool), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def as_set(bitext: Bitext) -> set[str]:
    return {repr(unit) for unit in stored(bitext).units}


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("msgcat", ["--no-wrap"]),
        ("msgcat", ["--width=20"]),
        ("msgcat", ["--escape"]),
        ("msgcat", ["--indent"]),
        ("msgcat", ["--strict"]),
        ("msgcat", ["--add-location=file"]),
        ("msgcat", ["--no-location"]),
        ("msgcat", ["--sort-output"]),
        ("msgcat", ["--sort-by-file"]),
        ("msguniq", []),
        ("msgattrib", []),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_gettext_keeps_every_unit(tool: str, arguments: list[str], written: Path, tmp_path: Path) -> None:
    after = tmp_path / "after.po"
    run(tool, *arguments, "-o", str(after), str(written))
    assert as_set(read_po(after)) == as_set(harbor())
    assert run("msgfmt", "-c", "-o", str(tmp_path / "a.mo"), str(after)) == ""


def test_msgmerge_with_the_template_of_the_same_article(written: Path, tmp_path: Path) -> None:
    """A template is the file without its translations; gettext takes what it knows of each entry from the old file."""
    template, after = tmp_path / "harbor.pot", tmp_path / "after.po"
    template.write_text(
        re.sub(r'^msgstr ".+"$', 'msgstr ""', serialize_po(harbor(), OPTIONS), flags=re.MULTILINE), "utf-8"
    )
    run("msgmerge", "--quiet", "--no-fuzzy-matching", "--previous", "-o", str(after), str(written), str(template))
    assert as_set(read_po(after)) == as_set(harbor())


def test_msgmerge_with_a_sentence_that_changed_keeps_its_translation_as_stale(written: Path, tmp_path: Path) -> None:
    """What gettext finds to be like an old sentence comes back as a draft that says what it was made for."""
    text = serialize_po(harbor(), OPTIONS)
    template, after = tmp_path / "harbor.pot", tmp_path / "after.po"
    template.write_text(text.replace('msgid "潮の番人"', 'msgid "潮の番人たち"'), "utf-8")
    run("msgmerge", "--quiet", "--previous", "-o", str(after), str(written), str(template))
    changed = read_po(after).units[0]
    assert (changed.source.text, changed.target.text if changed.target else "") == (
        "潮の番人たち",
        "The Keeper of the Tides",
    )
    assert changed.is_stale
    assert changed.previous_source is not None
    assert changed.previous_source.text == "潮の番人"


def test_msgattrib_gives_the_drafts_alone(written: Path, tmp_path: Path) -> None:
    after = tmp_path / "after.po"
    run("msgattrib", "--only-fuzzy", "-o", str(after), str(written))
    drafts = {repr(unit) for unit in stored(harbor()).units if unit.is_stale or unit.draft}
    assert as_set(read_po(after)) == drafts


def test_po2xliff_and_back_keeps_the_texts(written: Path, tmp_path: Path) -> None:
    """Its XLIFF has no place for a context: of two units with one text it keeps the first, and says so itself."""
    xliff, after = tmp_path / "a.xlf", tmp_path / "after.po"
    with written.open("rb") as before, xliff.open("wb") as stream:
        po2xliff.convertpo(before, stream, None)
    with xliff.open("rb") as before, after.open("wb") as stream:
        xliff2po.convertxliff(before, stream, None)
    kept = {(unit.source.native, unit.target) for unit in read_po(after).units}
    expected = {(unit.source.native, unit.target) for unit in harbor().units if unit.source}
    assert {source for source, target in expected - kept} == {"風を待つ。"}


def test_pot2po_with_the_template_of_the_same_article(written: Path, tmp_path: Path) -> None:
    template, after = tmp_path / "harbor.pot", tmp_path / "after.po"
    template.write_text(
        re.sub(r'^msgstr ".+"$', 'msgstr ""', serialize_po(harbor(), OPTIONS), flags=re.MULTILINE), "utf-8"
    )
    with template.open("rb") as wanted, written.open("rb") as old, after.open("wb") as stream:
        pot2po.convertpot(wanted, stream, old, fuzzymatching=False)
    assert as_set(read_po(after)) == as_set(harbor())


def test_pofilter_only_adds_its_findings(written: Path, tmp_path: Path) -> None:
    after = tmp_path / "after.po"
    command = [
        sys.executable,
        "-m",
        "translate.filters.pofilter",
        "--progress=none",
        "-i",
        str(written),
        "-o",
        str(after),
    ]
    subprocess.run(command, check=True, capture_output=True)
    known = {repr(replace(unit, notes=())) for unit in stored(harbor()).units}
    filtered = read_po(after).units
    assert {repr(replace(unit, notes=())) for unit in filtered} <= known


def test_the_toolkit_writes_again_what_it_read(written: Path) -> None:
    pofile.parsefile(str(written)).savefile(str(written))
    assert as_set(read_po(written)) == as_set(harbor())


def test_an_editor_that_wraps_writes_its_headers_and_drops_obsolete_entries(written: Path) -> None:
    """Poedit wraps at 78 columns, adds X-Generator and Last-Translator, and writes references of its own order."""
    text = written.read_text("utf-8")
    edited = text.replace(
        '"MIME-Version: 1.0\\n"',
        '"X-Generator: Poedit 3.4\\n"\n"X-Poedit-SourceCharset: UTF-8\\n"\n"MIME-Version: 1.0\\n"',
    )
    written.write_text(f'{edited}\n#~ msgid "gone"\n#~ msgstr "Gone"\n', "utf-8", newline="\r\n")
    assert stored(read_po(written)) == stored(harbor())
