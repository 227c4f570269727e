"""`tmflow translate`."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import (
    EXIT_INTERRUPTED,
    Row,
    emit,
    exit_code,
    format_option,
    note,
    progress_bars,
    project_option,
    shown,
)
from tmflow.cli.texts import read_text
from tmflow.errors import TmflowError
from tmflow.text.counts import counted
from tmflow.text.terminal import excerpt

if TYPE_CHECKING:
    from tmflow.model.language import Language
    from tmflow.workflow.project import Project
    from tmflow.workflow.translate import Engines, Translation, Watch

__all__ = ["translate_command"]

EXIT_UNAVAILABLE = 3


@click.command(epilog="Example: tmflow translate harbor-tides-2 --to en")
@click.argument("articles", nargs=-1, metavar="[SLUG|FILE|-]...")
@click.option("--from", "source", type=click.Choice(["ja", "en"]), help="Language of the text, for FILE and -.")
@click.option("--to", "target", type=click.Choice(["ja", "en"]), help="Language to translate into.")
@click.option("--mt/--no-mt", "use_mt", default=True, show_default=True, help="Draft by machine what the memory lacks.")
@click.option("--max-seconds", type=click.FloatRange(min=0), help="Stop after the batch in which so much time is over.")
@project_option
@format_option
@click.pass_context
def translate_command(
    ctx: click.Context,
    articles: tuple[str, ...],
    source: str | None,
    target: str | None,
    use_mt: bool,
    max_seconds: float | None,
    project: Project,
    output: str,
) -> None:
    """Fill the empty units of articles from the memory, then by machine translation, into memories/SLUG.po.

    Without a name: every article that has untranslated units. Where a fuzzy match differs in one span, the machine translates
    that span and puts it into the match. What is translated already is left alone, so a run that was stopped goes on where it
    ended. A FILE that is no article of the project, or - for standard input, is translated to standard output and nothing
    is written.

    An article that cannot be translated, or a memory file that cannot be read, does not keep the others: its exit code is
    that of the run, of several the highest.
    Exit 1 if units are refused, 3 if machine translation is wanted and not installed; what the memory has is saved all the
    same. Exit 130 if it is stopped before it is done.
    """
    from tmflow.workflow.translate import Engines

    if max_seconds is not None and math.isnan(max_seconds):
        raise click.BadParameter("nan is no number of seconds", param_hint="--max-seconds")
    run = _Run(
        project=project,
        source=source,
        target=target,
        use_mt=use_mt,
        max_seconds=max_seconds,
        engines=Engines(project.settings),
    )
    jobs = run.jobs(articles)
    emit(output, "units", run.iter_rows(jobs), lambda row: _unit_text(row, has_others=len(jobs) > 1))
    ctx.exit(run.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """An article of the project, by its slug, or another text, by its path."""

    name: str
    is_foreign: bool = False


@dataclass(kw_only=True)
class _Run:
    """One call of the command. code: the exit code so far; told: the problems that have been told; began_s: by `monotonic`."""

    project: Project
    source: str | None
    target: str | None
    use_mt: bool
    max_seconds: float | None
    engines: Engines
    code: int = 0
    told: set[str] = field(default_factory=set)
    began_s: float = field(default_factory=time.monotonic)

    @property
    def _to(self) -> Language | None:
        from tmflow.model.language import Language

        return Language(self.target) if self.target else None

    def jobs(self, names: tuple[str, ...]) -> tuple[_Job, ...]:
        """Return what is to be translated, each once. Raises ConfigError for an unknown name."""
        if names:
            return tuple(dict.fromkeys(map(self._job, names)))
        from tmflow.workflow.translate import articles_to_translate

        waiting = articles_to_translate(self.project, self._to)
        for problem in waiting.problems:
            self._tell(problem)
        if waiting.unaligned:
            note(
                f"not translated, since they stand in both languages: {', '.join(waiting.unaligned)}. First: tmflow align"
            )
        if not waiting.slugs:
            note("Nothing to translate.")
        return tuple(_Job(name=slug) for slug in waiting.slugs)

    def _job(self, name: str) -> _Job:
        is_foreign = name == "-" or (Path(name).is_file() and self.project.slug_at(Path(name)) is None)
        return _Job(name=name if is_foreign else self.project.require_slug(name), is_foreign=is_foreign)

    def iter_rows(self, jobs: tuple[_Job, ...]) -> Iterator[Row]:
        """Translate one after the other and yield the units of each. Raises click.Abort if the user stops it."""
        for number, job in enumerate(jobs):
            try:
                translation = self._translate(job, done=number, total=len(jobs))
            except KeyboardInterrupt as stop:
                raise click.Abort(f"Stopped. {self._how_to_go_on(job, left=len(jobs) - number - 1)}") from stop
            except TmflowError as error:
                if len(jobs) == 1:
                    raise
                self._tell(error)
                continue
            yield from _iter_units(translation, job)
            self._summarize(translation)
            if translation.is_stopped:
                note(f"Stopped after {self.max_seconds:g} s. {self._how_to_go_on(job, left=len(jobs) - number - 1)}")
                self.code = EXIT_INTERRUPTED
                return

    def _tell(self, problem: TmflowError) -> None:
        """Say what is wrong, once for all the articles it stops, and count it in the exit code."""
        if str(problem) not in self.told:
            self.told.add(str(problem))
            note(f"tmflow: {shown(problem)}")
        self.code = max(self.code, exit_code(problem))

    def _translate(self, job: _Job, *, done: int, total: int) -> Translation:
        """Translate under bars: of several articles, of the memory and of the engine."""
        from tmflow.workflow.translate import Watch

        labels = ("Articles", "Memory", "MT") if total > 1 else ("Memory", "MT")
        with progress_bars(*labels) as bars:
            *articles, memory, machine = bars
            for bar in articles:
                bar(done, total)
            watch = Watch(
                on_memory=memory,
                on_engine=lambda name: machine.rename(f"MT ({name})"),
                on_drafted=machine,
                on_problem=self._tell,
                on_note=note,
                should_stop=self._is_over,
            )
            return self._translate_text(job, watch) if job.is_foreign else self._translate_article(job, watch)

    def _is_over(self) -> bool:
        return self.max_seconds is not None and time.monotonic() - self.began_s >= self.max_seconds

    def _translate_article(self, job: _Job, watch: Watch) -> Translation:
        from tmflow.workflow.translate import translate_article

        return translate_article(
            self.project, job.name, to=self._to, use_mt=self.use_mt, engines=self.engines, watch=watch
        )

    def _translate_text(self, job: _Job, watch: Watch) -> Translation:
        from tmflow.workflow.texts import translate_text

        language = self.source or (self._to.other.value if self._to else None)
        document = read_text(Path(job.name), language, self.project.settings)
        to = self._to or document.language.other
        return translate_text(document, to=to, project=self.project, use_mt=self.use_mt, watch=watch)

    def _how_to_go_on(self, job: _Job, *, left: int) -> str:
        """Say what is saved and where the same command goes on; of another text nothing but answers are kept."""
        others = f" Not begun: {left} more." if left else ""
        if job.is_foreign:
            return f"What was translated is remembered; run the same command again to go on.{others}"
        from tmflow.workflow.translate import resume_point

        point = resume_point(self.project, job.name, self._to)
        where = (
            f"go on at unit {point.next_number}, {point.left} left" if point.left else "repair the fuzzy matches left"
        )
        return f"{counted(point.saved, 'unit')} saved; run the same command again to {where}.{others}"

    def _summarize(self, translation: Translation) -> None:
        """Say what came of an article, and count it in the exit code."""
        bands = "  ".join(f"{_BANDS.get(band.kind, band.kind)} {band.units}" for band in translation.leverage)
        done = f"{len(translation.filled)} filled now" if translation.filled else "nothing new to fill in"
        count = len(translation.bitext.units)
        note(
            f"{translation.bitext.slug}  {counted(count, 'unit')}  {bands}  {done}  to review: {translation.to_review}"
        )
        if translation.terms:
            note(f"  terms put in place: {', '.join(' → '.join(term) for term in translation.terms)}")
        sources = {unit.id: unit.source.text for unit in translation.bitext.units}
        for unit_id, reason in translation.refused:
            note(f'  {unit_id} "{excerpt(sources[unit_id])}" left empty: {reason}')
        if translation.refused:
            self.code = max(self.code, 1)
        if translation.mt_problem:
            empty = translation.untranslated
            stays = f"{empty} of {counted(count, 'unit')} left empty" if empty else "nothing is repaired"
            note(f"{translation.mt_problem} ({stays})")
            self.code = EXIT_UNAVAILABLE if empty else self.code


_BANDS = {"mt": "machine", None: "untranslated"}


def _iter_units(translation: Translation, job: _Job) -> Iterator[Row]:
    filled = frozenset(translation.filled)
    for unit in translation.bitext.units:
        origin = unit.origin
        yield {
            "article": translation.bitext.slug,
            "id": unit.id,
            "line": unit.source_place.line if unit.source_place else None,
            "origin": origin.kind.value if origin else "none",
            "match": origin.match.value if origin and origin.match else None,
            "similarity": origin.similarity if origin else None,
            "tool": origin.tool if origin else None,
            "state": unit.state.value,
            "draft": unit.draft,
            "is_new": job.is_foreign or unit.id in filled,
            "source": unit.source.native,
            "target": unit.target.native if unit.target else None,
            "candidates": [
                {"kind": match.kind.value, "score": match.score, "from": match.made_by, "target": match.target}
                for match in unit.candidates
            ],
        }


def _unit_text(row: Row, *, has_others: bool) -> Iterator[str]:
    if not row["is_new"]:
        return
    kind = row["match"] or row["origin"]
    score = f" {row['similarity']} %" if row["similarity"] is not None else ""
    place = f"{row['article']}:{row['line'] or '-'}" if has_others else f"{row['line'] or '-':>4}"
    yield f"{place}  {kind}{score}  {row['source']}"
    if row["target"] is not None:
        yield f"      {row['target']}"
