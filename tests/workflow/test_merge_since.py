"""Files that come back after the bitext has changed: what their reviewers left as it was exported undoes no work done here."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from threading import Timer

import pytest

from tests.workflow.projects import EN, JA, aligned, edit, reopened, targets_of, unit_with
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import merge_file
from tmflow.workflow.project import Project
from tmflow.workflow.translate import translate_article

FORMATS = ("xliff12", "xliff21", "po", "docx", "xlsx")
FUZZY = "町は屋根の修理に900万円を出す。"
DRAFT = "The town is paying 9 million yen to mend the roof."
NEW = "鐘は鳴らない。"
HERE = "The lighthouse dates from 1908."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose article "fog" has confirmed, fuzzy and empty units."""
    project = aligned(tmp_path, also_ja={"fog": (JA[0], JA[1], JA[2], FUZZY, NEW)})
    translate_article(project, "fog", use_mt=False)
    return reopened(project)


def edited_here(project: Project, before: str, after: str) -> Project:
    edit(project.bitext_path("fog"), f'msgstr "{before}"', f'msgstr "{after}"')
    return reopened(project)


@pytest.mark.parametrize("format", FORMATS)
def test_what_was_left_as_exported_undoes_nothing(project: Project, format: str) -> None:
    path = export_article(project, "fog", format).path
    merged = merge_file(edited_here(project, EN[2], HERE), path)
    assert (merged.changed, merged.refused) == ((), ())
    assert targets_of(reopened(project), "fog")[JA[2]] == HERE


def test_a_unit_that_went_out_empty_and_comes_back_so_is_no_refusal(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    edit(project.bitext_path("fog"), f'msgid "{NEW}"\nmsgstr ""', f'msgid "{NEW}"\nmsgstr "The bell is silent."')
    merged = merge_file(reopened(project), path)
    assert (merged.changed, merged.refused) == ((), ())


def test_an_approval_of_a_text_that_is_no_more_is_told(project: Project) -> None:
    path = export_article(project, "fog", "xliff21").path
    edit(path, 'state="translated"><source>灯台は', 'state="final"><source>灯台は')
    merged = merge_file(edited_here(project, EN[2], HERE), path)
    assert merged.changed == ()
    assert [change.warning for change in merged.changes if change.warning] == [
        "it was changed here since the export; what the file says of the text before is not taken"
    ]
    unit = unit_with(project, "fog", JA[2])
    assert (unit.target and unit.target.text, unit.state.value) == (HERE, "translated")


def test_a_text_that_was_changed_there_too_is_taken_and_told(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    edit(path, EN[2], "They built it in 1908.")
    (change,) = merge_file(edited_here(project, EN[2], HERE), path).changed
    assert change.warning == "it was changed here since the export, too; the text of the file is taken"
    assert targets_of(reopened(project), "fog")[JA[2]] == "They built it in 1908."


def test_the_text_of_an_earlier_export_can_be_restored(project: Project) -> None:
    export_article(project, "fog", "xliff12")
    path = export_article(edited_here(project, EN[2], HERE), "fog", "xliff12").path
    edit(path, HERE, EN[2])
    (change,) = merge_file(reopened(project), path).changed
    assert change.warning.startswith("it is what an earlier export had")
    assert targets_of(reopened(project), "fog")[JA[2]] == EN[2]


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_of_an_older_export_is_told_before_it_is_taken(project: Project, format: str) -> None:
    older = export_article(project, "fog", format).path
    kept = older.read_bytes()
    path = export_article(edited_here(project, EN[2], HERE), "fog", format).path
    assert not any(change.warning for change in merge_file(reopened(project), path, dry_run=True).changes)
    path.write_bytes(kept)
    (change,) = merge_file(reopened(project), path, dry_run=True).changed
    assert (change.before, change.after) == (HERE, EN[2])
    assert change.warning.startswith("it is what an earlier export had")


def test_a_draft_that_was_confirmed_there_is_taken_over_a_later_draft(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    edit(path, "needs-review-translation", "translated")
    (change,) = merge_file(edited_here(project, DRAFT, "The town pays 9 million yen."), path).changed
    assert change.after == DRAFT
    assert unit_with(project, "fog", FUZZY).is_confirmed


def test_without_the_record_the_file_holds(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    for record in (project.cache_folder / "exports").iterdir():
        record.write_text("[", encoding="utf-8")
    (change,) = merge_file(edited_here(project, EN[2], HERE), path).changed
    assert change.after == EN[2]


def test_six_merges_at_once_lose_nothing(project: Project) -> None:
    path = export_article(project, "fog", "xliff12").path
    text = path.read_text(encoding="utf-8")
    targets = targets_of(project, "fog")
    paths = []
    for number, (source, target) in enumerate(targets.items()):
        edited = f'<target state="translated">Edited {number}.</target>'
        old, new = (f">{target}<", f">Edited {number}.<") if target else ("</source>", f"</source>{edited}")
        start = text.index(f"<source>{source}<")
        paths.append(path.with_name(f"{number}.xlf"))
        paths[-1].write_text(text[:start] + text[start:].replace(old, new, 1), encoding="utf-8")
    paths.append(path)
    command = [sys.executable, "-m", "tmflow", "merge", "--project", str(project.root)]
    running = [subprocess.Popen([*command, str(each)], stderr=subprocess.PIPE) for each in paths]
    told = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * len(paths), told
    after = targets_of(reopened(project), "fog")
    assert list(after.values()) == [f"Edited {number}." for number in range(len(targets))]


@pytest.mark.parametrize("text", [DRAFT, "The town will pay 9 million yen."])
def test_a_draft_that_is_confirmed_leaves_figures_of_how_it_was_edited(project: Project, text: str) -> None:
    path = export_article(project, "fog", "xliff12").path
    edit(path, 'state="needs-review-translation"', 'state="translated"')
    edit(path, f'state-qualifier="fuzzy-match">{DRAFT}<', f'state-qualifier="fuzzy-match">{text}<')
    merge_file(reopened(project), path, when=date(2026, 5, 4))
    unit = unit_with(project, "fog", FUZZY)
    assert unit.proposal is None
    assert unit.post_edit is not None
    assert unit.post_edit.when == date(2026, 5, 4)
    assert (unit.post_edit.char_edits == 0) == (text == DRAFT)


_HOLDER = """
import sys
from pathlib import Path
from tmflow.workflow.project import open_project
with open_project(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_merge_waits_for_another_writer_and_a_dry_run_does_not(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = export_article(project, "fog", "xliff12").path
    edit(path, EN[2], HERE)
    command = [sys.executable, "-c", _HOLDER, str(project.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        merge_file(reopened(project), path, dry_run=True)
        assert capsys.readouterr().err == ""
        Timer(0.3, holder.stdin.close).start()
        merge_file(reopened(project), path)
    assert f"waiting for pid {holder.pid}" in capsys.readouterr().err
    assert targets_of(reopened(project), "fog")[JA[2]] == HERE
