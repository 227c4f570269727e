"""Aligning files without a project: how they are read, which are pairs, what the results hold and other tools read."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.tmx import tmxfile
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

from tests.workflow.file_samples import EN, JA, OTHER, lines, text, write, write_pair
from tests.workflow.projects import make_project
from tmflow.errors import AlignmentError, ConfigError, FormatError, StorageError, TmflowError
from tmflow.formats import tmx, xliff2, xliff12
from tmflow.formats.registry import format_named
from tmflow.formats.units import read_returned, unit_formats
from tmflow.model.bitext import OriginKind, Side, State
from tmflow.model.document import Span
from tmflow.model.language import Language
from tmflow.segment.segmenter import Quotations
from tmflow.workflow.align import align_project
from tmflow.workflow.align_files import (
    AlignedFiles,
    Aligning,
    align_files,
    align_pair,
    aligning_of,
    serialize_bitext,
    unit_suffix,
    write_outcome,
)
from tmflow.workflow.file_pairs import FilePair, FoundPairs, find_pairs, place_results, read_pair_list
from tmflow.workflow.file_texts import TextForm, read_text
from tmflow.workflow.segmentation import Cutting, iter_placed_segments
from tmflow.workflow.settings import Settings

HOW = Aligning(settings=Settings(), dictionary="none")
MARKDOWN_JA = """\
---
title: 蜂の丘の **養蜂場**
---

