"""Round trips through an office program: a table leaves, is edited as a reviewer edits it, and comes back."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.run import tmflow
from tests.needed import needed
from tests.workflow.projects import JA, aligned, reopened, targets_of, tree, unit_with
from tmflow.errors import FormatError
from tmflow.model.bitext import State
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import Merge, merge_file
from tmflow.workflow.project import Project
from tmflow.workflow.translate import translate_article

docx = needed("docx", install="tmflow[dev]")
openpyxl = needed("openpyxl", install="tmflow[xlsx]")

KINDS = ("docx", "xlsx")
NUMBER, ID, SOURCE, TARGET, STATE, NOTE = range(6)
FUZZY = "町は屋根の修理に900万円を出す。"
NEW = "鐘は鳴らない。"
FOG = (JA[0], JA[1], JA[2], FUZZY, NEW)


class WordTable:
    """The table of a DOCX, edited with python-docx."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = docx.Document(str(path))
        self.table = self.document.tables[0]
        self.rows = list(self.table.rows)

    def row(self, source: str) -> Any:
        return next(row for row in self.rows if row.cells[SOURCE].text == source)

    def put(self, source: str, column: int, text: str) -> None:
        self.row(source).cells[column].text = text

    def get(self, source: str, column: int) -> str:
        return str(self.row(source).cells[column].text)

    def delete(self, source: str) -> None:
        element = self.row(source)._tr
        element.getparent().remove(element)

    def double(self, source: str) -> None:
        element = self.row(source)._tr
        element.addnext(copy.deepcopy(element))

    def reverse(self) -> None:
        for row in self.rows[1:]:
            self.rows[0]._tr.addnext(row._tr)

    def merge_targets(self, first: str, second: str) -> None:
        self.row(first).cells[TARGET].merge(self.row(second).cells[TARGET])

    def comment(self, source: str, text: str, author: str) -> None:
        run = self.row(source).cells[TARGET].paragraphs[0].runs[0]
        self.document.add_comment(run, text=text, author=author)

    def save(self) -> Path:
        self.document.save(str(self.path))
        return self.path


class SheetTable:
    """The table of an XLSX, edited with openpyxl."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.workbook = openpyxl.load_workbook(path)
        self.sheet = self.workbook.active

    def number(self, source: str) -> Any:
        return next(row[SOURCE].row for row in self.sheet.iter_rows() if row[SOURCE].value == source)

    def cell(self, source: str, column: int) -> Any:
        return self.sheet.cell(self.number(source), column + 1)

    def put(self, source: str, column: int, text: str) -> None:
        self.cell(source, column).value = text or None

    def get(self, source: str, column: int) -> str:
        return str(self.cell(source, column).value or "")

    def delete(self, source: str) -> None:
        self.sheet.delete_rows(self.number(source))

    def double(self, source: str) -> None:
        self.sheet.append([cell.value for cell in self.sheet[self.number(source)]])

    def reverse(self) -> None:
        rows = [[cell.value for cell in row] for row in self.sheet.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), start=2):
            for column, value in enumerate(values, start=1):
                self.sheet.cell(number, column).value = value

    def merge_targets(self, first: str, second: str) -> None:
        self.sheet.merge_cells(f"D{self.number(first)}:D{self.number(second)}")

    def comment(self, source: str, text: str, author: str) -> None:
        self.cell(source, TARGET).comment = openpyxl.comments.Comment(f"{author}:\n{text}", author)

    def save(self) -> Path:
        self.workbook.save(self.path)
        return self.path


def opened(path: Path) -> WordTable | SheetTable:
    return WordTable(path) if path.suffix == ".docx" else SheetTable(path)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose article "fog" has confirmed, fuzzy and empty units."""
    project = aligned(tmp_path, also_ja={"fog": FOG})
    translate_article(project, "fog", use_mt=False)
    return reopened(project)


@pytest.fixture(params=KINDS)
def path(project: Project, request: pytest.FixtureRequest) -> Path:
    """The table of "fog" as it is exported."""
    return export_article(project, "fog", request.param).path


def outcomes(merged: Merge) -> list[str]:
    return [change.reason or change.outcome.value for change in merged.changes if change.outcome != "same"]


def test_a_table_that_comes_back_as_it_left_changes_nothing(project: Project, path: Path) -> None:
    before = tree(project.root)
    assert outcomes(merge_file(reopened(project), path)) == []
    opened(path).save()
    assert outcomes(merge_file(reopened(project), path)) == []
    export_article(reopened(project), "fog", path.suffix[1:])
    assert tree(project.root) == before


def test_a_reviewer_edits_accepts_and_translates(project: Project, path: Path) -> None:
    table = opened(path)
    assert [table.get(source, STATE) for source in (JA[2], FUZZY, NEW)] == ["translated", "draft", "untranslated"]
    table.put(JA[2], TARGET, "It was built in 1908, the “lighthouse”.")
    table.put(FUZZY, STATE, "Reviewed ")
    table.put(NEW, TARGET, "The bell does not ring.")
    assert outcomes(merge_file(reopened(project), table.save())) == ["changed"] * 3
    edited, accepted, translated = (unit_with(project, "fog", source) for source in (JA[2], FUZZY, NEW))
    assert edited.target is not None
    assert edited.target.text == "It was built in 1908, the “lighthouse”."
    assert (accepted.state, accepted.draft) == (State.REVIEWED, False)
    assert translated.is_confirmed
    again = export_article(reopened(project), "fog", path.suffix[1:]).path
    assert opened(again).get(FUZZY, STATE) == "reviewed"


