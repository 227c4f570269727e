"""`tmflow glossary check` and `sort`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tmflow.cli.output import emit_problems, format_option, note, project_option

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["check_command", "sort_command"]


@click.command(epilog="Example: tmflow glossary check --sorted")
@click.option("--sorted", "wants_order", is_flag=True, help="The terms have to be in order, too.")
@project_option
@format_option
@click.pass_context
def check_command(ctx: click.Context, wants_order: bool, project: Project, output: str) -> None:
    """Find terms that contradict one another in memories/glossary.yaml. Changes nothing. Exit code 1: there are some."""
    from tmflow.workflow.tidy import check_glossary

    ctx.exit(emit_problems(output, check_glossary(project, wants_order=wants_order)))


@click.command(epilog="Example: tmflow glossary sort")
@project_option
def sort_command(project: Project) -> None:
    """Put the terms of memories/glossary.yaml in order, each with the comments above it, so that branches merge."""
    from tmflow.workflow.tidy import sort_project_glossary

    note("put in order" if sort_project_glossary(project) else "in order already")
