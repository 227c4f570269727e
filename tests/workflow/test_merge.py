"""Round trips: a bitext leaves as XLIFF or PO, is edited by the text of the file, and comes back."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from tests.workflow.projects import EN, JA, aligned, edit, make_project, reopened, targets_of, tree, unit_with, units_of
from tmflow.errors import ConfigError, FormatError
from tmflow.model.bitext import State
from tmflow.mt.translator import EchoTranslator
from tmflow.workflow.export import export_article
from tmflow.workflow.merge import Merge, merge_file
from tmflow.workflow.project import Project
from tmflow.workflow.translate import translate_article

FORMATS = ("xliff12", "xliff21", "po")
XLIFFS = FORMATS[:2]
FUZZY = "町は屋根の修理に900万円を出す。"
NEW = "鐘は鳴らない。"
FOG = (JA[0], JA[1], JA[2], FUZZY, NEW)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose article "fog" has confirmed, fuzzy and empty units."""
    project = aligned(tmp_path, also_ja={"fog": FOG})
    translate_article(project, "fog", use_mt=False)
    return reopened(project)


def exported(project: Project, format: str) -> Path:
    return export_article(project, "fog", format).path


def merge(project: Project, path: Path, *, dry_run: bool = False) -> Merge:
    return merge_file(reopened(project), path, dry_run=dry_run)


def outcomes(merged: Merge) -> dict[str, str]:
    return {change.id: change.reason or change.outcome.value for change in merged.changes if change.outcome != "same"}


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_comes_back_as_it_left_changes_nothing(project: Project, format: str) -> None:
    before = tree(project.root)
    path = exported(project, format)
    merged = merge(project, path)
    assert (merged.changed, merged.refused) == ((), ())
    path.unlink()
    assert tree(project.root) == before


@pytest.mark.parametrize("format", FORMATS)
def test_an_edited_target_is_taken_over_and_confirmed(project: Project, format: str) -> None:
    path = exported(project, format)
    edit(path, EN[2], "It was in 1908 that they built the lighthouse.")
    assert set(outcomes(merge(project, path)).values()) == {"changed"}
    unit = unit_with(project, "fog", JA[2])
    assert unit.target is not None
    assert unit.target.text == "It was in 1908 that they built the lighthouse."
    assert unit.is_confirmed


def test_codes_in_another_order_keep_their_own_markup_in_po(tmp_path: Path) -> None:
    source = "**静か**な[港](https://example.jp/port)だ。"
    project = make_project(tmp_path)
    (tmp_path / "articles/ja").mkdir(parents=True)
    (tmp_path / "articles/ja/quay.md").write_text(f"{source}\n", encoding="utf-8")
    translate_article(reopened(project), "quay", use_mt=False)
    path = export_article(reopened(project), "quay", "po").path
    edit(
        path,
        f'msgid "{source}"\nmsgstr ""',
        f'msgid "{source}"\nmsgstr "The [port](https://example.jp/port) is **quiet**."',
    )
    assert set(outcomes(merge(project, path)).values()) == {"changed"}
    assert targets_of(reopened(project), "quay") == {
        "静かな港だ。": "The port is quiet.",
    }
    (unit,) = units_of(reopened(project), "quay")
    assert unit.target is not None
    assert unit.target.native == "The [port](https://example.jp/port) is **quiet**."
    assert merge(project, export_article(reopened(project), "quay", "po", force=True).path).changed == ()


def accept(path: Path, format: str) -> None:
    text = path.read_text(encoding="utf-8")
    pattern, accepted = {
        "xliff12": (r'state="needs-review-translation"[^>]*', 'state="signed-off"'),
        "xliff21": (r'state="initial" subState="[^"]*"', 'state="reviewed"'),
        "po": (r"#, fuzzy\n", ""),
    }[format]
    assert re.search(pattern, text)
    path.write_text(re.sub(pattern, accepted, text), encoding="utf-8")