def test_a_draft_that_is_edited_stays_one_until_its_state_says_otherwise(project: Project, path: Path) -> None:
    table = opened(path)
    table.put(FUZZY, TARGET, "The town pays 9 million yen for the roof.")
    merge_file(reopened(project), table.save())
    unit = unit_with(project, "fog", FUZZY)
    assert unit.draft
    assert unit.target is not None
    assert unit.target.text == "The town pays 9 million yen for the roof."


@pytest.mark.parametrize("word", ["", "please look again"])
def test_a_word_that_is_no_state_confirms_nothing(project: Project, path: Path, word: str) -> None:
    table = opened(path)
    table.put(FUZZY, STATE, word)
    assert outcomes(merge_file(reopened(project), table.save())) == []


def test_rows_may_be_moved_and_deleted(project: Project, path: Path) -> None:
    table = opened(path)
    table.put(JA[2], TARGET, "Built in 1908.")
    table.delete(NEW)
    table = opened(table.save())
    table.reverse()
    assert outcomes(merge_file(reopened(project), table.save())) == ["changed"]


def test_comments_and_notes_come_back_once(project: Project, path: Path) -> None:
    table = opened(path)
    table.comment(JA[2], "1908 or 1909?", "Rin")
    table.put(JA[2], NOTE, "as the stone says")
    merge_file(reopened(project), table.save())
    notes = unit_with(project, "fog", JA[2]).notes
    assert [note.split() for note in notes] == [["as", "the", "stone", "says"], ["Rin:", "1908", "or", "1909?"]]
    assert outcomes(merge_file(reopened(project), path)) == []


def edit_twice(table: WordTable | SheetTable) -> None:
    table.double(JA[2])


def edit_source(table: WordTable | SheetTable) -> None:
    table.put(JA[2], SOURCE, JA[3])


def edit_id(table: WordTable | SheetTable) -> None:
    table.put(JA[2], ID, "u-nothing")


def empty_target(table: WordTable | SheetTable) -> None:
    table.put(JA[2], TARGET, "")


def merge_cells(table: WordTable | SheetTable) -> None:
    table.merge_targets(JA[1], JA[2])


@pytest.mark.parametrize(
    ("edit", "reasons"),
    [
        (edit_twice, ["the file holds this unit more than once"] * 2),
        (edit_source, ["its source is not the one of the bitext"]),
        (edit_id, [f"unknown unit; the nearest of the article reads: {JA[2]}"]),
        (empty_target, ["its target is empty; the known one is kept"]),
        (merge_cells, ["its cells are merged with others"] * 2),
    ],
)
def test_what_cannot_be_taken_is_named_and_the_rest_is_taken(
    project: Project, path: Path, edit: Callable[[WordTable | SheetTable], None], reasons: list[str]
) -> None:
    table = opened(path)
    table.put(NEW, TARGET, "The bell does not ring.")
    edit(table)
    before = targets_of(project, "fog")
    assert sorted(outcomes(merge_file(reopened(project), table.save()))) == sorted(["changed", *reasons])
    assert targets_of(project, "fog") == before | {NEW: "The bell does not ring."}


def test_marks_are_kept_moved_or_missed(tmp_path: Path, project: Project) -> None:
    del project
    for kind in KINDS:
        place = tmp_path / kind
        sample = aligned(place)
        (place / "articles" / "ja" / "page.md").write_text("# 庭\n\n池の**北**に`log`がある。\n", encoding="utf-8")
        (place / "memories" / "page.po").unlink(missing_ok=True)
        translate_article(reopened(sample), "page", use_mt=False)
        path = export_article(reopened(sample), "page", kind).path
        source = "池の⟦1⟧北⟦/1⟧に⟦2:log⟧がある。"
        table = opened(path)
        table.put(source, TARGET, "⟦2:log⟧ is in the ⟦ １ ⟧north⟦/1 ⟧ of the pond.")
        assert outcomes(merge_file(reopened(sample), table.save())) == ["changed"]
        unit = unit_with(sample, "page", "池の北にlogがある。")
        assert unit.target is not None
        assert unit.target.native == "`log` is in the **north** of the pond."
        table = opened(path)
        table.put(source, TARGET, "⟦2⟧ stands in the ⟦1⟧north⟦/1⟧ of the pond.")
        assert outcomes(merge_file(reopened(sample), table.save())) == ["changed"]
        table = opened(path)
        table.put(source, TARGET, "It is in the ⟦1⟧north⟦/1⟧ of the pond.")
        assert outcomes(merge_file(reopened(sample), table.save())) == ["code 2 (`log`) is missing"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_line(project: Project, kind: str) -> None:
    written = tmflow(project, "export", "fog", "--to", kind)
    path = project.root / "exports" / f"fog.{kind}"
    assert written.out == f"exports/fog.{kind}   {kind}, 5 units\n"
    table = opened(path)
    table.put(NEW, TARGET, "The bell does not ring.")
    table.save()
    merged = tmflow(project, "merge", f"exports/fog.{kind}")
    assert (merged.code, merged.told) == (0, ["1 unit changed, 0 refused, 4 as before"])


@pytest.mark.parametrize("kind", KINDS)
def test_macros_are_refused(project: Project, kind: str) -> None:
    path = export_article(project, "fog", kind).path
    renamed = path.rename(path.with_suffix(f".{kind[:-1]}m"))
    with pytest.raises(FormatError, match=rf"holds macros, which no table of texts needs: save it as \.{kind}"):
        merge_file(reopened(project), renamed)
    renamed.rename(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/vbaProject.bin", b"\0")
    with pytest.raises(FormatError, match="holds macros"):
        merge_file(reopened(project), path)
