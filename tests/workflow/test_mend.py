"""Fixes of findings: put into bitext and article alike, shown before, taken back after."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import EN, JA, aligned, edit, make_project, reopened, targets_of, tree, unit_with
from tmflow.check.finding import Findings
from tmflow.errors import ConfigError
from tmflow.model.bitext import Side, State
from tmflow.workflow.align import align_project
from tmflow.workflow.mend import Mending, mend_findings
from tmflow.workflow.project import Project
from tmflow.workflow.translate import translate_article
from tmflow.workflow.undo import undo_fixes, undo_merge
from tmflow.workflow.verify import Demands, verify_project

DOUBLED = "The the lighthouse was built in 1908."
BOTH = frozenset(Side)


def found(project: Project, *only: str) -> Findings:
    return verify_project(reopened(project), only=only).findings


def mend(
    project: Project, *only: str, sides: frozenset[Side] = frozenset({Side.TARGET}), dry_run: bool = False
) -> Mending:
    return mend_findings(reopened(project), found(project, *only), sides=sides, dry_run=dry_run)


def text(project: Project, language: str, slug: str = "mist", ending: str = ".txt") -> str:
    return (project.root / "articles" / language / f"{slug}{ending}").read_text(encoding="utf-8")


def faulty(root: Path, **targets: str) -> Project:
    """A project with one aligned pair, in which some English sentences read otherwise."""
    english = [targets.get(f"s{number}", sentence) for number, sentence in enumerate(EN)]
    project = make_project(root, ja={"mist": JA}, en={"mist": english})
    list(align_project(project, ("mist",)))
    return reopened(project)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return faulty(tmp_path, s2=DOUBLED)


def test_the_article_and_the_bitext_say_the_same(project: Project) -> None:
    before = unit_with(project, "mist", JA[2])
    mending = mend(project)
    assert [finding.rule for finding in mending.mended] == ["dup.word"]
    assert mending.paths == ("articles/en/mist.txt", "memories/mist.po")
    assert text(project, "en") == text(project, "en").replace(DOUBLED, EN[2])
    assert EN[2] in text(project, "en")
    after = unit_with(project, "mist", JA[2])
    assert after.target is not None
    assert after.target.text == EN[2]
    assert (after.state, after.draft, after.id) == (before.state, before.draft, before.id)
    assert not found(project, "dup.word", "state.*", "align.*")


def test_an_alignment_stays_the_aligners_own(project: Project) -> None:
    mend(project)
    before = tree(project.root)
    list(align_project(reopened(project), ("mist",)))
    assert tree(project.root) == before


def test_a_confirmed_unit_stays_confirmed(project: Project) -> None:
    edit(project.bitext_path("mist"), f'msgstr "{DOUBLED}"', f'msgstr "{DOUBLED}"')
    before = unit_with(project, "mist", JA[2])
    assert not before.draft
    mend(project)
    after = unit_with(project, "mist", JA[2])
    assert (after.state, after.draft) == (State.TRANSLATED, False)


def test_a_dry_run_shows_and_writes_nothing(project: Project) -> None:
    before = tree(project.root)
    mending = mend(project, dry_run=True)
    assert tree(project.root) == before
    assert mending.diff.splitlines()[:2] == ["--- articles/en/mist.txt", "+++ articles/en/mist.txt"]
    assert [line for line in mending.diff.splitlines()[3:] if line[0] in "+-"] == [
        f"-{EN[1]} {DOUBLED}",
        f"+{EN[1]} {EN[2]}",
    ]
    assert not (project.cache_folder / "merges").exists()


def test_only_what_is_asked_for_is_touched(tmp_path: Path) -> None:
    project = faulty(tmp_path, s2=DOUBLED, s3="Ships 36 kilo\u200bmetres away can see its light.")
    mending = mend(project, "char.bad")
    assert [finding.rule for finding in mending.mended] == ["char.bad"]
    assert "\u200b" not in text(project, "en")
    assert DOUBLED in text(project, "en")
    assert r"-Ships 36 kilo\u200bmetres" in mending.diff or "\\u200b" in mending.diff


def test_the_source_is_touched_only_if_it_is_asked_for(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": [*JA[:2], "灯台をを建てた。", *JA[3:]]}, en={"mist": EN})
    list(align_project(project, ("mist",)))
    before = tree(project.root)
    assert not mend(project, "dup.word").mended
    assert tree(project.root) == before
    mending = mend(project, "dup.word", sides=BOTH)
    assert len(mending.mended) == 1
    assert "灯台を建てた。" in text(project, "ja")
    assert targets_of(project, "mist")["灯台を建てた。"] == EN[2]
    assert not found(project, "state.*")


def test_several_faults_of_a_unit_and_several_units_are_mended_in_one_call(tmp_path: Path) -> None:
    project = faulty(tmp_path, s1="Mr. Mori, the the keeper, climbs climbs of of 132 steps.", s2=DOUBLED)
    assert len(mend(project, "dup.word").mended) == 4
    assert "the keeper, climbs of 132 steps" in text(project, "en")
    assert not found(project, "dup.word")


def test_a_word_doubled_over_a_line_end(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"mist": JA}, en={"mist": EN})
    path = project.articles_folder(project.settings.pair.target) / "mist.txt"
    edit(
        path,
        "The lighthouse was built in 1908.",
        "The lighthouse was built by the\nthe town in 1908, and it was\nmended since.",
    )
    list(align_project(project, ("mist",)))
    assert len(mend(project, "dup.word").mended) == 1
    assert "built by the\ntown in 1908, and it was\nmended since." in text(project, "en")
    assert "built by the town in 1908" in str(targets_of(project, "mist")[JA[2]])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It was *the the* lighthouse of 1908.", "It was *the* lighthouse of 1908."),
        ("It was the *the lighthouse* of 1908.", "It was *the lighthouse* of 1908."),
        ("The the [lighthouse](https://example.org/a_a) was built in 1908.", None),
    ],
)
def test_markup_stays(tmp_path: Path, before: str, after: str | None) -> None:
    project = make_project(tmp_path)
    for language, sentences in (("ja", JA), ("en", (*EN[:2], before, *EN[3:]))):
        path = tmp_path / "articles" / language / "mist.md"
        path.parent.mkdir(parents=True)
        path.write_text("# " + "\n\n".join(sentences) + "\n", encoding="utf-8")
    project = reopened(project)
    list(align_project(project, ("mist",)))
    assert len(mend(project, "dup.word").mended) == 1
    assert (after or before.removeprefix("The ").replace("the", "The", 1)) in text(project, "en", ending=".md")
    assert not found(project, "dup.word", "state.*")


def test_a_translation_that_stands_in_no_article_yet(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"fog": JA[:4]})
    translate_article(project, "fog", use_mt=False)
    edit(project.bitext_path("fog"), EN[2], DOUBLED)
    mending = mend(project, "dup.word")
    assert mending.paths == ("memories/fog.po",)
    assert f'+msgstr "{EN[2]}"' in mending.diff
    assert targets_of(project, "fog")[JA[2]] == EN[2]
    assert not (tmp_path / "articles/en/fog.txt").exists()


def test_another_encoding_and_line_ends_are_kept(tmp_path: Path) -> None:
    project = faulty(tmp_path, s2=DOUBLED)
    path = tmp_path / "articles/en/mist.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    assert mend(project, "dup.word").mended
    assert path.read_bytes() == before.replace(b"The the lighthouse", b"The lighthouse")


def test_what_a_note_or_the_baseline_allows_stays(project: Project) -> None:
    path = project.bitext_path("mist")
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if JA[2] in line)
    start = max(number for number in range(at) if not lines[number]) + 1
    lines.insert(start, "# allow dup.word: a title")
    path.write_text("\n".join(lines), encoding="utf-8")
    assert not mend(project, "dup.word").mended


def test_a_fault_in_the_baseline_stays_beside_a_new_one_of_the_same_rule(tmp_path: Path) -> None:
    accepted, new = "The the lighthouse of of Shiranami was built in 1908", "by by the town"
    project = faulty(tmp_path, s2=f"{accepted}.")
    verify_project(reopened(project), demands=Demands(accept_new="a title"))
    edit(tmp_path / "articles/en/mist.txt", f"{accepted}.", f"{accepted} {new}, as as it says.")
    list(align_project(reopened(project)))
    mending = mend(project, "dup.word")
    assert len(mending.mended) == 2
    assert f"{accepted} by the town, as it says." in text(project, "en")
    assert not found(project, "dup.word")


def test_fixes_are_taken_back_to_the_byte(project: Project) -> None:
    before = tree(project.root)
    mend(project)
    assert tree(project.root) != before
    assert [path.name for path in undo_fixes(reopened(project))] == ["mist.txt", "mist.po"]
    assert tree(project.root) == before
    with pytest.raises(ConfigError, match="no fixes to take back"):
        undo_fixes(reopened(project))


def test_a_merge_is_no_fix(project: Project) -> None:
    mend(project)
    with pytest.raises(ConfigError, match="tmflow check --undo"):
        undo_merge(reopened(project))


def test_an_article_edited_since_is_not_put_back(project: Project) -> None:
    mend(project)
    edit(project.root / "articles/en/mist.txt", EN[3], "Ships see it.")
    with pytest.raises(ConfigError, match=r"articles/en/mist.txt has changed since the fixes"):
        undo_fixes(reopened(project))
    assert DOUBLED not in text(project, "en")


def test_a_character_outside_of_the_units(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    path = tmp_path / "articles/en/mist.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\n\u200b\u200b* * *\u200b\n", encoding="utf-8")
    assert mend(project, "char.bad").mended
    assert "\u200b" not in text(project, "en")
    assert EN[7] in text(project, "en")
