"""A plugin of pytest under which the formats are those there are and one more, that of the folder `another_format`."""

from __future__ import annotations

from pathlib import Path

from tmflow.formats import known

FOLDER = Path(__file__).with_name("another_format")


def pytest_configure() -> None:
    """Find the formats of the folder, too."""
    known.__path__ = [*known.__path__, str(FOLDER)]
