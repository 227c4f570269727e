"""`tmflow mt install`, `remove` and `verify`: the Argos packages of this machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from tmflow.cli.output import Row, ask, emit, format_option, note

if TYPE_CHECKING:
    from tmflow.workflow.engines import InstalledPackage

__all__ = ["install_command", "remove_command", "verify_command"]


@click.command(epilog="Example: tmflow mt install ja en")
@click.argument("what", nargs=-1, required=True, metavar="SOURCE TARGET | FILE | ADDRESS")
@click.option("--pivot", is_flag=True, help="Where there is no direct package, install two through a third language.")
@click.option("--sha256", default="", metavar="HEX", help="What the package file must have; else nothing is installed.")
def install_command(what: tuple[str, ...], pivot: bool, sha256: str) -> None:
    """Install the package that translates from SOURCE into TARGET: it is downloaded (about 150 MB) from the public index.

    Or install an .argosmodel FILE, which asks no network, or one from an https ADDRESS. A download that was stopped goes
    on where it was when the command is run again.
    """
    from tmflow.workflow.engines import install_from_address, install_from_file, install_from_index

    match what:
        case ("",):
            raise click.UsageError("the path is empty. Give two languages, or one file or address")
        case (one,) if "://" in one:
            with _downloads() as progress:
                _tell(install_from_address(one, on_progress=progress, sha256=sha256))
        case (one,):
            _tell(install_from_file(Path(one), sha256=sha256))
        case (source, target):
            with _downloads() as progress:
                done = install_from_index(source, target, on_progress=progress, allow_pivot=pivot, sha256=sha256)
            for package, is_new in done:
                _tell(package, is_new=is_new)
        case _:
            raise click.UsageError("give two languages, or one file or address")


def _tell(package: InstalledPackage, *, is_new: bool = True) -> None:
    if not is_new:
        note(f"{package.name} is installed already, and the index has no newer one")
        return
    from tmflow.workflow.engines import iter_beside

    record = package.record()
    note(f"installed {package.name} in {package.path}" + (f", sha256 {record.sha256}" if record else ""))
    for other, is_newer in iter_beside(package):
        remove = f"To remove it: tmflow mt remove {other.path.name}"
        note(
            f"{other.name} is newer, and stays in use. {remove}"
            if is_newer
            else f"{other.name} is still there. {remove}"
        )


@contextmanager
def _downloads() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function to call with a name, the bytes done and to do: a bar on a terminal, else a line for each name."""
    try:
        yield from _bars() if sys.stderr.isatty() else _lines()
    except KeyboardInterrupt as stop:
        raise click.Abort("Stopped. What was downloaded is kept; run the same command again to go on.") from stop


def _bars() -> Iterator[Callable[[str, int, int], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name.replace("[", r"\["), total=None)
            bars.update(tasks[name], completed=done, total=total or None)

        yield show


def _lines() -> Iterator[Callable[[str, int, int], None]]:
    from tmflow.workflow.engines import size_text

    told: set[str] = set()

    def show(name: str, done: int, total: int) -> None:
        if name not in told:
            told.add(name)
            size = f" ({size_text(total)})" if total else ""
            note(f"downloading {name}{size}" + (f", going on after {size_text(done)}" if done else ""))

    yield show


def _complete_installed(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the words that name an installed package: its languages and version, or the name of its folder."""
    from tmflow.workflow.engines import find_packages

    words = tuple(ctx.params.get(param.name or "") or ())
    ways = [((one.source, one.target, one.version), one.name) for one in find_packages()]
    folders = [((one.path.name,), one.name) for one in find_packages()]
    found = {way[len(words)]: name for way, name in (*ways, *folders) if way[: len(words)] == words != way}
    return [CompletionItem(word, help=name) for word, name in found.items() if word.startswith(incomplete)]


@click.command(epilog="Example: tmflow mt remove ja en")
@click.argument(
    "words", nargs=-1, required=True, metavar="SOURCE TARGET [VERSION] | NAME", shell_complete=_complete_installed
)
@click.option("--yes", is_flag=True, help="Do it without a question.")
@format_option
def remove_command(words: tuple[str, ...], yes: bool, output: str) -> None:
    """Remove installed packages: all of a direction, one version of it, or one by its NAME or folder."""
    from tmflow.workflow.engines import remove_packages

    done = remove_packages(words, confirm=lambda found: yes or ask(_question(found)))
    rows = [{"name": one.name, "path": one.path.as_posix()} for one in done]
    emit(output, "removed", rows, lambda row: [f"removed {row['name']}  {row['path']}"])
    if not rows:
        note("Nothing was removed.")


def _question(found: tuple[InstalledPackage, ...]) -> str:
    from tmflow.workflow.engines import size_text

    total = size_text(sum(one.size_bytes() for one in found))
    return f"Delete {', '.join(f'{one.name} ({one.path.name})' for one in found)}, {total}?"


@click.command(epilog="Example: tmflow mt verify")
@format_option
@click.pass_context
def verify_command(ctx: click.Context, output: str) -> None:
    """Say of each installed package whether its files are still those that were installed. Exit code 1: some are not."""
    from tmflow.workflow.engines import iter_verified

    rows = [{"name": one.name, "state": state, "path": one.path.as_posix()} for one, state in iter_verified()]
    emit(output, "packages", rows, _verified_text)
    ctx.exit(1 if any(row["state"] == "changed" for row in rows) else 0)


_STATES = {
    "ok": "ok",
    "changed": "changed since it was installed. Remove it, and install it again",
    "unrecorded": "not installed by tmflow: nothing to compare with",
}


def _verified_text(row: Row) -> Iterator[str]:
    yield f"{row['name']}  {row['path']}: {_STATES[row['state']]}"
