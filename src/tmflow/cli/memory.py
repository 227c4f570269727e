"""`tmflow memory`: what is done with a memory; the commands stand in files of their own."""

from __future__ import annotations

import click

from tmflow.cli.consult import lookup_command, search_command
from tmflow.cli.memory_doctor import doctor_command, rebuild_command
from tmflow.cli.memory_import import import_command, undo_command
from tmflow.cli.memory_overview import conflicts_command, duplicates_command, export_command, stats_command
from tmflow.cli.memory_texts import history_command, restore_command, retire_command

__all__ = ["memory_command"]


@click.group()
def memory_command() -> None:
    """Use the translation memory and keep it clean."""


for _name, _command in (
    ("lookup", lookup_command),
    ("search", search_command),
    ("import", import_command),
    ("undo", undo_command),
    ("history", history_command),
    ("retire", retire_command),
    ("restore", restore_command),
    ("stats", stats_command),
    ("conflicts", conflicts_command),
    ("duplicates", duplicates_command),
    ("export", export_command),
    ("doctor", doctor_command),
    ("rebuild", rebuild_command),
):
    memory_command.add_command(_command, _name)
