import pytest

from tmflow.model.glossary import PartOfSpeech, Term, TermKind
from tmflow.model.term_merging import iter_differences, merge_terms

BASE = Term(japanese=("港", "港湾"), english=("port",), forbidden_english=("haven",), note="small\nold")


@pytest.mark.parametrize(
    ("other", "differences"),
    [
        (Term(japanese=("港湾",), english=("port",)), []),
        (Term(japanese=("港",), english=("port",), note="old"), []),
        (Term(japanese=("港",), english=("harbor", "haven")), ["en: harbor", "en: haven (forbidden here)"]),
        (Term(japanese=("湊",), english=("x",), forbidden_english=("port",)), ["ja: 湊", "en: x", "forbids en: port"]),
        (Term(japanese=("港",), english=("port",), forbidden_japanese=("湊",)), ["forbidden ja: 湊"]),
        (Term(japanese=("港",), english=("port",), kind=TermKind.NAME, subject="sea"), ["kind: name", "subject"]),
        (Term(japanese=("港",), english=("port",), context_english=("A port.",)), ["context in en"]),
        (Term(japanese=("港",), english=("port",), part_of_speech=PartOfSpeech.NOUN), ["part of speech"]),
    ],
)
def test_what_another_account_says_besides(other: Term, differences: list[str]) -> None:
    assert list(iter_differences(BASE, other)) == differences


def test_a_merge_adds_and_takes_nothing_back() -> None:
    other = Term(
        japanese=("港", "湊"),
        english=("haven", "harbor"),
        forbidden_english=("port", "quay"),
        note="of stone",
        definition_english="Where ships lie.",
        context_japanese=("港は静かだ。",),
    )
    assert merge_terms(BASE, other) == Term(
        japanese=("港", "港湾", "湊"),
        english=("port", "harbor"),
        forbidden_english=("haven", "quay"),
        note="small\nold\nof stone",
        definition_english="Where ships lie.",
        context_japanese=("港は静かだ。",),
    )