丘の上には**巣箱が48個**並んで
いる。養蜂家の[西野さん](https://example.org/n)は2011年にここへ来た。

***

- 去年は蜂蜜を620キロ採った。
- ひと瓶は1800円で売られる。
"""
HTML_EN = """\
<html lang="en"><body><h1>The apiary on <b>Bee Hill</b></h1>
<p>Forty-eight hives, <em>48 in all</em>, stand on the hill. The beekeeper, Ms. Nishino, came
here in 2011 &amp; stayed.</p>
<ul><li>Last year she took 620 kilograms of honey.</li><li>A jar is sold for 1,800 yen.</li></ul></body></html>
"""


def pair_of(source: Path, target: Path) -> FilePair:
    return FilePair(source=source, target=target, name=source.stem)


def aligned(folder: Path, how: Aligning = HOW, *, name: str = "bees.txt") -> AlignedFiles:
    return align_pair(pair_of(*write_pair(folder, name)), how)


def texts_of(found: AlignedFiles) -> list[tuple[str, str]]:
    return [(one.source.text, one.target.text) for one in found.beads]


# -- beads


@pytest.mark.parametrize("form", [TextForm.ARTICLE, TextForm.PLAIN])
def test_each_sentence_meets_its_translation(tmp_path: Path, form: TextForm) -> None:
    found = aligned(tmp_path, replace(HOW, form=form))
    assert texts_of(found) == list(zip(JA, EN, strict=True))
    assert (found.source_segments, found.target_segments, found.kinds) == (len(JA), len(EN), {"1:1": len(JA)})
    assert found.least_confidence == min(one.bead.confidence for one in found.beads)


def test_files_give_the_beads_their_project_gives(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"bees": JA}, en={"bees": (*EN[:4], *EN[5:])})
    (expected,) = align_project(project)
    found = align_pair(pair_of(tmp_path / "articles/ja/bees.txt", tmp_path / "articles/en/bees.txt"), HOW)
    assert expected.bitext is not None
    assert tuple(one.bead for one in found.beads) == expected.beads
    assert found.bitext.units == expected.bitext.units
    assert "1:0" in found.kinds


def test_a_text_is_one_line_whatever_breaks_it(tmp_path: Path) -> None:
    source = write(tmp_path / "ja.md", "丘の上には\\\n巣箱が48個並んで\nいる。\n")
    target = write(tmp_path / "en.md", "On the hill<br>stand  \n48 hives.\n")
    found = align_pair(pair_of(source, target), HOW)
    assert texts_of(found) == [("丘の上には巣箱が48個並んでいる。", "On the hill stand 48 hives.")]
    (unit,) = found.bitext.units
    assert unit.source.native == "丘の上には\\\n巣箱が48個並んでいる。"
    assert unit.target is not None
    assert unit.target.native == "On the hill<br>stand  \n48 hives."


@pytest.mark.parametrize(("ja", "en"), [(True, False), (False, True)])
def test_either_language_may_be_the_source(tmp_path: Path, ja: bool, en: bool) -> None:  # noqa: FBT001 - a table
    source, target = write_pair(tmp_path)
    pair = pair_of(source, target) if ja else pair_of(target, source)
    how = aligning_of(Settings(), dictionary="none", source="ja" if ja else None, target="ja" if en else None)
    assert str(align_pair(pair, how).bitext.pair) == ("ja>en" if ja else "en>ja")
    assert align_pair(pair, HOW).bitext == align_pair(pair, how).bitext


def test_a_place_is_that_of_the_segment_in_its_file(tmp_path: Path) -> None:
    source, target = write(tmp_path / "ja.md", MARKDOWN_JA), write(tmp_path / "en.html", HTML_EN)
    found = align_pair(pair_of(source, target), HOW)
    assert len(found.beads) == 5
    for path, sides in ((source, [b.source for b in found.beads]), (target, [b.target for b in found.beads])):
        content = path.read_text(encoding="utf-8")
        segments = list(iter_placed_segments(path, Cutting(settings=Settings())))
        for side in sides:
            assert side.span is not None
            assert side.line is not None
            first = segments[side.segments[0]]
            assert (side.line, side.column) == (first.line, first.column)
            line_start = [0, *(match.end() for match in re.finditer("\n", content))][side.line - 1]
            assert (side.span.start - line_start + 1) == side.column
            covered = re.sub(r"<[^>]+>|\*\*|\]\([^)]*\)|\[|\s|amp;", "", content[side.span.start : side.span.end])
            assert covered == re.sub(r"\s", "", side.text)


def test_the_place_of_bare_text_is_the_exact_text(tmp_path: Path) -> None:
    source, target = write_pair(tmp_path)
    write(source, "\r\n\u3000" + text(JA).replace("\n", "\r\n"))
    found = align_pair(pair_of(source, target), replace(HOW, form=TextForm.PLAIN))
    content = source.read_bytes().decode()
    for number, one in enumerate(found.beads):
        assert one.source.segments == (number,)
        assert one.source.span is not None
        assert content[one.source.span.start : one.source.span.end] == one.source.text == JA[number]
    assert (found.beads[0].source.line, found.beads[0].source.column) == (2, 2)


def test_one_side_alone_keeps_its_place_and_has_no_other(tmp_path: Path) -> None:
    source, target = write_pair(tmp_path)
    write(target, text((*EN[:3], *EN[4:]), joint=" "))
    (alone,) = [one for one in align_pair(pair_of(source, target), HOW).beads if not one.bead.target]
    assert alone.source.text == JA[3]
    assert (alone.target.segments, alone.target.text, alone.target.span, alone.target.line) == ((), "", None, None)


def test_the_settings_cut_the_files_of_a_project(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", "「晴れた。風もない。」\n\n港は静かだ。\n")
    for quotations, expected in ((Quotations.KEEP, 2), (Quotations.SPLIT, 3)):
        settings = Settings()
        settings = replace(settings, segment=replace(settings.segment, quotations=quotations))
        assert len(read_text(source, settings, form=TextForm.ARTICLE).passages) == expected


# -- lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_is_a_segment_and_a_blank_line_ends_a_paragraph(tmp_path: Path, end: str) -> None:
    content = "\u3000一つ。二つ。\n三つ \n \u3000\n四つ\n\n\n五つ".replace("\n", end)
    found = read_text(write(tmp_path / "a.tok", content), Settings(), form=TextForm.LINES)
    assert [passage.content.text for passage in found.passages] == ["一つ。二つ。", "三つ", "四つ", "五つ"]
    assert [passage.segment.block for passage in found.passages] == [0, 0, 1, 2]
    assert [(passage.place.line, passage.place.column) for passage in found.passages] == [
        (1, 2),
        (2, 1),
        (4, 1),
        (7, 1),
    ]
    assert [content[span.start : span.end] for span in found.spans] == [p.content.text for p in found.passages]


def test_lines_are_aligned_as_they_are(tmp_path: Path) -> None:
    source = write(tmp_path / "ja.tok", lines((*JA[:3], f"{JA[3]}{JA[4]}", *JA[5:])))
    target = write(tmp_path / "en.tok", lines(EN))
    found = align_pair(pair_of(source, target), replace(HOW, form=TextForm.LINES))
    assert found.kinds == {"1:1": len(JA) - 2, "1:2": 1}
    assert (f"{JA[3]}{JA[4]}", f"{EN[3]} {EN[4]}") in texts_of(found)


# -- what is refused


def test_texts_that_are_no_translation_are_refused_unless_forced(tmp_path: Path) -> None:
    pair = pair_of(write(tmp_path / "a.txt", text(JA)), write(tmp_path / "b.txt", text(OTHER, joint=" ")))
    with pytest.raises(AlignmentError, match=r"a\.txt \| .*b\.txt: confidence .*--force"):
        align_pair(pair, HOW)
    assert align_pair(pair, replace(HOW, require_translation=False)).beads


REFUSED: dict[str, tuple[str | bytes, type[TmflowError], str]] = {
    "empty": ("", FormatError, r"b\.txt: no text"),
    "binary": (b"\x89PNG\r\n\x00\x00\xff\xfe\xfa" * 40, FormatError, r"b\.txt: not UTF-8|b\.txt.*NUL"),
    "no sentence": ("***\n", FormatError, r"b\.txt: no sentence to align"),
    "one language": (text(JA), ConfigError, r"a\.txt \| .*b\.txt: both are Japanese.*--from ja --to en"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_aligned_is_named(tmp_path: Path, name: str) -> None:
    content, kind, message = REFUSED[name]
    pair = pair_of(write(tmp_path / "a.txt", text(JA)), write(tmp_path / "b.txt", content))
    with pytest.raises(kind, match=message):
        align_pair(pair, HOW)


def test_a_language_that_is_given_is_checked(tmp_path: Path) -> None:
    pair = pair_of(*write_pair(tmp_path))
    for form in TextForm:
        with pytest.raises(ConfigError, match=r"ja.bees\.txt is Japanese .*swapped"):
            align_pair(pair, replace(aligning_of(Settings(), dictionary="none", source="en"), form=form))
    with pytest.raises(ConfigError, match="one language"):
        aligning_of(Settings(), source="ja", target="ja")
    assert aligning_of(Settings(), target="ja").source is Language.EN


def test_a_confidence_is_a_probability() -> None:
    for wrong in (1.5, -0.1, float("nan")):
        with pytest.raises(ConfigError, match="between 0 and 1"):
            aligning_of(Settings(), min_confidence=wrong)


# -- many pairs


RENDER = partial(serialize_bitext, name="tmx")


def test_processes_give_what_one_gives_in_order(tmp_path: Path) -> None:
    pairs = [pair_of(*write_pair(tmp_path, f"{number}.txt")) for number in range(5)]
    write(pairs[2].target, text(OTHER, joint=" "))
    write(pairs[3].source, "")
    seen: list[tuple[int, int]] = []
    alone = list(align_files(pairs, HOW, render=RENDER, on_progress=lambda *step: seen.append(step)))
    assert seen == [(done, 5) for done in range(1, 6)]
    together = list(align_files(pairs, HOW, render=RENDER, jobs=2))
    assert [(one.pair, one.content, str(one.problem), type(one.problem)) for one in together] == [
        (one.pair, one.content, str(one.problem), type(one.problem)) for one in alone
    ]
    assert [one.problem is not None for one in alone] == [False, False, True, True, False]
    assert isinstance(alone[2].problem, AlignmentError)


def test_folders_pair_files_of_one_path(tmp_path: Path) -> None:
    for name in ("ja/a.txt", "en/a.html", "ja/deep/b.md", "en/deep/b.md", "ja/c.txt", "en/cc.txt", "en/.hidden.txt"):
        write(tmp_path / name, "x\n")
    found = find_pairs(tmp_path / "ja", tmp_path / "en")
    assert [(pair.name, pair.source.suffix, pair.target.suffix) for pair in found.pairs] == [
        ("a", ".txt", ".html"),
        ("deep/b", ".md", ".md"),
    ]
    assert [str(problem).replace(str(tmp_path), "") for problem in found.problems] == [
        "/ja/c.txt has no partner in /en (nearest: /en/cc.txt). Give both files one name, or list them: --pairs",
        "/en/cc.txt has no partner in /ja (nearest: /ja/c.txt). Give both files one name, or list them: --pairs",
    ]
    assert all(isinstance(problem, AlignmentError) for problem in found.problems)


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    for name in ("ja/a.md", "ja/a.txt", "en/a.txt"):
        write(tmp_path / name, "x\n")
    found = find_pairs(tmp_path / "ja", tmp_path / "en")
    assert [pair.source.name for pair in found.pairs] == ["a.md"]
    assert re.search(r"a\.md, .*a\.txt: 2 files called a; aligned is the first", str(found.problems[0]))


def test_names_of_one_look_are_one_name(tmp_path: Path) -> None:
    write(tmp_path / "ja/カ\u3099ス.txt", "x\n")
    write(tmp_path / "en/ガス.txt", "x\n")
    assert [pair.name for pair in find_pairs(tmp_path / "ja", tmp_path / "en").pairs] == ["ガス"]


def test_paths_that_are_no_pair(tmp_path: Path) -> None:
    source, target = write_pair(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "link.txt").symlink_to(source)
    for first, second, message in (
        (source, source, "are the same file"),
        (source, tmp_path / "link.txt", "are the same file"),
        (source.parent, source.parent, "are the same folder"),
        (source.parent, target, "is a folder and .* a file"),
        (source, target.parent, "is a folder and .* a file"),
        (source.parent, tmp_path / "empty", "no article in this folder"),
        (Path("-"), target, "standard input is no file"),
    ):
        with pytest.raises(TmflowError, match=message):
            find_pairs(first, second)


def test_a_list_names_pairs_beside_itself(tmp_path: Path) -> None:
    content = "\ufeff# source\ttarget\r\n\r\nja/a.txt\ten/b.txt\r\n/far/c.txt\t../d.txt\r\n"
    found = read_pair_list(write(tmp_path / "list.tsv", content))
    assert [(pair.source, pair.target, pair.name) for pair in found.pairs] == [
        (tmp_path / "ja/a.txt", tmp_path / "en/b.txt", "ja/a"),
        (Path("/far/c.txt"), tmp_path / "../d.txt", "c"),
    ]
    assert not found.problems


def test_a_wrong_line_of_a_list_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "list.tsv", "a.txt b.txt\na\tb\nonly\t\na\tb\tc\n")
    found = read_pair_list(path)
    assert len(found.pairs) == 1
    assert [str(problem).partition(": ")[0] for problem in found.problems] == [f"{path}:{line}" for line in (1, 3, 4)]
    for content in (b"# nothing\n", b"", b"a\x00\tb\n"):
        with pytest.raises(FormatError):
            read_pair_list(write(path, content))


# -- where the results go


def many(*names: str, folder: Path) -> FoundPairs:
    pairs = tuple(FilePair(source=folder / f"ja/{name}", target=folder / f"en/{name}", name=name) for name in names)
    return FoundPairs(pairs=pairs, is_many=True)


def results_of(found: FoundPairs, output: Path | None) -> list[Path | None]:
    return [pair.result for pair in place_results(found, output, suffix=".tsv").pairs]


def test_a_result_goes_where_the_user_says(tmp_path: Path) -> None:
    source, target = write_pair(tmp_path)
    one = find_pairs(source, target)
    assert results_of(one, None) == [None]
    assert results_of(one, tmp_path / "x.out") == [tmp_path / "x.out"]
    assert results_of(one, tmp_path) == [tmp_path / "bees.tsv"]
    two = many("a.b", "deep/c", folder=tmp_path)
    assert results_of(two, tmp_path / "new/out") == [tmp_path / "new/out/a.b.tsv", tmp_path / "new/out/deep/c.tsv"]
    assert (tmp_path / "new/out").is_dir()


def test_a_result_overwrites_neither_a_text_nor_another_result(tmp_path: Path) -> None:
    source, target = write_pair(tmp_path)
    one = find_pairs(source, target)
    for path in (target, source.parent):
        with pytest.raises(ConfigError, match="is one of the texts"):
            place_results(one, path, suffix=".txt")
    with pytest.raises(ConfigError, match="is a file"):
        place_results(many("a", folder=tmp_path), source, suffix=".tsv")
    with pytest.raises(StorageError, match="no such folder"):
        place_results(one, tmp_path / "none/x.tsv", suffix=".tsv")


def test_of_many_pairs_one_whose_result_cannot_be_placed_is_a_problem_and_the_others_stay(tmp_path: Path) -> None:
    found = many("a", "ja/b", "a", "c", folder=tmp_path)
    other = replace(found.pairs[0], target=tmp_path / "en/z")
    found = replace(found, pairs=(*found.pairs[:2], other, found.pairs[3]))
    write(tmp_path / "ja/b.tsv", "x")
    text_of_b = replace(found.pairs[1], source=tmp_path / "ja/b.tsv")
    placed = place_results(replace(found, pairs=(found.pairs[0], text_of_b, *found.pairs[2:])), tmp_path, suffix=".tsv")
    assert [(pair.name, pair.target.name) for pair in placed.pairs] == [("a", "a"), ("c", "c")]
    first, second = map(str, placed.problems)
    assert "ja/b.tsv is one of the texts" in first
    assert "both would be written to" in second
    assert second.endswith("a.tsv; aligned is the first. Rename one, or align them apart")


def test_a_pair_that_a_list_has_twice_is_taken_once(tmp_path: Path) -> None:
    path = write(tmp_path / "list.tsv", "a.txt\tb.txt\n./a.txt\tb.txt\na.txt\tc.txt\n")
    found = read_pair_list(path)
    assert [pair.target.name for pair in found.pairs] == ["b.txt", "c.txt"]
    assert not found.problems
    (told,) = found.notes
    assert told.startswith(f"{path}:2: ")
    assert "stands in line 1 already" in told


def test_only_the_ending_of_an_article_is_no_part_of_a_name(tmp_path: Path) -> None:
    path = write(tmp_path / "list.tsv", "ch.1\ten.1\nch.2\ten.2\ndeep/ch.3.TXT\tx\n")
    assert [pair.name for pair in read_pair_list(path).pairs] == ["ch.1", "ch.2", "deep/ch.3"]
    for name in ("ch.1", "en.1"):
        write(tmp_path / name, "x\n")
    (pair,) = find_pairs(tmp_path / "ch.1", tmp_path / "en.1").pairs
    assert pair.name == "ch.1"


def test_a_result_is_written_whole(tmp_path: Path) -> None:
    pair = pair_of(*write_pair(tmp_path))
    (outcome,) = align_files([pair], HOW, render=RENDER)
    path = tmp_path / "deep/er/x.txt"
    write_outcome(replace(outcome, pair=replace(pair, result=path)))
    assert path.read_bytes() == outcome.content
    with pytest.raises(StorageError):
        write_outcome(replace(outcome, pair=replace(pair, result=path / "y.txt")))


# -- what other programs read


def one_sided(folder: Path) -> AlignedFiles:
    """Two texts of which each has a sentence that the other lacks."""
    source = write(folder / "ja.txt", text(JA))
    target = write(folder / "en.txt", text((*EN[:4], *EN[5:], "The well is dry & <deep>."), joint=" "))
    found = align_pair(pair_of(source, target), HOW)
    assert {unit.side for unit in found.bitext.units} == set(Side)
    return found


def both_sided(found: AlignedFiles) -> list[tuple[str, str]]:
    return [pair for pair in texts_of(found) if all(pair)]


def test_tmx_is_read_by_us_and_by_others(tmp_path: Path) -> None:
    found = replace(one_sided(tmp_path), with_drafts=True)
    path = write(tmp_path / "x.tmx", serialize_bitext(found, name="tmx"))
    entries = list(tmx.iter_tmx(path))
    assert [(entry.source, entry.target) for entry in entries] == both_sided(found)
    assert {entry.origin for entry in entries} == {"aligned"}
    assert {entry.document for entry in entries} == {found.pair.source.as_posix()}
    doubtful = {unit.source.text for unit in found.bitext.units if unit.draft}
    assert {entry.source for entry in entries if entry.draft} == doubtful & {source for source, _ in both_sided(found)}
    peers = tmxfile.parsefile(str(path)).units
    assert [(str(peer.source), str(peer.target)) for peer in peers] == both_sided(found)


def test_tmx_leaves_out_what_is_in_doubt_unless_asked(tmp_path: Path) -> None:
    found = aligned(tmp_path)
    drafts = tuple(replace(unit, draft=unit.source.text == JA[2]) for unit in found.bitext.units)
    found = replace(found, bitext=replace(found.bitext, units=drafts))
    sure = write(tmp_path / "x.tmx", serialize_bitext(found, name="tmx"))
    assert JA[2] not in {entry.source for entry in tmx.iter_tmx(sure)}
    whole = write(tmp_path / "y.tmx", serialize_bitext(replace(found, with_drafts=True), name="tmx"))
    assert [entry.source for entry in tmx.iter_tmx(whole) if entry.draft] == [JA[2]]


@pytest.mark.parametrize("name", ["xliff21", "xliff12"])
def test_xliff_is_read_by_us_and_by_others(tmp_path: Path, name: str) -> None:
    found = one_sided(tmp_path)
    path = write(tmp_path / f"x{unit_suffix(name)}", serialize_bitext(found, name=name))
    returned = (xliff2 if name == "xliff21" else xliff12).read(path)
    with_source = [unit for unit in found.bitext.units if unit.side is not Side.TARGET]
    assert [(unit.source.text, unit.target.text if unit.target else "") for unit in returned.units] == [
        (unit.source.text, unit.target.text if unit.target else "") for unit in with_source
    ]
    assert [unit.draft for unit in returned.units if unit.target] == [unit.draft for unit in with_source if unit.target]
    assert [unit.id for unit in returned.units] == [unit.id for unit in with_source]
    peers = (Xliff2File if name == "xliff21" else xlifffile).parsefile(str(path)).units
    assert [(str(peer.source), str(peer.target or "")) for peer in peers] == [
        (unit.source.text, unit.target.text if unit.target else "") for unit in with_source
    ]


def test_every_format_of_units_takes_them(tmp_path: Path) -> None:
    found = one_sided(tmp_path)
    sources = [unit.source.text for unit in found.bitext.units if unit.side is not Side.TARGET]
    for name in unit_formats():
        path = write(tmp_path / f"x{unit_suffix(name)}", serialize_bitext(found, name=name))
        if format_named(name).read is not None:
            returned = [unit.source.text for unit in read_returned(path).units if unit.source]
            assert returned == sources, name


def test_xliff_tells_confidence_and_line(tmp_path: Path) -> None:
    found = aligned(tmp_path)
    root = etree.fromstring(serialize_bitext(found, name="xliff21"))
    told = [{meta.get("type"): meta.text for meta in unit.iter("{*}meta")} for unit in root.iter("{*}unit")]
    assert [int(one["confidence"] or 0) for one in told] == [int(100 * one.bead.confidence) for one in found.beads]
    assert [int(one["line"] or 0) for one in told] == [one.source.line for one in found.beads]
    assert {one["file"] for one in told} == {found.pair.source.as_posix()}


def test_markup_becomes_codes(tmp_path: Path) -> None:
    pair = pair_of(write(tmp_path / "ja.md", MARKDOWN_JA), write(tmp_path / "en.html", HTML_EN))
    found = replace(align_pair(pair, HOW), with_drafts=True)
    assert b"<bpt" in serialize_bitext(found, name="tmx")
    assert b"<pc " in serialize_bitext(found, name="xliff21")
    assert "**" not in found.beads[1].source.text


def test_the_units_are_the_aligners(tmp_path: Path) -> None:
    found = aligned(tmp_path)
    for unit, one in zip(found.bitext.units, found.beads, strict=True):
        assert (unit.state, unit.side) == (State.TRANSLATED, Side.BOTH)
        assert unit.origin is not None
        assert unit.origin.kind is OriginKind.ALIGNED
        assert unit.origin.similarity == int(100 * one.bead.confidence)


def test_beads_of_less_confidence_are_left_out_of_everything(tmp_path: Path) -> None:
    whole = aligned(tmp_path)
    least = sorted(one.bead.confidence for one in whole.beads)[3]
    found = aligned(tmp_path, aligning_of(Settings(), dictionary="none", min_confidence=least))
    assert 0 < len(found.beads) < len(whole.beads)
    assert [one.bead for one in found.beads] == [one.bead for one in whole.beads if one.bead.confidence >= least]
    assert [unit.source.text for unit in found.bitext.units] == [one.source.text for one in found.beads]
    assert found.source_segments == len(JA)


def test_a_file_is_written_in_no_other_format(tmp_path: Path) -> None:
    found = aligned(tmp_path)
    for name in ("csv", "no-such-format"):
        with pytest.raises(ConfigError):
            serialize_bitext(found, name=name)


def test_spans_do_not_overlap(tmp_path: Path) -> None:
    spans = [one.target.span for one in aligned(tmp_path).beads]
    assert all(isinstance(span, Span) for span in spans)
    assert spans == sorted(spans, key=lambda span: span.start if span else 0)
