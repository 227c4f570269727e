"""`tmflow memory doctor` and `rebuild`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tmflow.cli.memory_options import place_option
from tmflow.cli.output import Row, emit, format_option, note

if TYPE_CHECKING:
    from tmflow.workflow.places import MemoryPlace

__all__ = ["doctor_command", "rebuild_command"]


@click.command(epilog="Example: tmflow memory doctor")
@click.option("--shared", is_flag=True, help="Also look at the memory the project shares, on its server.")
@place_option
@format_option
@click.pass_context
def doctor_command(ctx: click.Context, shared: bool, place: MemoryPlace, output: str) -> None:
    """Look at everything the memory stands on, and say what to do. Changes nothing. Exit code 1: something is wrong."""
    from tmflow.workflow.memory_doctor import examine_memory

    rows = [dataclasses.asdict(check) for check in examine_memory(place, with_shared=shared)]
    emit(output, "checks", rows, _check_text)
    ctx.exit(0 if all(row["ok"] for row in rows) else 1)


def _check_text(row: Row) -> Iterator[str]:
    yield f"{'ok   ' if row['ok'] else 'wrong'}  {row['name']:<16} {row['detail']}"
    if row["next_step"]:
        yield f"       next: {row['next_step']}"


@click.command(epilog="Example: tmflow memory rebuild")
@click.option("--discard", is_flag=True, help="Let go what only the compiled memory has.")
@place_option
def rebuild_command(discard: bool, place: MemoryPlace) -> None:
    """Make anew what is derived: a project's compiled memory, from the files under memories/; a store's indexes."""
    from tmflow.workflow.memory_doctor import rebuild_place

    note(rebuild_place(place, discard=discard))
