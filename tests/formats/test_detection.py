"""A file is what its content says where that is sure; its name counts where it is not."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from tests.formats.interchange_samples import PAIR, harbor
from tests.needed import needed
from tmflow.errors import FormatError
from tmflow.formats.detection import detect
from tmflow.formats.fileformat import Use
from tmflow.formats.glossaries import iter_terms, write_terms
from tmflow.formats.imported import ImportLog
from tmflow.formats.pairs import iter_pairs, write_pairs
from tmflow.formats.units import read_returned, write_bitext
from tmflow.model.glossary import Term
from tmflow.model.match import MemoryEntry

ENTRY = MemoryEntry(source="港", target="Harbor", pair=PAIR, document="harbor")
XLIFF_2 = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ja" trgLang="en"'


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(("written", "name"), [("po", "c.xlf"), ("xliff12", "c.docx"), ("docx", "c.po"), ("xlsx", "c")])
def test_units_are_read_whatever_the_name_says(written: str, name: str, tmp_path: Path) -> None:
    if written == "xlsx":
        needed("openpyxl", install="tmflow[xlsx]")
    write_bitext(harbor(), tmp_path / name, name=written)
    returned = read_returned(tmp_path / name)
    assert returned.slug == "harbor"
    told = f"{name} is {detect(tmp_path / name, Use.UNITS).format.title} by what is in it, whatever its name says"
    assert returned.warning.startswith(told) == ("." in name)


def test_a_warning_joins_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.docx"
    write_bitext(harbor(), path, name="xliff12")
    put(
        path,
        path.read_text(encoding="utf-8").replace(
            "<xliff ", '<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" '
        ),
    )
    assert "read as that; SDLXLIFF is read as" in read_returned(path).warning


@pytest.mark.parametrize("name", ["a.csv", "a.po", "a.ja"])
def test_pairs_are_read_with_a_warning(name: str, tmp_path: Path) -> None:
    write_pairs([ENTRY], tmp_path / name, form="tmx")
    log = ImportLog()
    assert [entry.target for entry in iter_pairs(tmp_path / name, log=log)] == ["Harbor"]
    assert log.report().warning == f"{name} is TMX 1.4 by what is in it, whatever its name says: read as that"


def test_terms_are_read_with_a_warning(tmp_path: Path) -> None:
    write_pairs([ENTRY], tmp_path / "a.tbx", form="tmx")
    log = ImportLog()
    assert [term.english for _, term in iter_terms(tmp_path / "a.tbx", log=log)] == [("Harbor",)]
    assert log.warning.startswith("a.tbx is TMX 1.4")


@pytest.mark.parametrize("form", ["tmx", "tsv", "jsonl"])
def test_what_is_packed_is_unpacked_whatever_its_name(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    write_pairs([ENTRY], path)
    put(path, gzip.compress(path.read_bytes()))
    log = ImportLog()
    assert [entry.target for entry in iter_pairs(path, log=log)] == ["Harbor"]
    assert log.warning == ""


@pytest.mark.parametrize("form", ["tbx", "csv", "yaml"])
def test_terms_that_are_packed_are_unpacked(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    write_terms([Term(japanese=("港",), english=("harbor",))], path, form=form)
    put(path, gzip.compress(path.read_bytes()))
    assert [term.english for _, term in iter_terms(path)] == [("harbor",)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a file of an old office program, or a locked one: save it as .docx or .xlsx, without a password",
        ),
        (b"<!DOCTYPE html>\n<html>", "an HTML page"),
        (b"<?xml version='1.0'?>\n<!-- a harbor -->\n<svg xmlns='x'/>", "XML of another kind: its root is <svg>"),
    ],
)
@pytest.mark.parametrize("name", ["a.xlf", "a.docx", "a.po"])
def test_what_is_of_no_format_is_named(name: str, content: bytes, kind: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read_returned(put(tmp_path / name, content))
    assert caught.value.problem.endswith(f", whatever its name says: it looks like {kind}")
    with pytest.raises(FormatError) as caught:
        read_returned(put(tmp_path / "a.dat", content))
    assert caught.value.problem.endswith(f"by what is in it; it looks like {kind}")


@pytest.mark.parametrize("head", ["", "# harbor, quay\n\n", "---\n", "%YAML 1.2\n---\n"])
def test_a_glossary_in_yaml_is_no_table(head: str, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", f"{head}- ja: 港\n  en: harbor\n  note: a quay, a pier\n")
    log = ImportLog()
    assert [term.english for _, term in iter_terms(path, log=log)] == [("harbor",)]
    assert log.warning == "a.csv is YAML glossary by what is in it, whatever its name says: read as that"
    with pytest.raises(FormatError, match=r"YAML glossary holds no pairs: import it as a glossary"):
        list(iter_pairs(path))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("terms:\n  - ja: 港\n    en: harbor, quay\n", "a glossary is a list of terms, each beginning with - ja:"),
        ('[{"ja": "港", "en": "harbor"}]\n', "it looks like one JSON list: write one object a line, as .jsonl"),
        ("<html><body>港,harbor</body></html>", "it looks like an HTML page"),
        ("<!-- a, b --><!DOCTYPE html>\n<p>港,harbor", "it looks like an HTML page"),
    ],
)
def test_what_is_no_table_for_certain_is_told_in_one_line(content: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        list(iter_terms(put(tmp_path / "a.csv", content)))
    assert caught.value.problem.endswith(problem)


def test_an_open_document_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(FormatError, match="it looks like an OpenDocument file: save it as"):
        read_returned(path)


@pytest.mark.parametrize("name", ["a.odt", "a.ods", "a"])
@pytest.mark.parametrize("use", list(Use))
def test_an_open_document_is_no_table_though_it_has_tabs(name: str, use: Use, tmp_path: Path) -> None:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "ja\ten\n港\tHarbor\n")
    with pytest.raises(FormatError, match="it looks like an OpenDocument file: save it as"):
        detect(path, use)


def test_content_that_decides_is_of_another_use(tmp_path: Path) -> None:
    write_pairs([ENTRY], tmp_path / "a.xlf", form="tmx")
    with pytest.raises(FormatError, match=r"TMX 1\.4 holds no units of an article: import it as a memory"):
        read_returned(tmp_path / "a.xlf")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "<b>港</b>,<b>Harbor</b>\n"),
        ("a.csv", "msgid,msgstr\n港,Harbor\n"),
        ("a.tsv", "msgid\tmsgstr\n港\tHarbor\n"),
        ("a.tsv", '{"港"}\t{"Harbor"}\n'),
        ("a.csv", "# 港\tand more,Harbor\n"),
    ],
)
def test_what_a_table_may_begin_with_is_no_other_format(name: str, content: str, tmp_path: Path) -> None:
    detected = detect(put(tmp_path / name, content), Use.PAIRS)
    assert (detected.format.name, detected.warning) == (name[2:], "")


@pytest.mark.parametrize(
    ("root", "name"),
    [
        ("<x:xliff xmlns:x='urn:oasis:names:tc:xliff:document:1.2'", "xliff12"),
        ("<xliff version='1.1'", "xliff12"),
        (f"{XLIFF_2} version='2.2'", "xliff21"),
        (f"{XLIFF_2} version='2.0'", "xliff20"),
        ("<xliff srcLang='ja'", "xliff20"),
        ("<xliff", "xliff12"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_version_of_xliff_by_its_root(root: str, name: str, codec: str, tmp_path: Path) -> None:
    head = f"<?xml version='1.0'?>\n<!-- <tmx> {'港' * 5_000} -->\n<!DOCTYPE xliff [<!ENTITY a '>'>]>\n{root}><file/>"
    assert detect(put(tmp_path / "a.xliff", head.encode(codec)), Use.UNITS).format.name == name


def test_a_beginning_made_to_exhaust_is_passed_once(tmp_path: Path) -> None:
    path = put(tmp_path / "a.dat", b"<!-- a --><?b?> " * 4_000 + b"<")
    with pytest.raises(FormatError, match="no file of pairs"):
        detect(path, Use.PAIRS)


@pytest.mark.parametrize("name", ["a.tmx", "a.xlsx", "a.po", "a"])
@pytest.mark.parametrize("use", list(Use))
def test_what_can_be_read_only_once_is_refused_and_not_waited_for(name: str, use: Use, tmp_path: Path) -> None:
    path = tmp_path / name
    os.mkfifo(path)
    with pytest.raises(FormatError, match="no regular file"):
        detect(path, use)
