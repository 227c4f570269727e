"""Options and output that all commands share: stdout carries the result, stderr the talk."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from tmflow.errors import AlignmentError, BrowserError, MemoryLockedError, StorageError, TmflowError, TranslatorError
from tmflow.text.terminal import neutral

if TYPE_CHECKING:
    from tmflow.workflow.project import Project
    from tmflow.workflow.settings import Settings
    from tmflow.workflow.tidy import FileProblem

__all__ = [
    "EXIT_INTERRUPTED",
    "INPUT_PATH",
    "Bar",
    "Row",
    "ask",
    "emit",
    "emit_problems",
    "exit_code",
    "format_option",
    "framed",
    "give",
    "json_item",
    "named_here",
    "note",
    "note_removed",
    "progress_bar",
    "progress_bars",
    "project_option",
    "say",
    "settings_at",
    "settings_option",
    "shown",
    "table",
    "user_name",
]

Row = Mapping[str, Any]
"""One result as JSON shows it."""

EXIT_INTERRUPTED = 130
"""The exit code of a run that was stopped before it was done, as a shell has it for Ctrl-C."""

_BEFORE_PATH = r"(?:(?<=[\s\"'(\[|,:=])|\A)"
"""What may stand before a path in a message: after anything else it goes on, and does not begin."""


def user_name() -> str:
    """Return the name of whoever runs the command, "" where the machine does not know it."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


