"""Drafts: gates, next hypothesis, piecewise, failures, streaming, cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tmflow.errors import TranslatorError, TranslatorUnavailable
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.glossary import Glossary, Term
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.answers import Engine
from tmflow.mt.cache import AnswerCache
from tmflow.mt.mask import MaskForm
from tmflow.mt.pipeline import Draft, draft
from tmflow.mt.translator import Answer, EchoTranslator, Hypothesis

JA_EN = LanguagePair(Language.JA, Language.EN)


class Scripted:
    """Answers from a table and remembers what it was asked; a text in `broken` makes the call fail there."""

    def __init__(
        self, table: Mapping[str, Answer], *, broken: Sequence[str] = (), fingerprint: str = "scripted 1"
    ) -> None:
        self.name = "scripted"
        self.fingerprint = fingerprint
        self.table = table
        self.broken = broken
        self.calls: list[list[str]] = []

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[Answer]:
        assert pair == JA_EN
        self.calls.append(list(sources))
        for source in sources:
            if source in self.broken:
                raise TranslatorError("out of memory")
            yield self.table.get(source, "")


def of(*texts: str) -> list[Content]:
    return [Content.of(text) for text in texts]


def only(translator: Scripted, content: Content) -> Draft:
    (one,) = draft([content], pair=JA_EN, translator=translator, form=MaskForm.BRACKETS)
    return one


def n_best(*texts: str) -> tuple[Hypothesis, ...]:
    return tuple(Hypothesis(text=text, score=90 - 10 * rank) for rank, text in enumerate(texts))


def test_first_hypothesis_that_passes_wins() -> None:
    translator = Scripted({"港が開く。": n_best("Home 9", "港 opens.", "The harbor opens.")})
    assert only(translator, Content.of("港が開く。")) == Draft(target=Content.of("The harbor opens."), score=70)


def test_reason_is_that_of_the_best_hypothesis() -> None:
    translator = Scripted({"港が開く。": n_best("港が開く。", "")})
    assert only(translator, Content.of("港が開く。")).reason == "copy: the source came back"


@pytest.mark.parametrize(
    ("answer", "reason"), [("", "empty: no words came back"), ((), "empty: the engine has no answer")]
)
def test_empty_answers(answer: Answer, reason: str) -> None:
    assert only(Scripted({"港。": answer}), Content.of("港。")).reason == reason


def test_lost_placeholder_means_piecewise() -> None:
    code = InlineCode(id="1", kind=CodeKind.CODE, role=CodeRole.STANDALONE, native="`quay`", text="quay")
    translator = Scripted({"市長は⟦0⟧を開く。": "The mayor opens.", "市長は": "The mayor ", "を開く。": "opens it."})
    result = only(translator, Content.of("市長は", code, "を開く。"))
    assert result.target is not None
    assert result.target.native == "The mayor `quay` opens it."
    assert result.is_piecewise
    assert translator.calls == [["市長は⟦0⟧を開く。"], ["市長は", "を開く。"]]


def test_two_sentences_are_cut() -> None:
    translator = Scripted(
        {
            "港が開く。船が出る。": "The harbor of 船.",
            "港が開く。": "The harbor opens.",
            "船が出る。": n_best("船", "Ships leave."),
        }
    )
    result = only(translator, Content.of("港が開く。船が出る。"))
    assert result.target is not None
    assert result.target.text == "The harbor opens. Ships leave."


def test_failed_piece_leaves_the_whole_untranslated() -> None:
    translator = Scripted({"港が開く。船が出る。": "港", "港が開く。": "The harbor opens.", "船が出る。": "船"})
    result = only(translator, Content.of("港が開く。船が出る。"))
    assert result.target is None
    assert result.reason == "script: Japanese left in the English: 港"


def test_joined_pieces_pass_the_gates_once_more() -> None:
    """Each piece may be right by itself and the whole a loop."""
    translator = Scripted(
        {"そう。そうだ。そうか。": "", "そう。": "So so.", "そうだ。": "So so.", "そうか。": "So so."}
    )
    result = only(translator, Content.of("そう。そうだ。そうか。"))
    assert result.target is None


def test_what_needs_no_translation_is_copied_without_asking() -> None:
    translator = Scripted({})
    results = list(draft(of("2026", "NATO", "https://example.org/", "", " "), pair=JA_EN, translator=translator))
    assert [one.target.text if one.target else None for one in results] == [
        "2026",
        "NATO",
        "https://example.org/",
        None,
        None,
    ]
    assert results[3].reason == "empty: the source has no text"
    assert translator.calls == []


def test_same_text_is_asked_once() -> None:
    translator = Scripted({"港。": "Harbor."})
    results = list(draft(of("港。", "港。", "{a}港。"), pair=JA_EN, translator=translator, form=MaskForm.BRACKETS))
    assert translator.calls[0] == ["港。", "⟦0⟧港。"]
    assert results[0] == results[1]


def test_one_bad_text_costs_no_other() -> None:
    good = {"港。": "Harbor.", "海。": "Sea.", "船。": "Ship."}
    translator = Scripted(good, broken=["海。"])
    results = list(draft(of("港。", "海。", "船。"), pair=JA_EN, translator=translator))
    assert [one.target.text if one.target else one.reason for one in results] == [
        "Harbor.",
        "engine: out of memory",
        "Ship.",
    ]
    assert translator.calls[1][0] == "海。", "what was answered before the failure is kept"


def test_engine_that_recovers_is_asked_again() -> None:
    class Moody(Scripted):
        def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[Answer]:
            self.broken = sources if not self.calls else ()
            return super().translate(sources, pair)

    assert only(Moody({"港。": "Harbor."}), Content.of("港。")).target == Content.of("Harbor.")


def test_missing_engine_ends_the_run() -> None:
    class Missing(Scripted):
        def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[Answer]:
            raise TranslatorUnavailable(f"no model for {pair}: {len(sources)}")

    with pytest.raises(TranslatorUnavailable, match="no model for ja>en"):
        only(Missing({}), Content.of("港。"))


@pytest.mark.parametrize("change", [lambda given: given[:-1], lambda given: [*given, "More."]])
def test_wrong_number_of_answers_ends_the_run(change: Callable[[list[Answer]], list[Answer]]) -> None:
    """Answers that cannot be told apart must not be given to the wrong texts."""

    class Careless(Scripted):
        def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[Answer]:
            return iter(change(list(super().translate(sources, pair))))

    with pytest.raises(TranslatorError, match="answers to 2 texts"):
        list(draft(of("港。", "海。"), pair=JA_EN, translator=Careless({"港。": "Harbor.", "海。": "Sea."})))


def test_batches_stream() -> None:
    """A caller who stops after the first batch has its drafts, and the engine was not asked for more."""
    translator = Scripted({"港。": "Harbor.", "海。": "Sea.", "船。": "Ship."})
    seen: list[tuple[int, int]] = []
    drafts = draft(
        of("港。", "海。", "船。"),
        pair=JA_EN,
        translator=translator,
        batch_size=2,
        on_progress=lambda done, total: seen.append((done, total)),
    )
    first = [next(drafts), next(drafts)]
    assert [one.target for one in first] == of("Harbor.", "Sea.")
    assert len(translator.calls) == 1
    assert len(list(drafts)) == 1
    assert seen == [(2, 3), (3, 3)]


def test_batch_size_is_checked_at_the_call() -> None:
    with pytest.raises(ValueError, match="batch_size"):
        draft(of("港"), pair=JA_EN, translator=EchoTranslator(), batch_size=0)


def test_cache_spares_the_engine_and_obeys_the_fingerprint(tmp_path: Path) -> None:
    table = {"港。": n_best("港", "Harbor.")}
    with AnswerCache(tmp_path / "mt.sqlite") as cache:
        first, again, updated = Scripted(table), Scripted(table), Scripted(table, fingerprint="scripted 2")
        for translator in (first, again, updated):
            (one,) = draft(of("港。"), pair=JA_EN, translator=translator, cache=cache)
            assert one == Draft(target=Content.of("Harbor."), score=80)
        assert (len(first.calls), len(again.calls), len(updated.calls)) == (1, 0, 1)


def test_cache_keeps_what_a_failing_engine_did_answer(tmp_path: Path) -> None:
    with AnswerCache(tmp_path / "mt.sqlite") as cache:
        broken = Scripted({"港。": "Harbor."}, broken=["海。"])
        list(draft(of("港。", "海。"), pair=JA_EN, translator=broken, cache=cache))
        whole = Scripted({"港。": "Harbor.", "海。": "Sea."})
        results = list(draft(of("港。", "海。"), pair=JA_EN, translator=whole, cache=cache))
        assert [one.target for one in results] == of("Harbor.", "Sea.")
        assert whole.calls == [["海。"]]


def test_the_cache_tells_texts_with_terms_apart_and_gates_it_does_not(tmp_path: Path) -> None:
    table = {"潮位計の港。": "The port of the tide meter.", "⟦0⟧の港。": "The port of the ⟦0⟧."}
    with AnswerCache(tmp_path / "mt.sqlite") as cache:

        def asked(**options: Any) -> tuple[int, Content | None]:
            translator = Scripted(table)
            contents = of("潮位計の港。")
            (one,) = draft(contents, pair=JA_EN, translator=translator, cache=cache, form=MaskForm.BRACKETS, **options)
            return len(translator.calls), one.target

        assert asked() == (1, Content.of("The port of the tide meter."))
        assert asked(glossary=GLOSSARY) == (1, Content.of("The port of the tide gauge."))
        assert asked(glossary=GLOSSARY) == (0, Content.of("The port of the tide gauge."))
        assert asked(gates=()) == (0, Content.of("The port of the tide meter."))


def test_form_of_placeholder_is_the_callers() -> None:
    translator = Scripted({"<x0>の港。": "Harbor of <x0>."})
    (one,) = draft(of("{a}の港。"), pair=JA_EN, translator=translator, form=MaskForm.TAG)
    assert one.target == Content.of("Harbor of {a}.")


def test_calibration_finds_the_form_that_survives() -> None:
    class Bracketless:
        name = "bracketless"

        def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
            assert pair == JA_EN
            yield from (source.translate(str.maketrans("", "", "⟦⟧<>")) for source in sources)

    assert Engine(translator=Bracketless(), pair=JA_EN).forms[0] is MaskForm.LETTERS


def test_form_that_is_lost_is_followed_by_the_second_best() -> None:
    """The engine keeps both forms on the probes, but loses the brackets in one text."""

    class Forgetful:
        name = "forgetful"

        def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
            assert pair == JA_EN
            for source in sources:
                yield {"⟦0⟧の港。": "The harbor.", "<x0>の港。": "The harbor of <x0>."}.get(source, source)

    (one,) = draft(of("{a}の港。"), pair=JA_EN, translator=Forgetful())
    assert one == Draft(target=Content.of("The harbor of {a}."))


def test_probes_are_asked_once_and_only_where_something_is_masked(tmp_path: Path) -> None:
    table = {"港。": "Harbor.", "⟦0⟧港。": "Harbor of ⟦0⟧."}
    with AnswerCache(tmp_path / "mt.sqlite") as cache:
        first, plain, second = Scripted(table), Scripted(table), Scripted(table)
        list(draft(of("港。"), pair=JA_EN, translator=plain, cache=cache))
        assert plain.calls == [["港。"]]
        list(draft(of("{a}港。"), pair=JA_EN, translator=first, cache=cache))
        assert len(first.calls) > 1
        list(draft(of("{b}港。"), pair=JA_EN, translator=second, cache=cache))
        assert second.calls == []


GLOSSARY = Glossary(terms=(Term(japanese=("潮位計",), english=("tide gauge",), forbidden_english=("tide meter",)),))


def with_terms(table: Mapping[str, Answer], *texts: str) -> tuple[Draft, list[list[str]]]:
    translator = Scripted(table)
    (one,) = draft(of(*texts), pair=JA_EN, translator=translator, glossary=GLOSSARY, form=MaskForm.BRACKETS)
    return one, translator.calls


def test_a_term_is_put_in_place_and_reported() -> None:
    one, calls = with_terms({"⟦0⟧が壊れた。": "⟦0⟧ broke."}, "潮位計が壊れた。")
    assert one == Draft(target=Content.of("Tide gauge broke."), terms=(("潮位計", "tide gauge"),))
    assert calls == [["⟦0⟧が壊れた。"]]


def test_a_term_the_engine_drops_is_left_to_it_if_it_knows_it() -> None:
    table: dict[str, Answer] = {
        "⟦0⟧が壊れた。": "It broke.",
        "潮位計が壊れた。": n_best("The tide meter broke.", "The tide gauges broke."),
    }
    one, _ = with_terms(table, "潮位計が壊れた。")
    assert one == Draft(target=Content.of("The tide gauges broke."), score=80, terms=(("潮位計", "tide gauge"),))


def test_a_forbidden_form_is_refused_with_the_reason_of_the_best_answer() -> None:
    table = {
        "⟦0⟧が壊れた。": "The ⟦0⟧, a tide meter, broke.",
        "潮位計が壊れた。": "The tide meter broke.",
        "が壊れた。": "壊れた",
    }
    one, _ = with_terms(table, "潮位計が壊れた。")
    assert one.reason == "terms: 潮位計 is called tide meter, which is forbidden"


def test_a_term_alone_needs_no_engine() -> None:
    one, calls = with_terms({}, "潮位計")
    assert one == Draft(target=Content.of("Tide gauge"), score=100, terms=(("潮位計", "tide gauge"),))
    assert calls == []


def test_a_figure_the_engine_changes_is_masked() -> None:
    table: dict[str, Answer] = {
        "費用は1億5000万ドルだ。": n_best("It costs $15 million.", "It costs 1.5 dollars."),
        "費用は⟦0⟧だ。": "It costs ⟦0⟧.",
    }
    translator = Scripted(table)
    assert only(translator, Content.of("費用は1億5000万ドルだ。")) == Draft(target=Content.of("It costs $150 million."))


def test_a_figure_the_engine_keeps_is_left_to_it() -> None:
    translator = Scripted({"費用は1億5000万ドルだ。": "It costs $150 million."})
    assert only(translator, Content.of("費用は1億5000万ドルだ。")).target == Content.of("It costs $150 million.")
    assert len(translator.calls) == 1


def test_a_figure_alone_needs_no_engine() -> None:
    translator = Scripted({})
    assert only(translator, Content.of("1億5000万ドル")) == Draft(target=Content.of("$150 million"), score=100)
    assert translator.calls == []


def test_a_sentence_is_cut_at_its_clauses() -> None:
    too_long = (Hypothesis(text="", is_truncated=True),)
    table: dict[str, Answer] = {
        "風は朝から強かったが、船は予定どおり港を出た。": too_long,
        "風は朝から強かったが、": "The wind had been strong since morning,",
        "船は予定どおり港を出た。": "but the ship left the harbor on time.",
    }
    one = only(Scripted(table), Content.of("風は朝から強かったが、船は予定どおり港を出た。"))
    assert one.is_piecewise
    assert one.target == Content.of("The wind had been strong since morning, but the ship left the harbor on time.")


def test_what_is_too_long_and_has_no_certain_cut_is_left_with_the_reason() -> None:
    one = only(Scripted({"港の長い桟橋。": (Hypothesis(text="", is_truncated=True),)}), Content.of("港の長い桟橋。"))
    assert one.reason == "truncation: the text is longer than the engine takes"


def test_a_text_goes_to_the_engine_uncut() -> None:
    """Sentence splitters made for other languages spoil Japanese: nothing is cut before the whole has failed."""
    text = "港が開く。「船が出る。」と話した。"
    translator = Scripted({text: 'The harbor opens. "The ships leave," he said.'})
    assert only(translator, Content.of(text)).target is not None
    assert translator.calls == [[text]]


def test_sentences_keep_their_placeholders() -> None:
    """A piece has only its own placeholders to bring back."""
    table = {"⟦0⟧は開く。": "⟦0⟧ opens.", "⟦1⟧は出る。": "⟦1⟧ leaves."}
    one = only(Scripted(table), Content.of("{a}は開く。{b}は出る。"))
    assert one == Draft(target=Content.of("{a} opens. {b} leaves."), is_piecewise=True)


def test_draft_is_one_or_the_other() -> None:
    with pytest.raises(ValueError, match="either"):
        Draft()
    with pytest.raises(ValueError, match="either"):
        Draft(target=Content.of("a"), reason="b")


def test_a_figure_that_was_masked_is_judged_with_its_unit() -> None:
    table = {
        "港に8人がいた。": "There were 8 percent.",
        "港に⟦0⟧人がいた。": "There were ⟦0⟧ percent at the harbor.",
    }
    one = only(Scripted(table), Content.of("港に8人がいた。"))
    assert one.reason == "units: 8人 has no such unit in the translation"


def test_pieces_of_different_texts_with_the_same_words_are_refused() -> None:
    table: dict[str, Answer] = {"市長は今日来た。": "The news came.", "船は昨日出た。": "The news came."}
    one = only(Scripted(table), Content.of("市長は今日来た。船は昨日出た。"))
    assert one.target is None


class Home:
    """An engine that answers the same to anything, but keeps placeholders, each between its word."""

    name = "home"

    def __init__(self, word: str, *, is_holding: bool) -> None:
        self.word, self.is_holding = word, is_holding

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
        assert pair.source
        for source in sources:
            kept = MaskForm.BRACKETS.pattern.findall(source) if self.is_holding else []
            yield " ".join([self.word, *(f"⟦{index}⟧ {self.word}" for index in kept)])


JAPANESE_TEXTS = (
    "灯台は2026年5月1日に1億2000万円で売られた。",
    "灯台の話",
    "港が開く。",
    "費用は1億5000万ドルだ。",
    "来館者は3割増え、5万人に達した。",
    "図書館は午前10時に開き、午後6時に閉まる。",
    "潮位計は1952年に島へ運ばれ、今も動いている。",
    "灯台",
    "観光案内",
    "`{a}`を押すと、`{b}`が開く。",
)
ENGLISH_TEXTS = (
    "The lighthouse was sold for 120 million yen on May 1, 2026.",
    "The harbor opens at 9 a.m. and closes at 6 p.m.",
    "It costs $125 million to build a new oven.",
    "Visitors rose 30 percent to 50,000.",
    "The tide gauge was brought here in 1952.",
    "the lighthouse",
    "Tourist information",
)


@pytest.mark.parametrize("is_holding", [True, False], ids=["holding", "losing"])
@pytest.mark.parametrize(
    ("pair", "word", "texts"),
    [
        (JA_EN, "Home", JAPANESE_TEXTS),
        (JA_EN, "x", JAPANESE_TEXTS),
        (JA_EN, "The prime minister.", JAPANESE_TEXTS),
        (JA_EN.reversed, "家", ENGLISH_TEXTS),
        (JA_EN.reversed, "ホーム", ENGLISH_TEXTS),
    ],
    ids=["home", "x", "words", "house", "home-ja"],
)
def test_an_engine_that_says_the_same_to_anything_drafts_nothing(
    pair: LanguagePair, word: str, texts: Sequence[str], *, is_holding: bool
) -> None:
    engine = Home(word, is_holding=is_holding)
    drafts = list(draft(of(*texts), pair=pair, translator=engine, glossary=GLOSSARY))
    assert [one.target.native for one in drafts if one.target] == []


def test_the_same_answer_to_two_texts_may_be_right() -> None:
    table: dict[str, Answer] = {"港": "Harbor", "波止場": "Harbor", "灯台": "Lighthouse"}
    drafts = list(draft(of("港", "波止場"), pair=JA_EN, translator=Scripted(table)))
    assert [one.target for one in drafts] == of("Harbor", "Harbor")
