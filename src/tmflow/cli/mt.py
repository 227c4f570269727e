"""`tmflow mt`: the commands that set up machine translation on this machine."""

from __future__ import annotations

import click

from tmflow.cli.subcommands import LazyCommands

__all__ = ["mt_command"]

_COMMANDS = {
    "doctor": "mt_overview",
    "list": "mt_overview",
    "install": "mt_packages",
    "remove": "mt_packages",
    "verify": "mt_packages",
}


@click.group(cls=LazyCommands, table=_COMMANDS)
def mt_command() -> None:
    """See and install what machine translation needs."""
