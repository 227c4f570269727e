"""What CAT tools make of XLIFF, and XLIFF of other versions and languages: read as far as it goes, and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.interchange_samples import PAIR
from tmflow.formats.returned import Claim, ReturnedFile, ReturnedUnit
from tmflow.formats.units import read_returned
from tmflow.formats.xliff12 import read_all
from tmflow.model.bitext import State

SDL = "http://sdl.com/FileTypes/SdlXliff/1.0"
UNIT = '<trans-unit id="u"><source>港</source><target>Harbor</target></trans-unit>'


def xliff12(
    tmp_path: Path,
    *,
    units: str = UNIT,
    root: str = 'version="1.2"',
    languages: str = 'source-language="ja" target-language="en"',
) -> ReturnedFile:
    path = tmp_path / "a.xlf"
    body = f'<file original="harbor.md" {languages}><body>{units}</body></file>'
    path.write_text(f"<xliff {root}>{body}</xliff>", encoding="utf-8")
    (found,) = read_all(path)
    return found


def segments(tmp_path: Path, *confs: str) -> ReturnedUnit:
    marks = "".join(f'<mrk mtype="seg" mid="{number}">Tide.</mrk>' for number in range(len(confs)))
    rows = "".join(f'<s:seg id="{number}" {conf}/>' for number, conf in enumerate(confs))
    definitions = f'<s:seg-defs xmlns:s="{SDL}">{rows}</s:seg-defs>'
    unit = f'<trans-unit id="u"><source>潮。</source><target>{marks}</target>{definitions}</trans-unit>'
    (found,) = xliff12(tmp_path, units=unit).units
    return found


@pytest.mark.parametrize(
    ("namespace", "name"),
    [
        (SDL, "SDLXLIFF"),
        ("MQXliff", "MQXLIFF"),
        ("http://www.memsource.com/mxlf/2.0", "MXLIFF"),
        ("http://www.gs4tr.org/schema/xliff-ext", "TXLF"),
    ],
)
def test_a_dialect_is_told_by_its_namespace(namespace: str, name: str, tmp_path: Path) -> None:
    found = xliff12(tmp_path, root=f'version="1.2" xmlns:a="{namespace}"')
    assert found.dialect == name
    assert found.warning.startswith(f"{name} is read as the XLIFF 1.2")
    assert [unit.source.text for unit in found.units] == ["港"]


@pytest.mark.parametrize(
    ("confs", "expected"),
    [
        (['conf="Translated"'], (State.TRANSLATED, False, False)),
        (['conf="ApprovedSignOff"', 'conf="ApprovedTranslation"'], (State.REVIEWED, False, False)),
        (['conf="ApprovedSignOff"', 'conf="Translated"'], (State.TRANSLATED, False, False)),
        (['conf="ApprovedSignOff"', 'conf="Draft"'], (State.TRANSLATED, True, False)),
        (['conf="RejectedSignOff"', 'conf="Draft"'], (State.TRANSLATED, True, True)),
        (['conf="Translated"', 'origin="mt"'], (State.TRANSLATED, True, False)),
        (['origin="tm"'], (State.TRANSLATED, False, False)),  # nothing claimed: the text alone tells
        (['conf="Polished"'], (State.TRANSLATED, True, False)),  # a word that is not known confirms nothing
    ],
)
def test_how_far_trados_says_a_unit_has_come(
    confs: list[str], expected: tuple[State, bool, bool], tmp_path: Path
) -> None:
    unit = segments(tmp_path, *confs)
    assert (unit.state, unit.draft, unit.claim is Claim.REJECTED) == expected


def test_comments_of_trados_come_from_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.sdlxliff"
    path.write_text(
        f'<xliff version="1.2" xmlns:s="{SDL}"><s:doc-info><s:cmt-defs><s:cmt-def id="c1"><Comments>'
        "<Comment>which tide?</Comment></Comments></s:cmt-def></s:cmt-defs></s:doc-info>"
        '<file original="harbor.md" source-language="ja" target-language="en"><body><trans-unit id="u"><source>潮。</source>'
        '<target>The <mrk mtype="x-sdl-comment" s:cid="c1">tide</mrk>.</target></trans-unit></body></file></xliff>',
        encoding="utf-8",
    )
    (unit,) = read_returned(path).units
    assert unit.notes == ("which tide?",)
    assert unit.target is not None
    assert unit.target.text == "The tide."


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.2"])
def test_newer_versions(version: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    namespace = f"urn:oasis:names:tc:xliff:document:{'2.2' if version == '2.2' else '2.0'}"
    path.write_text(
        f'<xliff version="{version}" xmlns="{namespace}" srcLang="ja" trgLang="en"><file id="f" original="harbor.md">'
        '<unit id="u"><segment><source>港</source><target>Harbor</target></segment></unit></file></xliff>',
        encoding="utf-8",
    )
    found = read_returned(path)
    assert found.warning == ("XLIFF 2.2 is read as 2.1: what is new in it is left out" if version == "2.2" else "")
    assert found.units[0].target is not None


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        ('source-language="fr" target-language="de-AT"', "fr > de-AT"),
        ('source-language="ja" target-language="ja"', "ja > ja"),
        ("", "no languages it names"),
    ],
)
def test_other_languages_are_read_and_no_pair(languages: str, told: str, tmp_path: Path) -> None:
    found = xliff12(tmp_path, languages=languages)
    assert (found.pair, found.languages, len(found.units)) == (None, told, 1)


@pytest.mark.parametrize("languages", ['source-language="JA-jp" target-language="en_US"', 'source-language="ja"'])
def test_languages_by_their_first_part(languages: str, tmp_path: Path) -> None:
    assert xliff12(tmp_path, languages=languages).pair == PAIR


@pytest.mark.parametrize("root", ["", 'version=" 1.1 "', 'xmlns="urn:oasis:names:tc:xliff:document:1.1"'])
def test_a_version_that_is_missing(root: str, tmp_path: Path) -> None:
    assert len(xliff12(tmp_path, root=root).units) == 1


def test_locks_of_a_group_hold_for_its_units(tmp_path: Path) -> None:
    units = f'<group translate="no">{UNIT}<trans-unit id="v" translate="yes"><source>潮</source></trans-unit></group>'
    assert [unit.is_locked for unit in xliff12(tmp_path, units=units).units] == [True, False]
