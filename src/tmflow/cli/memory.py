"""`tmflow memory`: look a text up, search for a word, rebuild the compiled memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tmflow.cli.consult import lookup_command, search_command
from tmflow.cli.output import note, project_option

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["memory_command"]


@click.group()
def memory_command() -> None:
    """Look into the translation memory."""


memory_command.add_command(lookup_command)
memory_command.add_command(search_command)


@memory_command.command("rebuild", epilog="Example: tmflow memory rebuild")
@project_option
def rebuild_command(project: Project) -> None:
    """Compile the memory anew from the files under memories/. Nothing but the cache is written."""
    from tmflow.workflow.recall import rebuild_memory

    note(f"{rebuild_memory(project)} memory files compiled")
