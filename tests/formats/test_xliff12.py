from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from translate.storage.xliff import xlifffile

from tests.formats.interchange_samples import OPTIONS, cases, check_golden, harbor, markdown, unit
from tmflow.errors import FormatError
from tmflow.formats.codes import code_fault, restore_natives
from tmflow.formats.export import ExportProfile
from tmflow.formats.xliff12 import NAMESPACE, read, read_all, serialize, write
from tmflow.model.bitext import Bitext, State
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode

X = f"{{{NAMESPACE}}}"
FILE = '<file original="articles/ja/harbor.md" source-language="ja" target-language="en" datatype="plaintext"><body>'


def document(units: str, *, file: str = FILE, version: str = "1.2") -> str:
    return f'<xliff version="{version}" xmlns="{NAMESPACE}">{file}{units}</body></file></xliff>'


def stored(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.xlf"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", cases("interchange_xliff12.yaml"), ids=lambda case: str(case["id"]))
def test_units_as_other_tools_return_them(case: dict[str, Any], tmp_path: Path) -> None:
    (found,) = read(stored(tmp_path, document(case["input"]))).units
    answer = {
        "source": found.source.text,
        "target": found.target.text if found.target is not None else None,
        "state": found.state.value if found.state else None,
        "draft": found.draft,
        "codes": [f"{code.id} {code.role.value}" for code in (found.target or Content()).codes],
    }
    assert answer == {"codes": []} | case["expected"], case["why"]


def test_golden() -> None:
    check_golden("harbor.12.xlf", serialize(harbor(), OPTIONS))


def test_states_of_every_kind_of_unit() -> None:
    root = etree.fromstring(serialize(harbor(), OPTIONS))
    found = [
        (element.get("approved"), element.get("translate"), *_target_state(element))
        for element in root.iter(f"{X}trans-unit")
    ]
    assert found == [
        ("yes", None, "signed-off", None),
        (None, None, "needs-review-translation", "leveraged-mt"),
        (None, None, "needs-review-translation", "fuzzy-match"),
        ("yes", None, "final", None),
        (None, None, "needs-review-translation", None),
        (None, None, None, None),
        (None, "no", None, None),
        (None, None, None, None),
    ]


def _target_state(element: etree._Element) -> tuple[str | None, str | None]:
    target = element.find(f"{X}target")
    return (None, None) if target is None else (target.get("state"), target.get("state-qualifier"))


