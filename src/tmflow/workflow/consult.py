"""Consulting the memory: a text looked up, a word searched in its contexts."""

from __future__ import annotations

from tmflow.memory.concordance import Hit
from tmflow.model.language import Language
from tmflow.model.match import Match
from tmflow.workflow.project import Project
from tmflow.workflow.recall import project_memory

__all__ = ["look_up", "search_memory"]


def look_up(
    project: Project, text: str, *, language: Language | None, threshold: int | None, limit: int, include_drafts: bool
) -> list[Match]:
    """Return the memory's best matches for a text, best first.

    threshold: the least score, percent; None = the settings'.
    """
    with project_memory(project) as memory:
        return memory.lookup(
            text,
            source=language,
            threshold=threshold or project.settings.memory.threshold,
            limit=limit,
            include_drafts=include_drafts,
        )


def search_memory(project: Project, text: str, *, language: Language | None, limit: int) -> list[Hit]:
    """Return the entries that hold a text in either language, each with the spans to highlight."""
    with project_memory(project) as memory:
        return memory.search(text, language=language, limit=limit)
