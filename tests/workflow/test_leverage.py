"""What there is to translate of a project's articles and of other files."""

from __future__ import annotations

from collections.abc import Mapping
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
    tree,
    unit_with,
    write_article,
)
from tmflow.errors import ConfigError
from tmflow.memory.quote import Band
from tmflow.model.language import Language
from tmflow.model.match import MatchKind
from tmflow.workflow.align import align_project
from tmflow.workflow.leverage import JobLeverage, PartLeverage, measure_job
from tmflow.workflow.project import Project
from tmflow.workflow.review import accept_all, accept_unit
from tmflow.workflow.translate import translate_article

FOG = (*JA[:3], "鐘は鳴らない。")
OTHER = ("港の話", "鐘は鳴らない。", "灯台は1908年に建てられた。")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return aligned(tmp_path, also_ja={"fog": FOG})


def segments(part: PartLeverage) -> dict[str, int]:
    """Segments by band, the three bands of identical text taken together: they depend on how neighbors are judged."""
    identical = {Band.CONTEXT_BOTH, Band.CONTEXT_ONE, Band.EXACT}
    found: dict[str, int] = {}
    for band, count in part.tally.counts.items():
        name = "identical" if band in identical else band.value
        found[name] = found.get(name, 0) + count.segments
    return found


def by_file(job: JobLeverage) -> Mapping[str, dict[str, int]]:
    assert not job.problems
    return {part.file: segments(part) for part in job.files}


def test_without_a_name_what_has_something_to_translate_is_measured(project: Project) -> None:
    assert by_file(measure_job(project)) == {"articles/ja/fog.txt": {"identical": 3, "new": 1}}


def test_a_pair_that_is_not_aligned_yet_is_no_work_but_is_named_where_it_is_asked_for(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": JA, "fog": FOG}, en={"mist": EN})
    assert list(by_file(measure_job(project))) == ["articles/ja/fog.txt"]
    asked = measure_job(project, ["mist", "fog"])
    assert [part.file for part in asked.files] == ["articles/ja/fog.txt"]
    assert "tmflow align mist" in str(asked.problems[0])


def test_a_named_article_with_nothing_to_translate_is_there_with_nothing(project: Project) -> None:
    assert by_file(measure_job(project, ["mist"])) == {"articles/ja/mist.txt": {}}


def test_an_edited_sentence_is_like_what_it_was(project: Project) -> None:
    edit(project.root / "articles/ja/mist.txt", "森さんは来年の春に退職する。", "森さんは来年の夏に退職する。")
    assert by_file(measure_job(project, ["mist"])) == {"articles/ja/mist.txt": {"85-94": 1}}


def test_drafts_count_until_they_are_confirmed_and_what_was_taken_over_does_not(project: Project) -> None:
    edit(project.root / "articles/ja/fog.txt", "灯台は1908年に建てられた。", "灯台は古く1908年に建てられた。")
    before = by_file(measure_job(reopened(project), ["fog"]))["articles/ja/fog.txt"]
    assert before == {"identical": 2, "85-94": 1, "new": 1}
    translate_article(reopened(project), "fog", use_mt=False)
    assert by_file(measure_job(reopened(project), ["fog"]))["articles/ja/fog.txt"] == {"85-94": 1, "new": 1}
    accept_all(reopened(project), "fog", reviewer="AK", when=None)
    assert by_file(measure_job(reopened(project), ["fog"]))["articles/ja/fog.txt"] == {"new": 1}


def test_the_figures_are_those_of_what_translating_then_fills_in(tmp_path: Path) -> None:
    project = copy_samples(tmp_path)
    assert not [one.error for one in align_project(project, ()) if one.error]
    project = reopened(project)
    (part,) = measure_job(project, ["harbor-tides-2"]).files
    filled = translate_article(project, "harbor-tides-2", use_mt=False).leverage
    kinds = {band.kind: band.units for band in filled}
    found = segments(part)
    assert found.pop("identical") == kinds.pop(MatchKind.CONTEXT, 0) + kinds.pop(MatchKind.EXACT, 0) > 0
    assert found.pop("new") == kinds.pop(None) + kinds.pop(MatchKind.FRAGMENT, 0) > 0
    assert sum(found.values()) == sum(kinds.values()) > 0


def test_what_a_colleague_translated_meanwhile_is_known(project: Project) -> None:
    write_article(project.root, Language.JA, "wind", OTHER)
    project = reopened(project)
    translate_article(project, "fog", use_mt=False)
    accept_unit(
        project,
        "fog",
        unit_with(project, "fog", "鐘は鳴らない。").id,
        reviewer="AK",
        text="The bell is silent.",
        when=None,
    )
    assert by_file(measure_job(project, ["wind"])) == {"articles/ja/wind.txt": {"new": 1, "identical": 2}}


def test_a_file_that_is_no_article_is_measured_as_an_article_of_its_text(project: Project, tmp_path: Path) -> None:
    expected = measure_job(project, ["fog"]).files[0]
    for name, text in {
        "fog.txt": article(FOG),
        "fog.md": f"# {FOG[0]}\n\n{''.join(FOG[1:])}\n",
        "fog.html": f"<html><body><h1>{FOG[0]}</h1><p>{''.join(FOG[1:])}</p></body></html>",
    }.items():
        path = tmp_path / "incoming" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        (part,) = measure_job(project, [str(path)]).files
        assert (part.file, segments(part)) == (path.as_posix(), segments(expected)), name
        assert part.tally.total == expected.tally.total, name


def test_a_folder_is_one_job_whose_files_repeat_each_other(project: Project, tmp_path: Path) -> None:
    for name in ("a", "b"):
        path = tmp_path / "incoming" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(article(OTHER), encoding="utf-8")
    found = list(by_file(measure_job(project, [str(tmp_path / "incoming")])).values())
    assert found == [{"new": 2, "identical": 1}, {"cross-file-repetition": 2, "identical": 1}]


def test_each_file_counts_once_however_it_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    names = ["fog", "articles/ja/fog.txt", "articles", "articles/en/mist.txt"]
    assert list(by_file(measure_job(project, names))) == ["articles/ja/fog.txt", "articles/ja/mist.txt"]
    link = project.root / "incoming.txt"
    link.write_text(article(OTHER), encoding="utf-8")
    assert list(by_file(measure_job(project, ["incoming.txt", "./incoming.txt"]))) == ["incoming.txt"]


def test_a_title_that_the_title_block_gives_in_both_languages_is_no_work(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"fog": FOG})
    untitled = measure_job(project).files[0].tally.total.segments
    path = project.root / "articles/ja/fog.txt"
    path.write_text(f"{FOG[0]}\n(A lighthouse on a foggy morning)\n\n{''.join(FOG[1:])}\n", encoding="utf-8")
    article_read = measure_job(reopened(project)).files[0].tally.total.segments
    assert (untitled, article_read) == (4, 3)