@pytest.mark.parametrize("format", FORMATS)
def test_an_accepted_draft_is_confirmed(project: Project, format: str) -> None:
    assert unit_with(project, "fog", FUZZY).draft
    path = exported(project, format)
    accept(path, format)
    merge(project, path)
    unit = unit_with(project, "fog", FUZZY)
    assert not unit.draft
    assert unit.target is not None
    assert unit.target.text == EN[5].replace("8 million", "9 million")


@pytest.mark.parametrize("format", FORMATS)
def test_an_emptied_target_erases_nothing(project: Project, format: str) -> None:
    path = exported(project, format)
    edit(path, EN[2], "")
    before = targets_of(project, "fog")
    (reason,) = outcomes(merge(project, path)).values()
    assert "empty" in reason
    assert targets_of(project, "fog") == before


@pytest.mark.parametrize("format", XLIFFS)
def test_a_changed_source_is_refused_by_name(project: Project, format: str) -> None:
    path = exported(project, format)
    edit(path, JA[2], "灯台は1999年に建てられた。")
    edit(path, EN[2], "The lighthouse was built in 1999.")
    before = targets_of(project, "fog")
    assert list(outcomes(merge(project, path)).values()) == ["its source is not the one of the bitext"]
    assert targets_of(project, "fog") == before


@pytest.mark.parametrize("format", FORMATS)
def test_an_unknown_unit_is_refused_and_the_others_are_taken(project: Project, format: str) -> None:
    path = exported(project, format)
    stranger = unit_with(project, "fog", JA[1])
    if format == "po":
        edit(path, JA[1], "知らない文。")
    else:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f'"{stranger.id}"', '"u-000000000000"'), encoding="utf-8")
    edit(path, EN[2], "Built in 1908, it stands.")
    merged = merge(project, path)
    near = "unknown unit" if format == "po" else f"unknown unit; the nearest of the article reads: {JA[1]}"
    assert sorted(outcomes(merged).values()) == ["changed", near]
    assert targets_of(project, "fog")[JA[2]] == "Built in 1908, it stands."
    assert targets_of(project, "fog")[JA[1]] == EN[1]


@pytest.mark.parametrize("format", FORMATS)
def test_a_sentence_that_changed_while_its_translation_was_made_is_shown_with_it(project: Project, format: str) -> None:
    path = exported(project, format)
    text = path.read_text(encoding="utf-8")
    empty = f'msgid "{NEW}"\nmsgstr ""' if format == "po" else f"<source>{NEW}</source>"
    filled = empty[:-1] + 'The bell is silent."' if format == "po" else f"{empty}<target>The bell is silent.</target>"
    assert empty in text
    path.write_text(text.replace(empty, filled), encoding="utf-8")
    edit(project.root / "articles/ja/fog.txt", NEW, "鐘はもう鳴らない。")
    (refused,) = merge(project, path).refused
    assert refused.reason == "unknown unit; the nearest of the article reads: 鐘はもう鳴らない。"
    assert (refused.source, refused.after, refused.article_line) == (NEW, "The bell is silent.", 5)


@pytest.mark.parametrize("format", FORMATS)
def test_decomposed_texts_come_home_composed(project: Project, format: str) -> None:
    path = exported(project, format)
    edit(path, EN[2], "It was in 1908 that the café and the lighthouse were built.")
    path.write_text(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), encoding="utf-8")
    merged = merge(project, path)
    assert merged.refused == ()
    (changed,) = merged.changed
    assert changed.after == "It was in 1908 that the café and the lighthouse were built."


@pytest.mark.parametrize("format", ["xliff12", "xliff21", "docx", "xlsx"])
def test_a_sentence_with_characters_that_xml_cannot_hold_comes_home(tmp_path: Path, format: str) -> None:
    odd = "霧笛は\x0b3回\x1f鳴る。"
    project = make_project(tmp_path, ja={"horn": (JA[0], odd)})
    translate_article(project, "horn", use_mt=False)
    path = export_article(reopened(project), "horn", format).path
    merged = merge(project, path)
    assert (merged.changed, merged.refused) == ((), ())
    if format == "xliff12":
        edit(
            path,
            "<source>霧笛は3回鳴る。</source>",
            "<source>霧笛は3回鳴る。</source><target>It sounds 3 times.</target>",
        )
        assert len(merge(project, path).changed) == 1
        assert targets_of(project, "horn")[odd] == "It sounds 3 times."


