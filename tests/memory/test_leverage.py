"""How much of an article each kind of match covers."""

from __future__ import annotations

from tmflow.memory.leverage import measure_leverage
from tmflow.model.bitext import Origin, OriginKind, Place, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import BlockKind
from tmflow.model.match import Leverage, MatchKind


def unit(number: int, text: str, origin: Origin | None = None) -> TranslationUnit:
    if origin is None:
        return TranslationUnit(id=str(number), source=Content.of(text))
    return TranslationUnit(
        id=str(number), source=Content.of(text), target=Content.of("x"), state=State.TRANSLATED, origin=origin
    )


def memory(kind: MatchKind | None, similarity: int | None = None) -> Origin:
    return Origin(kind=OriginKind.MEMORY, match=kind, similarity=similarity)


def test_each_kind_is_counted_best_first_and_the_untranslated_last() -> None:
    units = [
        unit(1, "港"),
        unit(2, "灯台", memory(MatchKind.FUZZY, 80)),
        unit(3, "船", memory(MatchKind.EXACT, 100)),
        unit(4, "灯台守", memory(MatchKind.FUZZY, 71)),
        unit(5, "風が吹く", Origin(kind=OriginKind.MT)),
        unit(6, "海", memory(MatchKind.CONTEXT, 100)),
    ]
    assert measure_leverage(units) == (
        Leverage(kind=MatchKind.CONTEXT, units=1, characters=1),
        Leverage(kind=MatchKind.EXACT, units=1, characters=1),
        Leverage(kind=MatchKind.FUZZY, units=2, characters=5),
        Leverage(kind=MatchKind.MT, units=1, characters=4),
        Leverage(kind=None, units=1, characters=1),
    )


def test_a_memory_match_of_no_known_kind_is_judged_by_its_similarity() -> None:
    units = [unit(1, "港", memory(None, 100)), unit(2, "船", memory(None, 99)), unit(3, "海", memory(None))]
    assert [(row.kind, row.units) for row in measure_leverage(units)] == [(MatchKind.EXACT, 1), (MatchKind.FUZZY, 2)]


def test_what_no_match_was_asked_for_is_left_out() -> None:
    place = Place(block=0, kind=BlockKind.CREDIT)
    units = [
        unit(1, "港", Origin(kind=OriginKind.ALIGNED)),
        unit(2, "船", Origin(kind=OriginKind.HUMAN)),
        TranslationUnit(id="3", source=Content.of(), target=Content.of("x"), state=State.TRANSLATED, side=Side.TARGET),
        TranslationUnit(id="4", source=Content.of("写真"), side=Side.SOURCE, source_place=place),
    ]
    assert measure_leverage(units) == ()
    assert measure_leverage([]) == ()


def test_a_unit_that_is_doubtfully_one_sided_is_untranslated() -> None:
    doubtful = TranslationUnit(id="1", source=Content.of("本文。"), side=Side.SOURCE, draft=True)
    assert measure_leverage([doubtful]) == (Leverage(kind=None, units=1, characters=3),)
