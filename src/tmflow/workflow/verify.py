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
from tmflow.check.report.contents import Contents
from tmflow.check.report.lines import lines_pointed_at
from tmflow.check.report.render import render
from tmflow.check.runner import check_subjects, rules_to_run
from tmflow.check.subject import Subject
from tmflow.check.summary import Summary, summarize
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.bitext import Bitext
from tmflow.model.document import Document
from tmflow.model.glossary import Glossary
from tmflow.text.counts import counted
from tmflow.workflow.baseline import read_baseline, write_baseline
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.project import Project
from tmflow.workflow.since import Changes, changes_since
from tmflow.workflow.subjects import subject_of

__all__ = ["Demands", "Verification", "check_bitext", "iter_errors", "verify_project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What one call asks for in place of the gates of the settings; None: as they have it.

    fail_on: error, warning or never. max_untranslated, min_reviewed, fail_under (least that is translated, no draft): percent
    of the units; max_stale: units.
    per_article: whether each article has to keep the limits by itself. ratchet: whether any finding that the baseline
    does not have fails the check, a warning too. update_baseline: whether what is gone is taken out of the baseline;
    accept_new: why what is new is taken into it, today being `when`.
    """

    fail_on: str | None = None
    max_untranslated: float | None = None
    min_reviewed: float | None = None
    fail_under: float | None = None
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
            "min_translated_percent": self.fail_under,
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
    changes: what had changed since the revision that was asked for, None if none was.
    """

    contents: Contents
    gone: int = 0
    changes: Changes | None = None
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
    since: str | None = None,
    demands: Demands | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Check articles; loads no machine translation, and writes nothing but a baseline that is asked for.

    slugs: slugs or files, () means all. An article that its slug names is checked in full even if the settings call it
    in progress. Limits of the project as a whole are for all articles only.
    only: rule ids or patterns; demands: what goes before the gates of the settings. since: a revision of git; only what is
    found in units that changed since then counts (`changes_since`), the limits hold for all of them.
    on_progress: called with the articles read and the articles to read.
    Raises ConfigError for an unknown slug or rule, and as `changes_since` does.
    """
    settings = project.settings.check
    changes = None if since is None else changes_since(project, since)
    read = _read_articles(project, slugs, on_progress)
    subjects = read.subjects
    choice: dict[str, Any] = {
        "only": only or None,
        "disabled": settings.disable,
        "severities": dict(settings.severity),
        "own": project.own_rules,
    }
    asked = demands or Demands()
    gates = asked.over(settings.gates.without_limits() if slugs and not settings.gates.per_article else settings.gates)
    try:
        found = check_subjects(subjects, **choice)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    gone_articles = () if slugs else _deleted(project)
    articles = {*(subject.slug for subject in subjects), *gone_articles}
    compared = read_baseline(project).compare(found, articles=articles, rules=rules_to_run(**choice))
    if changes is not None:
        compared = replace(compared, new=Findings(tuple(filter(changes.covers, compared.new))))
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
        own_rules=project.own_rules,
    )
    return Verification(
        contents=contents,
        gone=compared.gone,
        changes=changes,
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
    in_progress = frozenset(project.settings.check.in_progress).difference(slugs)
    chosen = project.select(slugs)
    read = _Read()
    for number, slug in enumerate(chosen, 1):
        try:
            article = load_article(project, slug)
            read.subjects.append(subject_of(article, in_progress=slug in in_progress))
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
    """Yield the errors the checks find in an article, each with its place; what is in progress counts in full.

    What the baseline has is accepted, here as in a check.
    """
    settings = article.project.settings.check
    choice: dict[str, Any] = {
        "disabled": settings.disable,
        "severities": dict(settings.severity),
        "own": article.project.own_rules,
    }
    found = check_subjects([subject_of(article)], at_least=Severity.ERROR, **choice)
    baseline = read_baseline(article.project)
    for finding in baseline.compare(found, articles=(article.slug,), rules=rules_to_run(**choice)).new:
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
