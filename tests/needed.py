"""Packages that some tests need and not every machine has: without one they are skipped, in CI they fail."""

from __future__ import annotations

import importlib
import os
from typing import Any

import pytest

__all__ = ["needed"]


def needed(package: str, *, install: str) -> Any:
    """Return a package. install: what pip is told to install it. Skips the test where it is not there; in CI it fails.

    >>> needed("json", install="nothing").loads("1")
    1
    """
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        return importlib.import_module(package)
    return pytest.importorskip(package, reason=f"needs {install}", exc_type=ImportError)
