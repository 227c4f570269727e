"""Articles as the checks see them."""

from __future__ import annotations

from tmflow.check.subject import Subject
from tmflow.model.bitext import OriginKind
from tmflow.model.language import Language
from tmflow.workflow.ingest import Article

__all__ = ["subject_of"]


def subject_of(article: Article, *, in_progress: bool = False) -> Subject:
    """Return what is checked of an article: its files and its bitext as they are now. in_progress: its errors are lowered."""
    return Subject(
        bitext=article.bound.bitext if article.source else article.stored,
        source_path=article.source_name,
        target_path=article.target_name if article.target else None,
        source_document=article.source,
        target_document=article.target,
        missing_side=_missing_side(article),
        in_progress=in_progress,
        glossary=article.project.glossary,
    )


def _missing_side(article: Article) -> Language | None:
    """The language an article has no file for, though it should: it had one, or there is no bitext to write it from."""
    if article.source is None:
        return article.pair.source
    units = article.stored.units
    was_there = any(unit.origin is not None and unit.origin.kind is OriginKind.ALIGNED for unit in units)
    return article.pair.target if article.target is None and (was_there or not units) else None
