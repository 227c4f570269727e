"""The list of retired pairs of a project: `memories/retired.jsonl`, one JSON object a line, sorted, so that it merges well."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from tmflow.errors import FormatError, ModelError, StorageError
from tmflow.memory.retired import RetiredPair

__all__ = ["read_retired", "write_retired"]

_KEYS = ("source", "target", "reason", "who", "when", "import")


def read_retired(path: Path) -> tuple[RetiredPair, ...]:
    """Return the pairs of the list, () if there is no file; `import` in the file is `cause` of the pair.

    Raises FormatError, with the line, for what is no such list, such as the marks of an open merge conflict.
    """
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"cannot be read: {error}", path=path) from error
    lines = content.split("\n")
    return tuple(_parse(line, path, number) for number, line in enumerate(lines, 1) if line.strip())


def write_retired(path: Path, pairs: Iterable[RetiredPair]) -> None:
    """Write the list, sorted and each pair once; an empty one is no file. Raises StorageError."""
    from tmflow.formats.atomic import write_bytes_atomic

    lines = sorted({_serialize(pair) for pair in pairs})
    if lines:
        write_bytes_atomic(path, "".join(f"{line}\n" for line in lines).encode())
    elif path.exists():
        try:
            path.unlink()
        except OSError as error:
            raise StorageError(f"{path} cannot be deleted ({error.strerror}); nothing was changed") from error


def _serialize(pair: RetiredPair) -> str:
    when = pair.when.isoformat() if pair.when else ""
    values = (pair.source, pair.target, pair.reason, pair.who, when, pair.cause)
    return json.dumps({key: value for key, value in zip(_KEYS, values, strict=True) if value}, ensure_ascii=False)


def _parse(line: str, path: Path, number: int) -> RetiredPair:
    try:
        told: dict[str, Any] = json.loads(line)
        given = RetiredPair(
            source=told.pop("source"),
            target=told.pop("target"),
            reason=told.pop("reason"),
            who=told.pop("who", ""),
            when=datetime.fromisoformat(told.pop("when")) if "when" in told else None,
            cause=told.pop("import", ""),
        )
    except (AttributeError, KeyError, TypeError, ValueError, ModelError) as error:
        problem = f"not a retired pair ({error}). Each line is one JSON object; remove or correct it"
        raise FormatError(problem, path=path, line=number) from error
    if told or not all(isinstance(text, str) for text in (*given.texts, given.who, given.cause)):
        raise FormatError(f"not a retired pair: each line has {', '.join(_KEYS)}, all texts", path=path, line=number)
    return given
