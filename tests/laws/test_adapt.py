"""Laws of adapted matches: what is adapted says what was asked for, and says it back."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tmflow.memory.adapt import adapt
from tmflow.memory.slots import find_slots
from tmflow.model.language import Language
from tmflow.text.notation import respell
from tmflow.text.numbers import ValueKind, iter_values

PIECES = {
    Language.JA: (
        "1", "2", "０", "12", "3,000", "1.5", "007", "二", "十", "万", "億", "千", "年", "月", "日", "時", "分", "半", "午後", "正午",
        "令和", "元", "第", "割", "％", "ドル", "円", "つ", "人", "番目", "分の", "両", "(土)", "月曜", "は", "。", "・", ":", "-", "〜",
        "https://example.org/1", "1990年代", "3月14日", "2026年", "15:30",
    ),
    Language.EN: (
        "1 ", "2 ", "12", "3,000 ", "1.5 ", "007 ", "two ", "twenty-", "one ", "a ", "an ", "half a ", "dozen ", "hundred ", "million ",
        "third ", "thirds ", "of ", "March ", "Mar. ", "May ", "14", "14th ", ", ", "2026 ", "in ", "p.m. ", "noon ", "15:30 ", "3 ",
        "$", "€", "yen ", "dollars ", "percent ", "% ", "ships ", "both ", "Saturday ", ". ", "-", "the ", "https://example.org/1 ",
        "1990s ", "Six ",
    ),
}  # fmt: skip


def texts(language: Language) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES[language]), min_size=1, max_size=7).map("".join)


def contents(text: str, language: Language) -> Counter[object]:
    return Counter(slot.key for slot in find_slots(text, language=language))


TRIPLES = st.sampled_from(list(Language)).flatmap(
    lambda language: st.tuples(st.just(language), texts(language), texts(language), texts(language.other))
)


@given(TRIPLES)
@settings(max_examples=300, deadline=None)
def test_any_texts_can_be_asked_for(triple: tuple[Language, str, str, str]) -> None:
    language, query, source, target = triple
    found = adapt(query, source, target, source_language=language)
    if found and contents(source, language) == contents(target, language.other):
        assert contents(found.target, language.other) == contents(query, language)


@given(TRIPLES)
@settings(max_examples=100, deadline=None)
def test_a_text_itself_needs_no_changes(triple: tuple[Language, str, str, str]) -> None:
    language, query, _, target = triple
    found = adapt(query, query, target, source_language=language)
    assert found is not None
    assert (found.target, found.changes) == (target, ())


@given(
    st.sampled_from(list(Language)).flatmap(lambda language: st.tuples(st.just(language), texts(language))),
    st.integers(0, 10**13),
    st.integers(1, 20),
)
@settings(max_examples=300, deadline=None)
def test_what_is_written_in_a_place_can_be_written_back(text: tuple[Language, str], number: int, parts: int) -> None:
    language, written = text
    for value in iter_values(written, language=language.value):
        if value.kind in {ValueKind.DATE, ValueKind.CLOCK}:
            continue
        spelling = respell(written, value, Fraction(number, parts), unit=value.unit, language=language.value)
        if spelling is not None:
            assert spelling.start <= value.start
            assert spelling.end == value.end
            assert spelling.text
