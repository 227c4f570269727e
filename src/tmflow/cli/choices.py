"""Choices of an option that are known when it is used: the formats of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

__all__ = ["LateChoice", "export_formats", "glossary_formats"]


class LateChoice(click.Choice[str]):
    """A choice among names that are asked for when the option is parsed or its help is shown."""

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        super().__init__(())
        self._names = names

    @property
    def choices(self) -> tuple[str, ...]:
        """The names, in order."""
        return tuple(self._names())

    @choices.setter
    def choices(self, value: Sequence[str]) -> None:
        """Leave what click sets at the beginning: names are never known then."""
        del value


def export_formats() -> Sequence[str]:
    """Return what an article can be exported as."""
    from tmflow.workflow import export

    return export.export_formats()


def glossary_formats() -> Sequence[str]:
    """Return what a glossary can be exported as."""
    from tmflow.workflow import glossary

    return glossary.glossary_formats()
