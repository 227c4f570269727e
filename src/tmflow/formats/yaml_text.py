"""The one place that parses YAML: settings, the glossary, front matter. What is in a file cannot make it crash or swell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tmflow.errors import FormatError
from tmflow.formats.packed import open_plain

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

__all__ = ["compose_yaml", "load_yaml", "read_yaml"]

_MAX_BYTES: Final = 10_000_000
"""Some 100,000 terms; the parser takes a second for each 200,000 bytes, and many times them in memory."""


def read_yaml(path: Path) -> Any:
    """Return the values of a YAML file in UTF-8, as `load_yaml` does; None of an empty one. It may be packed (gzip).

    Raises FormatError, also for a file above 10 MB.
    """
    with open_plain(path) as stream:
        content = stream.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise FormatError(f"more than {_MAX_BYTES:,} bytes: no file written by hand has so many", path=path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 (byte {error.start + 1}): {error.reason}", path=path) from error
    return load_yaml(text, path=path)


def load_yaml(text: str, *, path: Path) -> Any:
    """Return the values of a YAML text, which know their comments, quotes and places.

    Raises FormatError, with line and column where they are known, for what is no YAML, a value that is not of the kind
    its tag or its spelling says, a merge key (<<), nesting of more than 64 levels, and aliases that stand for more than
    10,000 values or for what they lie in. `path` is for messages.

    >>> load_yaml("- {ja: 港, en: port}", path=Path("glossary.yaml"))[0]["en"]
    'port'
    """
    from ruamel.yaml import YAML

    from tmflow.formats.yaml_limits import BoundedComposer, PlainConstructor

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.Composer, yaml.Constructor = BoundedComposer, PlainConstructor
    with _told(path):
        return yaml.load(text)


def compose_yaml(text: str, *, path: Path, first_line: int, prefix: str) -> Node | None:
    """Return the nodes of a YAML text, which know where they stand; None of an empty one.

    first_line: of the text in its file, from 1. prefix: of messages. Raises FormatError as `load_yaml` does for what no
    value is made of.

    >>> compose_yaml("title: A", path=Path("a.md"), first_line=2, prefix="").value[0][1].start_mark.index
    7
    """
    from ruamel.yaml import YAML

    from tmflow.formats.yaml_limits import BoundedComposer

    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = BoundedComposer
    with _told(path, first_line=first_line, prefix=prefix):
        node: Node | None = yaml.compose(text)
        return node


@contextmanager
def _told(path: Path, *, first_line: int = 1, prefix: str = "") -> Iterator[None]:
    """Say what the parser has found in one line, with its place in the file."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context or "cannot be read").split())
        line, column = (mark.line + first_line, mark.column + 1) if mark else (None, None)
        raise FormatError(prefix + problem, path=path, line=line, column=column) from error
    except YAMLError as error:
        raise FormatError(f"{prefix}no YAML: {str(error).partition(chr(10))[0]}", path=path) from error
