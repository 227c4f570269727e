"""Laws of masking, gates, drafts and the cache."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tmflow.errors import TranslatorError
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.glossary import Glossary, Term
from tmflow.model.language import Language, LanguagePair
from tmflow.model.terms import term_problem
from tmflow.mt.cache import AnswerCache
from tmflow.mt.figures import figure_problem
from tmflow.mt.gates import DEFAULT_GATES, Attempt, first_problem
from tmflow.mt.mask import MaskForm, mask, mask_problem, restore
from tmflow.mt.pipeline import draft
from tmflow.mt.protected import Protection, Substitute, iter_addresses
from tmflow.mt.translator import EchoTranslator, Hypothesis

JA_EN = LanguagePair(Language.JA, Language.EN)
PAIRS = st.sampled_from([JA_EN, JA_EN.reversed])
LETTERS = "港が開く市長は計画を。、「」あアー々１⟦⟧<x0>X#{}%()$&;@./:ab"
TEXTS = st.text(LETTERS, max_size=20)
PROTECTED = st.sampled_from(
    ["https://example.org/a_b?c=1", "a@example.org", "%(name)s", "{x}", "<b>", "&amp;", "⟦0⟧", "x1x", "<x2>"]
)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Content with nested codes, lone codes and things to protect, in words without blanks or line breaks."""
    parts: list[str | InlineCode] = []
    open_codes: list[InlineCode] = []
    for number in range(draw(st.integers(0, 6))):
        parts.append(draw(TEXTS | PROTECTED))
        step = draw(st.sampled_from(["open", "close", "alone", "none"]))
        if step == "open":
            code = InlineCode(id=str(number), kind=CodeKind.STRONG, role=CodeRole.OPEN, native="**")
            open_codes.append(code)
            parts.extend([code, "語"])
        elif step == "close" and open_codes:
            opened = open_codes.pop()
            parts.append(InlineCode(id=opened.id, kind=opened.kind, role=CodeRole.CLOSE, native="**"))
        elif step == "alone":
            text = draw(st.sampled_from(["", "code"]))
            parts.append(
                InlineCode(id=str(number), kind=CodeKind.CODE, role=CodeRole.STANDALONE, native=f"`{text}`", text=text)
            )
    return Content.of(*parts)


@settings(max_examples=300)
@given(content=contents(), form=st.sampled_from(MaskForm))
def test_mask_and_restore_are_inverse(content: Content, form: MaskForm) -> None:
    masked = mask(content, form=form)
    assert mask_problem(masked.text, masked) is None
    assert restore(masked.text, masked, target=Language.JA) == content


@given(content=contents(), at=st.integers(0, 200), form=st.sampled_from(MaskForm))
def test_losing_a_placeholder_is_always_noticed(content: Content, at: int, form: MaskForm) -> None:
    masked = mask(content, form=form)
    if masked.kept:
        lost = masked.form.spell(at % len(masked.kept))
        assert mask_problem(masked.text.replace(lost, ""), masked) is not None
        assert mask_problem(masked.text + lost, masked) is not None


@given(text=st.text(LETTERS + string.ascii_letters + string.digits + " \n", max_size=60))
@example("http://example.org/(((((((((((((((((((((((((((((((((")
def test_addresses_are_parts_of_the_text(text: str) -> None:
    position = 0
    for address in iter_addresses(text):
        position = text.index(address, position) + len(address)
        assert " " not in address


@given(source=st.text(max_size=60), target=st.text(max_size=60), pair=PAIRS, is_truncated=st.booleans())
def test_gates_judge_any_text_and_always_the_same(
    source: str, target: str, pair: LanguagePair, *, is_truncated: bool
) -> None:
    attempt = Attempt(source=source, target=target, pair=pair, is_truncated=is_truncated)
    assert first_problem(attempt, DEFAULT_GATES) == first_problem(attempt, DEFAULT_GATES)


@given(amount=st.integers(2, 10**12), pair=PAIRS)
def test_a_figure_answers_itself(amount: int, pair: LanguagePair) -> None:
    spelled = {Language.JA: f"港は{amount}人", Language.EN: f"{amount} people"}
    assert figure_problem(spelled[pair.source], spelled[pair.target], pair) is None


