"""Verifying: every article laid against its bitext, checked, and held against the project's gates."""

from __future__ import annotations

from dataclasses import dataclass

from tmflow.check.finding import Severity
from tmflow.check.runner import Findings, Subject, check_subjects
from tmflow.model.bitext import Bitext, Side
from tmflow.model.document import Document
from tmflow.model.language import Language
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.project import Project

__all__ = ["Verification", "verify_project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What checking gave: the findings, how many units were looked at, and whether the gate lets it pass."""

    findings: Findings
    articles: int
    units: int
    reviewed: int
    drafts: int
    untranslated: int
    passed: bool


def verify_project(
    project: Project,
    slugs: tuple[str, ...] = (),
    *,
    only: tuple[str, ...] = (),
    fail_on: str | None = None,
) -> Verification:
    """Check articles; writes nothing and loads no machine translation.

    slugs: () means all. An article named here is checked in full even if the settings call it in progress.
    only: rule ids or patterns; fail_on: error, warning or never, instead of the settings'.
    Raises ConfigError for an unknown slug, FormatError for a file that cannot be read.
    """
    settings = project.settings.check
    subjects = [_subject(project, slug, named=bool(slugs)) for slug in project.select(slugs)]
    findings = check_subjects(
        subjects,
        only=only or None,
        disabled=settings.disable,
        severities={rule: Severity(level) for rule, level in settings.severity.items()},
    )
    threshold = fail_on or settings.fail_on
    units = [unit for subject in subjects for unit in subject.bitext.units if unit.side is Side.BOTH]
    return Verification(
        findings=findings,
        articles=len(subjects),
        units=len(units),
        reviewed=sum(unit.state.value in {"reviewed", "final"} for unit in units),
        drafts=sum(unit.draft and unit.target is not None for unit in units),
        untranslated=sum(unit.is_untranslated for unit in units),
        passed=threshold == "never" or not findings.at_least(Severity(threshold)),
    )


def _subject(project: Project, slug: str, *, named: bool) -> Subject:
    article = load_article(project, slug)
    return Subject(
        bitext=article.bound.bitext if article.source else article.stored,
        source_path=article.source_name,
        target_path=article.target_name if article.target else None,
        source_document=article.source,
        target_document=article.target,
        missing_side=_missing_side(article),
        in_progress=slug in project.settings.check.in_progress and not named,
    )


def _missing_side(article: Article) -> Language | None:
    """The language an article has neither a file nor a bitext for."""
    if article.source is None:
        return article.pair.source
    if article.target is None and not article.stored.units:
        return article.pair.target
    return None


def check_bitext(
    bitext: Bitext,
    *,
    source: Document | None = None,
    target: Document | None = None,
    only: tuple[str, ...] = (),
) -> Findings:
    """Check one bitext that belongs to no project; its documents, if given, are checked with it."""
    subject = Subject(
        bitext=bitext,
        source_path=source.path.as_posix() if source and source.path else bitext.slug,
        target_path=target.path.as_posix() if target and target.path else None,
        source_document=source,
        target_document=target,
        missing_side=None,
        in_progress=False,
    )
    return check_subjects([subject], only=only or None)
