"""Verifying: every article laid against its bitext, checked, and held against the project's gates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tmflow.check.baseline import Baseline, Compared
from tmflow.check.finding import Findings, Severity
from tmflow.check.gates import FailOn, Gates, Verdict, verdict
from tmflow.check.report.contents import Contents
from tmflow.check.report.render import render
from tmflow.check.runner import Rules, check_across, check_subjects, choose_rules
from tmflow.check.subject import Subject
from tmflow.check.summary import Summary
from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.bitext import Bitext
from tmflow.model.document import Document
from tmflow.model.glossary import Glossary
from tmflow.text.counts import counted
from tmflow.workflow.baseline import read_baseline, write_baseline
from tmflow.workflow.check_memories import examine_memories
from tmflow.workflow.check_names import require_known_names
from tmflow.workflow.examine import Choice, Examined, examine_articles
from tmflow.workflow.git import folder_in_repository
from tmflow.workflow.ingest import Article
from tmflow.workflow.project import Project
from tmflow.workflow.settings import CheckSettings
from tmflow.workflow.since import Changes, changes_since
from tmflow.workflow.subjects import stored_subject, subject_of

__all__ = ["BaselineUpdate", "Demands", "Verification", "check_bitext", "iter_errors", "verify_project"]


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

    @property
    def writes_baseline(self) -> bool:
        """Whether the baseline is brought up to date."""
        return self.update_baseline or self.accept_new is not None

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
class BaselineUpdate:
    """How many findings an update of the baseline kept, took out and, where that was asked for (None if not), took in."""

    kept: int
    removed: int
    added: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What checking gave: the findings, how far the articles have come, and whether the gates let them pass.

    contents: all of that, for a report.
    unreadable: what kept an article from being checked at all, one line each; the others were.
    cut_otherwise: the articles whose bitext was cut with other settings of `segment` than the project has now.
    assumed_encodings: what files were read as that are not UTF-8, a line a file.
    gone: how many findings of the baseline are there no more, and still stand in its file. updated: what was done to it.
    changes: what had changed since the revision that was asked for, None if none was.
    """

    contents: Contents
    gone: int = 0
    updated: BaselineUpdate | None = None
    changes: Changes | None = None
    unreadable: tuple[str, ...] = ()
    cut_otherwise: tuple[str, ...] = ()
    assumed_encodings: tuple[str, ...] = ()

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
    is_anew: bool = False,
    jobs: int | None = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Check articles; loads no machine translation, and writes nothing but caches and a baseline that is asked for.

    slugs: slugs or files, () means all, and the memories from elsewhere. An article that its slug names is checked in full
    even if the settings call it in progress. Limits of the project as a whole are for all articles only.
    only: rule ids or patterns; demands: what goes before the gates of the settings. since: a revision of git; only what is
    found in units that changed since then counts (`changes_since`), the limits hold for all of them.
    is_anew, jobs, on_progress: as `examine_articles` has them.
    Raises ConfigError for an unknown slug or rule, and as `changes_since` does.
    """
    settings = project.settings.check
    require_known_names(project)
    changes = None if since is None else changes_since(project, since)
    choice = _choice(settings, slugs, only)
    asked, rules = demands or Demands(), choice.rules(project)
    gates = asked.over(settings.gates.without_limits() if slugs and not settings.gates.per_article else settings.gates)
    examined = examine_articles(
        project, project.select(slugs), choice, is_anew=is_anew, jobs=jobs, on_progress=on_progress
    )
    checked = {slug: one for slug, one in examined.items() if not one.problem}
    memories = () if slugs else examine_memories(project, rules, is_anew=is_anew)
    found = _found(project, (*checked.values(), *memories), rules)
    compared, updated = _against_baseline(project, found, {*checked}, rules, asked, changes=changes, is_all=not slugs)
    done = {slug: one.summary for slug, one in checked.items() if slug not in choice.in_progress}
    ruling = _ratcheted(verdict(compared.new, done, gates), compared.new, asked)
    return Verification(
        contents=_contents(project, checked, compared, ruling, fail_on=gates.fail_on),
        gone=compared.gone,
        updated=updated,
        changes=changes,
        unreadable=tuple(one.problem for one in (*examined.values(), *memories) if one.problem),
        cut_otherwise=tuple(slug for slug, one in checked.items() if one.is_cut_otherwise),
        assumed_encodings=tuple(line for one in checked.values() for line in one.assumed_encodings),
    )


def _contents(
    project: Project, checked: Mapping[str, Examined], compared: Compared, ruling: Verdict, *, fail_on: FailOn
) -> Contents:
    """Return what a report tells of the articles that were checked."""
    summaries = {slug: one.summary for slug, one in checked.items()}
    return Contents(
        findings=compared.new,
        summary=sum(summaries.values(), Summary()),
        articles=summaries,
        verdict=ruling,
        lines={(path, number): text for one in checked.values() for path, number, text in one.lines},
        fail_on=fail_on,
        known=compared.known,
        direction=f"{project.settings.pair.source.value}>{project.settings.pair.target.value}",
        own_rules=project.own_rules,
        folder=folder_in_repository(project.root),
    )


def _choice(settings: CheckSettings, slugs: tuple[str, ...], only: tuple[str, ...]) -> Choice:
    return Choice(
        only=only or None,
        disabled=settings.disable,
        severities=tuple(settings.severity.items()),
        in_progress=frozenset(settings.in_progress).difference(slugs),
    )


def _found(project: Project, articles: Sequence[Examined], rules: Rules) -> Findings:
    """Return what was found in articles, and across them."""
    gists = [one.gist for one in articles if one.gist is not None]
    within = (finding for one in articles for finding in one.findings)
    return Findings.of([*within, *check_across(gists, project.glossary, rules)])


def _against_baseline(
    project: Project,
    found: Findings,
    checked: set[str],
    rules: Rules,
    asked: Demands,
    *,
    changes: Changes | None,
    is_all: bool,
) -> tuple[Compared, BaselineUpdate | None]:
    """Lay what was found against the baseline; nobody else writes it meanwhile if it is to be brought up to date."""
    with project.writing() if asked.writes_baseline else nullcontext():
        baseline = read_baseline(project)
        articles = checked | _deleted(project, baseline) if is_all else checked
        compared = baseline.compare(found, articles=articles, rules={rule.id for rule, _ in rules})
        if changes is not None:
            compared = replace(compared, new=Findings(tuple(filter(changes.covers, compared.new))))
        return _updated(project, compared, asked) if asked.writes_baseline else (compared, None)


def _deleted(project: Project, baseline: Baseline) -> frozenset[str]:
    """The articles of the baseline that the project has no more."""
    return frozenset(entry.article for entry in baseline.entries).difference(project.slugs())


def _updated(project: Project, compared: Compared, asked: Demands) -> tuple[Compared, BaselineUpdate]:
    """Write the baseline as it is asked for, and return what then is new. Raises ConfigError without a reason."""
    kept, new, added = compared.kept, compared.new, None
    if asked.accept_new is not None:
        try:
            kept = kept.taking(new, reason=asked.accept_new, since=asked.when.isoformat() if asked.when else "")
        except ValueError as error:
            raise ConfigError(f"--accept-new: {error}. Say why these findings may stay") from error
        new, added = Findings(), len(new)
    write_baseline(project, kept)
    after = Compared(new=new, known=compared.known + (added or 0), kept=kept, gone=0)
    return after, BaselineUpdate(kept=compared.kept.count, removed=compared.gone, added=added)


def _ratcheted(judged: Verdict, new: Findings, asked: Demands) -> Verdict:
    """Return the verdict with what a ratchet has to say: nothing may be new."""
    if not asked.ratchet or not new:
        return judged
    return Verdict(ok=False, reasons=(*judged.reasons, f"{counted(len(new), 'finding')} not in the baseline"))


def iter_errors(article: Article) -> Iterator[str]:
    """Yield the errors the checks find in an article, each with its place; what is in progress counts in full.

    What the baseline has is accepted, here as in a check. Where the article's words differ from the bitext's, which are
    published, both are checked.
    """
    settings = article.project.settings.check
    require_known_names(article.project)
    choice: dict[str, Any] = {
        "disabled": settings.disable,
        "severities": dict(settings.severity),
        "own": article.project.own_rules,
        "at_least": Severity.ERROR,
    }
    subject = subject_of(article)
    readings = (subject, stored_subject(article)) if subject.stored_targets else (subject,)
    found = Findings.of(finding for reading in readings for finding in check_subjects([reading], **choice))
    rules = {rule.id for rule, _ in choose_rules(**choice)}
    baseline = read_baseline(article.project)
    for finding in baseline.compare(found, articles=(article.slug,), rules=rules).new:
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
