"""`tmflow glossary`: the commands on the terms of a publication."""

from __future__ import annotations

import click

from tmflow.cli.subcommands import LazyCommands

__all__ = ["glossary_command"]

_COMMANDS = {
    "list": "terms",
    "search": "terms",
    "check": "glossary_tidy",
    "import": "term_exchange",
    "export": "term_exchange",
}


@click.group(cls=LazyCommands, table=_COMMANDS)
def glossary_command() -> None:
    """Show the terms of the publication, and exchange them with other tools."""
