"""What a CAT tool gets as matches: pairs that are true, whoever stores them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from tests.formats.interchange_samples import OPTIONS, PAIR, unit
from tmflow.formats import xliff2, xliff12
from tmflow.formats.export import ExportOptions
from tmflow.model.bitext import Bitext, Origin, OriginKind
from tmflow.model.match import Match, MatchKind, MemoryEntry

ENTRY = MemoryEntry(source="船は5隻だ。", target="There are five ships.", pair=PAIR, document="tides.po")
MATCH = Match(
    kind=MatchKind.FUZZY, similarity=83, source=ENTRY.source, target=ENTRY.target, entry=ENTRY, query="船は7隻だ。"
)
MADE = "There are seven ships."


@pytest.mark.parametrize("write", [xliff12.serialize, xliff2.serialize])
@pytest.mark.parametrize(
    ("match", "pair", "told"),
    [
        (MATCH, (ENTRY.source, ENTRY.target), "83"),
        (replace(MATCH, kind=MatchKind.ADAPTED, similarity=99, target=MADE), (MATCH.query, MADE), "99"),
        (replace(MATCH, kind=MatchKind.REPAIRED, gain=5, target=MADE, engine="echo"), (MATCH.query, MADE), "88"),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Match) else None,
)
def test_a_match_is_a_pair_that_is_true(
    write: Callable[[Bitext, ExportOptions], bytes], match: Match, pair: tuple[str, str], told: str
) -> None:
    origin = Origin(kind=OriginKind.MEMORY, tool="tides.po", match=match.kind, similarity=match.score)
    draft = unit(match.query, match.target, draft=True, origin=origin, candidates=(match,))
    root = etree.fromstring(write(Bitext(slug="a", pair=PAIR, units=(draft,)), OPTIONS))
    (element,) = (one for one in root.iter("{*}alt-trans", "{*}match"))
    assert (element.findtext("{*}source"), element.findtext("{*}target")) == pair
    assert told in {element.get("match-quality"), element.get("matchQuality"), element.get("similarity")}
    if element.get("similarity"):
        assert element.get("subType") == (None if match.kind is MatchKind.FUZZY else f"tmflow:{match.kind.value}")
