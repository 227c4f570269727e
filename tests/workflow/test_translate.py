"""Translating articles: the memory first, then an engine, saved as it goes, and resumed after whatever ends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.workflow.projects import (
    EN,
    JA,
    aligned,
    article,
    copy_samples,
    edit,
    make_project,
    reopened,
    targets_of,
    tree,
    unit_with,
    units_of,
)
from tmflow.errors import ConfigError, TranslatorError, TranslatorUnavailable
from tmflow.formats.article import parse_article
from tmflow.model.bitext import OriginKind, Side, State
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MatchKind
from tmflow.mt.translator import EchoTranslator
from tmflow.workflow.align import align_project
from tmflow.workflow.project import Project
from tmflow.workflow.review import accept_unit
from tmflow.workflow.texts import translate_text
from tmflow.workflow.translate import Watch, translate_article

NEW = "鐘は鳴らない。"
FUZZY = "町は屋根の修理に900万円を出す。"
FOG = (JA[0], JA[1], JA[2], FUZZY, NEW)
BATCHES_OF_TWO = "mt: {batch: 2}"


class CountingTranslator(EchoTranslator):
    """An Echo that remembers what it was asked, and ends after some texts as an engine does that is interrupted."""

    def __init__(self, stop_after: int | None = None) -> None:
        super().__init__("counting")
        self.asked: list[str] = []
        self.stop_after = stop_after

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
        for source, answer in zip(sources, super().translate(sources, pair), strict=True):
            if self.stop_after is not None and len(self.asked) >= self.stop_after:
                raise KeyboardInterrupt
            self.asked.append(source)
            yield answer


def with_fog(root: Path, *, settings: str = "") -> Project:
    return aligned(root, also_ja={"fog": FOG}, settings=settings)


def test_the_memory_comes_first_and_says_so(tmp_path: Path) -> None:
    project = with_fog(tmp_path)
    translate_article(project, "fog", use_mt=False)
    found = {unit.source.text: unit for unit in units_of(project, "fog")}
    context, adapted, new = found[JA[1]], found[FUZZY], found[NEW]
    assert context.origin is not None
    assert context.origin.kind is OriginKind.MEMORY
    assert context.origin.match in {MatchKind.CONTEXT, MatchKind.EXACT}
    assert context.origin.tool == "mist.po"
    assert not context.draft
    assert adapted.draft
    assert adapted.origin is not None
    assert adapted.origin.match is MatchKind.ADAPTED
    assert 70 <= (adapted.origin.similarity or 0) < 100
    assert adapted.target is not None
    assert adapted.target.text == EN[5].replace("8 million", "9 million")
    assert new.is_untranslated


def test_an_english_article_is_translated_into_japanese(tmp_path: Path) -> None:
    aligned(tmp_path)
    project = make_project(tmp_path, en={"fog": (EN[0], EN[2], "The bell is silent.")})
    translation = translate_article(project, "fog", to=Language.JA, translator=EchoTranslator())
    assert translation.bitext.pair == LanguagePair(Language.EN, Language.JA)
    assert targets_of(project, "fog")[EN[2]] == JA[2]
    assert unit_with(project, "fog", "The bell is silent.").draft


def test_what_is_translated_is_never_asked_for_again(tmp_path: Path) -> None:
    project = with_fog(tmp_path)
    first, second = CountingTranslator(), CountingTranslator()
    assert len(translate_article(project, "fog", translator=first).filled) == len(FOG)
    before = tree(tmp_path)
    assert translate_article(reopened(project), "fog", translator=second).filled == ()
    assert (len(first.asked), second.asked) == (1, [])
    assert tree(tmp_path) == before


def test_the_engine_is_asked_once_for_a_text_even_if_the_bitext_is_thrown_away(tmp_path: Path) -> None:
    project = with_fog(tmp_path)
    translate_article(project, "fog", translator=CountingTranslator())
    project.bitext_path("fog").unlink()
    again = CountingTranslator()
    translate_article(reopened(project), "fog", translator=again)
    assert again.asked == []
    assert not any(unit.is_untranslated for unit in units_of(project, "fog"))


def test_machine_drafts_are_drafts(tmp_path: Path) -> None:
    project = with_fog(tmp_path)
    translate_article(project, "fog", translator=EchoTranslator())
    unit = unit_with(project, "fog", NEW)
    assert (unit.draft, unit.state, unit.is_confirmed) == (True, State.TRANSLATED, False)
    assert unit.origin is not None
    assert (unit.origin.kind, unit.origin.tool, unit.origin.match) == (OriginKind.MT, "echo", MatchKind.MT)


def test_an_interrupted_run_keeps_whole_batches_and_goes_on_where_it_ended(tmp_path: Path) -> None:
    sentences = ["題", *(f"鐘は{number}回鳴った。" for number in range(2, 11))]
    project = make_project(tmp_path, ja={"bell": sentences}, settings=BATCHES_OF_TWO)
    with pytest.raises(KeyboardInterrupt):
        translate_article(project, "bell", translator=CountingTranslator(stop_after=5))
    assert sum(target is not None for target in targets_of(project, "bell").values()) == 4
    second = CountingTranslator()
    translate_article(reopened(project), "bell", translator=second)
    assert len(second.asked) == 6
    assert None not in targets_of(project, "bell").values()


def test_without_an_engine_the_memory_s_part_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    project = with_fog(tmp_path)
    translation = translate_article(project, "fog")
    assert translation.mt_problem is not None
    assert "tmflow mt install ja en" in translation.mt_problem or "pip install" in translation.mt_problem
    assert translation.untranslated == 1
    assert targets_of(project, "fog")[JA[1]] == EN[1]


def test_the_engine_is_not_loaded_when_the_memory_has_everything(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": JA[:4]})
    assert translate_article(project, "fog").mt_problem is None


def test_what_others_confirm_while_the_engine_works_is_not_overwritten(tmp_path: Path) -> None:
    sentences = ["題", *(f"鐘は{number}回鳴った。" for number in range(2, 6))]
    project = make_project(tmp_path, ja={"bell": sentences}, settings=BATCHES_OF_TWO)

    def review(done: int, total: int) -> None:
        del total
        if done == 2:
            unit = unit_with(project, "bell", "鐘は5回鳴った。")
            accept_unit(reopened(project), "bell", unit.id, reviewer="AK", text="The bell rang five times.")

    translate_article(project, "bell", translator=EchoTranslator(), watch=Watch(on_progress=review))
    unit = unit_with(project, "bell", "鐘は5回鳴った。")
    assert unit.state is State.REVIEWED
    assert unit.target is not None
    assert unit.target.text == "The bell rang five times."


def test_a_unit_the_aligner_left_on_one_side_can_be_translated(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": JA}, en={"mist": (*EN[:4], *EN[5:])})
    list(align_project(project))
    lonely = [unit for unit in units_of(project, "mist") if unit.is_untranslated]
    assert [(unit.side, unit.source.text) for unit in lonely] == [(Side.SOURCE, JA[4])]
    translate_article(reopened(project), "mist", translator=EchoTranslator())
    unit = unit_with(project, "mist", JA[4])
    assert (unit.side, unit.draft, unit.target is not None) == (Side.BOTH, True, True)


def test_a_pair_is_aligned_before_it_is_translated(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": JA}, en={"mist": EN})
    with pytest.raises(ConfigError, match="tmflow align mist"):
        translate_article(project, "mist", translator=EchoTranslator())
    assert not project.bitext_path("mist").exists()


def test_a_direction_against_the_stored_one_is_refused(tmp_path: Path) -> None:
    project = with_fog(tmp_path)
    translate_article(project, "fog", use_mt=False)
    with pytest.raises(ConfigError, match="ja>en"):
        translate_article(reopened(project), "fog", to=Language.JA)


def test_a_title_block_in_both_languages_fills_title_and_deck(tmp_path: Path) -> None:
    sample = (Path(__file__).parents[2] / "articles/ja/harbor-tides.txt").read_text(encoding="utf-8")
    document = parse_article(sample, format=ArticleFormat.PLAIN, language=Language.JA)
    assert document.metadata.original_title
    project = copy_samples(tmp_path, "harbor-tides")
    (tmp_path / "articles/en/harbor-tides.txt").unlink()
    translate_article(project, "harbor-tides", use_mt=False)
    by_kind = {unit.source_place.kind.value: unit for unit in units_of(project, "harbor-tides") if unit.source_place}
    assert by_kind["title"].target is not None
    assert by_kind["title"].target.text == document.metadata.original_title
    assert by_kind["title"].is_confirmed
    if document.metadata.original_deck:
        assert by_kind["deck"].target is not None
        assert by_kind["deck"].target.text == document.metadata.original_deck


def test_an_engine_that_refuses_a_text_leaves_it_empty_with_the_reason(tmp_path: Path) -> None:
    class Parrot:
        name = "parrot"

        def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
            del pair
            yield from sources

    project = with_fog(tmp_path)
    translation = translate_article(project, "fog", translator=Parrot())
    ((unit_id, reason),) = translation.refused
    assert unit_id == unit_with(project, "fog", NEW).id
    assert reason
    assert translation.untranslated == 1


def test_an_engine_that_cannot_be_had_in_the_middle_keeps_what_is_done(tmp_path: Path) -> None:
    class Vanishing(CountingTranslator):
        def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
            if self.asked:
                raise TranslatorUnavailable("the model is gone. Install: tmflow mt install ja en")
            yield from super().translate(sources, pair)

    sentences = ["題", *(f"鐘は{number}回鳴った。" for number in range(2, 7))]
    project = make_project(tmp_path, ja={"bell": sentences}, settings=BATCHES_OF_TWO)
    translation = translate_article(project, "bell", translator=Vanishing())
    assert translation.mt_problem is not None
    assert len(translation.filled) == 2
    assert sum(target is not None for target in targets_of(project, "bell").values()) == 2


def test_an_engine_that_breaks_its_contract_is_an_error_of_the_engine(tmp_path: Path) -> None:
    class Chatty:
        name = "chatty"

        def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
            del pair
            yield from (*sources, "and one more")

    with pytest.raises(TranslatorError, match="chatty gave"):
        translate_article(with_fog(tmp_path), "fog", translator=Chatty())
    assert targets_of(Project(root=tmp_path), "fog")[JA[1]] == EN[1]


def test_an_edited_source_is_translated_anew_only_where_nothing_is_known(tmp_path: Path) -> None:
    project = with_fog(tmp_path)
    translate_article(project, "fog", translator=EchoTranslator())
    path = tmp_path / "articles/ja/fog.txt"
    edit(path, JA[2], "灯台は1909年に建てられた。")
    path.write_text(path.read_text(encoding="utf-8") + "\n森さんには犬が2匹いる。\n", encoding="utf-8")
    engine = CountingTranslator()
    translate_article(reopened(project), "fog", translator=engine)
    assert engine.asked == ["森さんには犬が2匹いる。"]
    stale = unit_with(project, "fog", "灯台は1909年に建てられた。")
    assert stale.is_stale
    assert stale.target is not None
    assert stale.target.text == EN[2]


def test_a_bare_text_is_translated_from_the_memory_and_nothing_is_written(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    before = tree(tmp_path)
    document = parse_article(article(FOG), format=ArticleFormat.PLAIN, language=Language.JA)
    translation = translate_text(document, to=Language.EN, project=project, use_mt=False)
    assert [unit.target is not None for unit in translation.bitext.units] == [True, True, True, True, False]
    assert len(translation.filled) == 4
    assert tree(tmp_path) == before
