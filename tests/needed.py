"""Packages and programs that some tests need and not every machine has: without one they are skipped, in CI they fail."""

from __future__ import annotations

import importlib
import os
import shutil
from typing import Any

import pytest

__all__ = ["needed", "needed_program"]


def needed(package: str, *, install: str) -> Any:
    """Return a package. install: what pip is told to install it. Skips the test where it is not there; in CI it fails.

    >>> needed("json", install="nothing").loads("1")
    1
    """
    if _is_ci():
        return importlib.import_module(package)
    return pytest.importorskip(package, reason=f"needs {install}", exc_type=ImportError)


def needed_program(name: str, *, install: str) -> str:
    """Return the path of a program. install: the Debian package that has it. Skips the test where it is not there; in CI it fails.

    >>> needed_program("sh", install="dash").endswith("sh")
    True
    """
    if found := shutil.which(name):
        return found
    reason = f"no {name} on this machine (apt-get install {install})"
    return pytest.fail(reason) if _is_ci() else pytest.skip(reason)


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}