def test_boilerplate_does_not_count(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"fog": FOG}, settings="boilerplate: ['^鐘は']\n")
    (tmp_path / "articles/ja/fog.txt").write_text(f"{FOG[0]}\n\n{FOG[1]}\n\n{FOG[3]}\n", encoding="utf-8")
    assert measure_job(project).files[0].tally.total.segments == 2


def test_each_direction_has_a_total_in_its_own_unit(project: Project) -> None:
    write_article(project.root, Language.EN, "tide", ("The tide", "The tide is slow today.", EN[2]))
    job = measure_job(reopened(project))
    assert {part.file: segments(part) for part in job.files}["articles/en/tide.txt"] == {"new": 2, "identical": 1}
    totals = {str(total.pair): (total.tally.unit, total.tally.total.volume) for total in job.totals}
    words = sum(len(text.split()) for text in ("The tide", "The tide is slow today.", EN[2]))
    assert totals == {"ja>en": ("characters", len("".join(FOG))), "en>ja": ("words", words)}


def test_numbers_of_two_languages_are_no_repetition_of_each_other(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    for name, text in {"a.txt": "港の話\n\n2026\n", "b.txt": "The tide\n\n2026\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = by_file(measure_job(project, [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]))
    assert list(found.values()) == [{"new": 2}, {"new": 2}]


def test_the_options_go_before_the_settings(project: Project) -> None:
    (project.root / "tmflow.yaml").write_text(
        "memory: {threshold: 80}\nleverage: {punctuation: skip, weights: {new: 50}}\nalign: {dictionary: none}\n",
        encoding="utf-8",
    )
    project = reopened(project)
    own = measure_job(project)
    assert (own.basis.threshold, own.basis.punctuation, own.basis.units) == (80, False, len(JA))
    asked = measure_job(project, threshold=60, punctuation=True)
    assert (asked.basis.threshold, asked.basis.punctuation) == (60, True)
    new = next(line for line in asked.quote(asked.totals[0]).lines if line.band == "new")
    assert new.weighted * 2 == new.volume


def test_what_cannot_be_read_is_told_and_the_others_are_measured(project: Project) -> None:
    broken, empty = project.root / "broken.txt", project.root / "empty"
    broken.write_bytes(b"\x00\x01\x02")
    empty.mkdir()
    job = measure_job(project, [str(broken), str(empty), "fog"])
    assert [part.file for part in job.files] == ["articles/ja/fog.txt"]
    assert ["broken.txt" in str(job.problems[0]), "no article in this folder" in str(job.problems[1])] == [True, True]


def test_an_unknown_name_is_refused_with_the_nearest(project: Project) -> None:
    with pytest.raises(ConfigError, match="did you mean fog"):
        measure_job(project, ["fogg"])


def test_nothing_is_written_and_progress_is_told(project: Project) -> None:
    before = tree(project.root)
    told: list[tuple[int, int]] = []
    measure_job(project, internal_fuzzy=True, on_progress=lambda done, total: told.append((done, total)))
    assert tree(project.root) == before
    assert told == [(1, 2), (2, 2)]
