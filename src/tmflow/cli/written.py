"""The file a command writes: `-o FILE`, and for every command alike `-o -`, standard output."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from tmflow.cli.output import Row, emit, give
from tmflow.errors import FormatError

__all__ = ["OutputOption", "emit_written", "opened_output", "output_option"]

_STANDARD_OUTPUT: Final = Path("-")
_PathOrNone = TypeVar("_PathOrNone", Path, Path | None)
_CHUNK_BYTES: Final = 1_000_000
_NAME: Final = "standard output"


class OutputOption(click.Option):
    """`-o`, as `path`. is_stream: the command writes to standard output anyway, and hears of "-" as of no file."""

    def __init__(self, *arguments: Any, is_stream: bool = False, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self._is_stream = is_stream

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the path, None where none is meant."""
        path = super().type_cast_value(ctx, value)
        return None if self._is_stream and path == _STANDARD_OUTPUT else path


def output_option(what: str, *, is_stream: bool = False, **attributes: Any) -> Callable[..., Any]:
    """Give a command the option. what: its help."""
    kind = click.Path(dir_okay=is_stream, path_type=Path)
    return click.option(
        "-o", "--output", "path", cls=OutputOption, is_stream=is_stream, type=kind, help=what, **attributes
    )


@contextmanager
def opened_output(path: _PathOrNone) -> Iterator[_PathOrNone | Path]:
    """Give the file to write: `path`, or for "-" one whose bytes go to standard output when the block has ended well.

    Raises click.UsageError if "-" was asked for and several files were written.
    """
    if path != _STANDARD_OUTPUT:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / _NAME
        try:
            yield file
        except FormatError as error:
            if error.path != file:
                raise
            raise FormatError(error.problem, path=Path(_NAME)) from error
        if not file.is_file():
            raise click.UsageError("this format is two files, and standard output is one: name a file (-o)")
        with file.open("rb") as stream:
            for chunk in iter(partial(stream.read, _CHUNK_BYTES), b""):
                give(chunk)


def emit_written(
    output: str, path: Path | None, rows: Iterable[Row], text: Callable[[Row], Iterable[str]], *, name: str = "exports"
) -> None:
    """Tell what was written where, as `emit` does; on standard error, if the file itself went to standard output."""
    is_aside = path == _STANDARD_OUTPUT
    shown = ({**row, "path": "-"} if is_aside else row for row in rows)
    emit(output, name, shown, text, is_aside=is_aside)
