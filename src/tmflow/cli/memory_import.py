"""`tmflow memory import` and `tmflow memory undo`."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.choices import FormatsCommand
from tmflow.cli.imports import by_reason, import_row, note_warning, reading_options, told_counts, told_left_out
from tmflow.cli.memory_options import complete_import, place_option
from tmflow.cli.output import Row, ask, emit, format_option, note, progress_bar, user_name
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.file_formats import ImportOptions
    from tmflow.workflow.memory_import import MemoryImport, Undo
    from tmflow.workflow.places import MemoryPlace

__all__ = ["import_command", "undo_command"]


@click.command(
    cls=FormatsCommand,
    kind="lines_of_pairs_read",
    epilog="Example: tmflow memory import old.tmx --on-conflict keep-newest",
)
@reading_options
@click.option(
    "--on-conflict",
    type=click.Choice(["keep-both", "keep-existing", "keep-newest", "overwrite"]),
    default="keep-both",
    show_default=True,
    help="What stays where a text has another translation already.",
)
@click.option("--mend", is_flag=True, help="Take characters out of a TMX that XML cannot hold.")
@click.option("--name", default="", help="Name of the import; by default the file's.")
@place_option
@format_option
@click.pass_context
def import_command(
    ctx: click.Context,
    /,
    file: Path,
    reading: ImportOptions,
    dry_run: bool,
    on_conflict: str,
    name: str,
    place: MemoryPlace,
    output: str,
) -> None:
    """Put FILE into the memory, whole. A translation that loses a conflict is retired, never deleted.

    In a project the file is copied to memories/. Exit code 1: some units were refused; the others are in.
    """
    from tmflow.workflow.memory_import import ImportOrder, OnConflict, import_memory

    with progress_bar("Importing") as progress:
        order = ImportOrder(
            path=file,
            options=reading,
            on_conflict=OnConflict(on_conflict),
            name=name,
            dry_run=dry_run,
            who=user_name(),
            when=dt.datetime.now(tz=dt.UTC).replace(microsecond=0),
            on_progress=progress,
        )
        done = import_memory(place, order)
    emit(output, "imports", [_row(done, on_conflict, dry_run=dry_run)], _text)
    note_warning(done.report)
    ctx.exit(1 if done.report.refused_count else 0)


def _row(done: MemoryImport, on_conflict: str, *, dry_run: bool) -> Row:
    return {
        **import_row(done.report, name=done.name, on_conflict=on_conflict, dry_run=dry_run),
        "known_as": done.known_as or None,
        "retired": done.retired,
        "taken_out": [{"line": one.line, "reason": one.reason} for one in done.report.mended],
    }


def _text(row: Row) -> Iterator[str]:
    if row["known_as"]:
        yield f"already imported as {row['known_as']}; nothing was done"
        return
    yield told_counts(row, "retired")
    yield from told_left_out(row)
    if row["taken_out"]:
        yield f"taken out: {'; '.join(by_reason(row['taken_out']))}"


@click.command(epilog="Example: tmflow memory undo old.tmx")
@click.argument("name", default="", shell_complete=complete_import)
@click.option("--yes", is_flag=True, help="Do it without a question.")
@place_option
@format_option
def undo_command(name: str, yes: bool, place: MemoryPlace, output: str) -> None:
    """Take the import NAME back, or the last one: its units go, and what it had retired is offered again.

    In a project that deletes memories/NAME.
    """
    from tmflow.workflow.memory_import import undo_import

    done = undo_import(place, name, confirm=lambda undo: yes or ask(_question(undo)))
    rows = [dataclasses.asdict(done)] if done else []
    emit(output, "undone", rows, lambda row: [f"{row['name']} is taken back: {counted(row['units'], 'unit')}"])
    if not done:
        note("Nothing was changed.")


def _question(undo: Undo) -> str:
    restored = f", and offer {counted(undo.restored, 'retired pair')} again" if undo.restored else ""
    return f"Delete {undo.name} with its {counted(undo.units, 'unit')}{restored}?"
