"""What has changed since a revision of git: units, whatever article they stand in now."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tmflow.check.finding import Finding
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.article import ARTICLE_SUFFIXES
from tmflow.model.bitext import TranslationUnit
from tmflow.model.language import Language
from tmflow.workflow.git import Git
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project
from tmflow.workflow.subjects import subject_of

__all__ = ["Changes", "changes_since"]

_Signature = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The articles that changed, each with the ids of its units that did."""

    units: Mapping[str, frozenset[str]]

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is of something that changed. One without a unit is if its article did."""
        changed = self.units.get(finding.slug)
        return changed is not None and (finding.unit_id is None or finding.unit_id in changed)

    @property
    def count(self) -> int:
        """How many units changed."""
        return sum(map(len, self.units.values()))


def changes_since(project: Project, revision: str) -> Changes:
    """Return what is not as it was where this branch left a revision, committed or not.

    A unit has changed if its texts, state, notes, or whether they stand in the articles, have. A renamed article has not.
    Raises ConfigError if there is no git, no such revision, or the clone is too shallow.
    """
    git = Git(project.root)
    base = git.base_of(revision)
    folders = [project.articles_folder(language) for language in Language] + [project.memories_folder]
    names = [folder.relative_to(project.root).as_posix() for folder in folders]
    before = {path: name for path, name in git.files_at(base, names).items() if _slug_of(path)}
    changed = {_slug_of(path) for path in git.changed_since(base, names)}
    now = set(project.slugs())
    changed |= {slug for slug in now if any(path not in before for path in _paths(project, slug))}
    gone = {slug for path in before if (slug := _slug_of(path)) not in now}
    wanted = {path: name for path, name in before.items() if _slug_of(path) in changed | gone}
    with tempfile.TemporaryDirectory(prefix="tmflow-") as folder:
        for path, content in zip(wanted, git.iter_contents(wanted.values()), strict=True):
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        earlier = Project(root=Path(folder), settings=project.settings)
        moved = Counter(signature for slug in sorted(gone) for _, signature in _iter_units(earlier, slug))
        units = {slug: frozenset(_changed_units(project, earlier, slug, moved)) for slug in sorted(now & changed)}
    return Changes(units=units)


def _changed_units(project: Project, earlier: Project, slug: str, moved: Counter[_Signature]) -> Iterator[str]:
    """Yield the ids of the units that were not in the article before, nor in one that is gone."""
    known = Counter(signature for _, signature in _iter_units(earlier, slug))
    for unit_id, signature in _iter_units(project, slug):
        pool = known if known[signature] else moved
        if pool[signature]:
            pool[signature] -= 1
        else:
            yield unit_id


def _iter_units(project: Project, slug: str) -> Iterator[tuple[str, _Signature]]:
    """Yield the units of an article, each with what has to stay; nothing of one that is not there or cannot be read."""
    try:
        if slug not in project.slugs():
            return
        article = load_article(project, slug)
    except (ConfigError, FormatError):
        return
    yield from ((unit.id, _signature(unit)) for unit in subject_of(article).bitext.units)


def _signature(unit: TranslationUnit) -> _Signature:
    texts = (unit.previous_source, unit.target)
    places = (unit.source_place is None, unit.target_place is None)
    natives = (text and text.native for text in texts)
    return unit.source.native, *natives, *places, unit.side, unit.state, unit.draft, unit.notes


def _paths(project: Project, slug: str) -> Iterable[str]:
    """Return the files of an article, as git names them."""
    files = [*project.articles.get(slug, {}).values(), project.bitext_path(slug)]
    return [path.relative_to(project.root).as_posix() for path in files if path.is_file()]


def _slug_of(path: str) -> str:
    """Return the article a file belongs to, "" for one that is of none."""
    suffix = PurePosixPath(path).suffix.lower()
    return PurePosixPath(path).stem if suffix in ARTICLE_SUFFIXES or suffix == ".po" else ""
