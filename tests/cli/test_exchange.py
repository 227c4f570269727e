"""`tmflow export` and `tmflow merge` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import EN, JA, aligned, edit, tree, write_article
from tmflow.model.language import Language
from tmflow.workflow.project import Project

NEW = "It was built in 1908."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one aligned article, "harbor" or what `aligned` calls it, exported as back.xlf."""
    project = aligned(tmp_path)
    (slug,) = project.bitext_slugs
    assert tmflow(project, "export", slug, "-o", "back.xlf").code == 0
    return project


def test_a_merge_and_its_undo(project: Project) -> None:
    before = tree(project.root / "memories")
    edit(project.root / "back.xlf", EN[2], NEW)
    merged = tmflow(project, "merge", "back.xlf")
    assert f"  - {EN[2]}\n  + {NEW}\n" in merged.out
    assert tree(project.root / "memories") != before
    (slug,) = project.bitext_slugs
    tried = tmflow(project, "merge", "--undo", "--dry-run")
    assert tried.out == f"memories/{slug}.po would be as it was before the merge\n"
    undone = tmflow(project, "merge", "--undo")
    assert undone.out == f"memories/{slug}.po is as it was before the merge\n"
    assert tree(project.root / "memories") == before
    none = tmflow(project, "merge", "--undo")
    assert (none.code, none.out) == (2, "")
    assert "no merge to take back" in none.err


def test_an_undo_of_named_files_is_no_undo(project: Project) -> None:
    assert "--undo takes no FILE" in tmflow(project, "merge", "back.xlf", "--undo").err
    assert "Missing argument 'FILE...'" in tmflow(project, "merge").err


def test_a_dialect_is_told(project: Project) -> None:
    edit(project.root / "back.xlf", "<xliff ", '<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" ')
    merged = tmflow(project, "merge", "back.xlf")
    assert merged.code == 0
    assert merged.told[0].startswith("warning: SDLXLIFF is read as the XLIFF 1.2 it is built on")


def test_what_would_change_for_machines(project: Project) -> None:
    edit(project.root / "back.xlf", f'<target state="translated">{EN[2]}', f'<target state="new">{NEW}')
    rows = json.loads(tmflow(project, "merge", "back.xlf", "--dry-run", "--format", "json").out)["units"]
    (row,) = (row for row in rows if row["outcome"] != "same")
    assert (row["outcome"], row["source"], row["before"], row["after"]) == ("changed", JA[2], EN[2], NEW)
    assert row["warning"].startswith("its state says untranslated")


def test_only_what_is_to_be_reviewed(project: Project) -> None:
    (slug,) = project.bitext_slugs
    done = tmflow(project, "export", slug, "--to", "xliff21", "--profile", "review", "--format", "json")
    assert json.loads(done.out)["exports"][0]["units"] == 0
    refused = tmflow(project, "export", slug, "--to", "article", "--profile", "review")
    assert (refused.code, "no profile review" in refused.err) == (2, True)


def test_an_article_with_drafts_is_refused_and_with_force_it_says_so(project: Project) -> None:
    write_article(project.root, Language.JA, "fog", (*JA[:2], "鐘は鳴らない。"))
    edit(project.root / "tmflow.yaml", "align:", "mt: {engine: echo}\nalign:")
    tmflow(project, "translate", "fog")
    refused = tmflow(project, "export", "fog", "--to", "article")
    assert (refused.code, refused.out) == (2, "")
    assert "1 of 3 units not ready (machine-draft 1), so articles/en/fog.txt is not written" in refused.err
    forced = tmflow(project, "export", "fog", "--to", "article", "--force", "--format", "json")
    assert (forced.code, json.loads(forced.out)["exports"][0]["unready"]) == (0, 1)
    assert forced.told == ["warning: 1 unit in it not ready: machine-draft 1. See: tmflow check fog"]


def test_the_article_from_a_file_without_a_project(project: Project, tmp_path: Path) -> None:
    edit(project.root / "back.xlf", EN[2], NEW)
    away = tmp_path / "away"
    away.mkdir()
    (project.root / "back.xlf").rename(away / "back.xlf")
    (project.root / "tmflow.yaml").unlink()
    done = tmflow(away, "export", "back.xlf", "--to", "article", "-o", "article.txt")
    assert done.out == f"article.txt   {len(JA)} units, 0 not translated\n"
    assert NEW in (away / "article.txt").read_text(encoding="utf-8")


