from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from translate.storage.xliff2 import Xliff2File

from tests.formats.interchange_samples import OPTIONS, PAIR, cases, check_golden, harbor, unit
from tmflow.errors import FormatError
from tmflow.formats.xliff2 import read, read_all, serialize, write
from tmflow.formats.xliff2_codes import NAMESPACE
from tmflow.model.bitext import Bitext, Origin, OriginKind
from tmflow.model.content import Content

X = f"{{{NAMESPACE}}}"
ORDER = ["matches", "metadata", "notes", "originalData", "segment"]


def document(units: str, *, version: str = "2.0", languages: str = 'srcLang="ja" trgLang="en"') -> str:
    file = f'<file id="f" original="harbor.txt">{units}</file>'
    return f'<xliff version="{version}" {languages} xmlns="{NAMESPACE}">{file}</xliff>'


def stored(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.xlf"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", cases("interchange_xliff2.yaml"), ids=lambda case: str(case["id"]))
def test_units_as_other_tools_return_them(case: dict[str, Any], tmp_path: Path) -> None:
    (found,) = read(stored(tmp_path, document(case["input"]))).units
    codes = (found.target or Content()).codes
    answer = {
        "source": found.source.text,
        "target": found.target.text if found.target is not None else None,
        "state": found.state.value if found.state else None,
        "draft": found.draft,
        "codes": [f"{code.id} {code.role.value}" for code in codes],
    }
    expected = {"codes": []} | case["expected"]
    if "natives" in expected:
        assert [code.native for code in codes] == expected.pop("natives")
    assert answer == expected, case["why"]


def test_golden() -> None:
    check_golden("harbor.21.xlf", serialize(harbor(), OPTIONS))


def test_an_aligned_unit_says_how_sure_the_aligner_was() -> None:
    found = unit("潮だ。", "The tide.", origin=Origin(kind=OriginKind.ALIGNED, similarity=87))
    root = etree.fromstring(serialize(Bitext(slug="harbor", pair=PAIR, units=(found,)), OPTIONS))
    known = [(meta.get("type"), meta.text) for meta in root.iter("{*}meta")]
    assert known == [("origin", "aligned"), ("confidence", "87")]


def test_states_of_every_kind_of_unit() -> None:
    root = etree.fromstring(serialize(harbor(), OPTIONS))
    assert [(found.get("state"), found.get("subState")) for found in root.iter(f"{X}segment")] == [
        ("reviewed", None),
        ("initial", "tmflow:mt"),
        ("initial", "tmflow:fuzzy"),
        ("final", None),
        ("initial", "tmflow:stale"),
        ("initial", None),
        (None, None),
        ("initial", None),
    ]


def test_children_stand_in_the_order_of_the_schema() -> None:
    """XLIFF 2.1 section 4.2.2.5: modules, notes, originalData, then segments; each optional part once."""
    for element in etree.fromstring(serialize(harbor(), OPTIONS)).iter(f"{X}unit"):
        places = [ORDER.index(etree.QName(child).localname) for child in element]
        assert places == sorted(set(places))


def test_every_reference_has_its_data_and_every_id_is_unique() -> None:
    """Section 4.3.1.9: dataRef "MUST be a NMTOKEN value of the id attribute of one of the <data>" of the same unit."""
    root = etree.fromstring(serialize(harbor(), OPTIONS))
    for parent in root.iter(f"{X}unit", "{urn:oasis:names:tc:xliff:matches:2.0}match"):
        data = [one.get("id") for one in parent.findall(f"{X}originalData/{X}data")]
        assert len(set(data)) == len(data)
        own = [one for one in parent if etree.QName(one).localname in {"segment", "source", "target"}]
        references = {
            value
            for part in own
            for element in part.iter()
            for name, value in element.attrib.items()
            if str(name).startswith("dataRef")
        }
        assert references <= set(data)
    for source in root.iter(f"{X}source"):
        ids = [element.get("id") for element in source.iter() if element.get("id")]
        assert len(set(ids)) == len(ids)


def test_matches_point_at_the_segment_of_their_unit() -> None:
    root = etree.fromstring(serialize(harbor(), OPTIONS))
    matches = list(root.iter("{urn:oasis:names:tc:xliff:matches:2.0}match"))
    assert [(one.get("ref"), one.get("type"), one.get("origin"), one.get("similarity")) for one in matches] == [
        ("#s1", "mt", "argos ja>en 1.9", None),
        ("#s1", "tm", "tides.po", "87"),
    ]


def test_targets_come_back_with_their_own_markup(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(harbor(), path, OPTIONS)
    exported = [found for found in harbor().units if found.target is not None and found.source]
    returned = [found for found in read(path).units if found.target is not None]
    assert [found.target.native for found in returned if found.target] == [
        found.target.native for found in exported if found.target
    ]


def test_characters_xml_cannot_hold_survive(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    bad = unit("潮\x0b風", "a\x1fb\uffff")
    report = write(Bitext(slug="a", pair=PAIR, units=(bad,)), path)
    found = read(path).units[0]
    assert report.removed == ()
    assert found.source.text == "潮\x0b風"
    assert found.target is not None
    assert found.target.text == "a\x1fb\uffff"


def test_a_bitext_with_nothing_to_export_is_still_a_valid_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    assert write(Bitext(slug="a", pair=PAIR), path).units == 0
    assert read(path).units == ()


def test_a_peer_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(harbor(), path, OPTIONS)
    peers = Xliff2File.parsefile(str(path)).units
    ours = [found for found in harbor().units if found.source]
    assert [str(found.source) for found in peers[3:6]] == [found.source.text for found in ours[3:6]]
    assert [str(found.target) for found in peers[3:5]] == ["Wait for the wind.", "She waits."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html/>", "not an XLIFF file: its root is <html>"),
        (document("", version="1.2"), "XLIFF 1.2, not 2.x"),
        (
            document("<unit><segment><source>" + "<pc id='1'>" * 150 + "</pc>" * 150 + "</source></segment></unit>"),
            "deep",
        ),
        (f'<xliff version="2.0" srcLang="ja" xmlns="{NAMESPACE}"/>', "holds no <file> element"),
    ],
)
def test_files_that_are_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read(stored(tmp_path, text))
    assert message in str(caught.value)


def test_several_articles_in_one_document(tmp_path: Path) -> None:
    text = document("").replace("</file>", '</file><file id="g" original="b/ferry.md"></file>')
    assert [found.slug for found in read_all(stored(tmp_path, text))] == ["harbor", "ferry"]


def test_notes_come_back_from_wherever_a_tool_has_put_them(tmp_path: Path) -> None:
    notes = "<notes><note>the gate</note><note category='developer'>ours</note></notes>"
    target = "<target>The <mrk id='m1' type='comment' value='which one?'>port</mrk></target>"
    text = document(f"<unit id='1'><segment>{notes}<source>港</source>{target}</segment></unit>")
    (unit,) = read(stored(tmp_path, text)).units
    assert unit.notes == ("the gate", "which one?")
