"""The project's glossary: what an import makes of it and reports, and what is written for others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import make_project, tree
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.glossaries import glossary_formats, iter_terms
from tmflow.model.glossary import Term
from tmflow.workflow.glossary import (
    GlossaryImport,
    GlossaryOrder,
    ImportOptions,
    OnTermConflict,
    TermConflict,
    export_glossary,
    import_glossary,
    search_terms,
)
from tmflow.workflow.project import Project, open_project

GLOSSARY = """\
# our words
- ja: [潮位計, 検潮儀]   # brass
  en: tide gauge
  forbidden: {ja: 検潮計}
- {ja: 岸壁, en: [quay, quays]}   # of stone
"""
FILE = """\
ja,en,note
岸壁,quays,
岸壁,wharf,
検潮儀,gauge,of 1926
検潮計,tide meter,
桟橋,pier,
港,,
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    found = make_project(tmp_path)
    found.glossary_path.write_text(GLOSSARY, encoding="utf-8")
    (tmp_path / "a.csv").write_text(FILE, encoding="utf-8")
    return found


def add(
    project: Project, how: OnTermConflict = OnTermConflict.KEEP_EXISTING, name: str = "a.csv", **others: object
) -> GlossaryImport:
    order = GlossaryOrder(path=project.root / name, on_conflict=how, **others)  # type: ignore[arg-type]  # its fields
    return import_glossary(open_project(project.root), order)


def text_of(project: Project) -> str:
    return project.glossary_path.read_text(encoding="utf-8")


def test_what_is_new_is_added_and_what_differs_is_named_with_its_line(project: Project) -> None:
    done = add(project)
    assert text_of(project) == GLOSSARY + "- {ja: 桟橋, en: pier}\n"
    assert done.conflicts == (
        TermConflict(line=2, japanese="岸壁", differences=("en: wharf",)),
        TermConflict(line=4, japanese="検潮儀", differences=("en: gauge", "note")),
        TermConflict(line=5, japanese="検潮計", differences=("ja: 検潮計 (forbidden for 潮位計)",)),
    )
    report = done.report
    assert (report.read, report.new, report.same, report.conflicting, report.refused_count) == (5, 1, 0, 3, 1)
    assert [(one.line, one.reason) for one in report.refused] == [(7, "one side is empty")]
    again = add(project).report
    assert (again.new, again.same, again.conflicting) == (0, 1, 3)
    assert text_of(project) == GLOSSARY + "- {ja: 桟橋, en: pier}\n"


def test_a_merge_adds_to_terms_and_keeps_the_comments(project: Project) -> None:
    assert add(project, OnTermConflict.MERGE).changed == 2
    expected = (
        GLOSSARY.replace("quays]", "quays, wharf]")
        .replace("   # of", " # of")
        .replace("en: tide gauge", "en: [tide gauge, gauge]")
    )
    expected = expected.replace("{ja: 検潮計}\n", "{ja: 検潮計}\n  note: of 1926\n")
    assert text_of(project) == expected + "- {ja: 桟橋, en: pier}\n"


def test_overwriting_takes_the_file_s_word(project: Project) -> None:
    assert add(project, OnTermConflict.OVERWRITE).changed == 2
    terms = [*search_terms(open_project(project.root), "検潮儀"), *search_terms(open_project(project.root), "岸壁")]
    assert terms == [
        Term(japanese=("検潮儀",), english=("gauge",), note="of 1926"),
        Term(japanese=("岸壁",), english=("quays", "wharf")),
    ]
    assert "# our words\n" in text_of(project)


def test_a_project_that_stays_open_knows_what_it_has_imported(project: Project) -> None:
    assert len(project.glossary.terms) == 2
    order = GlossaryOrder(path=project.root / "a.csv")
    assert import_glossary(project, order).report.new == 1
    again = import_glossary(project, order).report
    assert (again.new, again.same, len(project.glossary.terms)) == (0, 1, 3)


def test_a_form_of_another_term_is_not_taken_from_it(project: Project) -> None:
    (project.root / "a.yaml").write_text("- {ja: [岸壁, 潮位計, 波止場], en: quay}\n", encoding="utf-8")
    add(project, OnTermConflict.OVERWRITE, "a.yaml")
    assert [term.japanese for term in open_project(project.root).glossary.terms] == [
        ("潮位計", "検潮儀"),
        ("岸壁", "波止場"),
    ]


def test_a_dry_run_reports_the_same_and_writes_nothing(project: Project) -> None:
    before = tree(project.root)
    shown = add(project, OnTermConflict.MERGE, dry_run=True)
    assert {name: told for name, told in tree(project.root).items() if ".tmflow" not in str(name)} == before
    assert shown == add(project, OnTermConflict.MERGE)


def test_line_ends_and_mark_of_the_file_stay(project: Project) -> None:
    raw = ("\ufeff" + GLOSSARY.replace("\n", "\r\n")).encode()
    project.glossary_path.write_bytes(raw)
    add(project)
    assert project.glossary_path.read_bytes() == raw + "- {ja: 桟橋, en: pier}\r\n".encode()


def test_a_project_without_a_glossary_gets_one(project: Project) -> None:
    project.glossary_path.unlink()
    add(project)
    assert text_of(project).startswith("- {ja: 岸壁, en: [quays, wharf]}\n")


def test_a_file_with_a_fault_changes_nothing_unless_asked_to(project: Project) -> None:
    entry = '<termEntry><langSet xml:lang="ja"><tig><term>灯</term></tig></langSet><langSet xml:lang="en"><tig><term>lamp</term></tig></langSet></termEntry>'
    (project.root / "a.tbx").write_text(f"<martif><text><body>{entry}\n<termEntry>", encoding="utf-8")
    with pytest.raises(FormatError, match="1 before it can be taken alone"):
        add(project, name="a.tbx")
    assert text_of(project) == GLOSSARY
    done = add(project, name="a.tbx", options=ImportOptions(partial=True))
    assert (done.report.read, done.report.new, done.report.refused_count) == (2, 1, 1)


@pytest.mark.parametrize("form", glossary_formats())
def test_what_is_exported_is_the_same_when_it_comes_back(project: Project, form: str) -> None:
    path = project.root / f"out.{form.removesuffix('2').removesuffix('-dct')}"
    assert export_glossary(project, path, form=form).units == 2
    report = add(project, name=path.name).report
    assert (report.read, report.same) == (2, 2)
    assert [term for _, term in iter_terms(path)] == list(project.glossary.terms)


def test_the_name_of_the_file_tells_the_format(project: Project) -> None:
    export_glossary(project, project.root / "out.tbx")
    assert b"urn:iso:std:iso:30042:ed-2" in (project.root / "out.tbx").read_bytes()
    with pytest.raises(ConfigError, match="its name tells no format; name one"):
        export_glossary(project, project.root / "out.dat")
    with pytest.raises(ConfigError, match="the glossary itself"):
        export_glossary(project, project.glossary_path)


@pytest.mark.parametrize(("text", "found"), [("ＴＩＤＥ", 1), ("検潮計", 1), ("qua", 1), ("", 2), ("sea", 0)])
def test_a_search_is_by_part_of_any_form(project: Project, text: str, found: int) -> None:
    assert len(search_terms(project, text)) == found
