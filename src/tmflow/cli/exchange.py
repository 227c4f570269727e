"""`tmflow export` and `tmflow merge`: out to a CAT tool and back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.choices import FormatChoice, FormatsCommand
from tmflow.cli.output import Row, emit, format_option, named_here, note, note_removed, project_option, settings_at
from tmflow.cli.written import emit_written, opened_output, output_option
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.export import Export
    from tmflow.workflow.merge import Merge
    from tmflow.workflow.project import Project

__all__ = ["export_command", "merge_command"]


@click.command(cls=FormatsCommand, kind="lines_of_exports", epilog="Example: tmflow export harbor-tides-2 --to docx")
@click.argument("slugs", nargs=-1, metavar="SLUG...")
@click.option("--all", "is_all", is_flag=True, help="Every article that has a bitext; no SLUG is named.")
@click.option(
    "--to",
    "target",
    type=FormatChoice("export_formats"),
    help="Format; by default what the name of -o tells.",
)
@click.option(
    "--profile",
    type=click.Choice(["default", "prefill-source", "review", "memory-only"]),
    default="default",
    show_default=True,
    help="prefill-source: for OmegaT; review: only what nobody has confirmed; memory-only: nothing a machine made.",
)
@output_option("File to write, - for standard output; by default exports/SLUG.*")
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite an export or a target article that was edited, or write an article that is not ready to be published.",
)
@click.option(
    "--project",
    "folder",
    default=".",
    show_default="the project of this folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the project.",
)
@format_option
def export_command(
    slugs: tuple[str, ...],
    is_all: bool,
    target: str | None,
    profile: str,
    path: Path | None,
    force: bool,
    folder: Path,
    output: str,
) -> None:
    """Write the bitexts of articles for a CAT tool, an office program, another memory, or as the translated articles.

    With --to article, SLUG may be a file that came back and brings its article along: that is written from it alone.
    """
    from tmflow.workflow.export import export_format
    from tmflow.workflow.returned_article import is_returned_file

    if bool(slugs) is is_all:
        raise click.UsageError("--all takes no SLUG." if is_all else "Name a SLUG, or --all for every article.")
    target = export_format(target, path)
    if target == "article" and len(slugs) == 1 and is_returned_file(Path(slugs[0])):
        _write_returned(Path(slugs[0]), path, force=force, folder=folder, output=output)
        return
    if path and (is_all or len(slugs) > 1):
        raise click.UsageError("-o names one file, and several articles are named.")
    _write_articles(slugs, target, path, profile=profile, force=force, folder=folder, output=output)


def _write_articles(
    slugs: tuple[str, ...], target: str, path: Path | None, *, profile: str, force: bool, folder: Path, output: str
) -> None:
    """Export articles, all that can be if none is named, and say what became of each."""
    from tmflow.workflow.export import export_article, exportable
    from tmflow.workflow.profiles import ExportProfile
    from tmflow.workflow.project import open_project

    project = open_project(folder)
    names = [project.require_slug(slug) for slug in dict.fromkeys(slugs)] or exportable(project)
    with opened_output(path) as file:
        done = [
            export_article(project, name, target, output=file, force=force, profile=ExportProfile(profile))
            for name in names
        ]
    rows = [_export_row(one) for one in done]
    emit_written(
        output,
        path,
        rows,
        lambda row: [f"{named_here(Path(row['path']))}   {row['format']}, {counted(row['units'], 'unit')}"],
    )
    for one in done:
        note_removed(one.removed)
        _warn_unready(one)


def _warn_unready(done: Export) -> None:
    from tmflow.workflow.export import count_reasons

    if done.unready:
        units, reasons = counted(len(done.unready), "unit"), count_reasons(done.unready)
        note(f"warning: {units} in it not ready: {reasons}. See: tmflow check {done.slug}")


def _export_row(done: Export) -> Row:
    row = {"id": done.slug, "format": done.format, "path": done.path.as_posix(), "units": done.units}
    return row | {"unready": len(done.unready)} if done.format == "article" else row


def _write_returned(file: Path, path: Path | None, *, force: bool, folder: Path, output: str) -> None:
    from tmflow.workflow.project import find_project, open_project
    from tmflow.workflow.returned_article import write_returned_articles

    root = find_project(folder)
    project = open_project(root) if root else None
    with opened_output(path) as article:
        done = write_returned_articles(file, settings=settings_at(root), project=project, output=article, force=force)
    rows = [
        {"id": one.slug, "format": "article", "path": one.path.as_posix(), "units": one.units, "missing": one.missing}
        for one in done
    ]
    emit_written(
        output,
        path,
        rows,
        lambda row: [f"{row['path']}   {counted(row['units'], 'unit')}, {row['missing']} not translated"],
    )
    for warning in dict.fromkeys(one.warning for one in done if one.warning):
        note(f"warning: {warning}")


@click.command(
    cls=FormatsCommand, kind="lines_of_units_read", epilog="Example: tmflow merge exports/harbor-tides-2.xlf --dry-run"
)
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--strict", is_flag=True, help="Exit with 1 if any unit is refused.")
@click.option("--undo", is_flag=True, help="Take the last merge back; no FILE is named.")
@project_option
@format_option
@click.pass_context
def merge_command(
    ctx: click.Context,
    files: tuple[Path, ...],
    dry_run: bool,
    strict: bool,
    undo: bool,
    project: Project,
    output: str,
) -> None:
    """Take a translator's edits back from files, all or none. An empty target never erases a known one."""
    if bool(files) is undo:
        raise click.UsageError("--undo takes no FILE." if undo else "Missing argument 'FILE...'.")
    if undo:
        _undo(project, dry_run=dry_run, output=output)
        return
    from tmflow.workflow.merge import merge_files

    today = dt.datetime.now(tz=dt.UTC).date()
    merges = merge_files(project, files, dry_run=dry_run, when=today)
    for warning in dict.fromkeys(merge.warning for merge in merges if merge.warning):
        note(f"warning: {warning}")
    for absent in dict.fromkeys(_absent(merge, files) for merge in merges if merge.missing):
        note(absent)
    rows = [{"article": merge.slug, **dataclasses.asdict(change)} for merge in merges for change in merge.changes]
    emit(output, "units", rows, _change_text)
    refused = sum(len(merge.refused) for merge in merges)
    changed = sum(len(merge.changed) for merge in merges)
    verb = "would change" if dry_run else "changed"
    locked = sum(merge.locked for merge in merges)
    also = f", {locked} not to be translated" if locked else ""
    note(f"{counted(changed, 'unit')} {verb}, {refused} refused, {len(rows) - changed - refused} as before{also}")
    ctx.exit(1 if strict and refused else 0)


