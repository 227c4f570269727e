"""What a command says of the formats of files: asked for when it is parsed or its help is shown, from the one registry."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import click

__all__ = ["FormatChoice", "FormatsCommand"]


def _names(kind: str) -> Sequence[str]:
    names: Sequence[str] = getattr(importlib.import_module("tmflow.workflow.file_formats"), kind)()
    return names


class FormatChoice(click.Choice[str]):
    """A choice among the formats that a function of `workflow.file_formats` names."""

    def __init__(self, kind: str) -> None:
        super().__init__(())
        self._kind = kind

    @property
    def choices(self) -> tuple[str, ...]:
        """The names, in order."""
        return tuple(_names(self._kind))

    @choices.setter
    def choices(self, value: Sequence[str]) -> None:
        """Leave what click sets at the beginning: the names are not known then."""
        del value


class FormatsCommand(click.Command):
    """A command whose help has the titles of formats for {formats}; `kind`: the function of `workflow.file_formats`."""

    def __init__(self, *arguments: Any, kind: str, **attributes: Any) -> None:
        self._kind = kind
        super().__init__(*arguments, **attributes)

    @property
    def help(self) -> str | None:  # noqa: A003 - click names it so
        """The help with the titles."""
        return self._help and self._help.replace("{formats}", ", ".join(_names(self._kind)))

    @help.setter
    def help(self, value: str | None) -> None:  # noqa: A003 - likewise
        self._help = value
