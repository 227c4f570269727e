"""`tmflow init`, `tmflow status` and `tmflow completion`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import Row, emit, format_option, give, note, project_option, say, table
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["completion_command", "init_command", "status_command"]


@click.command(epilog="Example: tmflow init")
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--project", type=click.Path(file_okay=False, path_type=Path), help="The same as FOLDER.")
@click.option("--from", "source", default="ja", show_default=True, help="Language most articles are written in.")
def init_command(folder: Path, project: Path | None, source: str) -> None:
    """Start a project in FOLDER: tmflow.yaml and the folders that are missing."""
    from tmflow.model.language import Language, LanguagePair
    from tmflow.workflow.init import start_project

    try:
        language = Language.parse(source)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--from") from error
    started = start_project(project or folder, pair=LanguagePair(language, language.other))
    say(f"Wrote {', '.join(started.written)}")
    following = "tmflow align" if started.pairs else "put articles into articles/ja and articles/en, then: tmflow align"
    note(f"{counted(started.articles, 'article')}, {started.pairs} of them in both languages. Next: {following}")


_COLUMNS = ("units", "untranslated", "drafts", "stale", "translated", "reviewed", "one_sided")


@click.command(epilog="Example: tmflow status --format json | jq '.articles[] | select(.stale > 0) | .id'")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@project_option
@format_option
@click.pass_context
def status_command(ctx: click.Context, slugs: tuple[str, ...], project: Project, output: str) -> None:
    """Show how far each article has come."""
    from tmflow.workflow.ingest import recut_warning
    from tmflow.workflow.status import iter_status

    rows = [dataclasses.asdict(status) for status in iter_status(project, slugs)]
    if output == "text":
        heading = ("article", "pair", "files", *(name.replace("_", "-") for name in _COLUMNS), "published")
        for line in table([heading, *_iter_cells(rows)]):
            say(line)
    else:
        emit(output, "articles", rows, lambda _row: ())
    if recut := [row["id"] for row in rows if row["is_cut_otherwise"]]:
        note(f"warning: {recut_warning(recut)}")
    problems = [row["problem"] for row in rows if row["problem"]]
    for problem in problems:
        note(f"not read: {problem}")
    ctx.exit(2 if problems else 0)


def _iter_cells(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        counts = (str(row[name]) for name in _COLUMNS)
        yield (row["id"], row["pair"], "+".join(row["files"]) or "-", *counts, "yes" if row["is_published"] else "-")


@click.command(epilog='Example: eval "$(tmflow completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the script that completes tmflow's commands and options in SHELL."""
    from click.shell_completion import get_completion_class

    from tmflow.cli.main import cli

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    give(kind(cli, {}, "tmflow", "_TMFLOW_COMPLETE").source() + "\n")