def _absent(merge: Merge, files: Sequence[Path]) -> str:
    """Return what is said of the units of an article that did not come back."""
    verb, where = "is" if merge.missing == 1 else "are", "file" if len(files) == 1 else "files"
    return f"{merge.missing} of {counted(merge.exported, 'unit')} of {merge.slug} {verb} not in the {where}"


def _undo(project: Project, *, dry_run: bool, output: str) -> None:
    from tmflow.workflow.undo import undo_merge

    rows = [{"path": project.relative(path)} for path in undo_merge(project, dry_run=dry_run)]
    verb = "would be" if dry_run else "is"
    emit(output, "files", rows, lambda row: [f"{row['path']} {verb} as it was before the merge"])


def _change_text(row: Row) -> Iterator[str]:
    if row["outcome"] == "same" and not row["warning"]:
        return
    yield f"{row['id']}  {_told(row)}{_place(row)}"
    yield f"    {row['source']}"
    if row["before"] != row["after"]:
        yield from [f"  - {row['before']}"] if row["before"] else []
        yield f"  + {row['after']}"
    else:
        yield from [f"    {row['after']}"] if row["after"] else []
    if row["warning"]:
        yield f"    warning: {row['warning']}"
    for text in row["notes"]:
        yield f"    note: {text}"


def _told(row: Row) -> str:
    """Return what became of a unit, and of its state if that is another."""
    states = f"  {row['before_state']} > {row['after_state']}" if row["before_state"] != row["after_state"] else ""
    return f"{row['outcome']}: {row['reason']}" if row["reason"] else row["outcome"] + states


def _place(row: Row) -> str:
    """Return where a unit stands, as far as it is known: in its article, and in the file that came back."""
    in_article = f"{row['article']}, line {row['article_line']}" if row["article_line"] else ""
    in_file = f"line {row['line']} of the file" if row["line"] else ""
    told = "; ".join(filter(None, (in_article, in_file)))
    return f"  ({told})" if told else ""
