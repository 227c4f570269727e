"""What of a text may be replaced: the parts are found without overlap, whatever there is of them."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

from tmflow.memory.slots import find_slots
from tmflow.model.glossary import Glossary, Term
from tmflow.model.language import Language


def test_an_address_goes_before_a_term_and_a_term_before_a_value() -> None:
    glossary = Glossary(
        terms=(Term(japanese=("三番灯台",), english=("Light 3",)), Term(japanese=("港",), english=("port",)))
    )
    text = "https://example.org/3/港の港に三番灯台が2基、月曜日までに4月8日（土）"
    found = find_slots(text, language=Language.JA, glossary=glossary)
    shown = [(slot.kind, text[slot.start : slot.end]) for slot in found]
    assert shown[:4] == [("url", "https://example.org/3/港"), ("term", "港"), ("term", "三番灯台"), ("number", "2")]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_huge_text_takes_no_more_time_than_its_parts() -> None:
    text = " ".join(f"See https://example.org/{number} and {number} boats on Monday." for number in range(8_000))
    started = process_time()
    assert len(find_slots(text, language=Language.EN)) == 24_000
    assert process_time() - started < 5.0
