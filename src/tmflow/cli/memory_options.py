"""What the commands on a memory share: where the memory is, which entries are meant."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tmflow.errors import TmflowError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from tmflow.workflow.places import MemoryPlace

__all__ = ["complete_document", "complete_import", "filter_options", "place_option"]

Function = TypeVar("Function", bound=Callable[..., Any])

_STORE = "tmflow.memory"


def _keep_store(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    del parameter
    from tmflow.workflow.project import DATABASES

    ctx.meta[_STORE] = value if value is None or value.startswith(DATABASES) else Path(value)


def _find_place(ctx: click.Context, parameter: click.Parameter, value: Path) -> MemoryPlace:
    del parameter
    from tmflow.workflow.project import open_project

    store: Path | str | None = ctx.meta[_STORE]
    return store or open_project(value)


def place_option(function: Function) -> Function:
    """Give a command `place`: the project, or with --memory the path of a store."""
    project = click.option(
        "--project",
        "place",
        default=".",
        show_default="the project of this folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        callback=_find_place,
        help="Folder of the project.",
    )
    store = click.option(
        "--memory",
        metavar="FILE",
        callback=_keep_store,
        is_eager=True,
        expose_value=False,
        help="A memory of its own (.sqlite, or a postgresql:// address) instead of a project's.",
    )
    return store(project(function))


def complete_document(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a document of the memory."""
    del param
    from tmflow.workflow.upkeep import list_documents

    return _completed(ctx, incomplete, list_documents)


def complete_import(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of an import that can be taken back."""
    del param
    from tmflow.workflow.memory_import import list_imports

    return _completed(ctx, incomplete, list_imports)


def _completed(
    ctx: click.Context, incomplete: str, list_names: Callable[[MemoryPlace], Iterable[str]]
) -> list[CompletionItem]:
    place = ctx.params.get("place")
    if place is None:
        return []
    from click.shell_completion import CompletionItem

    try:
        return [CompletionItem(name) for name in list_names(place) if name.startswith(incomplete)]
    except TmflowError:
        return []


_DAY = click.DateTime(["%Y-%m-%d"])
_FILTERS = (
    click.option(
        "--document", default="", metavar="GLOB", shell_complete=complete_document, help="Only of these documents."
    ),
    click.option("--origin", default="", help="Only of this origin: human, aligned, memory, mt."),
    click.option("--state", default="", help="Only in this state: translated, reviewed, final."),
    click.option("--author", default="", help="Only by this author."),
    click.option("--since", type=_DAY, help="Only changed on this day or later."),
    click.option("--until", type=_DAY, help="Only changed on this day or before."),
    click.option("--min-confidence", type=click.IntRange(0, 100), help="Only aligned this surely, percent."),
)


def filter_options(function: Function) -> Callable[..., Any]:
    """Give a command `chosen`: which entries are meant."""

    @functools.wraps(function)
    def packed(
        *args: Any,
        document: str,
        origin: str,
        state: str,
        author: str,
        since: datetime | None,
        until: datetime | None,
        min_confidence: int | None,
        **others: Any,
    ) -> Any:
        from tmflow.workflow.upkeep import EntryFilter

        if since and until and since > until:
            raise click.UsageError(f"--since {since.date()} is after --until {until.date()}: nothing lies between")
        chosen = EntryFilter(
            document=document,
            origin=origin,
            state=state,
            author=author,
            since=since.date() if since else None,
            until=until.date() if until else None,
            min_confidence=min_confidence,
        )
        return function(*args, chosen=chosen, **others)

    command: Callable[..., Any] = packed
    for option in reversed(_FILTERS):
        command = option(command)
    return command
