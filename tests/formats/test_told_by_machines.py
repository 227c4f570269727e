"""What other tools say of a machine's work is not taken for a person's; what a file holds twice or not at all is told."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.formats.interchange_samples import PAIR
from tmflow.errors import FormatError
from tmflow.formats.imported import ImportLog
from tmflow.formats.pairs import iter_pairs, write_pairs
from tmflow.model.match import MemoryEntry

TMX = '<tmx version="1.4"><header srclang="ja"/><body><tu{}><tuv xml:lang="ja"><seg>港</seg></tuv>{}</tu></body></tmx>'
TUV = '<tuv xml:lang="en"{}><seg>Harbor</seg></tuv>'
XLIFF = (
    '<xliff version="1.2"><file original="a" source-language="ja" target-language="en"><body>'
    '<trans-unit id="1">{}<target{}>Harbor</target></trans-unit></body></file></xliff>'
)
SOURCE = "<source>港</source>"


def entries(path: Path, text: str) -> tuple[list[MemoryEntry], ImportLog]:
    path.write_text(text, encoding="utf-8")
    log = ImportLog()
    return list(iter_pairs(path, log=log)), log


@pytest.mark.parametrize("name", ["MT!", "MT", "x-MT"])
@pytest.mark.parametrize("is_variant", [True, False])
def test_a_machine_that_made_a_unit_or_its_target(tmp_path: Path, name: str, *, is_variant: bool) -> None:
    said = f' creationid="{name}"'
    text = TMX.format("" if is_variant else said, TUV.format(said if is_variant else ""))
    (entry,), _ = entries(tmp_path / "a.tmx", text)
    assert (entry.origin, entry.draft) == ("mt", True)


def test_a_person_that_made_a_target(tmp_path: Path) -> None:
    (entry,), _ = entries(tmp_path / "a.tmx", TMX.format("", TUV.format(' creationid="Aoki"')))
    assert (entry.origin, entry.draft, entry.author) == ("human", False, "Aoki")


def test_a_second_seg_and_a_variant_without_one_are_told(tmp_path: Path) -> None:
    twice = TUV.format("").replace("</tuv>", "<seg>Port</seg></tuv>")
    (entry,), log = entries(tmp_path / "a.tmx", TMX.format("", twice))
    assert (entry.target, dict(log.left_out)) == ("Harbor", {"second seg of a variant": 1})
    _, log = entries(tmp_path / "b.tmx", TMX.format("", TUV.format("") + '<tuv xml:lang="en"/>'))
    assert dict(log.left_out) == {"variant without a seg": 1}


@pytest.mark.parametrize(
    ("attributes", "draft"),
    [
        (' state-qualifier="leveraged-mt"', True),
        (' state="new" state-qualifier="mt-suggestion"', True),
        (' state="needs-review-translation" state-qualifier="leveraged-mt"', True),
        (' state="translated" state-qualifier="leveraged-mt"', False),
        (' state="signed-off" state-qualifier="mt-suggestion"', False),
    ],
)
def test_machine_work_in_xliff_keeps_its_origin(tmp_path: Path, attributes: str, *, draft: bool) -> None:
    (entry,), _ = entries(tmp_path / "a.xlf", XLIFF.format(SOURCE, attributes))
    assert (entry.origin, entry.draft) == ("mt", draft)


def test_a_unit_without_a_source_is_counted(tmp_path: Path) -> None:
    found, log = entries(tmp_path / "a.xlf", XLIFF.format("", ""))
    assert (found, log.read, [one.reason for one in log.refused]) == ([], 1, ["no source"])


def test_names_in_capitals_are_packed_too(tmp_path: Path) -> None:
    entry = MemoryEntry(source="港", target="Harbor", pair=PAIR)
    write_pairs([entry], tmp_path / "a.TMX.GZ")
    assert gzip.decompress((tmp_path / "a.TMX.GZ").read_bytes()).startswith(b"<?xml")
    assert [one.target for one in iter_pairs(tmp_path / "a.TMX.GZ")] == ["Harbor"]


def test_no_workbook_is_written_under_the_name_of_one_with_macros(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no format of pairs is written under that name"):
        write_pairs([], tmp_path / "a.xlsm")


def test_half_characters_of_aligned_lines_are_told(tmp_path: Path) -> None:
    entry = MemoryEntry(source="港", target="Har\ud800bor", pair=PAIR)
    assert write_pairs([entry], tmp_path / "a.en").removed == (("1", "\ud800"),)
