"""What the commands that import a file share, of a memory and of a glossary: how it is read, and how it is told what came in."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tmflow.cli.output import Row, note

if TYPE_CHECKING:
    from tmflow.workflow.file_formats import ImportReport

__all__ = ["by_reason", "import_row", "listed", "note_warning", "reading_options", "told_counts", "told_left_out"]

Function = TypeVar("Function", bound=Callable[..., Any])

_LISTED = 6
"""Of a long list in one line so many are shown; all are in the JSON."""

_OPTIONS = (
    click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--encoding", default="", help="Of a file of text, such as cp932; found out if not given."),
    click.option("--sheet", default="", help="Of a workbook; by default the first."),
    click.option("--source-column", default="", help="Of a table: a heading, a letter, or a number from 1."),
    click.option("--target-column", default="", help="Likewise."),
    click.option(
        "--from",
        "source_language",
        type=click.Choice(["ja", "en"]),
        help="Language of the source, or of the first column of a table, if the file does not say.",
    ),
    click.option("--partial", is_flag=True, help="Of a file with a fault, take what is whole before it."),
    click.option("--dry-run", is_flag=True, help="Only show what would come of it."),
)


def reading_options(function: Function) -> Callable[..., Any]:
    """Give a command `file`, `reading` (how it is read) and `dry_run`; `--mend`, where it has it, goes into `reading`."""

    @functools.wraps(function)
    def packed(
        *args: Any,
        encoding: str,
        sheet: str,
        source_column: str,
        target_column: str,
        source_language: str | None,
        partial: bool,
        mend: bool = False,
        **others: Any,
    ) -> Any:
        from tmflow.workflow.file_formats import ImportOptions, pair_from

        reading = ImportOptions(
            pair=pair_from(source_language),
            encoding=encoding,
            sheet=sheet,
            source_column=source_column,
            target_column=target_column,
            partial=partial,
            mend=mend,
        )
        return function(*args, reading=reading, **others)

    command: Callable[..., Any] = packed
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def import_row(report: ImportReport, *, name: str, on_conflict: str, dry_run: bool) -> dict[str, Any]:
    """Return what every import tells: the counts, and what was refused or left out."""
    return {
        "name": name,
        "dry_run": dry_run,
        "read": report.read,
        "new": report.new,
        "same": report.same,
        "conflicting": report.conflicting,
        "on_conflict": on_conflict,
        "refused": report.refused_count,
        "refusals": [{"line": one.line, "reason": one.reason} for one in report.refused],
        "left_out": dict(report.left_out),
    }


def note_warning(report: ImportReport) -> None:
    """Tell what a user should know of how a file was taken, if there is something."""
    if report.warning:
        note(f"warning: {report.warning}")


def told_counts(row: Row, fate: str) -> str:
    """Return the line of the counts. fate: the key of how many conflicts changed something, and the word for it."""
    counts = [f"{row[key]:,} {key}" for key in ("read", "new", "same")]
    if row["conflicting"]:
        became = f", {row[fate]:,} {fate}" if row[fate] else ""
        counts.append(f"{row['conflicting']:,} conflicting ({row['on_conflict']}{became})")
    if row["refused"]:
        counts.append(f"{row['refused']:,} refused ({'; '.join(by_reason(row['refusals']))})")
    return f"{row['name']}: {', '.join(counts)}{'   (dry run: nothing was written)' if row['dry_run'] else ''}"


def told_left_out(row: Row) -> Iterator[str]:
    """Yield the line of what was left out, if anything was."""
    if row["left_out"]:
        yield f"left out: {listed([f'{count:,} {kind}' for kind, count in row['left_out'].items()])}"


def listed(items: list[str]) -> str:
    """Return the first of the items in one line.

    >>> listed(["88", "92"])
    '88, 92'
    """
    return ", ".join(items[:_LISTED]) + (", ..." if len(items) > _LISTED else "")


def by_reason(refusals: Iterable[Row]) -> Iterator[str]:
    """Yield each reason of refusals, once, with the first of the lines where it was met.

    >>> list(by_reason([{"line": 8, "reason": "one side is empty"}, {"line": 9, "reason": "one side is empty"}]))
    ['one side is empty: lines 8, 9']
    """
    lines: dict[str, list[str]] = {}
    for refusal in refusals:
        lines.setdefault(refusal["reason"], []).extend([f"{refusal['line']}"] if refusal["line"] else [])
    for reason, places in lines.items():
        yield f"{reason}: line{'s' * (len(places) > 1)} {listed(places)}" if places else reason
