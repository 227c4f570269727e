"""What an export is asked for and what it answers: the same for every interchange format."""

from __future__ import annotations

from dataclasses import dataclass

from tmflow.model.document import ArticleFormat

__all__ = ["ExportOptions", "ExportReport"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How a bitext is written.

    source_format, target_format: of the two articles, so that native markup becomes inline codes.
    source_path, target_path: the articles, as text for the reader of the file; never opened.
    tool_version: tmflow's, for the file's header; "" leaves it out.
    prefill_source: whether an untranslated unit gets its source as target (OmegaT shows only units with a target).
    headers: lines a PO header keeps from the editor that wrote them (name, value).
    """

    source_format: ArticleFormat = ArticleFormat.PLAIN
    target_format: ArticleFormat = ArticleFormat.PLAIN
    source_path: str = ""
    target_path: str = ""
    tool_version: str = ""
    prefill_source: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written: how many units, and per unit (id or number) the characters the format cannot hold."""

    units: int
    removed: tuple[tuple[str, str], ...] = ()
