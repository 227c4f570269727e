"""`tmflow memory pull` and `push`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import emit, format_option, project_option
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tmflow.cli.output import Row
    from tmflow.workflow.project import Project

__all__ = ["pull_command", "push_command"]


@click.command(epilog="Example: tmflow memory pull")
@project_option
@format_option
def pull_command(project: Project, output: str) -> None:
    """Bring what others pushed to the shared memory; lookups then find it without a network."""
    from tmflow.workflow.team import pull_memory

    emit(output, "pulled", [asdict(pull_memory(project))], _pulled_text)


def _pulled_text(row: Row) -> Iterator[str]:
    yield f"{counted(len(row['brought']), 'document')} brought ({counted(row['units'], 'unit')}), {len(row['removed'])} removed"


@click.command(epilog="Example: tmflow memory push --who Mori")
@click.option("--who", default="", help="Recorded with what is sent.")
@click.option("--remove-gone", is_flag=True, help="Also remove there what this project no longer has.")
@project_option
@format_option
def push_command(who: str, remove_gone: bool, project: Project, output: str) -> None:
    """Send what changed in this project's memories to the shared memory."""
    from tmflow.workflow.team import push_memory

    pushed = push_memory(project, who=who, when=datetime.now(UTC), remove_gone=remove_gone)
    emit(output, "pushed", [asdict(pushed) | {"removed": list(pushed.gone) if remove_gone else []}], _pushed_text)


def _pushed_text(row: Row) -> Iterator[str]:
    yield f"{counted(len(row['sent']), 'document')} sent ({counted(row['units'], 'unit')}), {len(row['unchanged'])} unchanged"
    if row["removed"]:
        yield f"Removed there: {', '.join(row['removed'])}"
    elif row["gone"]:
        yield f"No longer here, still there unless --remove-gone: {', '.join(row['gone'])}"
