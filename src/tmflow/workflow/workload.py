"""How many processes files are worth, and how much of them may be under way at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["UNDER_WAY_BYTES", "count_processes", "size_bytes", "usable_cores"]

UNDER_WAY_BYTES = 32_000_000
"""Files that are being worked on or whose results wait to be yielded hold so much in all."""


def usable_cores() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def size_bytes(path: Path) -> int:
    """Return the size of a file, 0 if it cannot be told: reading it says why."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def count_processes(sizes: Sequence[int], *, asked: int | None, process_bytes: int) -> int:
    """Return how many processes to take for files of these sizes in bytes, at least 1.

    asked: as many as somebody asked for, None for as many as there are cores and the files are worth.
    process_bytes: what one process more must have to do.

    >>> count_processes([5_000_000] * 3, asked=8, process_bytes=1_000_000), count_processes([90], asked=None, process_bytes=100)
    (3, 1)
    """
    most = min(asked or sum(sizes) // process_bytes, len(sizes))
    if most < 2:  # noqa: PLR2004 - processes
        return 1
    return most if asked else min(most, usable_cores())
