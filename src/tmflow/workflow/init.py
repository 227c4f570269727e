"""Starting a project: settings and folders, from what is there already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.project import SETTINGS_NAME, Project, make_folder
from tmflow.workflow.settings import settings_template

__all__ = ["Started", "start_project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What was written, and how many articles and pairs were found."""

    root: Path
    written: tuple[str, ...]
    articles: int
    pairs: int


def start_project(root: Path, *, pair: LanguagePair) -> Started:
    """Write `tmflow.yaml` and make the folders that are missing.

    Raises ConfigError if the folder is a project already.
    """
    settings = root / SETTINGS_NAME
    if settings.exists():
        raise ConfigError(f"{settings} exists already. Next: tmflow status")
    project = Project(root=root)
    folders = [project.articles_folder(language) for language in Language] + [project.memories_folder]
    missing = [folder for folder in folders if not folder.is_dir()]
    for folder in missing:
        make_folder(folder)
    write_bytes_atomic(settings, settings_template(pair).encode())
    return Started(
        root=root,
        written=(SETTINGS_NAME, *(f"{project.relative(folder)}/" for folder in missing)),
        articles=len(project.articles),
        pairs=sum(len(sides) > 1 for sides in project.articles.values()),
    )
