"""Articles as the checks see them."""

from __future__ import annotations

from dataclasses import replace

from tmflow.check.subject import Subject
from tmflow.model.bitext import OriginKind
from tmflow.model.language import Language
from tmflow.workflow.bind import Bound
from tmflow.workflow.ingest import Article

__all__ = ["stored_subject", "subject_of"]


def subject_of(article: Article, *, in_progress: bool = False) -> Subject:
    """Return what is checked of an article: its files and its bitext as they are now, each translation in the article's words.

    in_progress: its errors are lowered.
    """
    subject = _subject(article, in_progress=in_progress)
    if article.source is None or article.target is None or subject.is_swapped:
        return subject
    wording = article.wording
    return replace(
        subject,
        bitext=wording.bitext,
        stored_targets=wording.stored,
        deleted_ids=wording.deleted,
        added=() if article.is_cut_otherwise else tuple((one.content, one.place) for one in wording.added),
    )


def stored_subject(article: Article, *, in_progress: bool = False) -> Subject:
    """Return what would be published of an article: its translations in the words of the bitext."""
    return _subject(article, in_progress=in_progress)


def _subject(article: Article, *, in_progress: bool) -> Subject:
    bound = article.bound if article.source else None
    return Subject(
        bitext=bound.bitext if bound else article.stored,
        segments=_segments(bound) if bound else {},
        source_path=article.source_name,
        target_path=article.target_name if article.target else None,
        source_document=article.source,
        target_document=article.target,
        missing_side=_missing_side(article),
        in_progress=in_progress,
        glossary=article.project.glossary,
    )


def _segments(bound: Bound) -> dict[str, tuple[int, int]]:
    ranges = zip(bound.bitext.units, bound.source_ranges, bound.target_ranges, strict=True)
    return {
        unit.id: (source[1] - source[0], target[1] - target[0]) for unit, source, target in ranges if source and target
    }


def _missing_side(article: Article) -> Language | None:
    """The language an article has no file for, though it should: it had one, or there is no bitext to write it from."""
    if article.source is None:
        return article.pair.source
    units = article.stored.units
    was_there = any(unit.origin is not None and unit.origin.kind is OriginKind.ALIGNED for unit in units)
    return article.pair.target if article.target is None and (was_there or not units) else None
