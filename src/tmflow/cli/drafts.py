"""`tmflow translate`, `tmflow review` and `tmflow learn`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import (
    EXIT_INTERRUPTED,
    Row,
    emit,
    format_option,
    note,
    progress_bars,
    project_option,
    say,
    user_name,
)
from tmflow.cli.texts import read_text
from tmflow.text.terminal import excerpt

if TYPE_CHECKING:
    from tmflow.model.bitext import Bitext, TranslationUnit
    from tmflow.workflow.project import Project
    from tmflow.workflow.translate import Translation, Watch

__all__ = ["learn_command", "review_command", "translate_command"]


@click.command(epilog="Example: tmflow translate harbor-tides-2 --to en")
@click.argument("article", metavar="SLUG|FILE|-")
@click.option("--from", "source", type=click.Choice(["ja", "en"]), help="Language of the text, for FILE and -.")
@click.option("--to", "target", type=click.Choice(["ja", "en"]), help="Language to translate into.")
@click.option("--mt/--no-mt", "use_mt", default=True, show_default=True, help="Draft by machine what the memory lacks.")
@click.option("--max-seconds", type=click.FloatRange(min=0), help="Stop after the batch in which so much time is over.")
@project_option
@format_option
@click.pass_context
def translate_command(
    ctx: click.Context,
    article: str,
    source: str | None,
    target: str | None,
    use_mt: bool,
    max_seconds: float | None,
    project: Project,
    output: str,
) -> None:
    """Fill an article's empty units from the memory, then by machine translation, into memories/SLUG.po.

    Where a fuzzy match differs in one span, the machine translates that span and puts it into the match. What is translated
    already is left alone, so a run that was stopped goes on where it ended. A FILE that is no article of the project, or -
    for standard input, is translated to standard output and nothing is written. Exit 3 if machine translation is wanted and
    not installed; what the memory has is saved all the same. Exit 130 if it is stopped before it is done.
    """
    is_foreign = article == "-" or (Path(article).is_file() and project.slug_at(Path(article)) is None)
    translation = _translate(article, source, target, project, use_mt, max_seconds, is_foreign=is_foreign)
    filled = set(translation.filled)
    rows = _iter_units(translation.bitext)
    emit(output, "units", rows, lambda row: _unit_text(row) if is_foreign or row["id"] in filled else ())
    _summarize(translation)
    if translation.is_stopped:
        note(f"Stopped after {max_seconds:g} s. {_how_to_go_on(None if is_foreign else project, article, target)}")
        ctx.exit(EXIT_INTERRUPTED)
    ctx.exit(3 if translation.mt_problem and translation.untranslated else 1 if translation.refused else 0)


def _translate(
    article: str,
    source: str | None,
    target: str | None,
    project: Project,
    use_mt: bool,
    max_seconds: float | None,
    *,
    is_foreign: bool,
) -> Translation:
    """Translate under two bars. Raises click.Abort, with what is saved and how to go on, if the user stops it."""
    from tmflow.workflow.translate import Watch

    deadline = None if max_seconds is None else time.monotonic() + max_seconds
    try:
        with progress_bars("Memory", "MT") as (memory, machine):
            watch = Watch(
                on_memory=memory,
                on_engine=lambda name: machine.rename(f"MT ({name})"),
                on_drafted=machine,
                should_stop=lambda: deadline is not None and time.monotonic() >= deadline,
            )
            if is_foreign:
                return _translate_text(Path(article), source, target, project, use_mt, watch)
            return _translate_article(article, target, project, use_mt, watch)
    except KeyboardInterrupt as stop:
        raise click.Abort(f"Stopped. {_how_to_go_on(None if is_foreign else project, article, target)}") from stop


def _how_to_go_on(project: Project | None, article: str, target: str | None) -> str:
    """Say what is saved of an article and where the same command goes on; of another text nothing but answers are kept."""
    if project is None:
        return "What was translated is remembered; run the same command again to go on."
    from tmflow.model.language import Language
    from tmflow.workflow.translate import resume_point

    point = resume_point(project, project.require_slug(article), Language(target) if target else None)
    where = (
        f"go on at unit {point.next_number}, {point.left} are left" if point.left else "repair the fuzzy matches left"
    )
    return f"{point.saved} units are saved; run the same command again to {where}."


def _translate_article(article: str, target: str | None, project: Project, use_mt: bool, watch: Watch) -> Translation:
    from tmflow.model.language import Language
    from tmflow.workflow.translate import translate_article

    to = Language(target) if target else None
    return translate_article(project, project.require_slug(article), to=to, use_mt=use_mt, watch=watch)


def _translate_text(
    path: Path, source: str | None, target: str | None, project: Project, use_mt: bool, watch: Watch
) -> Translation:
    from tmflow.model.language import Language
    from tmflow.workflow.texts import translate_text

    to = Language(target) if target else None
    document = read_text(path, source or (to.other.value if to else None), project.settings)
    return translate_text(document, to=to or document.language.other, project=project, use_mt=use_mt, watch=watch)


def _iter_units(bitext: Bitext) -> Iterator[Row]:
    for unit in bitext.units:
        origin = unit.origin
        yield {
            "id": unit.id,
            "line": unit.source_place.line if unit.source_place else None,
            "origin": origin.kind.value if origin else "none",
            "match": origin.match.value if origin and origin.match else None,
            "similarity": origin.similarity if origin else None,
            "tool": origin.tool if origin else None,
            "state": unit.state.value,
            "draft": unit.draft,
            "source": unit.source.native,
            "target": unit.target.native if unit.target else None,
            "candidates": [
                {"kind": match.kind.value, "score": match.score, "from": match.made_by, "target": match.target}
                for match in unit.candidates
            ],
        }


def _unit_text(row: Row) -> Iterator[str]:
    kind = row["match"] or row["origin"]
    score = f" {row['similarity']} %" if row["similarity"] is not None else ""
    yield f"{row['line'] or '-':>4}  {kind}{score}  {row['source']}"
    if row["target"] is not None:
        yield f"      {row['target']}"


_BANDS = {"mt": "machine", None: "untranslated"}


def _summarize(translation: Translation) -> None:
    bands = "  ".join(f"{_BANDS.get(band.kind, band.kind)} {band.units}" for band in translation.leverage)
    done = f"{len(translation.filled)} filled now" if translation.filled else "nothing new to fill in"
    count = len(translation.bitext.units)
    note(f"{translation.bitext.slug}  {count} units  {bands}  {done}  to review: {translation.to_review}")
    if translation.terms:
        note(f"  terms put in place: {', '.join(' → '.join(term) for term in translation.terms)}")
    sources = {unit.id: unit.source.text for unit in translation.bitext.units}
    for unit_id, reason in translation.refused:
        note(f'  {unit_id} "{excerpt(sources[unit_id])}" left empty: {reason}')
    if translation.mt_problem:
        empty = translation.untranslated
        note(f"{translation.mt_problem} ({f'{empty} of {count} units stay empty' if empty else 'nothing is repaired'})")


@click.command(epilog="Example: tmflow review harbor-tides-2 --reviewer AK")
@click.argument("slug")
@click.option("--reviewer", default=user_name, show_default="your user name", help="Who stands behind it.")
@click.option("--accept-all", is_flag=True, help="Confirm every draft without asking.")
@project_option
def review_command(slug: str, reviewer: str, accept_all: bool, project: Project) -> None:
    """Go through an article's drafts: accept, edit or skip each; every decision is saved at once."""
    from tmflow.workflow.review import accept_all as accept_every_draft
    from tmflow.workflow.review import units_to_review

    slug = project.require_slug(slug)
    today = dt.datetime.now(tz=dt.UTC).date()
    if accept_all:
        note(f"{slug}: {accept_every_draft(project, slug, reviewer=reviewer, when=today)} drafts confirmed")
        return
    units = units_to_review(project, slug)
    for number, unit in enumerate(units, 1):
        if not _ask(project, slug, unit, f"[{number}/{len(units)}]", reviewer, today):
            break
    note(f"{slug}: {len(units_to_review(project, slug))} drafts left")