def test_a_unit_the_file_holds_twice_is_refused(project: Project) -> None:
    path = exported(project, "xliff12")
    text = path.read_text(encoding="utf-8")
    unit = unit_with(project, "fog", JA[2])
    (found,) = re.findall(rf'<trans-unit id="{unit.id}".*?</trans-unit>', text, flags=re.DOTALL)
    path.write_text(text.replace(found, found + found.replace(EN[2], "Another.")), encoding="utf-8")
    try:
        merged = merge(project, path)
    except FormatError:
        pass  # the reader may refuse the whole file
    else:
        assert {change.reason or change.outcome.value for change in merged.changes if change.id == unit.id} == {
            "the file holds this unit more than once"
        }
    assert targets_of(project, "fog")[JA[2]] == EN[2]


@pytest.mark.parametrize("format", XLIFFS)
def test_another_language_pair_is_refused(project: Project, format: str) -> None:
    path = exported(project, format)
    text = path.read_text(encoding="utf-8")
    for attribute in ("source-language", "target-language", "srcLang", "trgLang"):
        text = re.sub(
            rf'{attribute}="(ja|en)"',
            lambda found: found[0].replace(found[1], "ja" if found[1] == "en" else "en"),
            text,
        )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="translates en>ja"):
        merge(project, path)


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_of_another_project_is_refused(project: Project, format: str) -> None:
    path = exported(project, format)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fog", "dew"), encoding="utf-8")
    with pytest.raises(ConfigError, match="dew"):
        merge(project, path)


@pytest.mark.parametrize("format", FORMATS)
def test_a_dry_run_says_the_same_and_changes_nothing(project: Project, format: str) -> None:
    path = exported(project, format)
    edit(path, EN[2], "It was built in 1908.")
    before = tree(project.root)
    told = merge(project, path, dry_run=True)
    assert tree(project.root) == before
    assert told == merge(project, path)
    assert tree(project.root) != before


@pytest.mark.parametrize("format", FORMATS)
def test_a_translation_of_the_source_as_it_was_comes_home_and_stays_stale(project: Project, format: str) -> None:
    path = exported(project, format)
    edit(path, EN[2], "They built the lighthouse in 1908.")
    edit(project.root / "articles/ja/fog.txt", JA[2], "灯台は1909年に建てられた。")
    assert set(outcomes(merge(project, path)).values()) == {"changed"}
    unit = unit_with(project, "fog", "灯台は1909年に建てられた。")
    assert unit.is_stale
    assert unit.target is not None
    assert unit.target.text == "They built the lighthouse in 1908."


def test_a_sentence_that_is_new_since_the_last_save_can_be_translated_outside(project: Project) -> None:
    path = project.root / "articles/ja/fog.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\n森さんには犬が2匹いる。\n", encoding="utf-8")
    file = exported(reopened(project), "xliff12")
    text = file.read_text(encoding="utf-8")
    source = "<source>森さんには犬が2匹いる。</source>"
    assert source in text
    file.write_text(
        text.replace(source, f'{source}<target state="translated">He has 2 dogs.</target>'), encoding="utf-8"
    )
    merge(project, file)
    assert targets_of(project, "fog")["森さんには犬が2匹いる。"] == "He has 2 dogs."


def test_a_review_elsewhere_lifts_the_state(project: Project) -> None:
    translate_article(project, "fog", translator=EchoTranslator())
    path = exported(project, "xliff21")
    accept(path, "xliff21")
    merge(project, path)
    assert {unit.state for unit in units_of(project, "fog")} >= {State.REVIEWED}
    assert unit_with(project, "fog", FUZZY).state is State.REVIEWED