class _InputPath(click.Path):
    """What to read, "-" included. What cannot be read is found out by reading it, so that the others still are."""

    def __init__(self) -> None:
        super().__init__(readable=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty path: it would stand for the current folder, and comes from a variable that is not set."""
        if not os.fspath(value):
            self.fail("the path is empty. Name a file", param, ctx)
        return super().convert(value, param, ctx)


INPUT_PATH = _InputPath()


def _open(ctx: click.Context, parameter: click.Parameter, value: Path) -> Project:
    del ctx, parameter
    from tmflow.workflow.project import open_project

    return open_project(value)


project_option = click.option(
    "--project",
    default=".",
    show_default="the project of this folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=_open,
    help="Folder of the project.",
)


def _settings(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> Settings:
    del ctx, parameter
    return settings_at(value)


def settings_at(value: Path | None) -> Settings:
    """Return the settings of the project of a folder; without one those of the project of this folder, if it is in one."""
    from tmflow.workflow.project import find_project, open_project
    from tmflow.workflow.settings import Settings

    folder = value or find_project(Path())
    return open_project(folder).settings if folder else Settings()


settings_option = click.option(
    "--project",
    "settings",
    show_default="the project of this folder, if it is in one",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=_settings,
    help="Folder of the project whose settings apply.",
)
format_option = click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="Form of the result.",
)


def exit_code(error: TmflowError) -> int:
    """Return the exit code of an error: 1 unlike articles, 3 the machine, its browser or the engine, 2 any other.

    >>> exit_code(TmflowError("no such article"))
    2
    """
    if isinstance(error, AlignmentError):
        return 1
    is_environment = isinstance(error, TranslatorError | BrowserError | StorageError | MemoryLockedError)
    return 3 if is_environment else 2


def named_here(path: Path) -> str:
    """Return a path as it is named from this folder, if it lies below."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def shown(error: TmflowError | str) -> str:
    """Return an error, or a message, with the paths below this folder as the user would type them."""
    here = re.escape(f"{Path.cwd()}{os.sep}")
    return re.sub(rf"{_BEFORE_PATH}{here}", "", str(error))


def emit(
    output: str,
    name: str,
    rows: Iterable[Row],
    text: Callable[[Row], Iterable[str]],
    *,
    is_aside: bool = False,
    is_styled: bool = False,
) -> None:
    """Write rows to stdout: as lines of text, as one JSON object {name: [row, …]}, or as one JSON line a row.

    Text and JSON Lines are written row by row, as they come. is_aside: stdout has a file in it; they go to stderr.
    is_styled: all that steers a terminal in the lines of text is our own.
    """
    if output == "json":
        say(json.dumps({name: list(rows)}, ensure_ascii=False, indent=2), is_aside=is_aside)
        return
    for row in rows:
        if output == "jsonl":
            say(json.dumps(row, ensure_ascii=False), is_aside=is_aside)
            continue
        for line in text(row):
            click.echo(line if is_styled else neutral(line), err=is_aside)


def framed(texts: Iterable[str], name: str) -> Iterator[str]:
    """Yield one JSON object of rows that come with a comma before each, as `emit` has it, without holding them all."""
    is_first = True
    for text in texts:
        yield f'{{\n  "{name}": [{text.removeprefix(",")}' if is_first else text
        is_first = False
    yield f'{{\n  "{name}": []\n}}\n' if is_first else "\n  ]\n}\n"


def json_item(row: Row) -> str:
    """Return a row as `framed` takes it."""
    text = json.dumps(row, ensure_ascii=False, indent=2)
    return ",\n    " + text.replace("\n", "\n    ")


def say(line: str, *, is_aside: bool = False) -> None:
    """Write a line of a result to stdout, or aside to stderr; what would steer a terminal is shown instead (`neutral`)."""
    click.echo(neutral(line), err=is_aside)


def note(message: str) -> None:
    """Say something to the person at the terminal (stderr)."""
    say(message, is_aside=True)


def ask(question: str) -> bool:
    """Ask the person at the terminal (stderr) for yes or no. Raises click.Abort if there is no answer."""
    return click.confirm(neutral(question), err=True)


def give(content: str | bytes, stream: TextIO | None = None, *, is_styled: bool = False) -> None:
    """Write a text for a program, or the bytes of a file, to stdout or what stood for it: as it is unless a person reads it.

    is_styled: all that steers a terminal in it is our own.
    """
    place = sys.stdout if stream is None else stream
    if place.isatty() and not is_styled:
        content = neutral(content.decode("utf-8", "replace") if isinstance(content, bytes) else content)
    click.echo(content, file=place, nl=False)


def emit_problems(output: str, problems: Sequence[FileProblem], *, looked_at: str) -> int:
    """Print what is wrong in files, each with its place, or that nothing is in what was looked at. Return the exit code."""
    rows = [{"path": one.path, "line": one.line, "problem": one.problem} for one in problems]
    emit(output, "problems", rows, _problem_text)
    if not rows:
        note(f"{looked_at}: nothing is wrong")
    return 1 if rows else 0


def _problem_text(row: Row) -> Iterator[str]:
    place = f"{row['path']}:{row['line']}" if row["line"] else row["path"]
    yield f"{place}: {row['problem']}"


def note_removed(removed: Iterable[tuple[str, str]]) -> None:
    """Say which characters were taken out of what, because the format that was written cannot hold them."""
    for name, characters in removed:
        codes = " ".join(f"U+{ord(one):04X}" for one in characters)
        note(f"{name or 'header'}: {codes} taken out; the format cannot hold it")


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table whose columns are aligned by display width; Japanese counts double."""
    from tmflow.text.scripts import display_width

    rows = [list(map(neutral, row)) for row in rows]
    if not rows:
        return
    widths = [max(display_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with the done and the total; it draws a bar with the remaining time on a terminal."""
    with progress_bars(label) as (progress,):
        yield progress


class Bar:
    """One of the bars of `progress_bars`: it is called with the done and the total. Without a terminal it shows nothing."""

    def __init__(self, update: Callable[..., None] | None = None, *, is_first: bool = True) -> None:
        self._update = update
        self._is_first = is_first

    def __call__(self, done: int, total: int) -> None:
        """Draw so much as done, with the remaining time; a bar but the first is seen while there is something to do."""
        if self._update:
            self._update(completed=done, total=total, visible=self._is_first or done < total)

    def rename(self, label: str) -> None:
        """Show another label, and the bar itself, whatever is known of the total."""
        if self._update:
            self._update(description=label.replace("[", r"\["), visible=True)


@contextmanager
def progress_bars(*labels: str) -> Iterator[tuple[Bar, ...]]:
    """Give a bar as `progress_bar` does for each label."""
    if not sys.stderr.isatty():
        yield tuple(Bar() for _ in labels)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = [progress.add_task(label, total=None, visible=not number) for number, label in enumerate(labels)]
        yield tuple(Bar(partial(progress.update, task), is_first=task == tasks[0]) for task in tasks)
