"""Verifying: every article laid against its bitext, checked, and held against the project's gates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tmflow.check.finding import Findings, Severity
from tmflow.check.gates import FailOn, Verdict, verdict
from tmflow.check.registry import explain_rule
from tmflow.check.report.render import render
from tmflow.check.runner import check_subjects
from tmflow.check.subject import Subject
from tmflow.check.summary import Summary, summarize
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.bitext import Bitext, OriginKind
from tmflow.model.document import Document
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.project import Project

__all__ = ["Verification", "check_bitext", "explain", "iter_errors", "verify_project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What checking gave: the findings, how far the articles have come, and whether the gates let them pass.

    unreadable: what kept an article from being checked at all, one line each; the others were.
    cut_otherwise: the articles whose bitext was cut with other settings of `segment` than the project has now.
    """

    findings: Findings
    summary: Summary
    verdict: Verdict
    unreadable: tuple[str, ...] = ()
    cut_otherwise: tuple[str, ...] = ()

    def report(self, format: str) -> str:
        """Return the findings in a report format: text, json, jsonl or github."""
        return render(self.findings, format, summary=self.summary)

    def write_report(self, format: str, path: Path) -> None:
        """Write the findings to a file. Raises StorageError if the machine refuses."""
        write_bytes_atomic(path, self.report(format).encode())


def verify_project(
    project: Project,
    slugs: tuple[str, ...] = (),
    *,
    only: tuple[str, ...] = (),
    fail_on: str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Check articles; writes nothing and loads no machine translation.

    slugs: () means all. An article named here is checked in full even if the settings call it in progress.
    only: rule ids or patterns; fail_on: error, warning or never, instead of the settings'.
    on_progress: called with the articles read and the articles to read.
    Raises ConfigError for an unknown slug or rule.
    """
    settings = project.settings.check
    chosen = project.select(slugs)
    subjects, unreadable, cut_otherwise = [], [], []
    for number, slug in enumerate(chosen, 1):
        try:
            article = load_article(project, slug)
            subjects.append(_subject_of(article, in_progress=slug in settings.in_progress and not slugs))
            if article.is_cut_otherwise:
                cut_otherwise.append(slug)
        except FormatError as error:
            unreadable.append(str(error))
        if on_progress:
            on_progress(number, len(chosen))
    try:
        findings = check_subjects(
            subjects, only=only or None, disabled=settings.disable, severities=dict(settings.severity)
        )
    except ValueError as error:
        raise ConfigError(str(error)) from error
    gates = replace(settings.gates, fail_on=FailOn(fail_on)) if fail_on else settings.gates
    done = [subject.bitext for subject in subjects if not subject.in_progress]
    return Verification(
        findings=findings,
        summary=summarize(subject.bitext for subject in subjects),
        verdict=verdict(findings, done, gates),
        unreadable=tuple(unreadable),
        cut_otherwise=tuple(cut_otherwise),
    )


def iter_errors(article: Article) -> Iterator[str]:
    """Yield the errors the checks find in an article, each with its place; what is in progress counts in full."""
    settings = article.project.settings.check
    severities = dict(settings.severity)
    for finding in check_subjects(
        [_subject_of(article, in_progress=False)], disabled=settings.disable, severities=severities
    ):
        if finding.severity is Severity.ERROR:
            yield f"{finding.location or article.slug}: {finding.message}"


def check_bitext(
    bitext: Bitext,
    *,
    source: Document | None = None,
    target: Document | None = None,
    only: tuple[str, ...] = (),
    glossary: Glossary | None = None,
) -> Findings:
    """Check one bitext that belongs to no project; its documents and glossary, if given, are checked with it."""
    subject = Subject(
        bitext=bitext,
        source_path=source.path.as_posix() if source and source.path else bitext.slug,
        target_path=target.path.as_posix() if target and target.path else None,
        source_document=source,
        target_document=target,
        glossary=glossary or Glossary(),
    )
    return check_subjects([subject], only=only or None)


def explain(rule: str) -> str:
    """Return what a rule finds, why that is bad, an example, and how to switch it off.

    Raises ConfigError for an unknown rule, with the nearest name.
    """
    try:
        return explain_rule(rule)
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _subject_of(article: Article, *, in_progress: bool) -> Subject:
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
