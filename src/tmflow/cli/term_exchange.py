"""`tmflow glossary import` and `export`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.choices import FormatChoice, FormatsCommand
from tmflow.cli.imports import import_row, listed, note_warning, reading_options, told_counts, told_left_out
from tmflow.cli.output import Row, emit, format_option, note_removed, project_option
from tmflow.cli.written import emit_written, opened_output, output_option
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.file_formats import ImportOptions
    from tmflow.workflow.glossary import GlossaryImport
    from tmflow.workflow.project import Project

__all__ = ["export_command", "import_command"]

_SHOWN = 20
"""Of the conflicts so many are shown; those that are remembered are all in the JSON."""


@click.command(
    cls=FormatsCommand,
    kind="lines_of_terms_read",
    epilog="Example: tmflow glossary import terms.tbx --on-conflict merge",
)
@reading_options
@click.option(
    "--on-conflict",
    type=click.Choice(["keep-existing", "merge", "overwrite"]),
    default="keep-existing",
    show_default=True,
    help="What becomes of a term that the glossary has, and the file says something else of.",
)
@project_option
@format_option
@click.pass_context
def import_command(
    ctx: click.Context,
    /,
    file: Path,
    reading: ImportOptions,
    dry_run: bool,
    on_conflict: str,
    project: Project,
    output: str,
) -> None:
    """Put the terms of FILE into memories/glossary.yaml, whole.

    Comments and order there stay. Exit code 1: some terms were refused; the others are in.
    """
    from tmflow.workflow.glossary import GlossaryOrder, OnTermConflict, import_glossary

    conflict = OnTermConflict(on_conflict)
    order = GlossaryOrder(path=file, options=reading, on_conflict=conflict, dry_run=dry_run)
    done = import_glossary(project, order)
    emit(output, "imports", [_row(done, file.name, on_conflict, dry_run=dry_run)], _text)
    note_warning(done.report)
    ctx.exit(1 if done.report.refused_count else 0)


def _row(done: GlossaryImport, name: str, on_conflict: str, *, dry_run: bool) -> Row:
    return {
        **import_row(done.report, name=name, on_conflict=on_conflict, dry_run=dry_run),
        "changed": done.changed,
        "conflicts": [
            {"line": one.line, "ja": one.japanese, "differences": list(one.differences)} for one in done.conflicts
        ],
    }


def _text(row: Row) -> Iterator[str]:
    yield told_counts(row, "changed")
    for one in row["conflicts"][:_SHOWN]:
        place = f"line {one['line']}: " if one["line"] else ""
        yield f"  {place}{one['ja']} conflicting: {listed(one['differences'])}"
    if len(row["conflicts"]) > _SHOWN:
        yield f"  ... and {row['conflicting'] - _SHOWN:,} more conflicting (--format json)"
    yield from told_left_out(row)


@click.command(cls=FormatsCommand, kind="lines_of_terms", epilog="Example: tmflow glossary export -o terms.tbx")
@click.option(
    "--to",
    "form",
    type=FormatChoice("glossary_formats"),
    help="Format; by default what the name of the file tells.",
)
@output_option("File to write, - for standard output.", required=True)
@click.option("--from", "first", type=click.Choice(["ja", "en"]), help="Language of the first column of a table.")
@click.option("--plain", is_flag=True, help="Two columns without headings, as OmegaT and DeepL take them.")
@project_option
@format_option
def export_command(form: str | None, path: Path, first: str | None, plain: bool, project: Project, output: str) -> None:
    """Write the glossary for another tool."""
    from tmflow.model.language import Language
    from tmflow.workflow.glossary import export_glossary

    with opened_output(path) as file:
        report = export_glossary(project, file, form=form, first=Language(first) if first else None, plain=plain)
    row = {"path": path.as_posix(), "terms": report.units}
    emit_written(output, path, [row], lambda row: [f"{row['path']}: {counted(row['terms'], 'term')}"])
    note_removed(report.removed)
