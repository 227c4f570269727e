"""`tmflow memory`: the commands that use the translation memory and keep it clean."""

from __future__ import annotations

import click

from tmflow.cli.subcommands import LazyCommands

__all__ = ["memory_command"]

_COMMANDS = {
    "lookup": "consult",
    "search": "consult",
    "import": "memory_import",
    "undo": "memory_import",
    "export": "memory_overview",
    "stats": "memory_overview",
    "conflicts": "memory_overview",
    "duplicates": "memory_overview",
    "history": "memory_texts",
    "retire": "memory_texts",
    "restore": "memory_texts",
    "check": "memory_tidy",
    "pull": "memory_shared",
    "push": "memory_shared",
    "doctor": "memory_doctor",
    "rebuild": "memory_doctor",
}


@click.group(cls=LazyCommands, table=_COMMANDS)
def memory_command() -> None:
    """Use the translation memory and keep it clean."""
