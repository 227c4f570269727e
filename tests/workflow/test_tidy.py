"""Whether glossary and memory are as they should be before a commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import tmflow
from tests.workflow.projects import aligned, edit, make_project
from tmflow.errors import FormatError
from tmflow.workflow.project import Project
from tmflow.workflow.tidy import check_glossary, check_memory, sort_project_glossary, tidy_memory


def with_glossary(root: Path, text: str) -> Project:
    project = make_project(root)
    project.glossary_path.write_text(text, encoding="utf-8")
    return project


def told(project: Project, *, wants_order: bool = False) -> list[str]:
    return [f"{one.line}: {one.problem}" for one in check_glossary(project, wants_order=wants_order)]


def test_what_one_term_forbids_and_another_has(tmp_path: Path) -> None:
    text = "- {ja: 岸壁, en: [quay, wall], forbidden: {ja: 埠頭}}\n- {ja: 埠頭, en: [wharf, Quay]}\n"
    assert (
        told(with_glossary(tmp_path, text))
        == ['1: "埠頭" for "quay" is forbidden here and the term of line 2. Decide for one']
        or "埠頭" in told(with_glossary(tmp_path, text))[0]
    )
    sound = text.replace(", Quay]", "]")
    assert not told(with_glossary(tmp_path, sound))


def test_two_terms_that_are_one_but_for_width(tmp_path: Path) -> None:
    text = "- {ja: ＪＲ線, en: JR line}\n- {ja: JR線, en: the railway}\n"
    assert told(with_glossary(tmp_path, text)) == [
        '2: "JR線" is "ＪＲ線" of line 1 but for its width. Keep one of them'
    ]


def test_order_is_asked_for_and_made(tmp_path: Path) -> None:
    project = with_glossary(tmp_path, "# ours\n- {ja: 港, en: port}\n# birds\n- {ja: カモメ, en: gull}\n")
    assert not told(project)
    assert len(told(project, wants_order=True)) == 1
    assert sort_project_glossary(project)
    text = project.glossary_path.read_text(encoding="utf-8")
    assert text == "# ours\n# birds\n- {ja: カモメ, en: gull}\n- {ja: 港, en: port}\n"
    assert not told(project, wants_order=True)
    assert not sort_project_glossary(project)


def test_terms_that_share_a_line_are_not_sorted(tmp_path: Path) -> None:
    project = with_glossary(tmp_path, "[{ja: 港, en: port}, {ja: カモメ, en: gull}]\n")
    with pytest.raises(FormatError, match="do not begin on lines of their own"):
        sort_project_glossary(project)


def test_a_bitext_of_another_form_is_told_and_written_anew(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    assert not check_memory(project)
    path = project.bitext_path("mist")
    before = path.read_bytes()
    edit(path, 'msgstr "The lighthouse was built in 1908."', 'msgstr ""\n"The lighthouse was built in 1908."')
    (problem,) = check_memory(project, [str(path)])
    assert problem.path == "memories/mist.po"
    assert "not as tmflow writes it" in problem.problem
    assert not check_memory(project, ["memories/other.po"])
    assert tidy_memory(project) == ("memories/mist.po",)
    assert path.read_bytes() == before
    assert tidy_memory(project) == ()


def test_rivals_and_noise_are_told(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    rows = "灯台は1908年に建てられた。\tThe tower was built in 1908.\n港は静かだ。\t港は静かだった。\n"
    table = tmp_path / "old.tsv"
    table.write_text(rows, encoding="utf-8")
    assert tmflow(project, "memory", "import", "old.tsv").code in {0, 1}
    result = tmflow(project, "memory", "check")
    assert result.code == 1
    assert "灯台は1908年に建てられた。 has 2 translations" in result.out


def test_what_is_clean_says_so_in_a_line_beside_the_result(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    assert tmflow(project, "memory", "check").told == ["memories/: nothing is wrong"]
    assert tmflow(project, "memory", "check", "mist.po").told == ["mist.po: nothing is wrong"]
    assert tmflow(project, "glossary", "check").told == ["memories/glossary.yaml: nothing is wrong"]
    assert tmflow(project, "memory", "check").out == ""


def test_files_name_articles_and_each_is_checked_once(tmp_path: Path) -> None:
    project = aligned(tmp_path, settings="check: {in_progress: [mist]}")
    edit(tmp_path / "articles" / "ja" / "mist.txt", "1908年", "1909年")
    files = ("articles/ja/mist.txt", "articles/en/mist.txt", "memories/mist.po")
    by_file = tmflow(project, "check", *files)
    assert (by_file.code, by_file.out.count("state.stale")) == (0, 1), "an article in progress only warns"
    assert tmflow(project, "check", "mist").code == 1, "but its slug asks for all of it"
