"""A machine's draft is proposed once: by itself, or by the candidate that repeats it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tmflow.formats.exported_units import is_own_match
from tmflow.model.bitext import Origin, OriginKind, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Match, MatchKind, MemoryEntry

DRAFT = TranslationUnit(
    id="u-1",
    source=Content.of("港"),
    target=Content.of("Harbor"),
    state=State.TRANSLATED,
    draft=True,
    origin=Origin(kind=OriginKind.MT, tool="echo"),
)
ENTRY = MemoryEntry(source="港", target="Harbor", pair=LanguagePair(Language.JA, Language.EN))
ENGINE = Match(kind=MatchKind.MT, similarity=0, source="港", target="Harbor", entry=ENTRY, engine="echo")


@pytest.mark.parametrize(
    ("unit", "is_own"),
    [
        (DRAFT, True),
        (replace(DRAFT, candidates=(ENGINE,)), False),
        (replace(DRAFT, candidates=(replace(ENGINE, engine=""),)), True),
        (replace(DRAFT, previous_source=Content.of("湊")), False),
        (replace(DRAFT, origin=Origin(kind=OriginKind.HUMAN)), False),
        (replace(DRAFT, draft=False), False),
    ],
)
def test_a_proposal_of_a_machine_stands_there_once(*, unit: TranslationUnit, is_own: bool) -> None:
    assert is_own_match(unit) is is_own
