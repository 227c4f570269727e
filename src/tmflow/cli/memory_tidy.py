"""`tmflow memory check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tmflow.cli.output import emit_problems, format_option, note, project_option

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["check_command"]


@click.command(epilog="Example: tmflow memory check --fix")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--fix", is_flag=True, help="Write the bitexts as tmflow does, first.")
@project_option
@format_option
@click.pass_context
def check_command(ctx: click.Context, files: tuple[str, ...], fix: bool, project: Project, output: str) -> None:
    """Find what is wrong under memories/: files in another form or order, rival translations, pairs that are none.

    Without FILE all are looked at. Exit code 1: something was found. Nothing is changed without --fix.
    """
    from tmflow.workflow.tidy import check_memory, tidy_memory

    for path in tidy_memory(project, files) if fix else ():
        note(f"wrote {path}")
    ctx.exit(emit_problems(output, check_memory(project, files), looked_at=", ".join(files) or "memories/"))
