"""Verifying: every article laid against its bitext, checked, and held against the project's gates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tmflow.check.baseline import Compared
from tmflow.check.finding import Findings, Severity
from tmflow.check.gates import FailOn, Gates, Verdict, verdict
from tmflow.check.registry import explain_rule
from tmflow.check.report.contents import Contents
from tmflow.check.report.lines import lines_pointed_at
from tmflow.check.report.render import render
from tmflow.check.runner import check_subjects, rules_to_run
from tmflow.check.subject import Subject
from tmflow.check.summary import Summary, summarize
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.bitext import Bitext, OriginKind
from tmflow.model.document import Document
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.text.counts import counted
from tmflow.workflow.baseline import read_baseline, write_baseline
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.project import Project

__all__ = ["Demands", "Verification", "check_bitext", "explain", "iter_errors", "verify_project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What one call asks for in place of the gates of the settings; None: as they have it.

    fail_on: error, warning or never. max_untranslated, min_reviewed: percent of the units; max_stale: units.
    per_article: whether each article has to keep the limits by itself. ratchet: whether any finding that the baseline
    does not have fails the check, a warning too. update_baseline: whether what is gone is taken out of the baseline;
    accept_new: why what is new is taken into it, today being `when`.
    """

    fail_on: str | None = None
    max_untranslated: float | None = None
    min_reviewed: float | None = None
    max_stale: int | None = None
    per_article: bool | None = None
    ratchet: bool = False
    update_baseline: bool = False
    accept_new: str | None = None
    when: date | None = None

    def over(self, gates: Gates) -> Gates:
        """Return the gates with what is asked for. Raises ConfigError for a limit that no project can have."""
        asked: dict[str, Any] = {
            "fail_on": None if self.fail_on is None else FailOn(self.fail_on),
            "max_untranslated_percent": self.max_untranslated,
            "min_reviewed_percent": self.min_reviewed,
            "max_stale": self.max_stale,
            "per_article": self.per_article,
        }
        try:
            return replace(gates, **{name: value for name, value in asked.items() if value is not None})
        except ValueError as error:
            raise ConfigError(f"{error}. Correct the option") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What checking gave: the findings, how far the articles have come, and whether the gates let them pass.

    contents: all of that, for a report.
    unreadable: what kept an article from being checked at all, one line each; the others were.
    cut_otherwise: the articles whose bitext was cut with other settings of `segment` than the project has now.
    gone: how many findings of the baseline are there no more, and still stand in its file.
    """

    contents: Contents
    gone: int = 0
    unreadable: tuple[str, ...] = ()
    cut_otherwise: tuple[str, ...] = ()

    @property
    def findings(self) -> Findings:
        """What was found."""
        return self.contents.findings

    @property
    def summary(self) -> Summary:
        """How far the articles have come."""
        return self.contents.summary

    @property
    def verdict(self) -> Verdict:
        """Whether the gates let the articles pass."""
        return self.contents.verdict

    def report(self, format: str) -> str:
        """Return the findings in a report format. Raises ValueError for one there is not."""
        return render(self.contents, format)

    def write_report(self, format: str, path: Path) -> None:
        """Write the findings to a file. Raises StorageError if the machine refuses."""
        write_bytes_atomic(path, self.report(format).encode())


def verify_project(
    project: Project,
    slugs: tuple[str, ...] = (),
    *,
    only: tuple[str, ...] = (),
    demands: Demands | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Check articles; loads no machine translation, and writes nothing but a baseline that is asked for.

    slugs: () means all. An article named here is checked in full even if the settings call it in progress.
    only: rule ids or patterns; demands: what goes before the gates of the settings.
    on_progress: called with the articles read and the articles to read.
    Raises ConfigError for an unknown slug or rule.
    """
    settings = project.settings.check
    read = _read_articles(project, slugs, on_progress)
    subjects = read.subjects
    choice: dict[str, Any] = {
        "only": only or None,
        "disabled": settings.disable,
        "severities": dict(settings.severity),
    }
    asked = demands or Demands()
    gates = asked.over(settings.gates)
    try:
        found = check_subjects(subjects, **choice)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    gone_articles = () if slugs else _deleted(project)
    articles = {*(subject.slug for subject in subjects), *gone_articles}
    compared = read_baseline(project).compare(found, articles=articles, rules=rules_to_run(**choice))
    compared = _updated(project, compared, asked)
    done = [subject.bitext for subject in subjects if not subject.in_progress]
    contents = Contents(
        findings=compared.new,
        summary=summarize(subject.bitext for subject in subjects),
        articles={subject.slug: summarize([subject.bitext]) for subject in subjects},
        verdict=_ratcheted(verdict(compared.new, done, gates), compared.new, asked),
        lines=lines_pointed_at(compared.new, subjects),
        fail_on=gates.fail_on,
        known=compared.known,
        direction=f"{project.settings.pair.source.value}>{project.settings.pair.target.value}",
    )
    return Verification(
        contents=contents,
        gone=compared.gone,
        unreadable=tuple(read.unreadable),
        cut_otherwise=tuple(read.cut_otherwise),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """The articles as they were read, and what is to be said of the reading (`Verification`)."""

    subjects: list[Subject] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    cut_otherwise: list[str] = field(default_factory=list)


def _read_articles(project: Project, slugs: tuple[str, ...], on_progress: Callable[[int, int], None] | None) -> _Read:
    in_progress = () if slugs else project.settings.check.in_progress
    chosen = project.select(slugs)
    read = _Read()
    for number, slug in enumerate(chosen, 1):
        try:
            article = load_article(project, slug)
            read.subjects.append(_subject_of(article, in_progress=slug in in_progress))
            if article.is_cut_otherwise:
                read.cut_otherwise.append(slug)
        except FormatError as error:
            read.unreadable.append(str(error))
        if on_progress:
            on_progress(number, len(chosen))
    return read


def _deleted(project: Project) -> frozenset[str]:
    """The articles of the baseline that the project has no more."""
    there = set(project.select(()))
    return frozenset(entry.article for entry in read_baseline(project).entries if entry.article not in there)


def _updated(project: Project, compared: Compared, asked: Demands) -> Compared:
    """Write the baseline as it is asked for, and return what then is new. Raises ConfigError without a reason."""
    if not asked.update_baseline and asked.accept_new is None:
        return compared
    kept, new = compared.kept, compared.new
    if asked.accept_new is not None:
        try:
            kept = kept.taking(new, reason=asked.accept_new, since=asked.when.isoformat() if asked.when else "")
        except ValueError as error:
            raise ConfigError(f"--accept-new: {error}. Say why these findings may stay") from error
        new = Findings()
    write_baseline(project, kept)
    return Compared(new=new, known=compared.known + len(compared.new) - len(new), kept=kept, gone=0)


def _ratcheted(judged: Verdict, new: Findings, asked: Demands) -> Verdict:
    """Return the verdict with what a ratchet has to say: nothing may be new."""
    if not asked.ratchet or not new:
        return judged
    return Verdict(ok=False, reasons=(*judged.reasons, f"{counted(len(new), 'finding')} not in the baseline"))


def iter_errors(article: Article) -> Iterator[str]:
    """Yield the errors the checks find in an article, each with its place; what is in progress counts in full."""
    settings = article.project.settings.check
    severities = dict(settings.severity)
    subjects = [_subject_of(article, in_progress=False)]
    for finding in check_subjects(subjects, disabled=settings.disable, severities=severities, at_least=Severity.ERROR):
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
