"""`tmflow memory import` and `tmflow memory undo`."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tmflow.cli.choices import FormatsCommand
from tmflow.cli.memory_options import by_reason, complete_import, listed, place_option
from tmflow.cli.output import Row, ask, emit, format_option, note, progress_bar, user_name
from tmflow.model.language import Language, LanguagePair

if TYPE_CHECKING:
    from tmflow.workflow.memory_import import MemoryImport, Undo
    from tmflow.workflow.places import MemoryPlace

__all__ = ["import_command", "undo_command"]


@click.command(
    cls=FormatsCommand, kind="titles_of_pairs", epilog="Example: tmflow memory import old.tmx --on-conflict keep-newest"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--on-conflict",
    type=click.Choice(["keep-both", "keep-existing", "keep-newest", "overwrite"]),
    default="keep-both",
    show_default=True,
    help="What stays where a text has another translation already.",
)
@click.option("--encoding", default="", help="Of a file of text, such as cp932; found out if not given.")
@click.option("--sheet", default="", help="Of a workbook; by default the first.")
@click.option("--source-column", default="", help="Of a table: a heading, a letter, or a number from 1.")
@click.option("--target-column", default="", help="Likewise.")
@click.option(
    "--from",
    "source_language",
    type=click.Choice(["ja", "en"]),
    help="Language of the source, if the file does not say.",
)
@click.option("--mend", is_flag=True, help="Take characters out of a TMX that XML cannot hold.")
@click.option("--partial", is_flag=True, help="Of a file with a fault, take what is whole before it.")
@click.option("--name", default="", help="Name of the import; by default the file's.")
@click.option("--dry-run", is_flag=True, help="Only show what would come of it.")
@place_option
@format_option
@click.pass_context
def import_command(
    ctx: click.Context,
    /,
    file: Path,
    on_conflict: str,
    name: str,
    dry_run: bool,
    place: MemoryPlace,
    output: str,
    source_language: str | None,
    **reading: Any,
) -> None:
    """Put FILE ({formats}) into the memory, whole. A translation that loses a conflict is retired, never deleted.

    In a project the file is copied to memories/. Exit code 1: some units were refused; the others are in.
    """
    from tmflow.workflow.memory_import import ImportOptions, ImportOrder, OnConflict, import_memory

    with progress_bar("Importing") as progress:
        order = ImportOrder(
            path=file,
            options=ImportOptions(pair=_pair_from(source_language), **reading),
            on_conflict=OnConflict(on_conflict),
            name=name,
            dry_run=dry_run,
            who=user_name(),
            when=dt.datetime.now(tz=dt.UTC).replace(microsecond=0),
            on_progress=progress,
        )
        done = import_memory(place, order)
    emit(output, "imports", [_row(done, on_conflict, dry_run=dry_run)], _text)
    ctx.exit(1 if done.report.refused_count else 0)


def _pair_from(source_language: str | None) -> LanguagePair | None:
    source = Language(source_language) if source_language else None
    return LanguagePair(source, source.other) if source else None


def _row(done: MemoryImport, on_conflict: str, *, dry_run: bool) -> Row:
    report = done.report
    return {
        "name": done.name,
        "known_as": done.known_as or None,
        "dry_run": dry_run,
        "read": report.read,
        "new": report.new,
        "same": report.same,
        "conflicting": report.conflicting,
        "on_conflict": on_conflict,
        "retired": done.retired,
        "refused": report.refused_count,
        "refusals": [{"line": unit.line, "reason": unit.reason} for unit in report.refused],
        "left_out": dict(report.left_out),
        "taken_out": [{"line": one.line, "reason": one.reason} for one in report.mended],
    }


def _text(row: Row) -> Iterator[str]:
    if row["known_as"]:
        yield f"already imported as {row['known_as']}; nothing was done"
        return
    counts = [f"{row[key]:,} {key}" for key in ("read", "new", "same")]
    if row["conflicting"]:
        lost = f", {row['retired']:,} retired" if row["retired"] else ""
        counts.append(f"{row['conflicting']:,} conflicting ({row['on_conflict']}{lost})")
    if row["refused"]:
        counts.append(f"{row['refused']:,} refused ({'; '.join(by_reason(row['refusals']))})")
    yield f"{row['name']}: {', '.join(counts)}{'   (dry run: nothing was written)' if row['dry_run'] else ''}"
    if row["left_out"]:
        yield f"left out: {listed([f'{count:,} {kind}' for kind, count in row['left_out'].items()])}"
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
    emit(output, "undone", rows, lambda row: [f"{row['name']} is taken back: {row['units']:,} units"])
    if not done:
        note("Nothing was changed.")


def _question(undo: Undo) -> str:
    restored = f", and offer {undo.restored:,} retired pairs again" if undo.restored else ""
    return f"Delete {undo.name} with its {undo.units:,} units{restored}?"
