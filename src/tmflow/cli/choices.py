"""What a command says of the formats of files: asked for when it is parsed or its help is shown, from the one registry."""

from __future__ import annotations

import importlib
import math
from collections.abc import Sequence
from typing import Any

import click

__all__ = ["PERCENT", "FormatChoice", "FormatsCommand"]


def _registered(name: str) -> Any:
    """Return a function of `workflow.file_formats`, which is loaded here and not before."""
    return getattr(importlib.import_module("tmflow.workflow.file_formats"), name)


class _PercentRange(click.FloatRange):
    """A share in percent, 1 to 100; similarities are whole numbers, so at least 70.5 is at least 71."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the least whole number that reaches it."""
        found = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail("nan is no percentage", param, ctx)
        return math.ceil(found)


PERCENT = _PercentRange(1, 100)


class FormatChoice(click.Choice[str]):
    """A choice among the formats that a function of `workflow.file_formats` names, after others that are no files."""

    def __init__(self, kind: str, others: Sequence[str] = ()) -> None:
        super().__init__(())
        self._kind = kind
        self._others = others

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name; "xliff" and the like are names too."""
        if value in self._others:
            return str(value)  # for which no format is loaded
        return super().convert(_registered("format_called")(value), param, ctx)

    @property
    def choices(self) -> tuple[str, ...]:
        """The names, in order."""
        return (*self._others, *_registered(self._kind)())

    @choices.setter
    def choices(self, value: Sequence[str]) -> None:
        """Leave what click sets at the beginning: the names are not known then."""
        del value


class FormatsCommand(click.Command):
    """A command whose help ends with a list of formats, which are loaded when it is shown.

    kind: the function of `workflow.file_formats` that gives the lines.
    """

    def __init__(self, *arguments: Any, kind: str, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self._kind = kind

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the formats."""
        super().format_options(ctx, formatter)
        with formatter.section("Formats"):
            formatter.write_dl(_registered(self._kind)())
