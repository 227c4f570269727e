"""The limits of the YAML that is read: ruamel's composer and constructor, held to them. Imported when YAML is first read."""

from __future__ import annotations

from typing import Any, Final

from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.events import AliasEvent

__all__ = ["BoundedComposer", "PlainConstructor"]

_MAX_DEPTH: Final = 64
"""Nesting of a file: a glossary has 4 levels, the settings 3."""
_MAX_REPEATED: Final = 10_000
"""Values that aliases may stand for in all: lists of lists of aliases make a few lines billions of values."""
_SHOWN_CHARS: Final = 40


class BoundedComposer(Composer):
    """Refuses what is nested too deep, and aliases that stand for too much or for what they lie in."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.levels = self.values = self.repeated = 0
        self.sizes: dict[int, int] = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the next node. Raises ComposerError at its place."""
        mark = self.parser.peek_event().start_mark
        if self.parser.check_event(AliasEvent):
            return self._counted(super().compose_node(parent, index), mark)
        before = self.values
        self.levels += 1
        if self.levels > _MAX_DEPTH:
            raise ComposerError(None, None, f"nested more than {_MAX_DEPTH} levels deep", mark)
        node = super().compose_node(parent, index)
        self.levels -= 1
        self.values += 1
        self.sizes[id(node)] = self.values - before
        return node

    def _counted(self, node: Any, mark: Any) -> Any:
        """Count the values of a node that an alias stands for."""
        if id(node) not in self.sizes:
            raise ComposerError(None, None, "an alias stands within what it names", mark)
        self.values += self.sizes[id(node)]
        self.repeated += self.sizes[id(node)]
        if self.repeated > _MAX_REPEATED:
            raise ComposerError(None, None, f"aliases stand for more than {_MAX_REPEATED:,} values", mark)
        return node


class PlainConstructor(RoundTripConstructor):
    """Says where a value is not what it says it is, and takes no merge keys."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - ruamel's signature
        """Return the value of a node. Raises ConstructorError at its place."""
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, LookupError) as error:
            shown = f"{node.value}"[:_SHOWN_CHARS]
            raise ConstructorError(None, None, f"no value YAML knows: {shown}", node.start_mark) from error

    def flatten_mapping(self, node: Any) -> Any:
        """Refuse merge keys: what they bring has no place of its own to name in a message."""
        for key, _ in node.value:
            if f"{key.tag}".endswith(":merge"):
                raise ConstructorError(None, None, "a merge key (<<): write its keys out", key.start_mark)
        return super().flatten_mapping(node)