def test_prefilled_for_tools_that_show_targets_only(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(harbor(), path, replace(OPTIONS, profile=ExportProfile.PREFILL_SOURCE))
    found = next(one for one in read(path).units if one.source.text == "船は9時に出る。")
    assert found.target is not None
    assert (found.target.text, found.state, found.draft) == ("船は9時に出る。", State.INITIAL, True)


def test_codes_of_both_sides_have_the_same_ids_and_come_home(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(harbor(), path, OPTIONS)
    exported = harbor().units[1]
    returned = read(path).units[1]
    assert returned.target is not None
    assert [code.id for code in returned.source.codes] == ["1", "1", "2", "2"]
    assert [code.id for code in returned.target.codes] == ["2", "2", "1", "1"]
    assert code_fault(returned.target, source=exported.source, exported=exported.target) is None
    home = restore_natives(returned.target, source=exported.source, exported=exported.target)
    assert exported.target is not None
    assert home.native == exported.target.native


def test_a_dropped_code_is_named() -> None:
    source = markdown("**潮**と`log`")
    fault = code_fault(Content.of("Tide and ", source.codes[2]), source=source)
    assert fault == "code 1 (**) is missing"


def test_halves_and_crossing_pairs_stay_codes(tmp_path: Path) -> None:
    def code(number: str, role: CodeRole) -> InlineCode:
        return InlineCode(id=number, kind=CodeKind.STRONG, role=role, native="*")

    crossing = Content.of(
        code("9", CodeRole.CLOSE),
        code("1", CodeRole.OPEN),
        "潮",
        code("2", CodeRole.OPEN),
        "と",
        code("1", CodeRole.CLOSE),
        "風",
        code("2", CodeRole.CLOSE),
        code("3", CodeRole.OPEN),
    )
    path = tmp_path / "a.xlf"
    write(Bitext(slug="a", pair=harbor().pair, units=(replace(unit("潮"), source=crossing),)), path)
    source = read(path).units[0].source
    assert [(found.id, found.role) for found in source.codes] == [(found.id, found.role) for found in crossing.codes]
    assert source.text == "潮と風"


def test_no_white_space_is_added_to_a_text() -> None:
    root = etree.fromstring(serialize(harbor(), OPTIONS))
    texts = ["".join(str(text) for text in element.itertext()) for element in root.iter(f"{X}source", f"{X}target")]
    assert all("\n" not in text for text in texts)
    file = root.find(f"{X}file")
    assert file is not None
    assert file.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def test_every_tool_is_declared_and_ids_are_unique() -> None:
    """XLIFF 1.2 section 2.3.2: tool-id "must be declared"; trans-unit ids are unique within a `<file>`."""
    root = etree.fromstring(serialize(harbor(), OPTIONS))
    declared = {tool.get("tool-id") for tool in root.iter(f"{X}tool")}
    assert {element.get("tool-id") for element in root.iter() if element.get("tool-id")} <= declared
    ids = [element.get("id") for element in root.iter(f"{X}trans-unit")]
    assert len(set(ids)) == len(ids) == 8


def test_the_order_of_children_is_the_schema_s() -> None:
    """Strict schema, trans-unit: source, seg-source?, target?, then notes, contexts and alt-trans in any order."""
    for element in etree.fromstring(serialize(harbor(), OPTIONS)).iter(f"{X}trans-unit"):
        names = [etree.QName(child).localname for child in element]
        assert names[0] == "source"
        assert "target" not in names[2:]
        assert set(names[2:]) <= {"note", "context-group", "alt-trans"}


def test_characters_xml_cannot_hold_are_taken_out_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    bad = unit("潮\x0b風", "a\x1fb")
    report = write(Bitext(slug="a", pair=harbor().pair, units=(bad,)), path)
    assert report.removed == ((bad.id, "\x0b"), (bad.id, "\x1f"))
    assert read(path).units[0].source.text == "潮風"


def test_a_peer_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(harbor(), path, OPTIONS)
    store = xlifffile.parsefile(str(path))
    ours = read(path).units
    peers = [found for found in store.units if found.istranslatable()]
    assert [str(found.source) for found in peers[3:6]] == [found.source.text for found in ours[3:6]]
    assert [str(found.target) for found in peers[3:5]] == ["Wait for the wind.", "She waits."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html/>", "not an XLIFF file: its root is <html>"),
        (document("", version="9"), 'XLIFF version "9": tmflow reads 1.x and 2.x'),
        (document("", version="2.0"), "XLIFF 2.0, not 1.x"),
        (f'<xliff version="1.2" xmlns="{NAMESPACE}"/>', "holds no <file> element"),
        (
            document("<trans-unit><source>" + "<g id='1'>" * 150 + "</g>" * 150 + "</source></trans-unit>"),
            "nested more",
        ),
        (document("<trans-unit>"), "trans-unit"),
    ],
)
def test_files_that_are_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read(stored(tmp_path, text))
    assert message in str(caught.value)


def test_several_articles_in_one_document(tmp_path: Path) -> None:
    one = f"{FILE}<trans-unit id='1'><source>港</source></trans-unit></body></file>"
    text = f'<xliff version="1.2" xmlns="{NAMESPACE}">{one}{one.replace("harbor", "ferry")}</xliff>'
    assert [found.slug for found in read_all(stored(tmp_path, text))] == ["harbor", "ferry"]


def test_languages_by_their_primary_subtag_and_any_version_1(tmp_path: Path) -> None:
    text = document("<trans-unit id='1'><source>港</source></trans-unit>", version="1.0")
    text = text.replace('"ja"', '"ja-JP"').replace('"en"', '"EN_us"').replace(f' xmlns="{NAMESPACE}"', "")
    found = read(stored(tmp_path, text))
    assert (str(found.pair), len(found.units)) == ("ja>en", 1)


def test_notes_come_back_without_our_own(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(harbor(), path, OPTIONS)
    assert [found.notes for found in read(path).units[1:3]] == [(), ("check the file name", "two\nlines")]


def test_comments_on_a_part_of_a_text_are_notes(tmp_path: Path) -> None:
    target = "<target>The <mrk mtype='x-comment' comment='which one?'>port</mrk></target>"
    match = "<alt-trans><target><mrk mtype='x' comment='of a match'>Port</mrk></target></alt-trans>"
    text = document(f"<trans-unit id='1'><source>港</source>{target}{match}</trans-unit>")
    (unit,) = read(stored(tmp_path, text)).units
    assert unit.notes == ("which one?",)
