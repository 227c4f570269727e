"""TBX: what others write, what tmflow writes, and files that are made to exhaust the reader."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from translate.storage.tbx import tbxfile

from tests.formats.interchange_samples import TESTS, cases, told_term
from tmflow.errors import FormatError
from tmflow.formats.glossaries import iter_terms
from tmflow.formats.imported import ImportLog
from tmflow.formats.tbx_reading import iter_tbx
from tmflow.formats.tbx_writing import TbxStyle, write_tbx
from tmflow.model.glossary import PartOfSpeech, Term, TermKind

STRUCTURE = etree.DTD(str(TESTS / "cases" / "formats" / "tbx_structure.dtd"))
FULL = Term(
    japanese=("潮位計", "検潮儀"),
    english=("tide gauge", "gauge"),
    kind=TermKind.NAME,
    forbidden_japanese=("検潮計",),
    forbidden_english=("tide meter",),
    note=" brass & <old>\r\n of 1926 ",
    part_of_speech=PartOfSpeech.NOUN,
    subject="tides",
    definition_japanese="海面の高さを測る器械。",
    definition_english="An instrument that measures\n the level of the sea.",
    context_japanese=("潮位計は岸壁にある。", "二つ目。"),
    context_english=("The tide gauge stands on the quay.",),
)
PLAIN = Term(japanese=("港",), english=("port",))
ENTRY = (
    '<termEntry><langSet xml:lang="ja"><tig><term>潮{0}</term></tig></langSet>'
    '<langSet xml:lang="en"><tig><term>tide {0}</term></tig></langSet></termEntry>'
)


def martif(body: str, doctype: str = "") -> str:
    header = "<martifHeader><fileDesc><sourceDesc><p>another tool</p></sourceDesc></fileDesc></martifHeader>"
    return f'{doctype}<martif type="TBX" xml:lang="en">{header}<text><body>{body}</body></text></martif>'


def written(style: TbxStyle, *terms: Term) -> bytes:
    stream = io.BytesIO()
    write_tbx(terms, stream, style=style, tool_version="1.2")
    return stream.getvalue()


@pytest.mark.parametrize("case", cases("tbx.yaml"), ids=lambda case: str(case["id"]))
def test_files_of_other_tools(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    path.write_text(case.get("file") or martif(case["input"]), encoding="utf-8")
    log = ImportLog()
    if "error" in case:
        with pytest.raises(FormatError) as caught:
            list(iter_tbx(path, log=log))
        assert case["error"] in str(caught.value), case["why"]
        return
    found = [term for _, term in iter_tbx(path, log=log)]
    wanted = [told_term(case["expected"])] if "expected" in case else []
    assert found == wanted, case["why"]
    assert [one.reason for one in log.refused] == case.get("refused", []), case["why"]
    assert dict(log.left_out) == case.get("left_out", {}), case["why"]
    assert log.read == len(found) + log.refused_count


@pytest.mark.parametrize("style", TbxStyle)
def test_all_of_a_term_comes_back_and_a_second_write_changes_no_byte(style: TbxStyle, tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    path.write_bytes(written(style, FULL, PLAIN))
    log = ImportLog()
    terms = [term for _, term in iter_tbx(path, log=log)]
    assert (terms, log.left_out) == ([FULL, PLAIN], {})
    assert written(style, *terms) == path.read_bytes()
    assert written(style, PLAIN, FULL) != path.read_bytes()


@pytest.mark.parametrize("style", TbxStyle)
def test_children_stand_in_the_order_of_the_standard(style: TbxStyle) -> None:
    """ISO 30042:2019, core structure: conceptEntry of auxiliary items, then langSec; termSec of term, termNote, then others."""
    root = etree.fromstring(written(style, FULL, PLAIN))
    for element in root.iter():
        element.tag = etree.QName(element).localname
    etree.cleanup_namespaces(root)
    assert STRUCTURE.validate(root), STRUCTURE.error_log
    next(root.iter("term")).tag = "termNote"
    assert not STRUCTURE.validate(root)


def test_the_translate_toolkit_agrees_on_every_form_and_status() -> None:
    unit, plain = tbxfile.parsestring(written(TbxStyle.V2, FULL, PLAIN), "ja", "en").units
    told = [(term.text, term.administrative_status, term.deprecated) for term in unit.get_target_terms()]
    assert told == [
        ("tide gauge", "preferredTerm-admn-sts", False),
        ("gauge", "admittedTerm-admn-sts", False),
        ("tide meter", "deprecatedTerm-admn-sts", True),
    ]
    assert [term.text for term in unit.get_source_terms()] == ["潮位計", "検潮儀", "検潮計"]
    assert (plain.source, plain.target) == ("港", "port")


def test_what_the_translate_toolkit_writes_is_read(tmp_path: Path) -> None:
    store = tbxfile(sourcelanguage="ja", targetlanguage="en")
    for source, target in (("港", "port"), ("岸壁 < 桟橋", "quay & jetty")):
        unit = store.addsourceunit(source)
        unit.settarget(target, "en")
        unit.addnote("of the town", origin="translator")
    path = tmp_path / "a.tbx"
    path.write_bytes(bytes(store))
    terms = [term for _, term in iter_tbx(path)]
    assert [(term.japanese, term.english) for term in terms] == [
        (("港",), ("port",)),
        (("岸壁 < 桟橋",), ("quay & jetty",)),
    ]
    assert {term.note for term in terms} == {"of the town"}


def test_an_id_stays_when_other_terms_come_and_go() -> None:
    def ids(*terms: Term) -> list[str | None]:
        return [entry.get("id") for entry in etree.fromstring(written(TbxStyle.V2, *terms)).iter("termEntry")]

    assert ids(FULL, PLAIN) == ids(PLAIN, FULL)[::-1]
    assert len(set(ids(PLAIN, PLAIN, FULL))) == 3


def test_characters_xml_cannot_hold_are_taken_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    report = write_tbx([replace(PLAIN, note="a\x0bb\ud800")], path)
    assert report.removed == (("港", "\x0b\ud800"),)
    assert [term.note for _, term in iter_tbx(path)] == ["ab"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "shift_jis", "euc-jp"])
def test_any_encoding_that_the_file_declares(codec: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    name = codec.removesuffix("-sig")
    path.write_bytes(f'<?xml version="1.0" encoding="{name}"?>\n{martif(ENTRY.format(7))}'.encode(codec))
    assert [term.japanese for _, term in iter_terms(path)] == [("潮7",)]


def test_a_compressed_file_and_the_line_of_each_term(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx.gz"
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.write(martif("\n".join(ENTRY.format(n) for n in range(3))))
    assert [line for line, _ in iter_terms(path)] == [1, 2, 3]


def test_memory_stays_flat(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / "a.tbx"
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines([martif("").removesuffix("</body></text></martif>")])
            stream.writelines(ENTRY.format(n) + "\n" for n in range(count))
            stream.write("</body></text></martif>")
        tracemalloc.start()
        assert sum(1 for _ in iter_tbx(path)) == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(6_000) < peak(1_500) * 1.5


def test_the_whole_entries_before_a_fault_are_given(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    path.write_text(martif(ENTRY.format(1) + "\n" + ENTRY.format(2) + "\n<termEntry>&nothing;"), encoding="utf-8")
    terms = iter_tbx(path)
    assert [next(terms)[1].english[0] for _ in range(2)] == ["tide 1", "tide 2"]
    with pytest.raises(FormatError, match=r"a\.tbx:3:"):
        next(terms)
