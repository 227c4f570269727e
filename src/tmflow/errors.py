"""The errors of tmflow.

    TmflowError
    ├── ConfigError             tmflow.yaml or the call asks for something that cannot be
    ├── FormatError             a file is not what its format demands (path, line)
    │   (text.encoding.DecodeDoubt  bytes whose encoding is not certain; a reader makes a FormatError of it)
    ├── ModelError              a value would break a law of the model
    ├── AlignmentError          two texts cannot be aligned
    ├── MemoryStoreError        the compiled memory cannot be read or written
    │   └── MemoryLockedError   another process holds it
    ├── StorageError            the machine refuses a write: read-only, no rights
    │   └── DiskFullError       there is no room left
    ├── BrowserError            the browser that prints pages is not installed, or did not print
    └── TranslatorError         machine translation failed
        └── TranslatorUnavailable   the engine or its model is not installed

A wrong argument is a `ValueError`: a bug of the caller. A fault in a user's text is no error but a `Finding`.
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "AlignmentError",
    "BrowserError",
    "ConfigError",
    "DiskFullError",
    "FormatError",
    "MemoryLockedError",
    "MemoryStoreError",
    "ModelError",
    "StorageError",
    "TmflowError",
    "TranslatorError",
    "TranslatorUnavailable",
]


class TmflowError(Exception):
    """The root: everything tmflow raises on purpose. The message says what, where and the next step."""


class ConfigError(TmflowError):
    """The settings, or what the caller asked for, cannot be carried out."""


class FormatError(TmflowError):
    """A file could not be read or written as its format demands."""

    def __init__(self, problem: str, *, path: Path, line: int | None = None, column: int | None = None) -> None:
        self.problem, self.path, self.line, self.column = problem, path, line, column
        place = ":".join(str(part) for part in (path, line, column if line else None) if part is not None)
        super().__init__(f"{place}: {problem}")


class ModelError(TmflowError):
    """A value of the model would break one of its laws."""


class AlignmentError(TmflowError):
    """Two texts cannot be aligned, or do not look like translations of each other."""


class MemoryStoreError(TmflowError):
    """The compiled memory could not be read or written."""


class MemoryLockedError(MemoryStoreError):
    """Another process holds the memory; the message names it."""


class StorageError(TmflowError):
    """The machine refused a write: disk full, read-only folder, missing rights. The old file is unchanged."""


class DiskFullError(StorageError):
    """The machine refused a write because no room is left, or none within the quota."""


class BrowserError(TmflowError):
    """The browser that prints pages is not installed, or it did not print; the message has what to do."""


class TranslatorError(TmflowError):
    """Machine translation failed for a reason that lies in the engine."""


class TranslatorUnavailable(TranslatorError):  # noqa: N818 - a state of the machine, named as such in the plan
    """The engine or a model for the language pair is not installed; the message has the line that installs it."""
