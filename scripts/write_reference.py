"""Write the reference pages that follow from the code: docs/reference/cli.md and docs/reference/checks.md.

`python scripts/write_reference.py` writes them; tests/test_docs.py fails if they are not what this gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from tmflow.check.registry import RULES, explain_rule
from tmflow.cli.main import cli

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
_WIDTH = 100


def reference_pages() -> Mapping[str, str]:
    """Return the text of each page by its file name."""
    return {"cli.md": "\n".join(_iter_command_lines()), "checks.md": "\n".join(_iter_rule_lines())}


def _iter_command_lines() -> Iterator[str]:
    yield "# The command line"
    yield ""
    yield "Exit codes: 0 clean, 1 findings, 2 usage, settings or bad input, 3 environment, 130 interrupted."
    for name, command in _iter_commands(cli, "tmflow"):
        yield ""
        yield f"## {name}"
        yield ""
        yield "```text"
        context = click.Context(command, info_name=name, terminal_width=_WIDTH, max_content_width=_WIDTH)
        yield command.get_help(context)
        yield "```"
    yield ""


def _iter_commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group, info_name=name)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        if command is not None and (not isinstance(command, click.Group) or command.invoke_without_command):
            yield f"{name} {part}", command
        if isinstance(command, click.Group):
            yield from _iter_commands(command, f"{name} {part}")


def _iter_rule_lines() -> Iterator[str]:
    yield "# The checks"
    yield ""
    yield "What `tmflow explain RULE` prints."
    for rule in RULES:
        yield ""
        yield f"## {rule.id}"
        yield ""
        yield "```text"
        yield explain_rule(rule.id).rstrip()
        yield "```"
    yield ""


if __name__ == "__main__":
    for file_name, text in reference_pages().items():
        (FOLDER / file_name).write_text(text, encoding="utf-8", newline="\n")