def test_characters_that_were_taken_out_are_told(project: Project) -> None:
    (slug,) = project.bitext_slugs
    edit(project.root / "memories" / f"{slug}.po", EN[2], EN[2].replace(" ", "\x0b ", 1))
    told = tmflow(project, "export", slug, "-o", "odd.xlf")
    assert told.code == 0
    assert "U+000B taken out; the format cannot hold it" in told.err


def test_several_articles_go_out_in_one_call(project: Project) -> None:
    (slug,) = project.bitext_slugs
    write_article(project.root, Language.JA, "bell", JA[:3])
    assert tmflow(project, "translate", "bell", "--no-mt").code == 0
    done = tmflow(project, "export", slug, "bell", slug, "--to", "po")
    assert [Path(line.split()[0]).name for line in done.out.splitlines()] == [f"{slug}.po", "bell.po"]
    refused = tmflow(project, "export", slug, "bell", "-o", "all.po")
    assert (refused.code, refused.out) == (2, "")
    assert "-o names one file, and several articles are named." in refused.err
    assert not (project.root / "all.po").exists()


def test_all_articles_go_out_in_one_call(project: Project) -> None:
    done = tmflow(project, "export", "--all", "--to", "xlsx", "--format", "json")
    assert [row["id"] for row in json.loads(done.out)["exports"]] == list(project.bitext_slugs)
    assert tmflow(project, "export", "--all", "tides").code == 2
    unnamed = tmflow(project, "export")
    assert (unnamed.code, "or --all" in unnamed.err) == (2, True)
    told = tmflow(project, "export", project.bitext_slugs[0]).out
    assert told.startswith(f"exports/{project.bitext_slugs[0]}.xlf   xliff12, ")
    assert "names one file" in tmflow(project, "export", "--all", "-o", "all.xlf").err


def test_the_name_of_the_file_tells_the_format(project: Project) -> None:
    (slug,) = project.bitext_slugs
    assert tmflow(project, "export", slug, "-o", "a.docx").out.split()[1] == "docx,"
    assert (project.root / "a.docx").read_bytes().startswith(b"PK")
    refused = tmflow(project, "export", slug, "--to", "po", "-o", "b.docx")
    assert (refused.code, (project.root / "b.docx").exists()) == (2, False)


def test_a_file_under_a_false_name_is_read_and_told(project: Project) -> None:
    (slug,) = project.bitext_slugs
    assert tmflow(project, "export", slug, "--to", "po", "-o", "c.po").code == 0
    (project.root / "c.po").rename(project.root / "c.xlf")
    edit(project.root / "c.xlf", EN[2], NEW)
    merged = tmflow(project, "merge", "c.xlf")
    assert (merged.code, f"  + {NEW}\n" in merged.out) == (0, True)
    assert merged.told[0] == "warning: c.xlf is gettext PO by what is in it, whatever its name says: read as that"
    (project.root / "back.xlf").rename(project.root / "back.docx")
    assert tmflow(project, "merge", "back.docx").told[0].startswith("warning: back.docx is XLIFF 1.2")
    article = tmflow(project, "export", "back.docx", "--to", "article", "-o", "article.txt")
    assert (article.code, article.told[0].startswith("warning: back.docx is XLIFF 1.2")) == (0, True)
    (project.root / "c.xlf").write_bytes(b"%PDF-1.7")
    refused = tmflow(project, "merge", "c.xlf")
    assert (refused.code, "c.xlf: no XLIFF 1.2, whatever its name says: it looks like a PDF" in refused.err) == (
        2,
        True,
    )


@pytest.mark.parametrize("command", ["memory", "glossary"])
def test_an_import_under_a_false_name_is_told(command: str, project: Project) -> None:
    assert tmflow(project, "memory", "export", "-o", "a.tmx").code == 0
    (project.root / "a.tmx").rename(project.root / "a.csv")
    done = tmflow(project, command, "import", "a.csv", "--dry-run")
    assert done.told == ["warning: a.csv is TMX 1.4 by what is in it, whatever its name says: read as that"]


def test_units_that_are_not_in_the_file_are_told(project: Project) -> None:
    (slug,) = project.bitext_slugs
    assert tmflow(project, "export", slug, "-o", "back.po").code == 0
    path = project.root / "back.po"
    path.write_text("\n\n".join(path.read_text(encoding="utf-8").split("\n\n")[:4]) + "\n", encoding="utf-8")
    for call in (["merge", "back.po", "--dry-run"], ["merge", "back.po"]):
        done = tmflow(project, *call)
        assert (done.code, done.err.splitlines()[0]) == (0, f"5 of 8 units of {slug} are not in the file")
    assert "not in the file" not in tmflow(project, "merge", "back.xlf").err
