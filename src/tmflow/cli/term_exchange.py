"""`tmflow glossary import` and `export`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tmflow.cli.choices import FormatChoice, FormatsCommand
from tmflow.cli.memory_options import by_reason, listed
from tmflow.cli.output import Row, emit, format_option, note_removed, project_option
from tmflow.cli.written import emit_written, opened_output, output_option

if TYPE_CHECKING:
    from tmflow.workflow.glossary import GlossaryImport
    from tmflow.workflow.project import Project

__all__ = ["export_command", "import_command"]

_SHOWN = 20
"""Of the conflicts so many are shown; those that are remembered are all in the JSON."""


@click.command(
    cls=FormatsCommand, kind="titles_of_terms", epilog="Example: tmflow glossary import terms.tbx --on-conflict merge"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--on-conflict",
    type=click.Choice(["keep-existing", "merge", "overwrite"]),
    default="keep-existing",
    show_default=True,
    help="What becomes of a term that the glossary has, and the file says something else of.",
)
@click.option("--encoding", default="", help="Of a file of text, such as cp932; found out if not given.")
@click.option("--sheet", default="", help="Of a workbook; by default the first.")
@click.option("--source-column", default="", help="Of a table: a heading, a letter, or a number from 1.")
@click.option("--target-column", default="", help="Likewise.")
@click.option(
    "--from",
    "source_language",
    type=click.Choice(["ja", "en"]),
    help="Language of the first column, if the file does not say.",
)
@click.option("--partial", is_flag=True, help="Of a file with a fault, take what is whole before it.")
@click.option("--dry-run", is_flag=True, help="Only show what would come of it.")
@project_option
@format_option
@click.pass_context
def import_command(
    ctx: click.Context,
    /,
    file: Path,
    on_conflict: str,
    source_language: str | None,
    dry_run: bool,
    project: Project,
    output: str,
    **reading: Any,
) -> None:
    """Put the terms of FILE ({formats}) into memories/glossary.yaml, whole.

    Comments and order there stay. Exit code 1: some terms were refused; the others are in.
    """
    from tmflow.model.language import Language, LanguagePair
    from tmflow.workflow.glossary import GlossaryOrder, ImportOptions, OnTermConflict, import_glossary

    source = Language(source_language) if source_language else None
    order = GlossaryOrder(
        path=file,
        options=ImportOptions(pair=LanguagePair(source, source.other) if source else None, **reading),
        on_conflict=OnTermConflict(on_conflict),
        dry_run=dry_run,
    )
    done = import_glossary(project, order)
    emit(output, "imports", [_row(done, file.name, on_conflict, dry_run=dry_run)], _text)
    ctx.exit(1 if done.report.refused_count else 0)


def _row(done: GlossaryImport, name: str, on_conflict: str, *, dry_run: bool) -> Row:
    report = done.report
    return {
        "name": name,
        "dry_run": dry_run,
        "read": report.read,
        "new": report.new,
        "same": report.same,
        "conflicting": report.conflicting,
        "on_conflict": on_conflict,
        "changed": done.changed,
        "refused": report.refused_count,
        "conflicts": [
            {"line": one.line, "ja": one.japanese, "differences": list(one.differences)} for one in done.conflicts
        ],
        "refusals": [{"line": one.line, "reason": one.reason} for one in report.refused],
        "left_out": dict(report.left_out),
    }


def _text(row: Row) -> Iterator[str]:
    counts = [f"{row[key]:,} {key}" for key in ("read", "new", "same")]
    if row["conflicting"]:
        changed = f", {row['changed']:,} changed" if row["changed"] else ""
        counts.append(f"{row['conflicting']:,} conflicting ({row['on_conflict']}{changed})")
    if row["refused"]:
        counts.append(f"{row['refused']:,} refused ({'; '.join(by_reason(row['refusals']))})")
    yield f"{row['name']}: {', '.join(counts)}{'   (dry run: nothing was written)' if row['dry_run'] else ''}"
    for one in row["conflicts"][:_SHOWN]:
        place = f"line {one['line']}: " if one["line"] else ""
        yield f"  {place}{one['ja']} conflicting: {listed(one['differences'])}"
    if len(row["conflicts"]) > _SHOWN:
        yield f"  ... and {row['conflicting'] - _SHOWN:,} more conflicting (--format json)"
    if row["left_out"]:
        yield f"left out: {listed([f'{count:,} {kind}' for kind, count in row['left_out'].items()])}"


@click.command(epilog="Example: tmflow glossary export -o terms.tbx")
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
    """Write the glossary for another tool: TBX-Basic v3 (tbx, tbx-dct) or v2 (tbx2), CSV, TSV, YAML."""
    from tmflow.model.language import Language
    from tmflow.workflow.glossary import export_glossary

    with opened_output(path) as file:
        report = export_glossary(project, file, form=form, first=Language(first) if first else None, plain=plain)
    row = {"path": path.as_posix(), "terms": report.units}
    emit_written(output, path, [row], lambda row: [f"{row['path']}: {row['terms']:,} terms"])
    note_removed(report.removed)
