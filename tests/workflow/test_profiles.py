"""Profiles of an export, and the article that is written from a returned file alone."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

from tests.formats.interchange_samples import harbor
from tests.workflow.projects import EN, JA, aligned, copy_samples, edit, reopened, targets_of, units_of
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.returned import ReturnedUnit
from tmflow.formats.skeleton import Skeleton
from tmflow.formats.units import read_returned
from tmflow.model.bitext import OriginKind, State
from tmflow.model.document import ArticleFormat
from tmflow.mt.translator import EchoTranslator
from tmflow.workflow.align import align_project
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import merge_file
from tmflow.workflow.profiles import ExportProfile, profiled
from tmflow.workflow.project import Project
from tmflow.workflow.returned_article import write_returned_articles
from tmflow.workflow.settings import Settings
from tmflow.workflow.translate import translate_article

XLIFFS = ("xliff12", "xliff21")
NEW = "鐘は鳴らない。"
FUZZY = "町は屋根の修理に900万円を出す。"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose article "fog" has confirmed, fuzzy and machine translated units, and one that is open."""
    project = aligned(tmp_path, also_ja={"fog": (JA[0], JA[1], JA[2], FUZZY)})
    translate_article(project, "fog", use_mt=False)
    text = (project.root / "articles/ja/fog.txt").read_text(encoding="utf-8")
    (project.root / "articles/ja/fog.txt").write_text(f"{text}\n{NEW}\n", encoding="utf-8")
    return reopened(project)


def exported(project: Project, format: str, profile: ExportProfile) -> dict[str, ReturnedUnit]:
    path = export_article(project, "fog", format, profile=profile).path
    return {unit.source.text: unit for unit in read_returned(path).units}


@pytest.mark.parametrize("format", XLIFFS)
def test_every_unit_by_default(project: Project, format: str) -> None:
    units = exported(project, format, ExportProfile.DEFAULT)
    assert list(units) == [*JA[:3], FUZZY, NEW]
    assert units[NEW].target is None


@pytest.mark.parametrize("format", XLIFFS)
def test_sources_as_targets_for_omegat(project: Project, format: str) -> None:
    unit = exported(project, format, ExportProfile.PREFILL_SOURCE)[NEW]
    assert unit.target is not None
    assert (unit.target.text, unit.state) == (NEW, State.INITIAL)


@pytest.mark.parametrize("format", XLIFFS)
def test_omegat_is_given_the_source_of_all_that_is_open_and_nothing_confirmed(project: Project, format: str) -> None:
    """OmegaT takes what is in a target for the text to translate, writes over it, and leaves the state and locked units."""
    units = exported(project, format, ExportProfile.PREFILL_SOURCE)
    shown = {text: unit.target.text for text, unit in units.items() if unit.target and not unit.is_locked}
    assert shown == {FUZZY: FUZZY, NEW: NEW}
    path = project.root / "exports" / ("fog.xlf" if format == "xliff12" else "fog.21.xlf")
    merged = merge_file(reopened(project), path)
    assert (merged.changed, merged.refused) == ((), ())
    text = path.read_text(encoding="utf-8")
    before, _, after = text.rpartition(f">{FUZZY}</target>")
    path.write_text(f"{before}>The town pays 9 million yen.</target>{after}", encoding="utf-8")
    (changed,) = merge_file(reopened(project), path).changed
    assert (changed.after, changed.after_state) == ("The town pays 9 million yen.", "translated")


@pytest.mark.parametrize("format", [*XLIFFS, "po"])
def test_only_what_is_to_be_reviewed(project: Project, format: str) -> None:
    assert list(exported(project, format, ExportProfile.REVIEW)) == [FUZZY]


@pytest.mark.parametrize("format", XLIFFS)
def test_nothing_a_machine_made_and_nothing_of_it_is_lost_on_return(project: Project, format: str) -> None:
    translate_article(project, "fog", translator=EchoTranslator())
    project = reopened(project)
    before = targets_of(project, "fog")
    assert before[NEW]
    units = exported(project, format, ExportProfile.MEMORY_ONLY)
    assert units[NEW].target is None
    assert units[FUZZY].target is not None
    path = export_article(project, "fog", format, profile=ExportProfile.MEMORY_ONLY).path
    assert "EchoTranslator" not in path.read_text(encoding="utf-8")
    merged = merge_file(reopened(project), path)
    assert (merged.changed, merged.refused) == ((), ())
    assert targets_of(project, "fog") == before


