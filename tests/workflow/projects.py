"""Small projects on disk for the tests of the workflow and the command line, and what stands in them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from tmflow.model.bitext import TranslationUnit
from tmflow.model.language import Language
from tmflow.workflow.align import align_project
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project, open_project

ROOT = Path(__file__).parents[2]

SENTENCES = (
    ("霧の朝の灯台", "A lighthouse on a foggy morning"),
    ("灯台守の森さんは毎朝5時に132段の階段を上る。", "Mr. Mori, the keeper, climbs 132 steps at 5 every morning."),
    ("灯台は1908年に建てられた。", "The lighthouse was built in 1908."),
    ("光は36キロ先の船からも見える。", "Ships 36 kilometres away can see its light."),
    ("昨年は4500人が見学に訪れた。", "Last year 4,500 people came to visit it."),
    ("町は屋根の修理に800万円を出す。", "The town is paying 8 million yen to mend the roof."),
    ("工事は10月に終わる予定だ。", "The work should end in October."),
    ("森さんは来年の春に退職する。", "Mr. Mori retires next spring."),
)
JA = tuple(ja for ja, _ in SENTENCES)
EN = tuple(en for _, en in SENTENCES)


def article(sentences: Iterable[str]) -> str:
    """The text of an article: its title, then two sentences a paragraph."""
    title, *body = sentences
    joint = "" if any(ord(character) > 0x3000 for character in title) else " "
    paragraphs = [joint.join(body[start : start + 2]) for start in range(0, len(body), 2)]
    return "\n\n".join([title, *paragraphs]) + "\n"


def make_project(
    root: Path,
    *,
    ja: Mapping[str, Iterable[str]] | None = None,
    en: Mapping[str, Iterable[str]] | None = None,
    settings: str = "",
) -> Project:
    """A project with these articles, given by slug as sentences, the title first; without the machine's dictionary."""
    (root / "memories").mkdir(parents=True, exist_ok=True)
    (root / "tmflow.yaml").write_text(_without_dictionary(settings), encoding="utf-8")
    for language, articles in ((Language.JA, ja), (Language.EN, en)):
        for slug, sentences in (articles or {}).items():
            write_article(root, language, slug, sentences)
    return open_project(root)


def _without_dictionary(settings: str) -> str:
    """Settings under which a result is the same on a machine that has EDICT and one that has not."""
    return settings if "align:" in settings else f"{settings}\nalign: {{dictionary: none}}\n".lstrip()


def paired(root: Path, name: str, japanese: str, english: str) -> Project:
    """A project with one article of this name in both languages, aligned."""
    project = make_project(root)
    for language, text in (("ja", japanese), ("en", english)):
        path = root / "articles" / language / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    list(align_project(reopened(project)))
    return reopened(project)


def write_article(root: Path, language: Language, slug: str, sentences: Iterable[str]) -> Path:
    path = root / "articles" / language.value / f"{slug}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article(sentences), encoding="utf-8")
    return path


def copy_samples(root: Path, *slugs: str) -> Project:
    """A project with some of the repository's own articles, all of them if none is named, and no bitext yet."""
    root.mkdir(parents=True, exist_ok=True)
    settings = (ROOT / "tmflow.yaml").read_text(encoding="utf-8")
    (root / "tmflow.yaml").write_text(_without_dictionary(settings), encoding="utf-8")
    for language in Language:
        folder = root / "articles" / language.value
        folder.mkdir(parents=True)
        for path in (ROOT / "articles" / language.value).iterdir():
            if path.stem in slugs or not slugs:
                shutil.copy(path, folder)
    (root / "memories").mkdir()
    return open_project(root)


def aligned(root: Path, *, also_ja: Mapping[str, Iterable[str]] | None = None, settings: str = "") -> Project:
    """A project with one aligned pair, "mist", and other articles."""
    project = make_project(root, ja={"mist": JA, **(also_ja or {})}, en={"mist": EN}, settings=settings)
    (alignment,) = align_project(project, ("mist",))
    assert alignment.error is None
    return reopened(project)


def reopened(project: Project) -> Project:
    """The same project as a new process finds it."""
    return open_project(project.root)


def units_of(project: Project, slug: str) -> tuple[TranslationUnit, ...]:
    """The units of an article as its files and its bitext say now."""
    return load_article(reopened(project), slug).bound.bitext.units


def unit_with(project: Project, slug: str, source: str) -> TranslationUnit:
    """The one unit with a source text."""
    (found,) = [unit for unit in units_of(project, slug) if unit.source.text == source]
    return found


def targets_of(project: Project, slug: str) -> dict[str, str | None]:
    """Target text by source text."""
    return {unit.source.text: unit.target.text if unit.target else None for unit in units_of(project, slug)}


def edit(path: Path, old: str, new: str) -> None:
    """Replace the one place where a text stands in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def tree(root: Path) -> dict[str, str]:
    """Every file of a project but the cache, with a digest of its bytes."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".tmflow" not in path.parts
    }