def _ask(project: Project, slug: str, unit: TranslationUnit, heading: str, reviewer: str, today: dt.date) -> bool:
    """Ask about one unit; False ends the review."""
    from tmflow.workflow.review import accept_unit

    origin = unit.origin
    kind = "stale" if unit.is_stale else (origin.match or origin.kind).value if origin else unit.side.value
    score = f" {origin.similarity} %" if origin and origin.similarity is not None else ""
    say(f"{heading} {kind}{score}")
    if unit.previous_source:
        say(f"  was:    {unit.previous_source.native}")
    say(f"  source: {unit.source.native}")
    say(f"  target: {unit.target.native if unit.target else '-'}")
    shown_at = time.monotonic()
    choice = click.prompt(
        "  a accept, e edit, s skip, q quit", type=click.Choice(["a", "e", "s", "q"]), show_choices=False
    )
    text = None
    if choice == "e":
        edited = click.edit(unit.target.native if unit.target else unit.source.native)
        text = (edited or "").strip() or None
    if choice == "a" or text is not None:
        seconds = round(time.monotonic() - shown_at)
        accept_unit(project, slug, unit.id, reviewer=reviewer, text=text, when=today, seconds=seconds)
    return bool(choice != "q")


@click.command(epilog="Example: tmflow learn harbor-tides --reviewer AK")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--reviewer", default="", help="Mark the confirmed units as reviewed by this person.")
@project_option
@format_option
def learn_command(slugs: tuple[str, ...], reviewer: str, project: Project, output: str) -> None:
    """Take the confirmed units of articles into the compiled memory. Drafts stay out of it until they are confirmed."""
    from tmflow.workflow.learn import learn

    today = dt.datetime.now(tz=dt.UTC).date()
    rows = [dataclasses.asdict(learned) for learned in learn(project, slugs, reviewer=reviewer, when=today)]
    emit(
        output,
        "articles",
        rows,
        lambda row: [
            f"{row['slug']}   {row['confirmed']} units in the memory   {row['drafts']} drafts kept out   {row['reviewed']} newly reviewed"
        ],
    )