def test_what_a_person_confirmed_is_no_machine_draft() -> None:
    bitext = harbor()
    confirmed = replace(bitext, units=tuple(replace(unit.settled(), draft=False) for unit in bitext.units))
    kept = profiled(confirmed, ExportProfile.MEMORY_ONLY)
    assert [unit.target for unit in kept.units] == [unit.target for unit in bitext.units]
    drafts = [unit for unit in profiled(bitext, ExportProfile.MEMORY_ONLY).units if unit.target is not None]
    assert not any(unit.origin and unit.origin.kind is OriginKind.MT for unit in drafts)


@pytest.mark.parametrize(
    ("format", "profile"),
    [
        ("article", ExportProfile.REVIEW),
        ("po", ExportProfile.PREFILL_SOURCE),
        ("tmx", ExportProfile.PREFILL_SOURCE),
    ],
)
def test_a_profile_the_format_does_not_know(project: Project, format: str, profile: ExportProfile) -> None:
    with pytest.raises(ConfigError, match=profile.value):
        export_article(project, "fog", format, profile=profile)


@pytest.mark.parametrize("format", XLIFFS)
@pytest.mark.parametrize("slug", ["rooftop-garden", "ferry-timetable", "harbor-tides"])
def test_the_article_from_the_file_alone_is_that_of_the_project(tmp_path: Path, slug: str, format: str) -> None:
    project = copy_samples(tmp_path / "project", slug)
    list(align_project(project))
    project = reopened(project)
    file = export_article(project, slug, format, output=tmp_path / "back.xlf").path
    wanted = export_article(project, slug, "article", output=tmp_path / "wanted", force=True).path
    (written,) = write_returned_articles(file, settings=Settings())
    assert written.path.read_text(encoding="utf-8") == wanted.read_text(encoding="utf-8")
    assert written.missing == sum(unit.is_untranslated for unit in units_of(project, slug))


def test_an_edit_stands_in_the_article(tmp_path: Path) -> None:
    project = copy_samples(tmp_path / "project", "rooftop-garden")
    list(align_project(project))
    file = export_article(reopened(project), "rooftop-garden", "xliff12", output=tmp_path / "back.xlf").path
    store = xlifffile.parsefile(str(file))
    plain = (unit for unit in store.units if unit.target and not len(unit.xmlelement.find("{*}target")))
    edited = next(plain)
    edited.target = "A quite different sentence."
    store.save()
    output = tmp_path / "article.md"
    write_returned_articles(file, settings=Settings(), output=output)
    assert "A quite different sentence." in output.read_text(encoding="utf-8")
    output.write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="--force"):
        write_returned_articles(file, settings=Settings(), output=output)


