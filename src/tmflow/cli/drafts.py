"""`tmflow review` and `tmflow learn`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import (
    emit,
    format_option,
    note,
    project_option,
    say,
    user_name,
)
from tmflow.errors import ConfigError
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.model.bitext import TranslationUnit
    from tmflow.workflow.project import Project

__all__ = ["learn_command", "review_command"]


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
        confirmed = accept_every_draft(project, slug, reviewer=reviewer, when=today)
        note(f"{slug}: {counted(confirmed, 'draft')} confirmed")
        return
    units = units_to_review(project, slug)
    for number, unit in enumerate(units, 1):
        if not _ask(project, slug, unit, f"[{number}/{len(units)}]", reviewer, today):
            break
    note(f"{slug}: {counted(len(units_to_review(project, slug)), 'draft')} left")


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
    choice, text = _choose(unit)
    if choice == "a" or text is not None:
        seconds = round(time.monotonic() - shown_at)
        try:
            accept_unit(project, slug, unit.id, reviewer=reviewer, text=text, when=today, seconds=seconds)
        except ConfigError as error:
            note(f"  {error}. Nothing is changed")
    return bool(choice != "q")


def _choose(unit: TranslationUnit) -> tuple[str, str | None]:
    """Return what the person wants, and the text if they wrote one; an editor that fails is told, and they are asked again."""
    while True:
        choice: str = click.prompt(
            "  a accept, e edit, s skip, q quit", type=click.Choice(["a", "e", "s", "q"]), show_choices=False
        )
        if choice != "e":
            return choice, None
        try:
            edited = click.edit(unit.target.native if unit.target else unit.source.native)
        except UnicodeDecodeError as error:
            note(f"  the editor saved what is not UTF-8 (byte {error.start + 1}). Nothing is changed; save it as UTF-8")
        except click.ClickException as error:
            note(f"  {error.format_message()}. Nothing is changed; the editor is that of VISUAL or EDITOR")
        else:
            return choice, (edited or "").strip() or None


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
            f"{row['slug']}   {counted(row['confirmed'], 'unit')} in the memory   {counted(row['drafts'], 'draft')} kept out   {row['reviewed']} newly reviewed"
        ],
    )
