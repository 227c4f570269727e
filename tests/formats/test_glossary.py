from pathlib import Path
from typing import TypedDict

import pytest
from ruamel.yaml import YAML

from tmflow.errors import FormatError
from tmflow.formats.glossary import read_glossary
from tmflow.formats.glossary_writing import serialize_glossary
from tmflow.model.glossary import Glossary, Term, TermKind


class Case(TypedDict):
    id: str
    input: str
    expected: str
    why: str


CASES: list[Case] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "formats" / "glossary.yaml")["cases"]


def read(tmp_path: Path, text: str) -> Glossary:
    path = tmp_path / "glossary.yaml"
    path.write_text(text, encoding="utf-8")
    return read_glossary(path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_slips_are_named_with_their_place(tmp_path: Path, case: Case) -> None:
    with pytest.raises(FormatError) as raised:
        read(tmp_path, case["input"])
    assert str(raised.value) == f"{tmp_path / 'glossary.yaml'}:{case['expected']}", case["why"]


def test_all_that_a_term_may_have(tmp_path: Path) -> None:
    text = """\
# comment
- ja: [潮位計, 検潮儀]
  en: tide gauge
  kind: name
  forbidden: {ja: 検潮計, en: [tide meter, tidal meter]}
  note: 'brass'
"""
    term = Term(
        japanese=("潮位計", "検潮儀"),
        english=("tide gauge",),
        kind=TermKind.NAME,
        forbidden_japanese=("検潮計",),
        forbidden_english=("tide meter", "tidal meter"),
        note="brass",
    )
    assert read(tmp_path, text) == Glossary(terms=(term,))


def test_one_english_form_may_be_of_several_terms(tmp_path: Path) -> None:
    glossary = read(tmp_path, "- {ja: 岸壁, en: quay}\n- {ja: 埠頭, en: quay}")
    assert list(glossary.pairs()) == [("岸壁", "quay"), ("埠頭", "quay")]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]", "\ufeff"])
def test_an_empty_file_has_no_terms(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Glossary()


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_bytes("- {ja: 潮位計, en: tide gauge}".encode("cp932"))
    with pytest.raises(FormatError, match="not UTF-8"):
        read_glossary(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        read_glossary(tmp_path / "glossary.yaml")


def test_readings_come_and_go_in_the_order_of_their_forms(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text("- {ja: [潮入町, 潮入], en: Shioiri, reading: [しおいりちょう, しおいり]}\n", encoding="utf-8")
    terms = read_glossary(path).terms
    assert terms[0].readings == ("しおいりちょう", "しおいり")
    assert serialize_glossary(terms) == path.read_text(encoding="utf-8")
    path.write_text("- {ja: 潮入, en: Shioiri, reading: [しおいり, しおのいり]}\n", encoding="utf-8")
    with pytest.raises(FormatError, match="2 readings for 1 forms"):
        read_glossary(path)
