"""Pairing files: two folders, a project's articles without partner, the new names, and files that cannot be paired."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.align.bilingual import ARTICLES, LONE_JA
from tests.workflow.projects import EN, JA, ROOT, make_project, tree, write_article
from tmflow.errors import ConfigError, StorageError
from tmflow.model.language import Language
from tmflow.workflow.pair import FilePairing, pair_files
from tmflow.workflow.project import Project, open_project


def write_folders(root: Path) -> tuple[Path, Path]:
    """The articles in two folders, under names that say nothing."""
    chance = random.Random(7)  # noqa: S311 - names that can be repeated
    folders = root / "日本語", root / "english"
    for side, folder in enumerate(folders):
        folder.mkdir()
        numbers = chance.sample(range(100, 1000), len(ARTICLES))
        for number, (slug, texts) in zip(numbers, ARTICLES.items(), strict=True):
            (folder / f"{number}-{slug[::-1]}-{side}.txt").write_text(texts[side] + "\n", encoding="utf-8")
    (folders[0] / "lone.txt").write_text(LONE_JA + "\n", encoding="utf-8")
    return folders


def slug_of(path: Path) -> str:
    return path.stem.split("-", 1)[1].rsplit("-", 1)[0][::-1] if "-" in path.stem else path.stem


def stems(found: FilePairing) -> set[tuple[str, str]]:
    return {(pair.source.stem, pair.target.stem) for pair in found.pairs if not pair.is_doubtful}


def test_two_folders_are_paired(tmp_path: Path) -> None:
    found = pair_files(write_folders(tmp_path), project=None)
    assert [slug_of(pair.source) for pair in found.pairs] == [slug_of(pair.target) for pair in found.pairs]
    assert len(found.pairs) == len(ARTICLES)
    assert [(lone.path.name, lone.is_source) for lone in found.lone] == [("lone.txt", True)]
    assert not found.problems
    assert all(pair.renamed is None for pair in found.pairs)


def test_the_folders_may_be_named_the_other_way_round(tmp_path: Path) -> None:
    source, target = write_folders(tmp_path)
    there, back = (pair_files(folders, project=None) for folders in ((source, target), (target, source)))
    assert stems(there) == {(ja, en) for en, ja in stems(back)}


def test_the_sample_articles_are_paired_under_other_names(tmp_path: Path) -> None:
    folders = tmp_path / "ja", tmp_path / "en"
    for folder, prefix in zip(folders, ("j", "e"), strict=True):
        folder.mkdir()
        for number, path in enumerate(
            sorted((ROOT / "articles" / folder.name).iterdir(), key=lambda path: path.stem[2])
        ):
            name = f"{prefix}{number:02}-{path.stem[::-1]}{path.suffix}"
            (folder / name).write_bytes(path.read_bytes())
    found = pair_files(folders, project=None)
    assert len(found.pairs) == 6
    assert all(pair.source.stem[4:] == pair.target.stem[4:] for pair in found.pairs)
    assert [lone.path.stem[4:] for lone in found.lone] == ["harbor-tides-2"[::-1]]


def test_more_processes_find_the_same(tmp_path: Path) -> None:
    folders = write_folders(tmp_path)
    told: list[tuple[int, int]] = []
    found = pair_files(folders, project=None, jobs=2, on_progress=lambda done, total: told.append((done, total)))
    assert found == pair_files(folders, project=None, jobs=1)
    assert told == [(done, 17) for done in range(1, 18)]


def test_a_file_that_cannot_be_read_is_a_problem_and_the_others_are_paired(tmp_path: Path) -> None:
    folders = write_folders(tmp_path)
    (folders[1] / "broken.txt").write_bytes(b"\x00\x01\x02")
    (folders[1] / "empty.md").write_bytes(b"")
    found = pair_files(folders, project=None)
    assert len(found.pairs) == len(ARTICLES)
    assert [str(problem).split(":")[0] for problem in found.problems] == [
        str(folders[1] / name) for name in ("broken.txt", "empty.md")
    ]


def test_a_file_on_the_wrong_side_is_a_problem(tmp_path: Path) -> None:
    folders = write_folders(tmp_path)
    (folders[0] / "lone.txt").rename(folders[1] / "lone.txt")
    found = pair_files(folders, project=None)
    (problem,) = found.problems
    assert str(folders[1] / "lone.txt") in str(problem)
    assert "is Japanese" in str(problem)
    assert len(found.pairs) == len(ARTICLES)
    assert not found.lone


def same(root: Path) -> tuple[Path, ...]:
    return root, root / "ja" / ".."


@pytest.mark.parametrize(
    ("folders", "message"),
    [
        (lambda root: (root / "ja",), "Name two"),
        (lambda root: (root / "ja", root / "en", root / "en"), "Name two"),
        (lambda root: (root / "ja", root / "ja"), "same folder"),
        (same, "same folder"),
        (lambda root: (root / "ja", root), "stands in both folders"),
        (lambda root: (root / "ja", root / "fr"), "no such folder"),
        (lambda root: (root / "ja", root / "ja" / "a.txt"), "no such folder"),
        (lambda root: (root / "ja", root / "none"), "no article in this folder"),
        (lambda root: (root / "ja", root / "ja2"), "same share of both is Japanese"),
        (lambda _root: (), "no project here"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(
    tmp_path: Path, folders: Callable[[Path], tuple[Path, ...]], message: str
) -> None:
    for name, side in (("ja", 0), ("en", 1), ("ja2", 0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(ARTICLES["bakery"][side], encoding="utf-8")
    (tmp_path / "none").mkdir()
    with pytest.raises(ConfigError, match=message):
        pair_files(folders(tmp_path), project=None)


def project_with_other_names(root: Path) -> Project:
    project = make_project(root, ja={"mist": JA}, en={"mist": EN})
    for slug in ("bridge-1", "bakery", "weather"):
        ja, en = (text.split("\n\n") for text in ARTICLES[slug])
        write_article(root, Language.JA, slug, ja)
        write_article(root, Language.EN, f"2025-{slug[:3]}", en)
    write_article(root, Language.JA, "clock", LONE_JA.split("\n\n"))
    return open_project(project.root)


def test_a_project_proposes_names_for_articles_without_partner(tmp_path: Path) -> None:
    project = project_with_other_names(tmp_path)
    before = tree(tmp_path)
    found = pair_files((), project=project)
    assert {(pair.source.stem, pair.target.stem, pair.renamed) for pair in found.pairs} == {
        (slug, f"2025-{slug[:3]}", tmp_path / "articles/en" / f"{slug}.txt")
        for slug in ("bridge-1", "bakery", "weather")
    }
    assert [lone.path.stem for lone in found.lone] == ["clock"]
    assert tree(tmp_path) == before


def test_rename_gives_the_target_the_slug_of_its_source(tmp_path: Path) -> None:
    project = project_with_other_names(tmp_path)
    content = (tmp_path / "articles/en/2025-bri.txt").read_bytes()
    found = pair_files((), project=project, rename=True)
    assert all(pair.is_renamed for pair in found.pairs)
    assert (tmp_path / "articles/en/bridge-1.txt").read_bytes() == content
    assert not (tmp_path / "articles/en/2025-bri.txt").exists()
    assert {slug for slug, sides in open_project(tmp_path).articles.items() if len(sides) == 2} == {
        "mist",
        "bridge-1",
        "bakery",
        "weather",
    }
    again = pair_files((), project=open_project(tmp_path), rename=True)
    assert not again.pairs


def test_rename_never_overwrites(tmp_path: Path) -> None:
    project = project_with_other_names(tmp_path)
    _ = project.articles  # what comes after this the project does not know of
    write_article(tmp_path, Language.EN, "bakery", EN)
    before = tree(tmp_path)
    found = pair_files((), project=project, rename=True)
    (problem,) = found.problems
    assert "bakery.txt is there already" in str(problem)
    after = tree(tmp_path)
    assert {name: after[name] for name in ("articles/en/bakery.txt", "articles/en/2025-bak.txt")} == {
        name: before[name] for name in ("articles/en/bakery.txt", "articles/en/2025-bak.txt")
    }
    assert {pair.source.stem for pair in found.pairs if pair.is_renamed} == {"bridge-1", "weather"}


def test_an_article_with_a_bitext_keeps_its_name(tmp_path: Path) -> None:
    project = project_with_other_names(tmp_path)
    project.bitext_path("2025-bak").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    found = pair_files((), project=project, rename=True)
    assert ["2025-bak.po has its name" in str(problem) for problem in found.problems] == [True]
    assert (tmp_path / "articles/en/2025-bak.txt").exists()


def test_a_refused_rename_is_the_problem_of_its_pair(tmp_path: Path) -> None:
    project = project_with_other_names(tmp_path)
    long = "b" * 249
    (tmp_path / "articles/ja/bakery.txt").rename(tmp_path / f"articles/ja/{long}.txt")
    (tmp_path / "articles/en/2025-bak.txt").rename(tmp_path / "articles/en/2025-bak.markdown")
    found = pair_files((), project=open_project(project.root), rename=True)
    (problem,) = found.problems
    assert isinstance(problem, StorageError)
    assert "2025-bak.markdown cannot be renamed" in str(problem)
    assert {pair.source.stem for pair in found.pairs if pair.is_renamed} == {"bridge-1", "weather"}
    assert (tmp_path / "articles/en/2025-bak.markdown").is_file()


@pytest.mark.parametrize(
    "refusal", [OSError(errno.EPERM, "no"), OSError(errno.ENOTSUP, "no"), NotImplementedError()], ids=repr
)
def test_files_are_renamed_without_hard_links_and_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise refusal

    monkeypatch.setattr("os.link", refuse)
    project = project_with_other_names(tmp_path)
    _ = project.articles
    write_article(tmp_path, Language.EN, "bakery", EN)
    before = tree(tmp_path)
    found = pair_files((), project=project, rename=True)
    after = tree(tmp_path)
    assert ["bakery.txt is there already" in str(problem) for problem in found.problems] == [True]
    assert sorted(after.values()) == sorted(before.values())
    assert after["articles/en/bakery.txt"] == before["articles/en/bakery.txt"]
    assert after["articles/en/weather.txt"] == before["articles/en/2025-wea.txt"]


def test_a_doubtful_pair_is_not_renamed(tmp_path: Path) -> None:
    project = project_with_other_names(tmp_path)
    before = tree(tmp_path)
    found = pair_files((), project=project, rename=True, min_confidence=1.0)
    assert all(pair.is_doubtful and not pair.is_renamed for pair in found.pairs)
    assert tree(tmp_path) == before


def test_folders_are_not_renamed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="only a project's articles"):
        pair_files(write_folders(tmp_path), project=None, rename=True)
