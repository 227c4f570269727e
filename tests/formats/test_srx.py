"""SRX files: what is read and written, in the order the schema asks for, and what is refused with its line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

from tmflow.errors import FormatError, ModelError
from tmflow.formats.srx import parse_srx, read_srx, serialize_srx
from tmflow.model.segmentation import BreakRule, LanguageMap, LanguageRules, SegmentationRules
from tmflow.segment.rules import SegmentOptions
from tmflow.segment.srx.export import native_rules

NAME = Path("rules.srx")
NAMESPACE = "{http://www.lisa.org/srx20}"
HEAD = '<srx xmlns="http://www.lisa.org/srx20" version="2.0">'
BODY = """
 <header segmentsubflows="no" cascade="yes"><formathandle type="end" include="no"/></header>
 <body>
  <languagerules>
   <languagerule languagerulename="Plain">
    <rule break="no"><beforebreak>Pier\\.</beforebreak><afterbreak> </afterbreak></rule>
    <rule><beforebreak>\\.</beforebreak></rule>
   </languagerule>
  </languagerules>
  <maprules><languagemap languagepattern="EN.*" languagerulename="Plain"/></maprules>
 </body>
</srx>"""
RULES = SegmentationRules(
    languages=(
        LanguageRules(
            name="Plain", rules=(BreakRule(before=r"Pier\.", after=" ", is_break=False), BreakRule(before=r"\."))
        ),
    ),
    maps=(LanguageMap(pattern="EN.*", name="Plain"),),
    is_cascading=True,
    segments_subflows=False,
    includes_end=False,
)


def parse(text: str) -> SegmentationRules:
    return parse_srx(text.encode(), path=NAME)


def test_a_file_is_read() -> None:
    assert parse(HEAD + BODY) == RULES


def test_what_is_written_is_read_again() -> None:
    assert parse_srx(serialize_srx(RULES), path=NAME) == RULES
    odd = SegmentationRules(
        languages=(LanguageRules(name='a"<&', rules=(BreakRule(before=" \r\n\t<a>&amp;", after="]]>"),)),),
        maps=(LanguageMap(pattern="\n.*", name='a"<&'),),
    )
    assert parse_srx(serialize_srx(odd), path=NAME) == odd


def test_srx_1_is_read_as_far_as_it_is_the_same() -> None:
    old = BODY.replace(' cascade="yes"', "").replace("<maprules>", '<maprules><maprule maprulename="Default">')
    found = parse('<srx version="1.0">' + old.replace("</maprules>", "</maprule></maprules>"))
    assert found.maps == RULES.maps
    assert found.languages == RULES.languages
    assert not found.is_cascading


def test_elements_of_others_are_passed_over() -> None:
    own = '<x:options xmlns:x="urn:x" a="b"/><x:languagerule xmlns:x="urn:x"/>'
    text = BODY.replace("</header>", f"{own}</header>").replace("<languagerules>", f"<languagerules>{own}<!-- said -->")
    assert parse(HEAD + text) == RULES


def test_the_written_file_has_the_order_of_the_schema() -> None:
    """srx20.xsd: header (formathandle*), body (languagerules (languagerule (rule (beforebreak?, afterbreak?)+)+), maprules)."""
    root = etree.fromstring(serialize_srx(native_rules(SegmentOptions())))
    assert (root.tag, root.attrib.items()) == (f"{NAMESPACE}srx", [("version", "2.0")])
    header, body = root
    assert sorted(header.attrib) == ["cascade", "segmentsubflows"]
    assert {handle.get("type") for handle in header} == {"start", "end", "isolated"}
    languages, maps = body
    for language in languages:
        assert len(language) > 0
        for rule in language:
            assert [part.tag for part in rule] == [f"{NAMESPACE}beforebreak", f"{NAMESPACE}afterbreak"]
            assert rule.get("break") in {"yes", "no"}
    assert {map_.get("languagerulename") for map_ in maps} == {
        language.get("languagerulename") for language in languages
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no XML"),
        ("<tmx/>", "rules.srx:1: <tmx> is no SRX file"),
        ('<srx version="3.0"/>', 'SRX version "3.0"'),
        (HEAD + "</srx>", "<srx> has no <header>"),
        (HEAD + BODY.replace('cascade="yes"', 'cascade="maybe"'), 'rules.srx:2: cascade="maybe"'),
        (HEAD + BODY.replace('break="no"', 'break="x"'), 'rules.srx:6: break="x"'),
        (HEAD + BODY.replace(' languagerulename="Plain">', ">"), "rules.srx:5: <languagerule> has no languagerulename"),
        (HEAD + BODY.replace('languagerulename="Plain"/>', 'languagerulename="Gone"/>'), 'names the rules "Gone"'),
        (HEAD + BODY.replace("<beforebreak>\\.</beforebreak>", "<beforebreak/><beforebreak/>"), "a rule with 2"),
        (HEAD + BODY.replace("</rule>", "", 1), "rules.srx:.*is closed by"),
    ],
)
def test_what_is_no_srx_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        parse(text)


def test_a_hostile_file_opens_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("harbour", encoding="utf-8")
    path = tmp_path / "rules.srx"
    doctype = f'<!DOCTYPE srx [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    path.write_text(doctype + HEAD + BODY.replace(r"Pier\.", "&s;"), encoding="utf-8")
    try:
        found = read_srx(path)
    except FormatError:
        return
    assert "harbour" not in found.languages[0].rules[0].before


def test_only_a_regular_file_is_read(tmp_path: Path) -> None:
    """A pipe nobody writes into would be waited for without end."""
    pipe = tmp_path / "rules.srx"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        with pytest.raises(FormatError, match=f"{path.name}: is no regular file"):
            read_srx(path)


def test_rules_know_their_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.srx"
    path.write_text(HEAD + BODY, encoding="utf-8")
    assert read_srx(path).source == str(path)
    assert read_srx(path) == RULES


BOMB = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f'<!DOCTYPE srx [<!ENTITY e0 "harbour">{BOMB}]><srx>&e9;</srx>', "entities that name each other"),
        ('<!DOCTYPE srx [<!ENTITY e "&e;">]><srx>&e;</srx>', "entities that name each other"),
        ("<srx>" * 5000, "elements nested deeper than 2048"),
    ],
)
def test_a_bomb_is_refused_in_plain_words(text: str, problem: str) -> None:
    with pytest.raises(FormatError, match=problem) as caught:
        parse(text)
    assert "xml" not in str(caught.value).casefold()


def test_characters_xml_cannot_hold_are_refused() -> None:
    rules = SegmentationRules(languages=(LanguageRules(name="a\x0b", rules=()),), maps=())
    with pytest.raises(ValueError, match=r"U\+000B"):
        serialize_srx(rules)


def test_two_sets_of_one_name_are_refused() -> None:
    part = LanguageRules(name="One", rules=())
    with pytest.raises(ModelError, match="2 times"):
        SegmentationRules(languages=(part, part), maps=())
