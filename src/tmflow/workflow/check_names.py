"""The names in the settings of the checks, held against the rules and articles there are."""

from __future__ import annotations

from typing import Any

from tmflow.check.registry import match_rules
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.yaml_text import read_yaml
from tmflow.workflow.project import Project

__all__ = ["require_known_names"]


def require_known_names(project: Project) -> None:
    """Let pass only settings whose `disable` and `severity` name rules there are, and `in_progress` articles there are.

    Raises FormatError with the place of the first name that is none and the nearest that is, ConfigError where the settings
    stand in no file; and as `Project.own_rules` does.
    """
    settings = project.settings.check
    named = {"disable": settings.disable, "severity": tuple(settings.severity), "in_progress": settings.in_progress}
    slugs = frozenset(project.slugs())
    for key, names in named.items():
        for number, name in enumerate(names):
            try:
                if key != "in_progress":
                    match_rules([name], project.own_rules)
                elif name not in slugs:
                    project.require_slug(name)
            except ConfigError as error:
                raise _placed(project, key, number, error) from error


def _placed(project: Project, key: str, number: int, error: ConfigError) -> ConfigError | FormatError:
    """The error with the place of a name in the file of the settings, as far as that has it."""
    path = project.settings_path
    tree: Any = read_yaml(path) if path.exists() else None
    node: Any = ((tree or {}).get("check") or {}).get(key, ())
    problem = f"check.{key}: {error}"
    if number >= len(node):
        return ConfigError(problem)
    line, column = node.lc.item(number) if key != "severity" else node.lc.key(list(node)[number])
    return FormatError(problem, path=path, line=line + 1, column=column + 1)
