"""`tmflow glossary check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tmflow.cli.output import emit_problems, format_option, note, project_option

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["check_command"]


@click.command(epilog="Example: tmflow glossary check --sorted")
@click.option("--sorted", "wants_order", is_flag=True, help="The terms have to be in order, too.")
@click.option("--fix", is_flag=True, help="Put the terms in order first, each with the comments above it.")
@project_option
@format_option
@click.pass_context
def check_command(ctx: click.Context, wants_order: bool, fix: bool, project: Project, output: str) -> None:
    """Find terms of memories/glossary.yaml that contradict one another or are out of order.

    Exit code 1: something was found. Nothing is changed without --fix.
    """
    from tmflow.workflow.tidy import check_glossary, sort_project_glossary

    if fix and sort_project_glossary(project):
        note("put in order")
    problems = check_glossary(project, wants_order=wants_order)
    ctx.exit(emit_problems(output, problems, looked_at=project.relative(project.glossary_path)))
