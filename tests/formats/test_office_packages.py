"""Office packages made to exhaust what reads them: refused at once, whatever their parts are called."""

from __future__ import annotations

import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from tests.formats.interchange_samples import write_as
from tmflow.errors import FormatError
from tmflow.formats.office import WORKBOOK, check_trees, open_package
from tmflow.formats.pairs import iter_pairs
from tmflow.formats.registry import formats
from tmflow.formats.units import read_returned

BODIES = {
    "docx": ("word/document.xml", b"<w:p/>", b"<w:body>"),
    "xlsx": ("xl/worksheets/sheet1.xml", b"<row/>", b"<sheetData>"),
}


def repacked(folder: Path, kind: str, change: Callable[[str, bytes], bytes], **more: bytes) -> Path:
    """A table of an article, with each part changed, its main part renamed to .bin, and others beside."""
    path, hostile = folder / f"harbor.{kind}", folder / f"hostile.{kind}"
    write_as(formats()[kind], path)
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            made.writestr(renamed(name.encode()).decode(), renamed(change(name, package.read(name))))
        for name, content in more.items():
            made.writestr(f"{name}.bin", content)
    return hostile


def renamed(text: bytes) -> bytes:
    return text.replace(b"document.xml", b"document.bin").replace(b"sheet1.xml", b"sheet1.bin")


def refusal(path: Path) -> str:
    start = process_time()
    with pytest.raises(FormatError) as told:
        read_returned(path)
    assert process_time() - start < 2
    return told.value.problem


@pytest.mark.parametrize("kind", BODIES)
def test_a_part_of_another_name_is_looked_at_too(tmp_path: Path, kind: str) -> None:
    part, tag, body = BODIES[kind]
    noise = os.urandom(200_000)  # so that the package does not give itself away by packing too well

    def with_tags(name: str, content: bytes) -> bytes:
        return content.replace(body, body + tag * 2_000_000) if name == part else content

    def with_doctype(name: str, content: bytes) -> bytes:
        return content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1) if name == part else content

    def in_another_code(name: str, content: bytes) -> bytes:
        return content.replace(b"UTF-8", b"UTF-7", 1) if name == part else content

    def in_ebcdic(name: str, content: bytes) -> bytes:
        return content.decode().replace("UTF-8", "cp037", 1).encode("cp037", "replace") if name == part else content

    assert "more than " in refusal(repacked(tmp_path, kind, with_tags, noise=noise))
    assert "holds a DOCTYPE" in refusal(repacked(tmp_path, kind, with_doctype, noise=noise))
    assert "is in UTF-7, and" in refusal(repacked(tmp_path, kind, in_another_code, noise=noise))
    assert "is in EBCDIC, and" in refusal(repacked(tmp_path, kind, in_ebcdic, noise=noise))


@pytest.mark.parametrize("kind", BODIES)
def test_all_parts_count(tmp_path: Path, kind: str) -> None:
    zeros, noise = bytes(19_000_000), os.urandom(400_000)
    path = repacked(tmp_path, kind, lambda _, content: content, picture=zeros, other=zeros, noise=noise)
    assert refusal(path).startswith("unpacks to 38,4")


def test_a_workbook_of_pairs_holds_no_doctype_either(tmp_path: Path) -> None:
    path = repacked(tmp_path, "xlsx", lambda _, content: content.replace(b"?>", b"?><!DOCTYPE a>", 1))
    with pytest.raises(FormatError, match="holds a DOCTYPE"):
        list(iter_pairs(path))


def test_what_is_no_sheet_is_bounded_together(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/worksheets/sheet1.xml", "<a/>" * 1_000_000)
        for number in range(4):
            made.writestr(f"xl/{number}.xml", f"<a>{'<b/>' * 70_000}</a>")
    with open_package(path, WORKBOOK) as package:
        assert check_trees(package, path) == {"xl/worksheets/sheet1.xml"}
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("xl/more.xml", f"<a>{'<b/>' * 70_000}</a>")
    with (
        pytest.raises(FormatError, match="more than 300,000 tags"),
        open_package(path, WORKBOOK) as package,
    ):
        check_trees(package, path)


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_a_list_of_parts_without_end_is_not_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(10_000):
            made.writestr(f"word/{number}.xml", "")
    tracemalloc.start()
    refused = refusal(path)
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()
    assert "its list of files is too long" in refused