def test_an_article_that_a_tool_has_cut_in_two_is_one(tmp_path: Path) -> None:
    project = copy_samples(tmp_path / "project", "harbor-tides")
    list(align_project(project))
    file = export_article(reopened(project), "harbor-tides", "xliff12", output=tmp_path / "back.xlf").path
    whole = write_returned_articles(file, settings=Settings(), output=tmp_path / "whole.txt")[0]
    text = file.read_text(encoding="utf-8")
    head = text[text.index("<file ") : text.index("<body>")]
    middle = text.index("<trans-unit", len(text) // 2)
    file.write_text(f"{text[:middle]}</body></file>{head}<body>{text[middle:]}", encoding="utf-8")
    (written,) = write_returned_articles(file, settings=Settings(), output=tmp_path / "cut.txt")
    assert (written.units, written.missing) == (whole.units, whole.missing)
    assert written.path.read_bytes() == whole.path.read_bytes()


def test_a_target_that_was_turned_down_is_none(project: Project, tmp_path: Path) -> None:
    file = export_article(project, "fog", "xliff12").path
    before = write_returned_articles(file, settings=Settings(), output=tmp_path / "a.txt")[0].missing
    text = file.read_text(encoding="utf-8")
    start = text.index("<target")
    end = text.index(">", start)
    rejected = '<target state="needs-review-translation" state-qualifier="rejected-inaccurate"'
    file.write_text(text[:start] + rejected + text[end:], encoding="utf-8")
    (written,) = write_returned_articles(file, settings=Settings(), output=tmp_path / "b.txt")
    assert written.missing == before + 1


def test_a_file_without_the_article(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    text = path.read_text(encoding="utf-8")
    start, end = text.index("<skl>"), text.index("</skl>") + len("</skl>")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(FormatError, match="brings no article along"):
        write_returned_articles(path, settings=Settings())


def test_a_script_of_the_translate_toolkit(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    store = xlifffile.parsefile(str(path))
    unit = next(unit for unit in store.units if unit.source == NEW)
    unit.target = "The bell is silent."
    unit.addnote("is it broken?", origin="translator")
    store.save()
    merged = merge_file(reopened(project), path)
    assert [(change.outcome, change.after, change.notes) for change in merged.changed] == [
        ("changed", "The bell is silent.", ("is it broken?",))
    ]
    assert merged.refused == ()


@pytest.mark.parametrize("format", XLIFFS)
@pytest.mark.parametrize("profile", [ExportProfile.DEFAULT, ExportProfile.MEMORY_ONLY])
def test_a_script_that_sets_the_text_of_targets_with_codes(tmp_path: Path, format: str, profile: ExportProfile) -> None:
    """`unit.target = text` leaves the old codes, and what stands between them, behind the new text."""
    project = copy_samples(tmp_path / "project", "rooftop-garden")
    list(align_project(project))
    path = export_article(reopened(project), "rooftop-garden", format, profile=profile).path
    store = (xlifffile if format == "xliff12" else Xliff2File).parsefile(str(path))
    known = {unit.source.text: unit for unit in units_of(project, "rooftop-garden")}
    coded = {unit.source.native for unit in known.values() if unit.target and unit.target.codes}
    for unit in store.units:
        if unit.target and str(unit.source) in known:
            unit.target = f"{str(unit.target).removesuffix('.')}, it seems."
    store.savefile(str(path))
    merge = merge_file(reopened(project), path)
    refused = [change.reason for change in merge.refused if change.source in coded]
    assert len(refused) > 2
    assert all("the old text stands behind" in reason for reason in refused), refused
    assert not coded & {change.source for change in merge.changed}
    assert merge.changed


def test_a_sentence_of_the_memory_edited_by_hand(project: Project) -> None:
    path = export_article(project, "fog", "xliff21", profile=ExportProfile.MEMORY_ONLY).path
    edit(path, EN[2], "It dates from 1908.")
    merge_file(reopened(project), path)
    assert targets_of(project, "fog")[JA[2]] == "It dates from 1908."


def test_an_article_that_a_tool_cut_in_two_is_one(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    (whole,) = write_returned_articles(path, settings=Settings())
    expected = whole.path.read_bytes()
    root = etree.parse(path).getroot()
    second = copy.deepcopy(root[0])
    root.append(second)
    for file, half in ((root[0], slice(None, 2)), (second, slice(2, None))):
        (body,) = file.iterchildren("{*}body")
        for unit in set(body.iter("{*}trans-unit")) - set(list(body.iter("{*}trans-unit"))[half]):
            unit.getparent().remove(unit)
    path.write_bytes(etree.tostring(root))
    whole.path.unlink()
    (again,) = write_returned_articles(path, settings=Settings())
    assert (again.units, again.missing) == (whole.units, whole.missing)
    assert again.path.read_bytes() == expected


def test_two_articles_of_one_name_are_refused(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    root = etree.parse(path).getroot()
    root.append(copy.deepcopy(root[0]))
    (place,) = root[1].iterfind("{*}header/{*}skl/{*}internal-file")
    place.text = Skeleton(format=ArticleFormat.PLAIN, content="港\n".encode()).url
    path.write_bytes(etree.tostring(root))
    with pytest.raises(FormatError, match="holds two articles called fog"):
        write_returned_articles(path, settings=Settings())