@given(amount=st.integers(101, 10**6), other=st.integers(101, 10**6), pair=PAIRS)
def test_a_changed_figure_is_found(amount: int, other: int, pair: LanguagePair) -> None:
    spelled = {Language.JA: "港は{}人", Language.EN: "{} people"}
    if amount != other:
        assert figure_problem(spelled[pair.source].format(amount), spelled[pair.target].format(other), pair) is not None


class Erratic:
    """Fails on texts that hold 壊, answers others with one of a few texts."""

    name = "erratic"

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
        for source in sources:
            if "壊" in source:
                raise TranslatorError(f"{pair}: broken")
            yield ("The harbor opens.", "", source)[len(source) % 3]


@given(texts=st.lists(st.text("港が開く壊。1⟦ ", max_size=8), max_size=12), batch_size=st.integers(1, 5))
def test_every_content_has_its_draft_whatever_the_batches(texts: list[str], batch_size: int) -> None:
    sources = [Content.of(text) for text in texts]
    drafts = list(draft(sources, pair=JA_EN, translator=Erratic(), batch_size=batch_size))
    assert drafts == list(draft(sources, pair=JA_EN, translator=Erratic()))
    assert len(drafts) == len(sources)
    for source, one in zip(sources, drafts, strict=True):
        assert one.target is not None or "壊" not in source.text or one.reason == "engine: ja>en: broken"


HYPOTHESES = st.lists(
    st.builds(Hypothesis, text=st.text(), score=st.none() | st.integers(0, 100), is_truncated=st.booleans()), max_size=4
).map(tuple)


@pytest.fixture(scope="module")
def cache_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mt") / "mt.sqlite"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.dictionaries(st.text(), HYPOTHESES, max_size=5), fingerprint=st.text())
def test_cache_gives_back_what_it_was_given(
    cache_path: Path, answers: dict[str, tuple[Hypothesis, ...]], fingerprint: str
) -> None:
    with AnswerCache(cache_path) as cache:
        cache.keep(answers, pair=JA_EN, fingerprint=fingerprint)
        assert cache.find(answers, pair=JA_EN, fingerprint=fingerprint) == answers


TERMS = Glossary(
    terms=(
        Term(japanese=("港",), english=("harbor",)),
        Term(japanese=("市長",), english=("mayor",), forbidden_english=("major",)),
        Term(japanese=("計画",), english=("plan", "scheme")),
    )
)
MIXED = st.lists(
    st.sampled_from(
        [
            "港",
            "市長",
            "の計画を",
            "3億円",
            "2026年",
            "午後3時半",
            "25日",
            "、",
            "。",
            "The harbor",
            " a mayor",
            " $5.2 million",
            " 38 percent",
            "8%",
            " ",
            "開く",
            "⟦1⟧",
        ]
    ),
    max_size=10,
).map("".join)


@given(text=MIXED, pair=PAIRS, form=st.sampled_from(MaskForm))
def test_terms_and_figures_come_back_by_value(text: str, pair: LanguagePair, form: MaskForm) -> None:
    """An engine that keeps every placeholder loses no term and no figure that was masked."""
    masked = mask(Content.of(text), form=form, protection=Protection(pair=pair, glossary=TERMS, has_figures=True))
    assert mask_problem(masked.text, masked) is None
    restored = restore(masked.text, masked, target=pair.target)
    put = [kept for kept in masked.kept if isinstance(kept, Substitute)]
    assert all(one.target.lower().removeprefix("the ").rstrip(".") in restored.text.lower() for one in put)


@given(texts=st.lists(MIXED, max_size=6), pair=PAIRS)
def test_a_draft_has_the_terms_or_a_reason(texts: list[str], pair: LanguagePair) -> None:
    sources = [Content.of(text) for text in texts]
    drafts = list(draft(sources, pair=pair, translator=EchoTranslator(), glossary=TERMS))
    assert len(drafts) == len(sources)
    for source, one in zip(sources, drafts, strict=True):
        if one.target is not None:
            assert term_problem(source.text, one.target.text, pair=pair, glossary=TERMS) is None
