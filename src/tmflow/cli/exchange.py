"""`tmflow export` and `tmflow merge`: out to a CAT tool and back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.choices import FormatChoice, FormatsCommand
from tmflow.cli.output import Row, emit, format_option, note, project_option

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["export_command", "merge_command"]


@click.command(epilog="Example: tmflow export harbor-tides-2 --to xliff12")
@click.argument("slug")
@click.option(
    "--to",
    "target",
    type=FormatChoice("export_formats"),
    default="xliff12",
    show_default=True,
    help="Format; article is the translated article itself.",
)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; by default exports/SLUG.*",
)
@click.option("--force", is_flag=True, help="Overwrite a target article that tmflow did not write.")
@project_option
@format_option
def export_command(slug: str, target: str, path: Path | None, force: bool, project: Project, output: str) -> None:
    """Write an article's bitext for a CAT tool, an office program, another memory, or as the translated article."""
    from tmflow.workflow.export import export_article

    done = export_article(project, project.require_slug(slug), target, output=path, force=force)
    row = {"id": done.slug, "format": done.format, "path": done.path.as_posix(), "units": done.units}
    emit(output, "exports", [row], lambda row: [f"{row['path']}   {row['format']}, {row['units']} units"])


@click.command(
    cls=FormatsCommand, kind="titles_of_units", epilog="Example: tmflow merge exports/harbor-tides-2.xlf --dry-run"
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE..."
)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--strict", is_flag=True, help="Exit with 1 if any unit is refused.")
@project_option
@format_option
@click.pass_context
def merge_command(
    ctx: click.Context,
    files: tuple[Path, ...],
    dry_run: bool,
    strict: bool,
    project: Project,
    output: str,
) -> None:
    """Take a translator's edits back from files ({formats}). An empty target never erases a known one."""
    from tmflow.workflow.merge import merge_file

    today = dt.datetime.now(tz=dt.UTC).date()
    merges = [merge_file(project, path, dry_run=dry_run, when=today) for path in files]
    rows = [{"article": merge.slug, **dataclasses.asdict(change)} for merge in merges for change in merge.changes]
    emit(output, "units", rows, _change_text)
    refused = sum(len(merge.refused) for merge in merges)
    changed = sum(len(merge.changed) for merge in merges)
    note(
        f"{changed} units {'would change' if dry_run else 'changed'}, {refused} refused, {len(rows) - changed - refused} as before"
    )
    ctx.exit(1 if strict and refused else 0)


def _change_text(row: Row) -> Iterator[str]:
    if row["outcome"] == "same":
        return
    yield f"{row['id']}  {row['outcome']}"
    if row["outcome"] == "changed":
        if row["before"]:
            yield f"  - {row['before']}"
        yield f"  + {row['after']}"
