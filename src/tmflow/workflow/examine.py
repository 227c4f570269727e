"""Examining articles: each by itself, and only if it is not known what that gives; in several processes if that is worth it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial

from tmflow.check.finding import Finding
from tmflow.check.gist import Gist
from tmflow.check.registry import rule_ids
from tmflow.check.report.lines import lines_at
from tmflow.check.rows import from_row, to_row
from tmflow.check.runner import Rules, check_within, choose_rules
from tmflow.check.subject import Subject
from tmflow.check.summary import Summary, summarize
from tmflow.errors import FormatError
from tmflow.workflow.authorship import is_correction
from tmflow.workflow.check_cache import CheckCache
from tmflow.workflow.check_digest import article_digest, article_size_bytes, choice_digest
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.parallel import map_in_order
from tmflow.workflow.project import Project
from tmflow.workflow.subjects import stored_subject, subject_of
from tmflow.workflow.workload import UNDER_WAY_BYTES, count_processes

__all__ = ["Choice", "Examined", "examine_articles"]

_PROCESS_BYTES = 1_500_000
"""Some fifty articles of three files; a process takes as long to start as some ten take to be checked."""

_EDITED = "state.orphan"
"""The rule that tells what was edited by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which rules run, as `choose_rules` takes it, and which articles are in progress."""

    only: tuple[str, ...] | None = None
    disabled: tuple[str, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()
    in_progress: frozenset[str] = frozenset()

    def rules(self, project: Project) -> Rules:
        """Return the rules that run. Raises as `choose_rules` and `Project.own_rules` do."""
        return choose_rules(
            only=self.only, disabled=self.disabled, severities=dict(self.severities), own=project.own_rules
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What one article gave: plain values, to be kept while it stays as it is.

    problem: why it could not be read, "" if it was; the rest is empty then. lines: the lines that findings, or the gist,
    point at, with path and number. assumed_encodings: as `Article` has them. gist: for the rules that look across the articles, if any does.
    """

    slug: str
    problem: str = ""
    findings: tuple[Finding, ...] = ()
    summary: Summary = field(default_factory=Summary)
    lines: tuple[tuple[str, int, str], ...] = ()
    is_cut_otherwise: bool = False
    assumed_encodings: tuple[str, ...] = ()
    gist: Gist | None = None


def examine_articles(
    project: Project,
    slugs: Sequence[str],
    choice: Choice,
    *,
    is_anew: bool = False,
    jobs: int | None = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> dict[str, Examined]:
    """Return what articles give, by slug; what is known of those that are as they were is taken from the cache.

    is_anew: ask and fill no cache. jobs: processes; None takes as many as the machine has cores and the articles are worth.
    on_progress: called with the articles done and to do. A cache that cannot be read or written does not matter.
    """
    in_progress = choice.in_progress
    cache = None if is_anew else CheckCache(project.checks_path, choice=choice_digest(project, choice.rules(project)))
    digests = {slug: article_digest(project, slug, in_progress=slug in in_progress) for slug in slugs} if cache else {}
    known = dict(_iter_known(cache, digests)) if cache else {}
    missing = [slug for slug in slugs if slug not in known]
    fresh: list[Examined] = []
    tell = on_progress or (lambda _done, _total: None)
    if known:
        tell(len(known), len(slugs))
    try:
        for examined in _iter_examined(project, missing, choice, jobs):
            fresh.append(examined)
            tell(len(known) + len(fresh), len(slugs))
    finally:  # also of a run that is stopped: the next one goes on there
        if cache:
            _keep(project, cache, fresh, digests, in_progress)
    known |= {examined.slug: examined for examined in fresh}
    return {slug: known[slug] for slug in slugs}


def _iter_known(cache: CheckCache, digests: Mapping[str, str]) -> Iterator[tuple[str, Examined]]:
    """Yield what the cache has of the articles as they are; a row that is none is as if it were not there."""
    for slug, (digest, row) in cache.read().items():
        if digests.get(slug) == digest:
            with suppress(ValueError, TypeError):
                yield slug, from_row(Examined, json.loads(row))


def _keep(
    project: Project,
    cache: CheckCache,
    fresh: Sequence[Examined],
    digests: Mapping[str, str],
    in_progress: frozenset[str],
) -> None:
    """Keep what articles gave, but for those that somebody has changed meanwhile or that could not be read."""
    rows = (
        (one.slug, digests[one.slug], json.dumps(to_row(one)))
        for one in fresh
        if not one.problem
        and article_digest(project, one.slug, in_progress=one.slug in in_progress) == digests[one.slug]
    )
    if fresh:
        with suppress(OSError):
            project.make_cache_folder()
            cache.write(rows)


def _iter_examined(project: Project, slugs: Sequence[str], choice: Choice, jobs: int | None) -> Iterator[Examined]:
    sizes = [max(1, article_size_bytes(project, slug)) for slug in slugs]
    count = count_processes(sizes, asked=jobs, process_bytes=_PROCESS_BYTES)
    examine = partial(_examine, project, choice)
    if count == 1:
        yield from map(examine, slugs)
        return
    with closing(map_in_order(examine, slugs, weights=sizes, jobs=count, most=UNDER_WAY_BYTES)) as results:
        yield from results


def _examine(project: Project, choice: Choice, slug: str) -> Examined:
    """Check one article."""
    try:
        article = load_article(project, slug)
        subject = subject_of(article, in_progress=slug in choice.in_progress)
    except FormatError as error:
        return Examined(slug=slug, problem=str(error))
    findings, gist = check_within(subject, choice.rules(project), known=rule_ids(project.own_rules))
    if subject.stored_targets:
        findings = tuple(_iter_of_both_wordings(article, subject, choice, findings))
    said = gist.said if gist else ()
    places = [
        *(one.location for one in findings),
        *(place for one in said for place in (one.source_place, one.target_place)),
    ]
    lines = lines_at(filter(None, places), [subject])
    return Examined(
        slug=slug,
        findings=findings,
        summary=summarize([subject.bitext]),
        lines=tuple((path, number, text) for (path, number), text in lines.items()),
        is_cut_otherwise=article.is_cut_otherwise,
        assumed_encodings=article.assumed_encodings,
        gist=gist,
    )


def _iter_of_both_wordings(
    article: Article, subject: Subject, choice: Choice, found: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield what is found where the article and the bitext have other words.

    An edit is told by itself only where it brought no fault with it, which is told anyway. Corrections that the bitext
    alone has are looked at, too: its words win over the article's, which were checked.
    """
    stored = stored_subject(article, in_progress=subject.in_progress)
    before, _ = check_within(stored, choice.rules(article.project), known=rule_ids(article.project.own_rules))
    keys, keys_before = ({finding.key for finding in findings} for findings in (found, before))
    faulty = {unit_id for rule, _, unit_id in keys - keys_before if rule != _EDITED}
    yield from (finding for finding in found if finding.rule != _EDITED or finding.unit_id not in faulty)
    corrected = {unit.id for unit in stored.bitext.units if unit.id in subject.stored_targets and is_correction(unit)}
    for finding in before:
        if finding.unit_id in corrected and finding.key not in keys and finding.rule != "allow.unused":
            yield finding
