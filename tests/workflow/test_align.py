"""Aligning articles on disk: how many gold beads are found, and what a second run leaves alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.sample_articles import SLUGS, compare
from tests.workflow.corrections import add_a_sentence, align_again
from tests.workflow.projects import (
    EN,
    JA,
    SENTENCES,
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
from tmflow.errors import AlignmentError, ConfigError, FormatError
from tmflow.formats.po import read_po, write_po
from tmflow.model.bitext import OriginKind, Side, State, floor_confidence
from tmflow.model.content import Content
from tmflow.workflow.align import align_project
from tmflow.workflow.bind import number_units
from tmflow.workflow.project import Project
from tmflow.workflow.review import accept_unit


def align(project: Project, *, take_article: bool = False) -> None:
    for alignment in align_project(reopened(project), take_article=take_article):
        assert alignment.error is None


@pytest.mark.parametrize("slug", SLUGS)
def test_of_a_hundred_gold_beads_of_each_sample_article_at_least_95_are_found(slug: str) -> None:
    result = compare(slug)
    assert len(result.right) >= 0.95 * len(result.gold), sorted(result.gold - result.found)


def test_a_second_run_changes_no_byte(tmp_path: Path) -> None:
    project = copy_samples(tmp_path)
    align(project)
    before = tree(tmp_path)
    assert {f"memories/{slug}.po" for slug in SLUGS} <= set(before)
    align(project)
    assert tree(tmp_path) == before


def test_a_second_run_counts_the_same(tmp_path: Path) -> None:
    project = copy_samples(tmp_path)
    first = {one.slug: (one.kinds, one.doubtful) for one in align_project(project)}
    second = {one.slug: (one.kinds, one.doubtful) for one in align_project(reopened(project))}
    assert second == first


def test_each_sentence_finds_its_partner(tmp_path: Path) -> None:
    assert targets_of(aligned(tmp_path), "mist") == dict(SENTENCES)


@pytest.mark.parametrize("new", ["A correction in the bitext: 1908 it was.", "Xyzzy."], ids=["like", "unlike"])
def test_a_correction_in_the_bitext_is_kept_and_the_article_stays_as_it_is(tmp_path: Path, new: str) -> None:
    project = aligned(tmp_path)
    edit(project.bitext_path("mist"), EN[2], new)
    english = tmp_path / "articles" / "en" / "mist.txt"
    before = english.read_bytes()
    align(project)
    assert targets_of(project, "mist")[JA[2]] == new
    assert english.read_bytes() == before
    (alignment,) = align_project(reopened(project))
    assert alignment.corrected == 1


def test_the_article_wins_over_a_correction_where_that_is_asked_for(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(project.bitext_path("mist"), EN[2], "A correction in the bitext: 1908 it was.")
    align(project, take_article=True)
    assert targets_of(project, "mist") == dict(SENTENCES)


def test_a_reviewed_unit_is_kept_to_the_letter(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    unit = unit_with(project, "mist", JA[3])
    accept_unit(project, "mist", unit.id, reviewer="AK", text="Its light is seen 36 km away.")
    reviewed = unit_with(project, "mist", JA[3])
    (tmp_path / "articles/ja/mist.txt").write_text(article([*JA, "鐘は鳴らない。"]), encoding="utf-8")
    (tmp_path / "articles/en/mist.txt").write_text(article([*EN, "The bell is silent."]), encoding="utf-8")
    align(project)
    kept = unit_with(project, "mist", JA[3])
    assert (kept.target, kept.state, kept.origin) == (reviewed.target, State.REVIEWED, reviewed.origin)
    assert targets_of(project, "mist")["鐘は鳴らない。"] == "The bell is silent."


def test_an_edit_of_the_target_article_is_taken_over(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(tmp_path / "articles/en/mist.txt", "built in 1908", "built back in 1908")
    assert targets_of(project, "mist")[JA[2]] == EN[2]
    align(project)
    assert targets_of(project, "mist")[JA[2]] == "The lighthouse was built back in 1908."


def test_a_unit_whose_source_was_edited_stays_stale(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(tmp_path / "articles/ja/mist.txt", "1908年に建てられた", "1909年に建てられた")
    align(project)
    unit = unit_with(project, "mist", "灯台は1909年に建てられた。")
    assert unit.is_stale
    assert unit.previous_source is not None
    assert unit.previous_source.text == JA[2]
    assert unit.target is not None
    assert unit.target.text == EN[2]
    before = tree(tmp_path)
    align(project)
    assert tree(tmp_path) == before


def test_a_source_that_is_as_it_was_again_is_not_stale(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    japanese = tmp_path / "articles/ja/mist.txt"
    edit(japanese, "1908年に建てられた", "1909年に建てられた")
    align(project)
    edit(japanese, "1909年に建てられた", "1908年に建てられた")
    align(project)
    assert not unit_with(project, "mist", JA[2]).is_stale


def test_an_edit_on_both_sides_is_a_new_pair(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(tmp_path / "articles/ja/mist.txt", "1908年", "1912年")
    edit(tmp_path / "articles/en/mist.txt", "in 1908", "in 1912")
    align(project)
    unit = unit_with(project, "mist", "灯台は1912年に建てられた。")
    assert not unit.is_stale
    assert unit.target is not None
    assert unit.target.text == "The lighthouse was built in 1912."


def test_a_pair_deleted_from_both_articles_stays_in_the_bitext_without_a_place(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    (tmp_path / "articles/ja/mist.txt").write_text(article([*JA[:4], *JA[5:]]), encoding="utf-8")
    (tmp_path / "articles/en/mist.txt").write_text(article([*EN[:4], *EN[5:]]), encoding="utf-8")
    align(project)
    orphan = unit_with(project, "mist", JA[4])
    assert (orphan.source_place, orphan.target_place) == (None, None)
    assert orphan.target is not None
    assert [unit.source.text for unit in units_of(project, "mist") if unit.source_place] == [*JA[:4], *JA[5:]]


def test_drafts_that_were_exported_into_an_article_stay_drafts(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    path = project.bitext_path("mist")
    bitext = read_po(path)
    drafts = [
        replace(unit, draft=True, origin=unit.origin and replace(unit.origin, kind=OriginKind.MT))
        for unit in bitext.units
    ]
    write_po(replace(bitext, units=tuple(drafts)), path)
    (tmp_path / "articles/ja/mist.txt").write_text(article([*JA, "鐘は鳴らない。"]), encoding="utf-8")
    align(project)
    assert [unit.draft for unit in units_of(project, "mist") if unit.side is Side.BOTH and unit.target] == [True] * 8


def test_doubtful_units_become_drafts_and_are_listed(tmp_path: Path) -> None:
    project = make_project(
        tmp_path, ja={"mist": JA, "fog": (*JA[:3], *JA[4:])}, en={"mist": (*EN[:4], *EN[5:]), "fog": EN}
    )
    for alignment, kind in zip(align_project(project), ("target", "source"), strict=True):
        assert kind in {one.kind for one in alignment.doubtful}
        assert {one.id for one in alignment.doubtful} == {
            unit.id for unit in units_of(project, alignment.slug) if unit.draft
        }


def test_articles_without_a_partner_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"fog": JA, "mist": JA}, en={"fog-2025": EN, "mist": EN})
    found = {one.slug: one.error for one in align_project(project)}
    assert found["mist"] is None
    assert isinstance(found["fog"], AlignmentError)
    assert "articles/ja/fog.txt has no partner" in str(found["fog"])
    assert "nearest: articles/en/fog-2025.txt" in str(found["fog"])
    assert project.bitext_path("mist").is_file()


def test_an_article_that_waits_for_its_translation_is_no_fault(tmp_path: Path) -> None:
    project = make_project(
        tmp_path, ja={"mist": JA, "fog": JA}, en={"mist": EN}, settings="check: {in_progress: [fog]}"
    )
    assert [(one.slug, one.error) for one in align_project(project)] == [("mist", None)]


def test_swapped_languages_are_refused_by_name(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": EN}, en={"mist": JA})
    (alignment,) = align_project(project)
    assert isinstance(alignment.error, ConfigError)
    assert "articles/ja/mist.txt is English" in str(alignment.error)
    assert not project.bitext_path("mist").exists()


def test_unlike_articles_are_refused_unless_forced(tmp_path: Path) -> None:
    project = copy_samples(tmp_path, "harbor-tides")
    english = tmp_path / "articles/en/harbor-tides.txt"
    (copy_samples(tmp_path / "other", "observatory-night").root / "articles/en/observatory-night.txt").replace(english)
    (alignment,) = align_project(project)
    assert isinstance(alignment.error, AlignmentError)
    assert "--force" in str(alignment.error)
    (forced,) = align_project(project, force=True)
    assert forced.error is None
    assert not any(unit.is_confirmed for unit in units_of(project, "harbor-tides") if unit.side is Side.BOTH)


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"bad": JA, "mist": JA}, en={"bad": EN, "mist": EN})
    (tmp_path / "articles/ja/bad.txt").write_bytes(bytes(range(128, 256)) * 4)
    found = {one.slug: one.error for one in align_project(project)}
    assert isinstance(found["bad"], FormatError)
    assert "articles/ja/bad.txt" in str(found["bad"])
    assert found["mist"] is None


def test_what_a_later_alignment_keeps_has_the_confidence_it_had(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": JA}, en={"mist": EN})
    first = align_again(project)
    add_a_sentence(project)
    again = align_again(project)
    assert again.kept == len(JA)
    found = {(bead.source, bead.target): floor_confidence(bead.confidence) for bead in first.beads}
    assert found.items() <= {(bead.source, bead.target): bead.confidence for bead in again.beads}.items()
    assert again.least_confidence <= first.least_confidence == min(found.values())


@pytest.mark.parametrize("runs_between", [1, 2])
@pytest.mark.parametrize("ja_note", ["（注：灯台の見学は土曜のみ。）", "文：森 健"])
def test_what_once_stood_alone_is_paired_again_when_its_partner_is_back(
    tmp_path: Path, ja_note: str, runs_between: int
) -> None:
    en_note = "(Note: the lighthouse is open on Saturdays only.)" if "注" in ja_note else "By Ken Mori"
    project = make_project(tmp_path, ja={"mist": JA}, en={"mist": EN})
    japanese, english = tmp_path / "articles/ja/mist.txt", tmp_path / "articles/en/mist.txt"
    whole = {path: path.read_text(encoding="utf-8") for path in (japanese, english)}
    noted = {japanese: f"\n{ja_note}\n", english: f"\n{en_note}\n"}
    for path, text in whole.items():
        path.write_text(text.replace("\n", "\n" + noted[path], 1) if "By" in en_note else text + noted[path], "utf-8")
    align(project)
    first = [(unit.side, unit.source.text, unit.target) for unit in units_of(project, "mist")]
    assert all(side is Side.BOTH for side, _, _ in first)
    text = english.read_text(encoding="utf-8")
    english.write_text(whole[english], encoding="utf-8")
    for _ in range(runs_between):
        align(project)
    english.write_text(text, encoding="utf-8")
    align(project)
    assert [(unit.side, unit.source.text, unit.target) for unit in units_of(project, "mist")] == first


def test_two_sides_that_were_kept_apart_by_mistake_are_paired_at_the_next_run(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": JA}, en={"mist": EN})
    for language, line in (
        ("ja", "（注：灯台の見学は土曜のみ。）"),
        ("en", "(Note: the lighthouse is open on Saturdays only.)"),
    ):
        path = tmp_path / f"articles/{language}/mist.txt"
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    align(project)
    path = project.bitext_path("mist")
    stored = read_po(path)
    *units, note = stored.units
    assert note.target is not None
    apart = (
        replace(note, target=None, state=State.INITIAL, side=Side.SOURCE, origin=None, target_place=None),
        replace(note, source=Content(), side=Side.TARGET, source_place=None),
    )
    write_po(replace(stored, units=number_units((*units, *apart))), path)
    align(project)
    assert [unit.side for unit in units_of(project, "mist")] == [Side.BOTH] * (len(JA) + 1)


def test_what_the_aligner_left_alone_on_both_sides_is_tried_once(tmp_path: Path) -> None:
    """Two bylines that are no pair: the second run finds nothing to do, and says so; what comes in later is tried with them."""
    project = make_project(tmp_path)
    for language, sentences, byline in (("ja", JA, "文・森けい"), ("en", EN, "Translated by Ann Lee")):
        title, *body = sentences
        text = f"<h1>{title}</h1>\n" + "".join(f"<p>{sentence}</p>\n" for sentence in body)
        folder = tmp_path / "articles" / language
        folder.mkdir(parents=True)
        (folder / "mist.html").write_text(f'<body>{text}<p class="byline">{byline}</p></body>\n', encoding="utf-8")
    project = reopened(project)
    first, again = (next(iter(align_project(project, ("mist",)))) for _ in range(2))
    assert (first.is_unchanged, again.is_unchanged) == (False, True)
    assert {unit.side for unit in units_of(project, "mist")} == set(Side)
    assert again.kept == len(units_of(project, "mist"))


def test_a_doubtful_pair_keeps_its_confidence_while_its_sentences_stay(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(tmp_path / "articles/en/mist.txt", EN[4], "Nobody knows.")
    align(reopened(project))
    doubtful = unit_with(project, "mist", JA[4])
    assert doubtful.draft
    for old, new in (("October", "the autumn"), ("132 steps", "the 132 steps")):
        edit(tmp_path / "articles/en/mist.txt", old, new)
        align(reopened(project))
        assert unit_with(project, "mist", JA[4]).origin == doubtful.origin
