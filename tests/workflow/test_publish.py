"""What leaves a project: checks, pages, the target article."""

from __future__ import annotations

import json
import re
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
    units_of,
)
from tmflow.errors import ConfigError, StorageError
from tmflow.formats.article import parse_article
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.mt.translator import EchoTranslator
from tmflow.publish.gate import RefusalReason
from tmflow.workflow.align import align_project
from tmflow.workflow.export import export_article
from tmflow.workflow.learn import learn
from tmflow.workflow.publish import publish_project
from tmflow.workflow.review import accept_all
from tmflow.workflow.translate import translate_article
from tmflow.workflow.verify import Demands, verify_project

FOG = (*JA[:3], "鐘は鳴らない。")


def test_checking_writes_nothing_but_a_cache(tmp_path: Path) -> None:
    project = copy_samples(tmp_path)
    list(align_project(project))
    before = tree(tmp_path)
    verify_project(reopened(project))
    assert tree(tmp_path) == before
    assert {path.name for path in project.cache_folder.iterdir()} >= {".gitignore", "checks.sqlite"}


def test_articles_in_progress_only_warn_unless_they_are_named(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": FOG}, settings="check: {in_progress: [fog]}")
    assert verify_project(project).verdict.ok
    assert not verify_project(project, ("fog",)).verdict.ok
    assert not verify_project(project, demands=Demands(fail_on="warning")).verdict.ok
    assert verify_project(project, ("fog",), demands=Demands(fail_on="never")).verdict.ok


def test_a_stale_unit_is_an_error_at_its_line(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(tmp_path / "articles/ja/mist.txt", "1908年", "1909年")
    report = verify_project(reopened(project), only=("state.stale",)).report("github")
    assert "file=articles/ja/mist.txt,line=3" in report
    findings = json.loads(verify_project(reopened(project)).report("json"))
    assert findings


def test_an_article_deleted_on_both_sides_is_reported_as_orphans(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    for language, texts in (("ja", JA), ("en", EN)):
        (tmp_path / f"articles/{language}/mist.txt").write_text(article([*texts[:3], *texts[4:]]), encoding="utf-8")
    list(align_project(reopened(project)))
    report = verify_project(reopened(project)).report("text")
    assert "state.orphan" in report


def test_progress_is_told(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    project = aligned(tmp_path, also_ja={"fog": FOG})
    verify_project(project, on_progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]


def test_a_report_that_cannot_be_written_is_an_error_of_the_machine(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    with pytest.raises(StorageError, match="no such folder"):
        verify_project(project).write_report("json", tmp_path / "none" / "report.json")


def test_drafts_keep_an_article_from_being_published_until_they_are_reviewed(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": FOG})
    translate_article(project, "fog", translator=EchoTranslator())
    (refused,) = publish_project(reopened(project), ("fog",))
    assert [refusal.unit.source.text for refusal in refused.refusals] == [FOG[3]]
    assert not project.page_path("fog").exists()
    accept_all(reopened(project), "fog", reviewer="AK")
    (published,) = publish_project(reopened(project), ("fog",))
    assert published.path == project.page_path("fog")
    page = project.page_path("fog").read_text(encoding="utf-8")
    assert all(text in page for text in (*FOG, EN[1], EN[2]))
    index = project.index_page_path.read_text(encoding="utf-8")
    assert 'href="fog.html"' in index
    assert "mist.html" not in index


def test_publishing_all_takes_what_is_ready_and_lists_it(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": FOG}, settings="check: {in_progress: [fog]}")
    translate_article(project, "fog", use_mt=False)
    assert [one.slug for one in publish_project(reopened(project))] == ["mist"]
    before = tree(tmp_path)
    publish_project(reopened(project))
    assert tree(tmp_path) == before


def test_publishing_with_drafts_marks_them(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": FOG})
    translate_article(project, "fog", translator=EchoTranslator())
    (published,) = publish_project(reopened(project), ("fog",), allow_drafts=True)
    assert published.path is not None
    assert FOG[3] in published.path.read_text(encoding="utf-8")


def test_an_article_without_a_bitext_cannot_be_published(tmp_path: Path) -> None:
    (publication,) = publish_project(make_project(tmp_path, ja={"mist": JA}), ("mist",))
    assert publication.path is None
    assert "tmflow align mist" in publication.errors[0]


def test_one_broken_article_does_not_keep_the_others_from_being_published(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    project.bitext_path("broken").write_text("msgid oops", encoding="utf-8")
    (project.articles_folder(Language.JA) / "broken.txt").write_text("港。", encoding="utf-8")
    by_slug = {found.slug: found for found in publish_project(reopened(project))}
    assert by_slug["mist"].path is not None
    assert "broken.po" in by_slug["broken"].errors[0]


def test_what_check_calls_an_error_is_not_published(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    path = project.bitext_path("mist")
    head, _, units = path.read_text(encoding="utf-8").partition("\n\n")
    path.write_text(head + "\n\n" + units.replace('msgstr "', 'msgstr "\u200b'), encoding="utf-8")
    (publication,) = publish_project(reopened(project), ("mist",))
    assert publication.path is None
    assert publication.errors


def test_an_error_of_the_baseline_stops_no_article_and_a_new_one_does(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    for old, new in ((EN[2], "The lighthouse was built in 1809."), (EN[5], f"{EN[5]} 9 million!")):
        if old == EN[5]:
            verify_project(reopened(project), demands=Demands(accept_new="as it was printed"))
            assert publish_project(reopened(project), ("mist",))[0].path is not None
        edit(project.bitext_path("mist"), old, new)
        edit(tmp_path / "articles/en/mist.txt", old, new)
        (publication,) = publish_project(reopened(project), ("mist",))
        assert publication.path is None
        assert len(publication.errors) == 1


@pytest.mark.parametrize("slug", ["index", "INDEX"])
def test_no_article_takes_the_place_of_the_index_page(tmp_path: Path, slug: str) -> None:
    project = make_project(tmp_path, ja={slug: JA})
    with pytest.raises(ConfigError, match="Rename it"):
        publish_project(project)


def translated_sample(root: Path) -> str:
    project = copy_samples(root, "harbor-tides-2")
    translate_article(project, "harbor-tides-2", translator=EchoTranslator())
    accept_all(reopened(project), "harbor-tides-2", reviewer="AK")
    units = units_of(project, "harbor-tides-2")
    if any(unit.is_untranslated for unit in units):
        return export_article(reopened(project), "harbor-tides-2", "article", force=True).path.read_text(
            encoding="utf-8"
        )
    return export_article(reopened(project), "harbor-tides-2", "article").path.read_text(encoding="utf-8")


def test_the_target_article_keeps_the_skeleton_without_japanese_indents(tmp_path: Path) -> None:
    text = translated_sample(tmp_path)
    source = (tmp_path / "articles/ja/harbor-tides-2.txt").read_text(encoding="utf-8")
    assert "\u3000" in source
    assert not re.search(r"^\u3000", text, flags=re.MULTILINE)
    for mark in ("■", "•", "・"):
        assert text.count(f"\n{mark}") == source.count(f"\n{mark}")
    original = parse_article(source, format=ArticleFormat.PLAIN, language=Language.JA)
    written = parse_article(text, format=ArticleFormat.PLAIN, language=Language.EN)
    assert sum(block.kind.is_body for block in written.blocks) == sum(block.kind.is_body for block in original.blocks)


def test_a_half_translated_article_is_not_put_among_the_articles(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": FOG})
    translate_article(project, "fog", use_mt=False)
    with pytest.raises(ConfigError, match=r"1 of 4 units not ready \(untranslated 1\)"):
        export_article(reopened(project), "fog", "article")
    assert not (tmp_path / "articles/en/fog.txt").exists()
    preview = export_article(reopened(project), "fog", "article", output=tmp_path / "look.txt")
    assert FOG[3] in preview.path.read_text(encoding="utf-8")


def test_drafts_nobody_has_confirmed_are_not_put_among_the_articles(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": FOG})
    translate_article(project, "fog", translator=EchoTranslator())
    with pytest.raises(ConfigError, match=r"1 of 4 units not ready \(machine-draft 1\).+tmflow check fog.+--force"):
        export_article(reopened(project), "fog", "article")
    assert not (tmp_path / "articles/en/fog.txt").exists()
    looked = export_article(reopened(project), "fog", "article", output=tmp_path / "look.txt")
    assert [refusal.reason for refusal in looked.unready] == [RefusalReason.MACHINE_DRAFT]
    forced = export_article(reopened(project), "fog", "article", force=True)
    assert [refusal.number for refusal in forced.unready] == [4]
    assert forced.path == tmp_path / "articles/en/fog.txt"
    again = export_article(reopened(project), "fog", "article")
    assert len(again.unready) == 1, "it stands there already"


def test_an_article_is_ready_as_the_settings_of_publishing_say(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": JA[:3]}, settings="publish: {require: reviewed}")
    translate_article(project, "fog", use_mt=False)
    with pytest.raises(ConfigError, match=r"3 of 3 units not ready \(unreviewed 3\)"):
        export_article(reopened(project), "fog", "article")
    learn(reopened(project), ("fog",), reviewer="AK")
    assert export_article(reopened(project), "fog", "article").unready == ()


def test_a_target_article_somebody_wrote_is_not_overwritten(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(tmp_path / "articles/en/mist.txt", "1908", "1910")
    before = tree(tmp_path)
    with pytest.raises(ConfigError, match="--force"):
        export_article(reopened(project), "mist", "article")
    assert tree(tmp_path) == before


def test_an_exported_article_aligns_with_the_bitext_it_came_from(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": JA[:6]})
    translate_article(project, "fog", use_mt=False)
    export_article(reopened(project), "fog", "article")
    before = units_of(project, "fog")
    found = [one for one in align_project(reopened(project)) if one.slug == "fog"]
    assert [one.error for one in found] == [None]
    assert [(unit.source, unit.target, unit.origin) for unit in units_of(project, "fog")] == [
        (unit.source, unit.target, unit.origin) for unit in before
    ]


def test_words_of_another_language_are_no_fault_where_the_article_says_they_are(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    quoted = '<blockquote lang="fr"><p>La mer est calme et le phare veille sur nous.</p></blockquote>'
    for language, lines in (("ja", JA), ("en", EN)):
        body = "".join(f"<p>{line}</p>" for line in lines[1:])
        added = (
            '<p>町は歌う。<i lang="en">poem of the sea</i>。</p>'
            if language == "ja"
            else '<p>The town sings <i lang="ja">木漏れ日の詩を読もう</i>.</p>'
        )
        page = f'<html lang="{language}"><body><h1>{lines[0]}</h1>{body}{quoted}{added}</body></html>'
        (tmp_path / f"articles/{language}").mkdir(parents=True)
        (tmp_path / f"articles/{language}/mist.html").write_text(page, encoding="utf-8")
    list(align_project(project))
    found = json.loads(verify_project(reopened(project)).report("json"))["findings"]
    assert [one for one in found if one["severity"] == "error"] == []
