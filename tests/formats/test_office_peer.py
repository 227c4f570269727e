"""LibreOffice reads the tables tmflow writes, and tmflow those that LibreOffice saves."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.formats.interchange_samples import write_as
from tests.needed import needed
from tmflow.errors import FormatError
from tmflow.formats.registry import formats
from tmflow.formats.review import MAX_UNITS
from tmflow.formats.units import read_returned, write_bitext
from tmflow.model.bitext import Bitext, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair

needed("docx", install="tmflow[dev]")
needed("openpyxl", install="tmflow[xlsx]")


def saved_by_libreoffice(path: Path, ending: str) -> Path:
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("soffice is missing: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
        pytest.skip("LibreOffice is not installed")
    out = path.parent / "saved"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", ending, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / f"{path.stem}.{ending}"


@pytest.mark.parametrize(("kind", "between"), [("docx", "docx"), ("docx", "odt"), ("xlsx", "xlsx"), ("xlsx", "ods")])
def test_a_table_that_libreoffice_saved_is_the_same_table(kind: str, between: str, tmp_path: Path) -> None:
    path = tmp_path / f"harbor.{kind}"
    write_as(formats()[kind], path)
    saved = saved_by_libreoffice(path, between)
    if between != kind:
        saved = saved_by_libreoffice(saved, kind)
    assert read_returned(saved) == read_returned(path)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_largest_table_comes_back_and_a_larger_one_is_not_written(kind: str, tmp_path: Path) -> None:
    units = tuple(
        TranslationUnit(
            id=f"u{number}",
            source=Content.of(f"港{number}"),
            target=Content.of(f"Quay {number}."),
            state=State.TRANSLATED,
        )
        for number in range(MAX_UNITS)
    )
    bitext = Bitext(slug="harbor", pair=LanguagePair(Language.JA, Language.EN), units=units)
    path = tmp_path / f"harbor.{kind}"
    write_bitext(bitext, path, name=kind)
    assert len(read_returned(path).units) == MAX_UNITS
    with pytest.raises(FormatError, match="is not read back"):
        write_bitext(replace(bitext, units=(*units, replace(units[0], id="one-more"))), path, name=kind)
