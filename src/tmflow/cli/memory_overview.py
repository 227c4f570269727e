"""`tmflow memory stats`, `conflicts`, `duplicates` and `export`: the memory as a whole, or what is chosen of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.choices import FormatChoice, FormatsCommand
from tmflow.cli.memory_options import filter_options, place_option
from tmflow.cli.output import Row, emit, format_option, note_removed, table
from tmflow.cli.written import emit_written, opened_output, output_option
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.places import MemoryPlace
    from tmflow.workflow.upkeep import EntryFilter, EntryGroup

__all__ = ["conflicts_command", "duplicates_command", "export_command", "stats_command"]

_FIGURES = ("units", "characters", "words", "drafts", "retired", "duplicates", "conflicts")
_TABLES = ("documents", "origins", "states", "years")


@click.command(epilog="Example: tmflow memory stats --since 2026-01-01")
@filter_options
@place_option
@format_option
def stats_command(chosen: EntryFilter, place: MemoryPlace, output: str) -> None:
    """Count what is in the memory: Japanese characters, English words, units by document, origin, state and year."""
    from tmflow.workflow.upkeep import measure_memory

    stats = measure_memory(place, chosen)
    figures = {name: getattr(stats, name) for name in _FIGURES}
    tables = {name: dict(sorted(getattr(stats, name).items())) for name in _TABLES}
    emit(output, "memory", [figures | tables], _stats_text)


def _stats_text(row: Row) -> Iterator[str]:
    yield from table([(name, f"{row[name]:,}") for name in _FIGURES])
    for name in _TABLES:
        yield ""
        yield f"units by {name.removesuffix('s')}"
        yield from table([(f"  {key}", f"{count:,}") for key, count in row[name].items()])


@click.command(epilog="Example: tmflow memory conflicts --document '*.tmx'")
@filter_options
@place_option
@format_option
def conflicts_command(chosen: EntryFilter, place: MemoryPlace, output: str) -> None:
    """List the texts that have several translations. To settle one: tmflow memory retire TEXT --target T."""
    from tmflow.workflow.upkeep import list_conflicts

    emit(output, "conflicts", _iter_rows(list_conflicts(place, chosen)), _group_text)


@click.command(epilog="Example: tmflow memory duplicates --format json")
@filter_options
@place_option
@format_option
def duplicates_command(chosen: EntryFilter, place: MemoryPlace, output: str) -> None:
    """List the pairs of texts that the memory has more than once. They do no harm: each stands in its own context."""
    from tmflow.workflow.upkeep import list_duplicates

    emit(output, "duplicates", _iter_rows(list_duplicates(place, chosen)), _group_text)


def _iter_rows(groups: Iterable[EntryGroup]) -> Iterator[Row]:
    for group in groups:
        entries = [
            {
                "target": entry.target,
                "document": entry.document,
                "state": entry.state,
                "origin": entry.origin,
                "author": entry.author,
                "changed": changed.isoformat() if (changed := entry.changed or entry.created) else None,
            }
            for entry in group.entries
        ]
        yield {"source": group.source, "entries": entries}


def _group_text(row: Row) -> Iterator[str]:
    yield row["source"]
    for entry in row["entries"]:
        told = (
            entry["document"],
            f"{entry['state']}, {entry['origin']}",
            entry["author"],
            (entry["changed"] or "")[:10],
        )
        yield f"  {entry['target']}   {'  '.join(part for part in told if part)}"


@click.command(
    cls=FormatsCommand, kind="lines_of_pairs", epilog="Example: tmflow memory export -o team.tmx --state reviewed"
)
@click.option(
    "--to",
    "form",
    type=FormatChoice("pair_formats"),
    help="Format; by default what the name of the file tells.",
)
@output_option("File to write, - for standard output.", required=True)
@click.option("--drafts", is_flag=True, help="Write what nobody has confirmed, too.")
@click.option("--retired", is_flag=True, help="Write what is retired, too.")
@click.option("--duplicates", is_flag=True, help="Write a pair as often as the memory has it, each in its own context.")
@filter_options
@place_option
@format_option
def export_command(
    form: str | None,
    path: Path,
    drafts: bool,
    retired: bool,
    duplicates: bool,
    chosen: EntryFilter,
    place: MemoryPlace,
    output: str,
) -> None:
    """Write the memory, or what is chosen of it, for another tool.

    Each pair of texts once, as its most trusted entry has it.
    """
    from tmflow.workflow.upkeep import export_memory

    with opened_output(path) as file:
        done = export_memory(
            place,
            file,
            chosen,
            form=form,
            include_drafts=drafts,
            include_retired=retired,
            include_duplicates=duplicates,
        )
    row = {"path": path.as_posix(), "units": done.units}
    emit_written(output, path, [row], lambda row: [f"{row['path']}: {counted(row['units'], 'unit')}"])
    note_removed((f"unit {unit}", characters) for unit, characters in done.removed)
