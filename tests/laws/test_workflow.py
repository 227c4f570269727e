"""Laws of the workflow, on made-up edits of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from tmflow.formats.article import parse_article
from tmflow.model.bitext import Bitext, Origin, OriginKind, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.bind import Bound, bind, number_units
from tmflow.workflow.passages import read_passages

JA_EN = LanguagePair(Language.JA, Language.EN)

sentences = st.lists(
    st.sampled_from(
        [
            "港は静かだ。",
            "港は静かでした。",
            "船が3隻出る。",
            "船が8隻出る。",
            "雨だ。",
            "町議会は16日に案を承認した。",
            "潮が満ちる。",
        ]
    ),
    min_size=1,
    max_size=9,
)
translated = st.lists(st.booleans(), min_size=9, max_size=9)


def stored(texts: Sequence[str], has_target: Sequence[bool]) -> Bitext:
    units = [
        TranslationUnit(
            id=f"u-{number}",
            source=Content.of(text),
            target=Content.of(f"Sentence {number}.") if is_translated else None,
            state=State.TRANSLATED if is_translated else State.INITIAL,
            origin=Origin(kind=OriginKind.HUMAN) if is_translated else None,
        )
        for number, (text, is_translated) in enumerate(zip(texts, has_target, strict=False))
    ]
    return Bitext(slug="harbor", pair=JA_EN, units=number_units(units))


def laid_over(bitext: Bitext, texts: Sequence[str]) -> Bound:
    document = parse_article("題\n\n" + "\n\n".join(texts), format=ArticleFormat.PLAIN, language=Language.JA)
    return bind(bitext, source=document, source_passages=read_passages(document))


def targets(bitext: Bitext) -> list[str]:
    return sorted(unit.target.text for unit in bitext.units if unit.target)


@given(before=sentences, after=sentences, has_target=translated)
@settings(max_examples=150, deadline=None)
def test_binding_loses_no_translation(before: list[str], after: list[str], has_target: list[bool]) -> None:
    bitext = stored(before, has_target)
    assert targets(laid_over(bitext, after).bitext) == targets(bitext)


@given(before=sentences, after=sentences, has_target=translated)
@settings(max_examples=150, deadline=None)
def test_each_passage_belongs_to_exactly_one_unit(before: list[str], after: list[str], has_target: list[bool]) -> None:
    bound = laid_over(stored(before, has_target), after)
    covered = sorted(index for found in bound.source_ranges if found for index in range(*found))
    assert covered == list(range(len(after) + 1))
    assert len({unit.id for unit in bound.bitext.units}) == len(bound.bitext.units)


@given(before=sentences, after=sentences, has_target=translated)
@settings(max_examples=100, deadline=None)
def test_binding_twice_changes_nothing(before: list[str], after: list[str], has_target: list[bool]) -> None:
    once = laid_over(stored(before, has_target), after).bitext
    assert laid_over(once, after).bitext == once


def test_many_corrections_are_bound_in_linear_time() -> None:
    """Each unit is two sentences of the target article that a person joined; two of the article alone held them before."""
    count = 3_000
    pairs = [(f"港の{n}番の船が出る。", (f"Ship {n} sails.", f"It is number {n}.")) for n in range(count)]
    texts = ["題\n\n" + "\n\n".join(ja for ja, _ in pairs), "T\n\n" + "\n\n".join(" ".join(en) for _, en in pairs)]
    source, target = (
        parse_article(text, format=ArticleFormat.PLAIN, language=language)
        for text, language in zip(texts, Language, strict=True)
    )
    passages, others = read_passages(source), read_passages(target)
    human, aligned = Origin(kind=OriginKind.HUMAN), Origin(kind=OriginKind.ALIGNED)
    joined = [
        TranslationUnit(
            id=f"u{n}", source=Content.of(ja), target=Content.of(" ".join(en)), state=State.REVIEWED, origin=human
        )
        for n, (ja, en) in enumerate(pairs)
    ]
    alone = [
        TranslationUnit(
            id=f"t{n}",
            source=Content(),
            target=passage.content,
            side=Side.TARGET,
            state=State.TRANSLATED,
            origin=aligned,
            target_place=passage.place,
        )
        for n, passage in enumerate(others)
    ]
    begin = process_time()
    bound = bind(
        Bitext(slug="harbor", pair=JA_EN, units=(*joined, *alone)),
        source=source,
        source_passages=passages,
        target_passages=others,
    )
    assert process_time() - begin < 2.0
    assert sum(place is not None and place[1] - place[0] == 2 for place in bound.target_ranges) == count


@given(texts=sentences, has_target=translated)
@settings(max_examples=100, deadline=None)
def test_an_unchanged_article_leaves_every_unit_as_it_was(texts: list[str], has_target: list[bool]) -> None:
    bitext = stored(texts, has_target)
    bound = [unit for unit in laid_over(bitext, texts).bitext.units if unit.source.text != "題"]
    assert [replace(unit, source_place=None) for unit in bound] == list(bitext.units)
