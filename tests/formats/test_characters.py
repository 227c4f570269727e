"""Characters that XML cannot hold, in every place a text can come from: taken out, and told; XLIFF 2 keeps them in texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from tests.formats.interchange_samples import OPTIONS, PAIR, unit
from tmflow.formats.units import read_returned, write_bitext
from tmflow.model.bitext import Bitext, Origin, OriginKind
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.match import Match, MatchKind, MemoryEntry

BAD = "\x0b"
ODD = f"潮{BAD}の{BAD}番人"
CODE = InlineCode(id="1", kind=CodeKind.CODE, role=CodeRole.STANDALONE, native=f"`a{BAD}`", text=f"a{BAD}")
ENTRY = MemoryEntry(source=ODD, target=f"Tide{BAD}", pair=PAIR, document=f"a{BAD}.po")


def bitext() -> Bitext:
    whole = unit(
        "潮の番人", "The Keeper", notes=(f"note{BAD}",), origin=Origin(kind=OriginKind.MT, tool=f"mt{BAD}"), draft=True
    )
    matches = tuple(
        Match(kind=kind, similarity=90, source=ENTRY.source, target=ENTRY.target, entry=ENTRY, engine=engine)
        for kind, engine in ((MatchKind.FUZZY, ""), (MatchKind.MT, f"engine{BAD}"))
    )
    odd = replace(
        whole,
        source=Content.of(ODD, CODE),
        target=Content.of(f"Keeper{BAD} ", CODE),
        candidates=matches,
        previous_source=None,
    )
    stale = replace(unit("風", f"Wind{BAD}"), previous_source=Content.of(ODD))
    return Bitext(slug=f"har{BAD}bor", pair=PAIR, units=(odd, stale))


@pytest.mark.parametrize("name", ["xliff12", "xliff21", "tmx"])
def test_the_file_is_xml_and_the_report_names_each_unit(name: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.tmx" if name == "tmx" else "a.xlf")
    options = replace(OPTIONS, source_path=f"a{BAD}.md", tool_version=f"1{BAD}")
    report = write_bitext(bitext(), path, name=name, options=options)
    assert BAD.encode() not in path.read_bytes()
    etree.parse(str(path))
    if name != "tmx":
        assert {bitext().units[0].id, bitext().units[1].id} <= {unit_id for unit_id, _ in report.removed}
    assert all(set(characters) == {BAD} for _, characters in report.removed)


def test_xliff_2_keeps_them_where_a_text_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write_bitext(bitext(), path, name="xliff21", options=OPTIONS)
    assert b'<cp hex="000B"/>' in path.read_bytes()
    first = read_returned(path).units[0]
    assert first.source.text.startswith(ODD)
